"""What the API refuses: each by the rule's own code, at its field, in the reader's language, and with no row left behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils import timezone

from minsheng.base.codes.identity import check_character
from minsheng.kernel.access.models import ApiToken
from tests.factories.district import District
from tests.surface.api.calling import PREFIX, Caller, a_filing, caller_for, codes_of, filed
from tests.surface.api.test_acts import dispatch
from tests.untouched import nothing_written

DISSOLVED = ("140202", "140203", "140211")
"""城区, 矿区 and 南郊区 of Datong, dissolved in 2018: most adults of 平城区 carry their codes."""


def both(caller: Caller, path: str, body: Any, **headers: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Ask in Chinese and in English; nothing may be written by either. Gives both problems."""
    found = []
    for language in ("zh-hans", "en"):
        caller.language = language
        with nothing_written():
            response = caller.post(path, body, **headers)
        assert 400 <= response.status_code < 500, response.content.decode()
        assert response.headers["Content-Type"] == "application/problem+json"
        found.append(response.json())
    return found[0], found[1]


def identity(area: str, wrong: bool = False) -> str:
    """An identity number of ``area``, or one whose last character is wrong."""
    body = f"{area}19560307462"
    right = check_character(body)
    return body + (right if not wrong else ("1" if right == "X" else str((int(right) + 1) % 10)))


@pytest.mark.parametrize(
    ("change", "code", "field", "zh", "en"),
    [
        ({"category": "no-such"}, "category.unknown", "category", "no-such", "no-such"),
        ({"place": {"lon": 116.39, "lat": 39.9}}, "place.outside", "place", "不在本区", "district"),
        ({"reporter": {"name": "王小明", "phone": "1383456"}}, "phone.format", "phone", "11位", "11"),
        (
            {"reporter": {"name": "王小明", "identity": identity("140213", wrong=True)}},
            "identity.checksum",
            "identity",
            "校验码",
            "check",
        ),
        ({"body": "坏\x00字"}, "text.control", "body", "控制字符", "control"),
        ({"title": "坏\u0001字"}, "text.control", "title", "控制字符", "control"),
        ({"procedure": "no.such"}, "filing.procedure", "procedure", "no.such", "no.such"),
        ({"files": ["made-up"]}, "file.handle", "files", "附件", "upload"),
    ],
)
def test_a_report_is_refused_in_both_languages(
    anonymous: Caller, change: dict[str, Any], code: str, field: str, zh: str, en: str
) -> None:
    for problem, words in zip(both(anonymous, "/cases", a_filing(**change)), (zh, en), strict=True):
        assert (problem["code"], problem["field"]) == (code, field)
        assert words in problem["detail"]


@pytest.mark.parametrize("area", DISSOLVED)
def test_numbers_of_dissolved_districts_are_taken(anonymous: Caller, area: str) -> None:
    filed(anonymous, reporter={"name": "王秀英", "phone": "13834567891", "identity": identity(area)})


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE cases_case; --", "<script>alert(1)</script>", "𠮷田家🌧️👨‍👩‍👧", "{{7*7}}", "%s%n"]
)
def test_whatever_is_text_is_kept_as_text_in_every_place(dispatcher: Caller, text: str) -> None:
    place = {"lon": 113.22, "lat": 40.05, "address": text}
    code = filed(dispatcher, title=text, body=text, place=place, reporter={"name": text, "phone": "13834567890"})
    shown = dispatcher.get(f"/cases/{code}").json()
    assert (shown["title"], shown["body"], shown["address"]) == (text, text, text)
    note = dispatcher.post(f"/cases/{code}/acts/dispatch", {"unit": "housing", "note": text})
    assert note.status_code == 200
    assert dispatcher.get(f"/cases/{code}/timeline").json()[-1]["texts"]["note"] == text


def send(caller: Caller, content: bytes, name: str, declared: str) -> HttpResponse:
    """Upload a file."""
    file = SimpleUploadedFile(name, content, declared)
    return caller.client.post(f"{PREFIX}/files", {"file": file}, headers=caller.headers({}))


