"""A storage of its own for each test, and files of every kind made from bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pytest_django import Settings

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.files.models import StoredFile
from minsheng.kernel.files.services import open_file, open_thumbnail, store_upload

BY = Actor(account_id=7, name="clerk")
PDF = b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + bytes(400)
AMR = b"#!AMR\n" + bytes(100)
M4A = b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00M4A mp42isom" + bytes(100)
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(100)
HALF_TURN = 3


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """The folder in which this test's files are kept."""
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


def store(content: bytes, name: str, declared_type: str = "") -> StoredFile:
    """Take in ``content`` as an upload."""
    return store_upload(by=BY, stream=io.BytesIO(content), name=name, declared_type=declared_type)


def read(file: StoredFile) -> bytes:
    """The bytes that are kept of a file."""
    with open_file(file) as stream:
        content: bytes = stream.read()
    return content


def read_thumbnail(file: StoredFile) -> bytes:
    """The bytes of its thumbnail."""
    with open_thumbnail(file) as stream:
        content: bytes = stream.read()
    return content


def picture(file_format: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.convert(mode).save(out, file_format, **options)
    return out.getvalue()


def photo_with_place() -> bytes:
    """A JPEG as a phone makes it: upside down with the orientation noted, camera, and the place in Datong."""
    exif = Image.Exif()
    exif[0x0112] = HALF_TURN
    exif[0x010F] = "Maker of phones"
    exif.get_ifd(0x8825).update({1: "N", 2: (40.0, 4.0, 30.0), 3: "E", 4: (113.0, 18.0, 0.0)})
    return picture(exif=exif)


def office(main: str = "xl/workbook.xml", **more: bytes) -> bytes:
    """A ZIP with the parts that make it an office document, and ``more`` of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, "<workbook/>")
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def png_of_claimed_size(width: int, height: int) -> bytes:
    """A small PNG file whose header claims ``width`` × ``height`` pixels."""
    content = bytearray(picture("PNG"))
    content[16:24] = struct.pack(">II", width, height)
    content[29:33] = struct.pack(">I", zlib.crc32(bytes(content[12:29])))
    return bytes(content)
