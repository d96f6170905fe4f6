"""Files as people send them: encodings, separators, headings, formulas; and files that are none."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from minsheng.base.errors import Refusal
from minsheng.interop.exchange.columns import REQUIRED, read_heading
from minsheng.interop.exchange.messages import Message, Refused
from minsheng.interop.exchange.tables import read_file, read_table
from tests.interop.exchange.support import a_row, an_open_row, csv_bytes, read, xlsx_bytes

ROWS = [a_row(1), an_open_row(2)]
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(40)


def numbers(content: bytes) -> list[str]:
    return [message.number for message in read(content) if isinstance(message, Message)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_encodings(encoding: str) -> None:
    rows = [*ROWS, a_row(3, 留言主题="吉祥𠮷号")] if encoding != "gbk" else [*ROWS, a_row(3)]
    found = read(csv_bytes(rows, encoding=encoding))
    assert [message for message in found if isinstance(message, Message)] == read(xlsx_bytes(rows))


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_separators(separator: str) -> None:
    lines = [REQUIRED, [str(value).strip() for value in ROWS[0].values()]]
    assert numbers("\n".join(separator.join(line) for line in lines).encode()) == ["1"]


def test_headings_in_any_order_and_dress() -> None:
    turned = list(reversed(REQUIRED))
    assert numbers(csv_bytes(ROWS, turned)) == ["1", "2"]
    dressed = csv_bytes(ROWS).replace("留言编号".encode(), " 留言 编号\u200b".encode(), 1)
    assert numbers(dressed.replace("答复时间".encode(), '"答复\n时间"'.encode(), 1)) == ["1", "2"]


def test_blank_rows_are_passed_over_and_counted() -> None:
    content = csv_bytes(ROWS).replace(b"\r\n2,", b"\r\n,,,,,,\r\n\r\n2,")
    assert [message.row for message in read(content)] == [2, 5]


def test_columns_that_nobody_asked_for_are_named() -> None:
    rows = [{**row, "点赞数": 3, "反对数": 0} for row in ROWS]
    first, *_ = read_table(csv_bytes(rows, [*REQUIRED, "点赞数", "反对数"]))
    assert read_heading(first.cells).ignored == ("点赞数", "反对数")


def test_all_missing_columns_are_named_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        read_heading(["留言编号", "留言用户", "留言主题", "留言详情", "点赞数"])
    assert refused.value.code == "import.columns_missing"
    assert refused.value.params["columns"] == ["留言时间", "答复意见", "答复时间"]


def test_a_column_twice_is_refused() -> None:
    with pytest.raises(Refusal, match="column_twice"):
        read_heading([*REQUIRED, "留言编号"])


def test_a_broken_byte_refuses_its_row_only() -> None:
    content = csv_bytes([a_row(1), a_row(2, 留言详情="漏水#严重"), a_row(3)])
    for broken in (
        content.replace(b"#", b"\xff"),
        csv_bytes([a_row(1), a_row(2, 留言详情="漏水#"), a_row(3)], encoding="gbk").replace(b"#", b"\xff"),
    ):
        one, two, three = read(broken)
        assert (type(one), type(two), type(three)) == (Message, Refused, Message)
        assert isinstance(two, Refused)
        assert two.faults[0].refusal.code == "text.control"


def test_a_formula_is_seen_behind_its_stored_value() -> None:
    """The cell's stored value is harmless; what counts is that a spreadsheet would compute it."""
    content = xlsx_bytes([a_row(1), a_row(2, 留言主题="=A1"), a_row(3, 答复意见="=B2")])
    archive = zipfile.ZipFile(io.BytesIO(content))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in archive.infolist():
            data = archive.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                data = data.replace(b"<v></v>", b"<v>42</v>").replace(b"<v />", b"<v>42</v>")
            target.writestr(entry, data)
    one, two, three = read(out.getvalue())
    assert isinstance(one, Message)
    assert [row.faults[0].refusal.code for row in (two, three) if isinstance(row, Refused)] == ["import.formula"] * 2


def test_a_cell_far_to_the_right_is_not_waited_for() -> None:
    content = xlsx_bytes([{**a_row(1), "x": 1}], [*REQUIRED, *(f"空{n}" for n in range(400)), "x"])
    assert numbers(content) == ["1"]


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def a_bomb() -> bytes:
    out = io.BytesIO(xlsx_bytes(ROWS))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", bytes(300 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (PNG, "import.file_type"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "import.file_type"),
        (zipped(a_dot_txt=b"hello"), "import.file_type"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "import.old_excel"),
        (xlsx_bytes(ROWS)[:-200], "file.damaged"),
        (xlsx_bytes(ROWS)[:300], "file.damaged"),
        (random.Random(1).randbytes(4000).replace(b"\0", b"\1"), "table.encoding"),
        ("留言编号,留言用户".encode("utf-16"), "table.encoding"),
        (csv_bytes([]), "import.no_rows"),
        (b"\n\n  \n", "import.no_rows"),
        (xlsx_bytes([]), "import.no_rows"),
        (b"PK\x03\x04", "file.damaged"),
    ],
)
def test_what_is_no_table_is_refused_with_one_message(content: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_table(content)
    assert refused.value.code == code


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(Refusal) as refused:
        read_table(a_bomb())
    assert refused.value.code == "file.bomb"


def test_damage_inside_a_sheet_is_found_before_anything_lands() -> None:
    parts = {
        name: zipfile.ZipFile(io.BytesIO(xlsx_bytes(ROWS))).read(name)
        for name in zipfile.ZipFile(io.BytesIO(xlsx_bytes(ROWS))).namelist()
    }
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:-60]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(Refusal, match="file.damaged"):
        read_table(out.getvalue())


def test_a_file_that_is_not_there_or_empty(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="import.no_file"):
        read_file(tmp_path / "none.csv")
    (tmp_path / "empty.csv").touch()
    with pytest.raises(Refusal, match="file.empty"):
        read_file(tmp_path / "empty.csv")
    with pytest.raises(Refusal, match="import.no_file"):
        read_file(tmp_path)