@pytest.mark.parametrize(("language", "size"), [("zh-hans", "25 MB"), ("en", "25 MB")])
def test_files_of_a_wrong_type_or_size(anonymous: Caller, language: str, size: str) -> None:
    anonymous.language = language
    with nothing_written():
        wrong = send(anonymous, b"MZ\x90\x00" + bytes(200), "a.exe", "application/octet-stream")
        large = anonymous.client.generic(
            "POST",
            f"{PREFIX}/files",
            b"x",
            "multipart/form-data; boundary=x",
            headers=anonymous.headers({}),
            CONTENT_LENGTH=str(100 * 1024 * 1024),
        )
    assert (wrong.status_code, codes_of(wrong), wrong.json()["field"]) == (422, {"file.unknown_type"}, "file")
    assert ".exe" in wrong.json()["detail"]
    assert (large.status_code, codes_of(large), large.json()["field"]) == (413, {"file.too_large"}, "file")
    assert size in large.json()["detail"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_expired_token_writes_nothing(district: District, anonymous: Caller, language: str) -> None:
    code, caller = filed(anonymous), caller_for(district.accounts["dispatcher"])
    caller.language = language
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for path, body in (("/cases", a_filing()), (f"/cases/{code}/acts/dispatch", {"unit": "housing"})):
        with nothing_written():
            response = caller.post(path, body)
        assert (response.status_code, codes_of(response)) == (401, {"token.expired"})
        assert ("令牌" if language == "zh-hans" else "token") in response.json()["detail"]


def test_acts_not_allowed_in_this_state_or_for_this_role(
    dispatcher: Caller, housing: Caller, anonymous: Caller
) -> None:
    code = filed(anonymous)
    dispatch(dispatcher, code)
    zh, en = both(dispatcher, f"/cases/{code}/acts/dispatch", {"unit": "housing"})
    assert zh["code"] == en["code"] == "act.not_open"
    assert ("已派单" in zh["detail"], "Source:" in en["detail"]) == (True, True)
    zh, en = both(dispatcher, f"/cases/{code}/acts/sign", {})
    assert zh["code"] == en["code"] == "act.not_your_role"
    assert zh["detail"] != en["detail"]


def test_an_extension_without_ground_or_over_the_cap(district: District, dispatcher: Caller, housing: Caller) -> None:
    code, head = filed(dispatcher), caller_for(district.accounts["housing_head"])
    dispatch(dispatcher, code)
    housing.post(f"/cases/{code}/acts/sign", {})
    zh, en = both(head, f"/cases/{code}/acts/extend", {"days": 3})
    assert (zh["code"], zh["field"], en["field"]) == ("field.required", "ground", "ground")
    zh, en = both(head, f"/cases/{code}/acts/extend", {"days": 99, "ground": "材料未到"})
    assert (zh["code"], zh["field"]) == ("field.range", "days")
    assert "10" in zh["detail"]
    assert "10" in en["detail"]


def test_a_key_sent_again_with_another_body(dispatcher: Caller) -> None:
    code = dispatcher.post("/cases", a_filing(), Idempotency_Key="k-1").json()["code"]
    zh, en = both(dispatcher, "/cases", a_filing(title="楼道没有灯"), Idempotency_Key="k-1")
    assert (zh["status"], zh["code"], en["code"]) == (409, "key.reused", "key.reused")
    assert code in zh["detail"]
    assert code in en["detail"]


NUMBERS = [1e300, -1, 1.5, True, "٣", "9" * 5000, {}, [[1]], {"a": 1}]


@pytest.mark.parametrize("value", NUMBERS, ids=lambda value: repr(value)[:12])
def test_numbers_and_shapes_that_no_input_takes(
    district: District, dispatcher: Caller, housing: Caller, value: object
) -> None:
    code, head = filed(dispatcher), caller_for(district.accounts["housing_head"])
    dispatch(dispatcher, code)
    housing.post(f"/cases/{code}/acts/sign", {})
    with nothing_written():
        days = head.post(f"/cases/{code}/acts/extend", {"days": value, "ground": "材料未到"})
        units = dispatcher.post(f"/cases/{code}/acts/add_units", {"co_units": value, "note": value})
        into = dispatcher.post(f"/cases/{code}/acts/merge", {"into": value, "reason": value})
        kind = dispatcher.post(f"/cases/{code}/acts/classify", {"category": value, "area": value, "urgent": value})
    for response in (days, units, into, kind):
        assert response.status_code in {403, 409, 422}, response.content.decode()
        assert response.json()["errors"]


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "\x1b[31m"], ids=["nul", "surrogate", "escape"])
def test_no_text_with_characters_that_cannot_be_kept(
    dispatcher: Caller, housing: Caller, anonymous: Caller, text: str
) -> None:
    code, place = filed(anonymous), {"lon": 113.22, "lat": 40.05}
    changes: list[dict[str, Any]] = [{name: text} for name in ("title", "body", "kind", "category", "procedure")]
    changes += [{"place": {**place, name: text}} for name in ("address", "crs")]
    changes += [{"place": {"area": text}}]
    changes += [
        {"reporter": {"name": "王", "phone": "13834567890", name: text}} for name in ("name", "phone", "identity")
    ]
    requests = [("/cases", a_filing(**change)) for change in changes]
    requests += [("/cases", a_filing(files=[text])), ("/cases", {**a_filing(), text: 1})]
    requests += [
        (f"/cases/{code}/acts/dispatch", {"unit": text}),
        (f"/cases/{code}/acts/dispatch", {"unit": "housing", "note": text}),
    ]
    requests += [
        (f"/cases/{code}/acts/merge", {"into": text, "reason": text}),
        (f"/cases/{code}/acts/dispatch", {text: text}),
    ]
    requests += [(f"/cases/{code}/links", {"other": text, "kind": text}), ("/follow", {"code": text, "tail": text})]
    for path, body in requests:
        with nothing_written():
            response = dispatcher.post(path, body)
        assert 400 <= response.status_code < 500, (path, body, response.content.decode())
        assert response.headers["Content-Type"] == "application/problem+json"
