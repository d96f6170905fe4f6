"""Requests made to break something: each is answered by a problem that a client can read, none by a fault of ours."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from tests.factories.district import District
from tests.kernel.files.conftest import picture
from tests.surface.api.calling import PREFIX, Caller, a_filing, codes_of, filed
from tests.untouched import nothing_written

POSTS = ("/cases", "/cases/{code}/acts/dispatch", "/cases/{code}/links", "/follow", "/tokens", "/parties/1/reveal")


def problem(response: HttpResponse) -> dict[str, Any]:
    """The problem details that an answer must be."""
    assert 400 <= response.status_code < 500, (response.status_code, response.content[:300])
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    found: dict[str, Any] = response.json()
    assert found["detail"]
    return found


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b"[" * 10_000 + b"]" * 10_000,
        b'{"body":NaN}',
        b'{"body":-Infinity}',
        b'{"body":"x","body":"y"}',
        b'{"procedure":"hotline.order","body":"x","place":{"lon":1,"lon":2}}',
        b'{"body":"\\ud83d"}',
        b"\xef\xbb\xbf{}x",
        b"\x00",
        b"name=value",
    ],
    ids=lambda body: repr(body[:20]),
)
@pytest.mark.parametrize("path", POSTS)
def test_bodies_that_no_parser_should_agree_to(dispatcher: Caller, path: str, body: bytes) -> None:
    address = path.format(code=filed(dispatcher))
    with nothing_written():
        problem(dispatcher.raw(address, body))


def test_a_key_that_stands_twice_is_named(anonymous: Caller) -> None:
    """Two readers of one body must not see two different reports."""
    body = json.dumps(a_filing())[:-1] + ', "body": "另一件事"}'
    found = problem(anonymous.raw("/cases", body.encode()))
    assert (found["code"], found["status"]) == ("body.json", 400)
    assert "body" in found["detail"]


@pytest.mark.parametrize("limit", ["-1", "0", "1e9", "1000000000", "1.5", "", " ", "٣٠٠", "0x10", "NaN"])
@pytest.mark.parametrize("path", ["/cases", "/search?q=x", "/categories", "/areas", "/units"])
def test_pages_of_no_possible_size(dispatcher: Caller, path: str, limit: str) -> None:
    found = problem(dispatcher.client.get(PREFIX + path, {"limit": limit, "q": "漏"}, headers=dispatcher.headers({})))
    assert found["field"] == "limit"


@pytest.mark.parametrize("cursor", ["-1", "0", "x" * 300, "x" * 301, "a:b:c", "\x00", "𠮷", "[1]", "null"])
@pytest.mark.parametrize("path", ["/cases", "/search", "/categories"])
def test_cursors_that_nobody_gave(dispatcher: Caller, path: str, cursor: str) -> None:
    assert problem(dispatcher.get(path, cursor=cursor, q="漏水"))["field"] == "cursor"


def test_the_cursor_of_another_list_is_not_taken(dispatcher: Caller) -> None:
    for number in range(2):
        filed(dispatcher, title=f"第{number}处漏水")
    given = {
        name: dispatcher.get(path, **query).json()["next"].split("cursor=")[1].split("&")[0].replace("%3A", ":")
        for name, path, query in (
            ("filed", "/cases", {"limit": 1}),
            ("due", "/cases", {"limit": 1, "sort": "due"}),
            ("search", "/search", {"limit": 1, "q": "漏水"}),
            ("code", "/units", {"limit": 1}),
        )
    }
    taking: dict[str, Callable[[str], HttpResponse]] = {
        "filed": lambda cursor: dispatcher.get("/cases", cursor=cursor),
        "due": lambda cursor: dispatcher.get("/cases", cursor=cursor, sort="due"),
        "search": lambda cursor: dispatcher.get("/search", cursor=cursor, q="漏水"),
        "code": lambda cursor: dispatcher.get("/units", cursor=cursor),
    }
    for made_for, cursor in given.items():
        for name, take in taking.items():
            assert (take(cursor).status_code == 200) is (name == made_for), (made_for, name)


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/nothing", "/cases", "/cases/x", "/cases/x/acts/y", "/me"])
def test_methods_that_nobody_serves(dispatcher: Caller, method: str, path: str) -> None:
    with nothing_written():
        found = problem(dispatcher.client.generic(method, PREFIX + path, headers=dispatcher.headers({})))
    assert found["status"] in {404, 405}


def test_no_header_makes_another_method_of_it(dispatcher: Caller) -> None:
    for name in ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"):
        response = dispatcher.get("/units", headers={name: "DELETE"})
        assert response.status_code == 200


@pytest.mark.parametrize(
    "accept", ["*/*", "text/html", "image/png", "x", ";q=2", "\x00", "a/b," * 5000, "application/xml"]
)
def test_whatever_is_accepted_json_is_answered(dispatcher: Caller, accept: str) -> None:
    assert dispatcher.get("/units", headers={"Accept": accept}).headers["Content-Type"] == "application/json"
    problem(dispatcher.get("/cases/x", headers={"Accept": accept}))


@pytest.mark.parametrize(
    "name", ["Authorization", "If-Match", "Idempotency-Key", "Accept-Language", "X-Request-ID", "Cookie", "Referer"]
)
def test_a_megabyte_in_a_header(dispatcher: Caller, name: str) -> None:
    caller = Caller() if name == "Authorization" else dispatcher
    value = "Bearer " + "x" * 1_000_000 if name == "Authorization" else "x" * 1_000_000
    response = caller.post("/cases", a_filing(), **{name.replace("-", "_"): value})
    assert response.status_code in {201, 401, 422}


@pytest.mark.parametrize("cookie", ['sessionid="\\000aaaaaaaaa"', "sessionid=" + "x" * 10_000, "sessionid=\xff" * 9])
def test_session_cookies_that_nobody_was_given(district: District, cookie: str) -> None:
    response = Caller().get("/me", headers={"Cookie": cookie})
    assert (response.status_code, response.json()["signed_in"]) == (200, False)


@pytest.mark.parametrize(
    "code", ["x" * 100_000, "..%2f..%2fetc%2fpasswd", "a%00b", "%ED%A0%80", "%F0%A0%AE%B7", "%0d%0aX-A:b", "%2e%2e"]
)
def test_addresses_of_no_case(dispatcher: Caller, code: str) -> None:
    for rest in ("", "/acts", "/timeline", "/clocks", "/files/1"):
        problem(dispatcher.client.get(f"{PREFIX}/cases/{code}{rest}", headers=dispatcher.headers({})))


@pytest.mark.parametrize("number", ["9" * 30, "-1", "0", "1e3", "٣", "9223372036854775808"])
def test_numbers_of_no_thing(dispatcher: Caller, number: str) -> None:
    code = filed(dispatcher)
    problem(dispatcher.get(f"/cases/{code}/files/{number}"))
    problem(dispatcher.post(f"/parties/{number}/reveal", {"fields": ["phone"], "reason": "核实情况需要"}))


CHARSETS = [
    "hex",
    "zlib",
    "base64",
    "idna",
    "punycode",
    "undefined",
    "utf-16",
    "utf-7",
    "gbk",
    "bogus",
    "unicode_escape",
]


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("path", ["/api/v1/units", "/api/v1/cases", "/open311/v2/requests.json", "/report/", "/"])
def test_encodings_that_are_not_ours(district: District, charset: str, path: str) -> None:
    """Asked of the application itself: Django's own client makes the request before ours could."""
    for method, media_type in (("GET", "text/plain"), ("POST", "application/x-www-form-urlencoded")):
        status, headers, body = asked(method, path, f"{media_type}; charset={charset}", b"a=%41&b=%ff")
        assert status == 415, (status, body[:200])
        assert path[:4] != "/api" or headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", '"utf-8"'])
