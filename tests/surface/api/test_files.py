"""Uploads and attached files by API."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pytest_django import Settings

from minsheng.kernel.files.models import StoredFile
from tests.factories.district import District
from tests.kernel.files.conftest import photo_with_place, picture
from tests.surface.api.calling import PREFIX, Caller, a_filing, caller_for, codes_of, filed

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Keep files of a test in a folder of its own."""
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


def upload(caller: Caller, content: bytes, name: str = "photo.jpg", declared: str = "image/jpeg") -> HttpResponse:
    """Upload one file."""
    file = SimpleUploadedFile(name, content, declared)
    return caller.client.post(f"{PREFIX}/files", {"file": file}, headers=caller.headers({}))


def body_of(response: HttpResponse) -> bytes:
    """The bytes of a streamed answer."""
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a FileResponse


def test_a_photo_comes_with_a_report_and_goes_without_its_place(anonymous: Caller, dispatcher: Caller) -> None:
    sent = upload(anonymous, photo_with_place())
    assert sent.status_code == 201
    code = filed(anonymous, files=[sent.json()["file"]])
    file = dispatcher.get(f"/cases/{code}/timeline").json()[0]["files"][0]
    fetched = dispatcher.get(file["url"])
    content = body_of(fetched)
    assert fetched.headers["Content-Type"] == "image/jpeg"
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert b"Exif" not in content
    assert body_of(dispatcher.get(file["url"], thumbnail="true"))[:3] == b"\xff\xd8\xff"


def test_an_upload_is_attached_by_its_uploader_only(anonymous: Caller, dispatcher: Caller, housing: Caller) -> None:
    handle = upload(dispatcher, picture()).json()["file"]
    assert codes_of(housing.post("/cases", a_filing(files=[handle]))) == {"file.handle"}
    assert codes_of(anonymous.post("/cases", a_filing(files=[handle]))) == {"file.handle"}
    assert dispatcher.post("/cases", a_filing(files=[handle])).status_code == 201


def test_a_handle_cannot_be_made_up(anonymous: Caller) -> None:
    upload(anonymous, picture())
    number = StoredFile.objects.get().pk
    for handle in (str(number), signing.dumps([number, None]), f"{number}:x"):
        assert codes_of(anonymous.post("/cases", a_filing(files=[handle]))) == {"file.handle"}


def test_a_file_of_another_case_is_not_found(district: District, anonymous: Caller, dispatcher: Caller) -> None:
    code = filed(anonymous, files=[upload(anonymous, picture()).json()["file"]])
    other = filed(anonymous, title="另一件")
    url = dispatcher.get(f"/cases/{code}/timeline").json()[0]["files"][0]["url"]
    assert dispatcher.get(url.replace(code, other)).status_code == 404
    assert caller_for(district.accounts["water"]).get(url).status_code == 404
    assert anonymous.get(url).status_code == 401


def test_a_file_that_the_storage_has_lost(anonymous: Caller, dispatcher: Caller, folder: Path) -> None:
    code = filed(anonymous, files=[upload(anonymous, picture()).json()["file"]])
    url = dispatcher.get(f"/cases/{code}/timeline").json()[0]["files"][0]["url"]
    shutil.rmtree(folder)
    assert codes_of(dispatcher.get(url)) == {"file.not_found"}


@pytest.mark.parametrize(
    ("content", "name", "declared", "status", "code"),
    [
        (b"MZ\x90\x00", "virus.exe", "application/octet-stream", 422, "file.unknown_type"),
        (b"<html><script>1</script>", "page.txt", "text/plain", 422, "file.unknown_type"),
        (b"%PDF-1.4 %%EOF", "photo.jpg", "image/jpeg", 422, "file.type_differs"),
        (picture(), "photo.jpg", "application/pdf", 422, "file.type_differs"),
        (picture()[:200], "photo.jpg", "image/jpeg", 422, "file.damaged"),
        (b"", "photo.jpg", "image/jpeg", 422, "file.empty"),
        (picture(), "noextension", "image/jpeg", 422, "file.unknown_type"),
    ],
)
def test_files_that_are_not_taken(
    anonymous: Caller, content: bytes, name: str, declared: str, status: int, code: str
) -> None:
    response = upload(anonymous, content, name, declared)
    assert (response.status_code, codes_of(response)) == (status, {code})
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("megabytes", [26, 100, 101, 10**6])
def test_a_hundred_megabytes_are_refused_before_they_are_read(anonymous: Caller, megabytes: int) -> None:
    class Untouched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError("the body was read")

    response = anonymous.client.generic(
        "POST",
        f"{PREFIX}/files",
        b"x",
        "multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(megabytes * 1024 * 1024), "wsgi.input": Untouched()},
    )
    assert (response.status_code, codes_of(response)) == (413, {"file.too_large"})
    assert "25 MB" in response.json()["detail"]


def test_a_file_over_the_limit_is_refused_while_it_comes(anonymous: Caller, settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 100_000
    response = upload(anonymous, b"\xff\xd8\xff" + b"x" * 150_000)
    assert (response.status_code, codes_of(response)) == (413, {"file.too_large"})


@pytest.mark.parametrize(
    "body", [b"", b"--x", b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\ntext\r\n--x--']
)
def test_a_form_without_a_file(anonymous: Caller, body: bytes) -> None:
    response = anonymous.raw("/files", body, "multipart/form-data; boundary=x")
    assert response.status_code in {400, 422}
    assert response.headers["Content-Type"] == "application/problem+json"
