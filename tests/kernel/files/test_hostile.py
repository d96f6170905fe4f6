"""Files made to be two things at once, to unpack for ever, or to run somewhere."""

from __future__ import annotations

import io
import zipfile

import pytest

from minsheng.base.errors import Refusal
from tests.kernel.files import conftest as made
from tests.kernel.files.conftest import read, store

pytestmark = pytest.mark.django_db


def _refused(content: bytes, name: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        store(content, name)
    assert caught.value.field == "file"
    return caught.value


@pytest.mark.parametrize(("head", "name"), [(made.PDF, "a.pdf"), (made.MP3, "a.mp3"), (made.picture(), "a.jpg")])
def test_an_archive_behind_another_file_is_refused(head: bytes, name: str) -> None:
    assert _refused(head + made.office(), name).code == "file.mixed"


def test_a_pdf_with_something_long_behind_its_end_is_refused() -> None:
    assert _refused(made.PDF + b"<script>" + b"x" * 4000, "a.pdf").code == "file.mixed"


def test_something_before_an_archive_makes_it_no_office_file() -> None:
    assert _refused(b"#!/bin/sh\nexit\n" + made.office(), "a.xlsx").code == "file.unknown_type"


def test_a_script_hidden_in_a_picture_is_gone() -> None:
    content = made.picture(comment=b"<script>alert(1)</script>") + b"<?php system('x'); ?>"
    kept = read(store(content, "a.jpg"))
    assert b"script" not in kept
    assert b"php" not in kept


def test_a_workbook_that_unpacks_to_far_more_is_refused() -> None:
    refusal = _refused(made.office(xl__sheet=bytes(300 * 1024 * 1024)), "a.xlsx")
    assert refusal.code == "file.bomb"
    assert refusal.params == {"entries": 3, "megabytes": 300}


def test_a_workbook_packed_too_tightly_is_refused() -> None:
    assert _refused(made.office(xl__sheet=bytes(20 * 1024 * 1024)), "a.xlsx").code == "file.bomb"


def test_entries_that_overlap_are_refused() -> None:
    """Many names for the same packed bytes: each is small, all together are not."""
    content = bytearray(made.office(xl__sheet=bytes(range(256)) * 40))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        start = archive.start_dir
    directory, end = bytes(content[start:-22]), bytearray(content[-22:])
    many = directory * 400
    end[8:12] = (1200).to_bytes(2, "little") * 2
    end[12:16] = len(many).to_bytes(4, "little")
    assert _refused(bytes(content[:start]) + many + bytes(end), "a.xlsx").code in {"file.bomb", "file.damaged"}


def test_too_many_entries_are_refused() -> None:
    parts = {f"xl__{number}": b"" for number in range(5001)}
    assert _refused(made.office(**parts), "a.xlsx").code == "file.bomb"


def test_macros_are_refused() -> None:
    assert _refused(made.office(xl__vbaProject=b"", **{"xl__vbaProject.bin": b"x"}), "a.xlsx").code == "file.macros"


def test_a_damaged_archive_is_refused() -> None:
    content = bytearray(made.office(xl__sheet=b"one two three" * 50))
    content[content.index(b"xl/sheet") + len(b"xl/sheet") + 3] ^= 0xFF
    assert _refused(bytes(content), "a.xlsx").code == "file.damaged"
    assert _refused(made.office()[:60], "a.xlsx").code == "file.damaged"


def test_a_locked_archive_is_refused() -> None:
    content = bytearray(made.office())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert _refused(bytes(content), "a.xlsx").code == "file.damaged"
