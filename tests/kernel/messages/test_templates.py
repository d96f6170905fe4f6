"""Templates: delivered by modules, followed by administrators, never a program."""

from __future__ import annotations

from pathlib import Path

import pytest

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor, Grant
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.models import Account
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.audit.queries import says
from minsheng.kernel.messages import template_files
from minsheng.kernel.messages.models import Channel, Template
from minsheng.kernel.messages.template_files import read_wordings, register_template_file, seed_templates
from minsheng.kernel.messages.templates import Occasion, TemplateError, channels_for, newest_template, save_template
from minsheng.kernel.messages.wording import WordingError, addressed, check_wording, worded
from tests.kernel.messages.conftest import TEMPLATES

ACCEPTED = Occasion("tests.accepted", "reporter", "zh-hans", "sms")


def _admin(account: Account) -> Actor:
    return Actor(account_id=account.pk, grants=(Grant(1, "admin", frozenset({"templates.manage"}), 1, None, 0),))


def _changed(path: Path, old: str, new: str) -> Path:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return path


class TestSeeding:
    def test_each_language_and_channel_is_a_first_version(self, templates: Path) -> None:
        rows = Template.objects.filter(key="tests.accepted").values_list("language", "channel", "version", "origin")
        assert sorted(rows) == [
            ("en", "sms", 1, "module"),
            ("zh-hans", "inapp", 1, "module"),
            ("zh-hans", "sms", 1, "module"),
        ]
        assert newest_template(ACCEPTED).params == ["code", "days"]

    def test_again_adds_nothing(self, templates: Path) -> None:
        assert seed_templates([templates]) == 0

    def test_changed_words_are_a_new_version(self, templates: Path) -> None:
        assert seed_templates([_changed(templates, "已受理，", "已经受理，")]) == 1
        newest = newest_template(ACCEPTED)
        assert (newest.version, "已经受理" in newest.body) == (2, True)

    def test_words_of_an_administrator_stay(self, templates: Path, account: Account) -> None:
        save_template(by=_admin(account), occasion=ACCEPTED, subject="", body="{code}收到。")
        assert seed_templates([_changed(templates, "已受理，", "已经受理，")]) == 0
        assert newest_template(ACCEPTED).body == "{code}收到。"

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ("[[template]]", "[[template", "TOMLDecodeError"),
            ('channel = "sms"', 'channel = "pigeon"', "pigeon"),
            ('key = "tests.report"', 'name = "x"', "'key'"),
            ("{month}月报已生成", "{year}年报已生成", "unknown placeholders: year"),
            ("[template.text.zh-hans]", "[template.text.zh]", "no text in zh-hans"),
            ("{code}派给您。", "", "empty or too long"),
        ],
    )
    def test_a_wrong_file_is_named_with_its_fault(self, tmp_path: Path, old: str, new: str, fault: str) -> None:
        path = tmp_path / "templates.toml"
        path.write_text(TEMPLATES.replace(old, new), encoding="utf-8")
        with pytest.raises(TemplateError, match=fault) as caught:
            read_wordings(path)
        assert str(path) in str(caught.value)

    def test_files_are_named_once_and_must_be_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(template_files, "_files", [])
        path = tmp_path / "templates.toml"
        with pytest.raises(TemplateError, match="not there"):
            register_template_file(path)
        path.write_text(TEMPLATES, encoding="utf-8")
        register_template_file(path)
        with pytest.raises(TemplateError, match="twice"):
            register_template_file(path)

    @pytest.mark.django_db
    def test_every_file_of_this_installation_can_be_read_and_is_stored(self) -> None:
        for path in template_files._files:
            for wording in read_wordings(path):
                assert newest_template(wording.occasion).key == wording.occasion.key


class TestChoosing:
    def test_the_default_language_stands_in(self, templates: Path) -> None:
        english = newest_template(Occasion("tests.accepted", "reporter", "en", "sms"))
        assert english.body.startswith("{addressee}: {code} was")
        assert newest_template(Occasion("tests.accepted", "reporter", "en", "inapp")).language == "zh-hans"
        with pytest.raises(TemplateError, match="no template"):
            newest_template(Occasion("tests.accepted", "reporter", "zh-hans", "email"))

    def test_channels_of_an_occasion(self, templates: Path) -> None:
        assert channels_for("tests.accepted", "reporter") == [Channel.SMS, Channel.INAPP]
        assert channels_for("tests.accepted", "centre") == []


class TestWriting:
    def test_a_new_version_is_used_from_now_on_and_logged(self, templates: Path, account: Account) -> None:
        saved = save_template(by=_admin(account), occasion=ACCEPTED, subject="", body=" {addressee}，{code}收到。 ")
        assert (saved.version, saved.origin, saved.created_by, saved.body) == (
            2,
            "admin",
            account,
            "{addressee}，{code}收到。",
        )
        assert newest_template(ACCEPTED) == saved
        look_as_system()
        line = AuditLine.objects.get(kind="messages.template_written")
        assert line.data == {"key": "tests.accepted", "audience": "reporter", "channel": "sms", "version": 2}
        assert "tests.accepted" in says(line)

    @pytest.mark.parametrize(
        ("subject", "body", "code", "field"),
        [
            ("", "{code}{phone}", "template.placeholder", "body"),
            ("{", "{code}", "template.placeholder", "subject"),
            ("", "", "text.empty", "body"),
            ("", "x" * 501, "text.too_long", "body"),
        ],
    )
    def test_wrong_words_are_refused(
        self, templates: Path, account: Account, subject: str, body: str, code: str, field: str
    ) -> None:
        with pytest.raises(Refusal) as caught:
            save_template(by=_admin(account), occasion=ACCEPTED, subject=subject, body=body)
        assert (caught.value.code, caught.value.field) == (code, field)
        assert newest_template(ACCEPTED).version == 1

    def test_of_an_occasion_that_no_module_has(self, templates: Path, account: Account) -> None:
        with pytest.raises(Refusal, match=r"template\.unknown"):
            save_template(
                by=_admin(account), occasion=Occasion("x.y", "reporter", "zh-hans", "sms"), subject="", body="x"
            )

    def test_it_needs_the_permission(self, templates: Path) -> None:
        with pytest.raises(Refusal, match=r"access\.denied"):
            save_template(by=Actor(account_id=1), occasion=ACCEPTED, subject="", body="x")


class TestWording:
    def test_parameters_are_put_in_as_they_are(self) -> None:
        assert worded("{a}-{b}", {"a": "{b}", "b": 5}) == "{b}-5", "a value is never read as a template"
        assert worded("{a}", {"a": "{addressee}"}) == "{addressee}"

    def test_the_addressee_is_put_in_last_and_cannot_be_forged(self) -> None:
        kept = worded("{addressee}：{a}", {"a": "\ue000"})
        assert "王" not in kept
        assert addressed(kept, "王小明") == "王小明："

    def test_a_missing_parameter_is_an_error(self) -> None:
        with pytest.raises(WordingError, match="'b' is missing"):
            worded("{a}{b}", {"a": 1})

    @pytest.mark.parametrize("text", ["{", "}", "{a", "{A}", "{a.b}", "{a!r}", "{}", "{a:>9}"])
    def test_nothing_but_names_stands_in_braces(self, text: str) -> None:
        with pytest.raises(WordingError):
            check_wording(text, ["a"])
