"""What the Open311 server refuses: in the standard's form, JSON and XML, in both languages, with nothing half done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from minsheng.kernel.access.models import ApiToken
from tests.factories.district import District
from tests.interop.open311.test_server import BASE, form
from tests.surface.api.calling import caller_for
from tests.untouched import nothing_written


@pytest.fixture
def client(district: District) -> Client:
    """Give a client that reads answers to faults too."""
    return Client(raise_request_exception=False)


def refused(client: Client, data: Any, status: int, **more: Any) -> list[str]:
    """What both formats say in both languages: Chinese JSON, English JSON, Chinese XML, English XML."""
    said = []
    for kind in ("json", "xml"):
        for language in ("zh-hans", "en"):
            for item in data.values():
                getattr(item, "seek", lambda _place: None)(0)
            with nothing_written():
                response = client.post(f"{BASE}/requests.{kind}", data, headers={"Accept-Language": language, **more})
            assert response.status_code == status, response.content.decode()
            if kind == "json":
                said.append(response.json()[0]["description"])
            else:
                said.append(ElementTree.fromstring(response.content).findtext("error/description") or "")
    assert said[:2] == said[2:]
    return said


@pytest.mark.parametrize(
    ("changes", "status", "field", "zh", "en"),
    [
        ({"service_code": "nothing"}, 404, "", "nothing", "nothing"),
        ({"lat": "39.9", "long": "116.39"}, 400, "lat", "不在本区", "outside"),
        ({"lat": "1e400"}, 400, "lat", "坐标", "range"),
        ({"phone": "1383456"}, 400, "phone", "11位", "11 digits"),
        ({"description": "坏\u0001字"}, 400, "description", "控制字符", "control"),
        ({"description": "长" * 20_001}, 400, "description", "20000", "20000"),
    ],
)
def test_a_request_is_refused_in_both_formats_and_languages(
    client: Client, district: District, changes: dict[str, str], status: int, field: str, zh: str, en: str
) -> None:
    said = refused(client, form(district, **changes), status)
    for description, words in zip(said[:2], (zh, en), strict=True):
        assert words in description
        assert description.startswith(field)


def test_an_expired_key(client: Client, district: District) -> None:
    key = caller_for(district.accounts["worker"]).token
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert refused(client, form(district, api_key=key), 403)


def test_a_key_sent_again_with_another_body(client: Client, district: District) -> None:
    headers = {"Idempotency-Key": "a-key-that-nobody-else-draws"}
    assert client.post(f"{BASE}/requests.json", form(district), headers=headers).status_code == 201
    assert client.post(f"{BASE}/requests.json", form(district), headers=headers).status_code == 200
    refused(client, form(district, description="另一件事"), 409, **headers)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ\x90\x00"),
        ("a.svg", b"<svg><script/></svg>"),
        ("a.png", b"<!doctype html>"),
        ("a.html", b"<html>"),
    ],
)
def test_files_of_a_wrong_type(
    client: Client, district: District, settings: Settings, tmp_path: Any, name: str, content: bytes
) -> None:
    settings.FILES_ROOT = tmp_path
    media = SimpleUploadedFile(name, content, "image/png")
    assert refused(client, {**form(district), "media": media}, 400)
    assert not list(tmp_path.rglob("*.*"))


def test_a_hundred_megabytes(client: Client) -> None:
    response = client.generic(
        "POST", f"{BASE}/requests.json", b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(100 * 1024 * 1024)
    )
    assert (response.status_code, "25 MB" in response.json()[0]["description"]) == (413, True)


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE cases_case; --", "<script>alert(1)</script>", "𠮷田家🌧️", "]]>&amp;<x>"]
)
def test_whatever_is_written_is_kept_as_text(client: Client, district: District, settings: Settings, text: str) -> None:
    settings.OPEN311_TEXTS = True
    for kind in ("json", "xml"):
        assert client.post(f"{BASE}/requests.{kind}", form(district, description=text)).status_code == 201
    assert [item["description"] for item in client.get(f"{BASE}/requests.json").json()] == [text, text]
    tree = ElementTree.fromstring(client.get(f"{BASE}/requests.xml").content)
    assert [node.findtext("description") for node in tree] == [text, text]


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=", b"x"),
        ("multipart/form-data; boundary=\xe9", b"x"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--'),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(3000))),
        ("application/json", b'{"service_code":'),
        ("text/xml", b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"),
    ],
)  # fmt: skip
def test_bodies_that_nobody_can_read(client: Client, media_type: str, body: bytes) -> None:
    for kind in ("json", "xml"):
        with nothing_written():
            response = client.generic("POST", f"{BASE}/requests.{kind}", body, media_type)
        assert response.status_code == 400, response.content.decode()
        assert kind in response.headers["Content-Type"]


@pytest.mark.parametrize("query", ["page_size=-1", "page_size=" + "9" * 5000, "page_size=%D9%A3", "page_size=0"])
def test_pages_of_no_possible_size_do_no_harm(client: Client, query: str) -> None:
    assert client.get(f"{BASE}/requests.json?{query}").status_code == 200


@pytest.mark.parametrize(
    "query", ["start_date=0001-01-01T00:00:00Z", "end_date=0001-01-01", "start_date=nan", "end_date=" + "9" * 5000]
)
def test_days_that_no_calendar_has(client: Client, query: str) -> None:
    for path in ("requests", "servicerequestupdates"):
        assert client.get(f"{BASE}/{path}.json?{query}").status_code == 400
