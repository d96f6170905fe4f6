"""Every message of the source tree has its Chinese words, none is fuzzy, none has gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import messages
from tools.messages import Entry, Message


def test_nothing_waits_for_a_translation() -> None:
    assert messages.gaps() == []


def test_messages_are_found_in_code_and_in_templates() -> None:
    found = messages.found()
    assert Message("%(count)s day late", "%(count)s days late") in found
    assert Message("Send the report") in found
    assert Message("%(number)s stopped clock", "%(number)s stopped clocks") in found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% load i18n %}{% translate "A" %}{{ x|default:_("B") }}', {Message("A"), Message("B")}),
        ("{% load i18n %}{% blocktranslate with a=b %}C {{ a }}{% endblocktranslate %}", {Message("C %(a)s")}),
        ("plain text", set()),
    ],
)
def test_templates(source: str, expected: set[Message]) -> None:
    assert set(messages._in_template(source)) == expected


def test_a_catalogue_is_written_as_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    entries = [
        Entry(Message('a "quoted" \\ word\n'), "一个“词”\n", places=["x.py"]),
        Entry(Message("%(n)s day", "%(n)s days"), "%(n)s天"),
        Entry(Message("loose"), "松", is_fuzzy=True),
    ]
    messages.write(entries, path)
    read = messages.read(path)
    assert {entry.message: (entry.translation, entry.is_fuzzy) for entry in read.values()} == {
        entry.message: (entry.translation, entry.is_fuzzy) for entry in entries
    }
