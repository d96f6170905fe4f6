"""What the screens refuse: beside the field, in the reader's language, with everything typed kept and nothing half done."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.models import Account, Post
from minsheng.kernel.access.services import end_post
from minsheng.kernel.cases.models import Case
from tests.factories.district import SYSTEM, District
from tests.surface.web.browsing import Visitor
from tests.surface.web.test_filing import case_of, report
from tests.surface.web.working import dispatched
from tests.untouched import nothing_written

Staff = Callable[[str], Visitor]
KEPT_FOR_LATER = ("django_session", "files_storedfile")
"""A session begins with a visit, and good files of a refused form are kept for the next try."""


def said(response: HttpResponse) -> str:
    """The words beside the fields."""
    return " ".join(re.findall(r'<p class="error"[^>]*>(.*?)</p>', response.content.decode()))


@pytest.mark.parametrize(
    ("changes", "field", "zh", "en"),
    [
        ({"category": "999999"}, "category", "没有可用的事项分类", "999999"),
        ({"lon": "116.39", "lat": "39.9"}, "area", "不在本区范围内", "outside the district"),
        ({"phone": "1383456"}, "phone", "不是可拨打的号码", "cannot be dialled"),
        ({"body": "坏\x00字"}, "body", "控制字符", "control"),
        ({"lon": "9" * 5000, "lat": "1e400"}, "area", "坐标", "out of range"),
    ],
)
def test_a_report_is_refused_in_both_languages(
    visitor: Visitor, changes: dict[str, str], field: str, zh: str, en: str
) -> None:
    for language, words in (("zh-hans", zh), ("en", en)):
        visitor.language = language
        values = report(visitor, title="我的标题", **changes)
        with nothing_written(*KEPT_FOR_LATER):
            response = visitor.post("report", data=values)
        assert response.status_code == 422
        assert words.lower() in said(response).lower()
        assert f'href="#id_{field}' in response.content.decode()
        assert 'value="我的标题"' in response.content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"kind": "\x00"}, {"category": "9" * 5000}, {"confidentiality": "9" * 5000}, {"channel": "x"}]
)
def test_forms_with_nothing_or_nonsense_in_them(visitor: Visitor, staff: Staff, data: dict[str, str]) -> None:
    for somebody, page in ((visitor, "report"), (staff("dispatcher"), "desk_file")):
        with nothing_written(*KEPT_FOR_LATER):
            assert somebody.post(page, data=data).status_code == 422


def test_files_of_a_wrong_type_or_size(visitor: Visitor) -> None:
    svg = SimpleUploadedFile("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml")
    page = SimpleUploadedFile("图.png", b"<!doctype html><script>alert(1)</script>", "image/png")
    with nothing_written(*KEPT_FOR_LATER):
        response = visitor.post("report", data=report(visitor, files=[svg, page]))
        large = visitor.client.generic(
            "POST", "/report/", b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(101 * 1024 * 1024)
        )
    assert response.status_code == 422
    assert "图.svg" in said(response)
    assert "图.png" in said(response)
    assert (large.status_code, "100 MB" in large.content.decode()) == (413, True)


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE cases_case; --",
        "<script>alert(1)</script>",
        "𠮷田家🌧️",
        "{{7*7}}{% now 'Y' %}",
        "javascript:alert(1)",
    ],
)
def test_text_is_shown_as_text_on_every_page_that_shows_it(visitor: Visitor, staff: Staff, text: str) -> None:
    case = case_of(visitor.post("report", data=report(visitor, title=text, body=text, address=text, name=text)))
    clerk = staff("dispatcher")
    pages = [
        clerk.text("desk_case", case.code),
        clerk.text("desk"),
        clerk.text("desk_search", q=text),
        visitor.text("my_case", case.code),
    ]
    for html in pages:
        assert "<script>alert" not in html
        assert f'href="{text}' not in html
        assert "49" not in html or "{{7*7}}" in html or "{{" not in text
    assert case.title == text


def test_acts_not_allowed_in_this_state_or_for_this_role(
    district: District, staff: Staff, filed: Callable[..., Case]
) -> None:
    case = dispatched(district, filed())
    for name, act, data in (
        ("dispatcher", "dispatch", {"unit": str(district.unit("water"))}),
        ("dispatcher", "sign", {}),
    ):
        for language in ("zh-hans", "en"):
            visitor = staff(name)
            visitor.language = language
            with nothing_written("django_session"):
                response = visitor.post("desk_act", case.code, act, data=data)
            assert response.status_code in {403, 409}
            assert ("该" in response.content.decode()) or language == "en"


def test_an_extension_without_ground_or_over_the_cap(
    district: District, staff: Staff, filed: Callable[..., Case]
) -> None:
    case = dispatched(district, filed())
    staff("housing").post("desk_act", case.code, "sign", data={})
    head = staff("housing_head")
    for data, field in (
        ({"days": "3"}, "ground"),
        ({"days": "99", "ground": "材料未到"}, "days"),
        ({"days": "9" * 5000, "ground": "x"}, "days"),
    ):
        with nothing_written("django_session"):
            response = head.post("desk_act", case.code, "extend", data=data)
        assert response.status_code == 422
        assert f'href="#id_{field}' in response.content.decode()


@pytest.mark.parametrize(
    "wanted",
    [
        "mine",
        "foo",
        "?",
        "#",
        "//evil.example",
        "/\\evil.example",
        "\t//evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "http://[::1",
        "/\r\nX: y",
        "\x00",
    ],
)
def test_nobody_is_led_elsewhere_by_a_link_of_ours(district: District, wanted: str) -> None:
    signing_in = {"username": "dispatcher", "password": "a long enough Secret 9", "next": wanted}
    for page, data in (
        ("sign_in", signing_in),
        ("language", {"language": "en", "next": wanted}),
        ("type_size", {"size": "large", "next": wanted}),
    ):
        for partial in (False, True):
            response = Visitor().post(page, data=data, partial=partial)
            assert response.status_code == (204 if partial else 302)
            target = response.headers["HX-Redirect" if partial else "Location"]
            assert target.startswith("/")
            assert not target.startswith(("//", "/\\"))
            assert "X" not in response.headers


@pytest.mark.parametrize(
    "path",
    [
        "/desk/cases/a%00b/",
        "/procedures/a%00b/2026.1/",
        "/report/done/%00/",
        "/desk/?state=hotline.%00",
        "/desk/search/?q=%00",
        "/admin-desk/roles/a%00b/",
    ],
)
def test_nul_in_an_address_is_a_malformed_request(staff: Staff, path: str) -> None:
    for language, words in (("zh-hans", "无法识别的请求"), ("en", "could not be read")):
        response = staff("dispatcher").client.get(path, headers={"accept-language": language})
        assert response.status_code == 400
        assert words in response.content.decode()


@pytest.mark.parametrize("path", ["/", "/desk/", "/report/", "/notices/"])
def test_a_session_that_nobody_was_given_is_none(district: District, path: str) -> None:
    response = Visitor().client.get(path, headers={"Cookie": 'sessionid="\\000aaaaaaaaa"'})
    assert response.status_code in {200, 302}


def test_hosts_that_are_not_ours(district: District) -> None:
    for host in ("evil.example", "localhost:80@evil.example", "localhost evil"):
        assert Visitor().client.get("/", headers={"Host": host}).status_code == 400


def test_a_picture_is_shown_and_never_run(
    visitor: Visitor, staff: Staff, picture: Callable[..., SimpleUploadedFile]
) -> None:
    case = case_of(visitor.post("report", data=report(visitor, files=[picture("../../a\u202e.jpg")])))
    file = re.search(r'"(/files/\d+/)"', staff("dispatcher").text("desk_case", case.code))
    assert file is not None
    shown = staff("dispatcher").client.get(file[1])
    b"".join(shown.streaming_content)
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'self'" in shown.headers["Content-Security-Policy"]
    assert "\u202e" not in shown.headers["Content-Disposition"]
    assert "/" not in shown.headers["Content-Disposition"]


def test_a_closed_account_loses_its_session_at_once(district: District, staff: Staff) -> None:
    visitor = staff("dispatcher")
    assert visitor.get("desk").status_code == 200
    Account.objects.filter(username="dispatcher").update(is_active=False)
    assert visitor.get("desk")["Location"].startswith("/sign-in/")
    assert visitor.client.get("/api/v1/cases").status_code == 401


def test_a_post_that_ended_yesterday_opens_nothing(
    district: District, staff: Staff, filed: Callable[..., Case]
) -> None:
    case, clerk = dispatched(district, filed()), staff("housing")
    assert clerk.get("desk_case", case.code).status_code == 200
    post, today = Post.objects.get(account__username="housing"), timezone.localdate()
    for last, status in ((today, 200), (today - timedelta(days=1), 403)):
        with transaction.atomic():
            look_as_system()
            end_post(by=SYSTEM, post=post, valid_to=last)
        assert clerk.get("desk_case", case.code).status_code == status
        assert clerk.client.get(f"/api/v1/cases/{case.code}").status_code == (200 if status == 200 else 404)


@pytest.mark.parametrize("name", ["\x00", "a\x00b", "9" * 5000, "\u202e", "'--"])
def test_names_that_no_account_has(district: District, name: str) -> None:
    assert Visitor().post("sign_in", data={"username": name, "password": "x"}).status_code in {401, 422}


@pytest.mark.parametrize("line", ["长" * 101, "/".join("一二三四五六七八九十"), "市容\x00/垃圾"])
def test_lines_of_categories_that_cannot_be_kept(staff: Staff, line: str) -> None:
    with nothing_written("django_session"):
        response = staff("system_admin").post("admin_category_lines", data={"lines": f"新类别\n{line}"})
    assert response.status_code == 422
    assert 'href="#id_lines' in response.content.decode()
