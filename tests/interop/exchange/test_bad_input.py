"""What the import refuses, row by row: a clear reason in both languages, and nothing half done."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from minsheng.interop.exchange.columns import REQUIRED
from minsheng.surface.wording import say
from tests.factories.district import District
from tests.interop.exchange.support import (
    Row,
    a_row,
    case_of,
    cells_of,
    codes,
    csv_bytes,
    land,
    saved,
    whole_state,
    xlsx_bytes,
)
from tests.interop.exchange.test_command import refused

CATEGORIES = (*REQUIRED, "一级分类", "二级分类", "三级分类")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"留言详情": ""}, "留言详情"),
        ({"留言详情": "坏\x00字"}, "留言详情"),
        ({"留言详情": "长" * 20_001}, "留言详情"),
        ({"留言主题": "=cmd|' /C calc'!A0"}, "留言主题"),
        ({"留言主题": "@SUM(1+1)*cmd"}, "留言主题"),
        ({"留言时间": "9999-12-31"}, "留言时间"),
        ({"答复时间": "2019/4/1"}, "答复时间"),
    ],
)
def test_a_bad_row_writes_nothing_and_says_why(district: District, change: dict[str, str], field: str) -> None:
    before = whole_state()
    landed = land([a_row(1, **change)])
    after = whole_state()
    (fault,) = landed.refused[0].faults
    assert fault.refusal.field == field
    assert say(fault.refusal, "zh-hans") != say(fault.refusal, "en")
    apart = {"audit_line"}  # one line tells that an import was tried
    assert {table for table in before if before[table] != after[table]} <= apart


def test_an_unknown_category_is_named_and_never_invented(district: District) -> None:
    before = whole_state()
    landed = land([a_row(1, 一级分类="火星事务")], CATEGORIES)
    assert codes(landed) == [(2, "一级分类", "category.unknown")]
    assert "火星事务" in say(landed.refused[0].faults[0].refusal, "en")
    after = whole_state()
    assert {table for table in before if before[table] != after[table]} <= {"audit_line"}


@pytest.mark.parametrize("text", ["'; DROP TABLE cases_case; --", "<script>alert(1)</script>", "𠮷田家🌧️漏水"])
@pytest.mark.parametrize("make", [csv_bytes, xlsx_bytes])
def test_whatever_is_text_is_kept_as_text(district: District, make: Any, text: str) -> None:
    row: Row = a_row(1, 留言主题=text, 留言详情=text)
    assert cells_of([row])[1][2] == text
    land([row])
    assert (case_of(1).title, case_of(1).content.body) == (text, text)


def test_a_workbook_whose_xml_grows_for_ever(district: District, tmp_path: Path) -> None:
    """Entities that stand for entities: a small sheet that would fill the memory."""
    file = saved(tmp_path / "a.xlsx", xlsx_bytes([a_row(1)]))
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"A00045581", b"&e11;")
    kind = f'<!DOCTYPE worksheet [<!ENTITY e0 "{"x" * 100}">{entities}]>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"<worksheet", kind.encode() + b"<worksheet", 1)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    before = whole_state()
    refused(file)
    assert whole_state() == before
