"""Bodies and addresses that are not what they should be: each a clear answer, none a fault of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.reports import BODY_LIMIT, TITLE_LIMIT
from minsheng.surface.api.routers import cases
from tests.surface.api.calling import PREFIX, Caller, a_filing, codes_of

DEEP = b'{"procedure":' + b"[" * 500 + b"]" * 500 + b"}"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "field.required"),
        (b"{", 400, "body.json"),
        (b"[]", 422, "input.object"),
        (b"null", 422, "input.object"),
        (b'"text"', 422, "input.object"),
        (b"{}", 422, "field.required"),
        (DEEP, 400, "body.json"),
        (b"[" * 100_000, 400, "body.json"),
        (b'{"body":"\xff"}', 400, "body.json"),
        (b'{"body":"\xed\xa0\x80"}', 400, "body.json"),
        (b'{"body":NaN}', 400, "body.json"),
        (b'{"confidentiality":' + b"9" * 5000 + b"}", 400, "body.json"),
        (b'{"procedure":"hotline.order","body":"\\ud800"}', 422, "text.control"),
        (b'{"procedure":"hotline.order","body":"a\\u0000b"}', 422, "text.control"),
        (b'{"procedure":"hotline.order","body":"x","pl\\u0000ace":{}}', 422, "text.control"),
        (json.dumps(a_filing()).encode("utf-16"), 400, "body.json"),
    ],
)
def test_bodies_that_are_no_report(anonymous: Caller, body: bytes, status: int, code: str) -> None:
    response = anonymous.raw("/cases", body)
    assert (response.status_code, codes_of(response) & {code}) == (status, {code})
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"place": {"lon": 1e400, "lat": 40}}, "input.number", "/place/lon"),
        ({"place": {"lon": "east", "lat": 40}}, "input.number", "/place/lon"),
        ({"place": {"lon": 113.2}}, "place.point", "/place"),
        ({"place": "红卫里"}, "input.object", "/place"),
        ({"place": {"area": {}}}, "input.integer", "/place/area"),
        ({"place": {"area": "999999"}}, "area.unknown", "/place/area"),
        ({"confidentiality": 7}, "input.too_large", "/confidentiality"),
        ({"confidentiality": 10**30}, "input.too_large", "/confidentiality"),
        ({"urgent": "maybe"}, "input.flag", "/urgent"),
        ({"files": "x"}, "input.list", "/files"),
        ({"files": ["17"]}, "file.handle", "/files"),
        ({"files": ["x"] * 11}, "input.too_many", "/files"),
        ({"files": [["x"]]}, "field.text", "/files/0"),
        ({"title": 7}, "field.text", "/title"),
        ({"title": "长" * (TITLE_LIMIT + 1)}, "text.too_long", "/title"),
        ({"body": "长" * (BODY_LIMIT + 1)}, "text.too_long", "/body"),
        ({"colour": "red"}, "field.unknown", "/colour"),
        ({"procedure": "x" * 65}, "input.too_long", "/procedure"),
    ],
)
def test_faults_name_field_and_place(anonymous: Caller, change: dict[str, Any], code: str, pointer: str) -> None:
    body = json.dumps(a_filing(**change), allow_nan=True).replace("Infinity", "1e400").encode()
    response = anonymous.raw("/cases", body)
    faults = {(fault["code"], fault["pointer"]) for fault in response.json()["errors"]}
    assert response.status_code == 422
    assert (code, pointer) in faults, response.content.decode()
    assert all(fault["detail"] for fault in response.json()["errors"])


def test_other_media_types_are_not_taken(anonymous: Caller) -> None:
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "application/xml", ""):
        response = anonymous.raw("/cases", json.dumps(a_filing()).encode(), media_type)
        assert (response.status_code, codes_of(response)) == (415, {"body.media_type"})


def test_a_body_that_is_too_large_is_not_read(anonymous: Caller) -> None:
    response = anonymous.raw("/cases", b" " * (256 * 1024 + 1))
    assert (response.status_code, codes_of(response)) == (413, {"body.too_large"})


@pytest.mark.parametrize("path", ["/nothing", "/cases/", "/", "/cases/a/b/c/d", "/docs"])
def test_unknown_addresses_are_said_in_our_words(anonymous: Caller, path: str) -> None:
    response = anonymous.get(path)
    assert (response.status_code, codes_of(response)) == (404, {"path.unknown"})


def test_addresses_beside_the_api_too(db: None) -> None:
    assert codes_of(Client().get("/api/v2/cases")) == {"path.unknown"}


def test_other_methods_are_told_which_are_known(anonymous: Caller) -> None:
    response = anonymous.delete("/cases")
    assert (response.status_code, codes_of(response)) == (405, {"method.not_allowed"})
    assert set(response.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_a_request_that_django_refuses_is_said_in_our_words(db: None, settings: Settings) -> None:
    response = Client().get(f"{PREFIX}/units", headers={"Host": "elsewhere.example"})
    assert (response.status_code, codes_of(response)) == (400, {"request.malformed"})
    huge = Client().generic(
        "POST", f"{PREFIX}/files", b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**12)
    )
    assert (huge.status_code, codes_of(huge)) == (413, {"file.too_large"})


def test_a_fault_of_ours_tells_nothing_of_its_cause(anonymous: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("王小明 13834567890")

    monkeypatch.setattr(cases, "file_report", broken)
    response = anonymous.post("/cases", a_filing())
    assert (response.status_code, codes_of(response)) == (500, {"server.failed"})
    assert "王小明" not in response.content.decode()


def test_a_database_that_does_not_answer_may_be_asked_again(anonymous: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object) -> None:
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr(cases, "file_report", late)
    response = anonymous.post("/cases", a_filing())
    assert (response.status_code, codes_of(response)) == (503, {"server.busy"})
    assert response.headers["Retry-After"] == "5"


def test_nul_in_an_address_is_refused(anonymous: Caller) -> None:
    response = anonymous.client.get(f"{PREFIX}/units?kind=a%00b")
    assert (response.status_code, codes_of(response)) == (400, {"text.control"})
    assert anonymous.client.get(f"{PREFIX}/areas/14%00").status_code == 400