def test_our_own_encoding_by_any_of_its_names(district: District, charset: str) -> None:
    assert asked("GET", "/api/v1/units", f"text/plain; charset={charset}", b"")[0] == 200


def asked(method: str, path: str, content_type: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
    """One request by WSGI, as the server makes it."""
    from minsheng.config.wsgi import application
    from tests.surface.api.test_schemathesis import connection_stays

    told: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "kind=%41",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }
    with connection_stays():
        answer = application(environ, lambda status, headers: told.extend((status, headers)))
        content = b"".join(answer)
    return int(told[0].split()[0]), dict(told[1]), content


@pytest.mark.parametrize(
    ("name", "content", "declared", "code"),
    [
        (
            "a.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            "image/svg+xml",
            "file.unknown_type",
        ),
        (
            "a.png",
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            "image/png",
            "file.unknown_type",
        ),
        ("a.html", b"<html><script>alert(1)</script>", "text/html", "file.unknown_type"),
        ("a.txt", b"\xef\xbb\xbf <!DOCTYPE html><script>alert(1)</script>", "text/plain", "file.unknown_type"),
        ("a.jpg", b"GIF89a<script>alert(1)</script>", "image/jpeg", "file.unknown_type"),
        ("a.png", None, "image/png", "file.too_many_pixels"),
    ],
)
def test_files_that_would_run_or_burst(
    anonymous: Caller, name: str, content: bytes | None, declared: str, code: str
) -> None:
    made = content if content is not None else vast_picture()
    with nothing_written():
        sent = anonymous.client.post(
            f"{PREFIX}/files", {"file": SimpleUploadedFile(name, made, declared)}, headers=anonymous.headers({})
        )
    assert (problem(sent)["code"], sent.json()["field"]) == (code, "file")


