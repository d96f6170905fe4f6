"""Taking files in: what is kept, under which name, and what is refused."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
from pathlib import Path

import pytest
from pytest_django import Settings

from minsheng.base.errors import Refusal
from minsheng.kernel.files.kinds import ALLOWED, FileKind
from minsheng.kernel.files.models import StoredFile
from minsheng.kernel.files.services import open_thumbnail, store_upload
from tests.kernel.files import conftest as made
from tests.kernel.files.conftest import BY, read, store

pytestmark = pytest.mark.django_db

GOOD = [
    (made.picture("JPEG"), "照片.JPG", "image/jpeg", FileKind.IMAGE, "image/jpeg"),
    (made.picture("PNG"), "plan.png", "image/png", FileKind.IMAGE, "image/png"),
    (made.picture("WEBP"), "photo.webp", "", FileKind.IMAGE, "image/webp"),
    (made.PDF, "通知.pdf", "application/pdf", FileKind.DOCUMENT, "application/pdf"),
    (made.office(), "表.xlsx", "application/octet-stream", FileKind.DOCUMENT, ALLOWED[5].media_type),
    (made.office("word/document.xml"), "文.docx", ALLOWED[4].media_type, FileKind.DOCUMENT, ALLOWED[4].media_type),
    ("屋顶漏水\n".encode(), "说明.txt", "text/plain; charset=utf-8", FileKind.TEXT, "text/plain; charset=utf-8"),
    (made.MP3, "录音.mp3", "audio/mp3", FileKind.AUDIO, "audio/mpeg"),
    (made.M4A, "录音.m4a", "audio/x-m4a", FileKind.AUDIO, "audio/mp4"),
    (made.AMR, "录音.amr", "audio/amr", FileKind.AUDIO, "audio/amr"),
    (made.MP4, "录像.mp4", "video/mp4", FileKind.VIDEO, "video/mp4"),
]


@pytest.mark.parametrize(("content", "name", "declared", "kind", "media_type"), GOOD)
def test_every_allowed_kind_is_kept(content: bytes, name: str, declared: str, kind: FileKind, media_type: str) -> None:
    file = store(content, name, declared)
    assert (file.kind, file.media_type, file.original_name, file.by_account_id) == (kind, media_type, name, 7)
    kept = read(file)
    assert (len(kept), hashlib.sha256(kept).digest()) == (file.size, bytes(file.sha256))
    if kind is not FileKind.IMAGE:
        assert kept == content
        with pytest.raises(Refusal, match=r"file\.no_thumbnail"):
            open_thumbnail(file)


WRONG = [
    (b"", "empty.txt", "", "file.empty", ""),
    (made.picture("JPEG"), "photo.png", "image/png", "file.type_differs", "image/jpeg"),
    (made.picture("JPEG"), "photo.jpg", "image/png", "file.type_differs", "image/jpeg"),
    (made.picture("JPEG"), "photo", "", "file.type_differs", "image/jpeg"),
    (made.PDF, "photo.jpg", "image/jpeg", "file.type_differs", "application/pdf"),
    (made.office("word/document.xml"), "表.xlsx", "", "file.type_differs", ALLOWED[4].media_type),
    (made.picture("GIF"), "photo.gif", "image/gif", "file.unknown_type", "image/gif"),
    (made.office("ppt/presentation.xml"), "show.pptx", "", "file.unknown_type", "application/zip"),
    (b"MZ" + bytes(200), "run.txt", "text/plain", "file.unknown_type", "application/x-msdownload"),
    (bytes(range(256)), "data.txt", "text/plain", "file.unknown_type", "application/octet-stream"),
    (
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "a.svg",
        "image/svg+xml",
        "file.unknown_type",
        "text/html",
    ),
    (b"<!DOCTYPE html><script>alert(1)</script>", "a.txt", "text/plain", "file.unknown_type", "text/html"),
    (b"\xef\xbb\xbf \n<?xml version='1.0'?><svg/>", "a.txt", "text/plain", "file.unknown_type", "text/html"),
    (b"{\\rtf1 x}", "a.txt", "text/plain", "file.unknown_type", "application/rtf"),
]


@pytest.mark.parametrize(("content", "name", "declared", "code", "found"), WRONG)
def test_what_is_not_what_it_claims_is_refused(
    content: bytes, name: str, declared: str, code: str, found: str, folder: Path
) -> None:
    with pytest.raises(Refusal) as caught:
        store(content, name, declared)
    assert (caught.value.code, caught.value.field) == (code, "file")
    assert caught.value.params.get("found", "") == found
    assert not folder.exists(), "nothing is kept of a refused upload"
    assert not StoredFile.objects.exists()


def test_the_same_content_is_kept_once_under_two_names(folder: Path) -> None:
    one, two = store(made.PDF, "one.pdf"), store(made.PDF, "two.pdf")
    assert (one.pk != two.pk, one.digest == two.digest) == (True, True)
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [one.digest]


def test_the_same_picture_is_encoded_to_the_same_bytes() -> None:
    assert store(made.picture(), "a.jpg").digest == store(made.picture(), "b.jpg").digest


def test_nothing_half_written_is_left(folder: Path) -> None:
    file = store(made.picture(), "a.jpg")
    names = sorted(path.name for path in folder.rglob("*") if path.is_file())
    assert names == [file.digest, f"{file.digest}.thumb"]
    assert (folder / file.digest[:2] / file.digest[2:4] / file.digest).stat().st_mode & 0o777 == 0o640


def test_text_in_gb18030_becomes_utf8() -> None:
    file = store("屋顶漏水，𠮷先生".encode("gb18030"), "a.txt")
    assert read(file).decode() == "屋顶漏水，𠮷先生"


def test_a_text_cut_in_the_middle_of_a_character_is_no_text() -> None:
    with pytest.raises(Refusal, match=r"file\.unknown_type"):
        store("屋".encode()[:-1] + b"\xff", "a.txt")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\me\\说明.txt", "说明.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\x00b\u202etxt.txt", "abtxt.txt"),
        ("长" * 300 + ".txt", "长" * 146 + ".txt"),
    ],
)
def test_a_name_is_one_plain_part(name: str, kept: str) -> None:
    assert store(b"text", name).original_name == kept


class _Endless:
    """A stream that never ends, and counts what was taken from it."""

    taken = 0

    def read(self, size: int, /) -> bytes:
        self.taken += size
        return b"a" * size


def test_an_endless_stream_stops_at_the_limit_without_filling_memory_or_disk(folder: Path, tmp_path: Path) -> None:
    stream = _Endless()
    tracemalloc.start()
    with pytest.raises(Refusal) as caught:
        store_upload(by=BY, stream=stream, name="a.txt", declared_type="text/plain")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    limit = 25 * 1024 * 1024
    assert (caught.value.code, caught.value.field, caught.value.status) == ("file.too_large", "file", 413)
    assert caught.value.params == {"megabytes": 25}
    assert limit < stream.taken <= limit + 64 * 1024
    assert peak < 4 * 1024 * 1024
    assert not folder.exists()


def test_a_file_of_exactly_the_limit_is_kept(settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 10
    assert store(b"0123456789", "a.txt").size == 10
    with pytest.raises(Refusal, match=r"file\.too_large"):
        store(b"0123456789a", "a.txt")


def test_a_stream_is_read_from_where_it_stands() -> None:
    stream = io.BytesIO(b"skipped,text")
    stream.seek(8)
    assert store_upload(by=BY, stream=stream, name="a.txt", declared_type="").size == 4