def vast_picture() -> bytes:
    """A small PNG that says it is 60,000 pixels on each side."""
    import struct
    import zlib

    content = bytearray(picture("PNG"))
    content[16:24] = struct.pack(">II", 60_000, 60_000)
    content[29:33] = struct.pack(">I", zlib.crc32(bytes(content[12:29])))
    return bytes(content)


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.jpg",
        "..\\..\\boot.jpg",
        "a\x00.jpg",
        "a\r\nX-A: b.jpg",
        "\u202egpj.exe.jpg",
        "x" * 5000 + ".jpg",
        ".jpg.jpg",
        "CON.jpg",
        "𠮷.jpg",
    ],
)
def test_names_of_files_are_only_names(dispatcher: Caller, name: str, settings: Any, tmp_path: Any) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + name.encode() + b'"\r\n'
    body += b"Content-Type: image/jpeg\r\n\r\n" + picture() + b"\r\n--x--\r\n"
    sent = dispatcher.raw("/files", body, "multipart/form-data; boundary=x")
    if sent.status_code != 201:
        problem(sent)
        return
    code = filed(dispatcher, files=[sent.json()["file"]])
    url = dispatcher.get(f"/cases/{code}/timeline").json()[0]["files"][0]["url"]
    given = dispatcher.get(url)
    b"".join(given.streaming_content)  # type: ignore[attr-defined]  # a FileResponse
    assert len(sent.json()["name"]) <= 150
    assert not set(sent.json()["name"]) & set("/\\\r\n\x00\u202e")
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in given.headers["Content-Security-Policy"]
    assert not list(tmp_path.glob("*.jpg"))


def test_a_host_that_is_not_ours(district: District) -> None:
    for host in ("evil.example", "127.0.0.1:8000@evil.example", "evil.example\\", ""):
        response = Caller().client.get(f"{PREFIX}/units", headers={"Host": host or "\x00"})
        assert (response.status_code, codes_of(response)) == (400, {"request.malformed"})
    forwarded = Caller().client.get("/open311/discovery.json", headers={"X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in forwarded.content.decode()
