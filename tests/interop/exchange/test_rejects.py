"""The file of refused rows: readable, short, masked, and nothing in it can be run."""

from __future__ import annotations

import csv
from pathlib import Path

from minsheng.base.text import looks_like_formula
from minsheng.interop.exchange.messages import Refused
from minsheng.interop.exchange.rejects import HEADING, harmless, write_rejects
from tests.interop.exchange.support import a_row, csv_bytes, read


def rejects_of(tmp_path: Path, *rows: dict[str, object]) -> list[dict[str, str]]:
    refused = [row for row in read(csv_bytes(rows)) if isinstance(row, Refused)]
    path = tmp_path / "x.rejects.csv"
    write_rejects(path, refused)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_fault_has_its_line(tmp_path: Path) -> None:
    found = rejects_of(tmp_path, a_row(1), a_row(2, 留言时间="2019/2/30", 留言详情=""))
    assert tuple(found[0]) == HEADING
    assert [(line["行号"], line["留言编号"], line["列"], line["代码"]) for line in found] == [
        ("3", "2", "留言时间", "instant.format"),
        ("3", "2", "留言详情", "text.empty"),
    ]
    assert found[0]["原因"] == "“留言时间”不是时间：2019/2/30。请写成 2026-11-23 09:30。"
    assert found[1]["原因"] == "请填写“留言详情”。"
    assert found[0]["内容"] == "2019/2/30"


def test_every_reason_is_a_chinese_sentence(tmp_path: Path) -> None:
    found = rejects_of(
        tmp_path,
        a_row(1),
        a_row(1),
        a_row(3, 答复时间=""),
        a_row(4, 答复意见=""),
        a_row(5, 答复时间="2019/1/1"),
        a_row(6, 留言时间="2199/1/1", 答复意见="", 答复时间=""),
        a_row(7, 留言主题="=1+1"),
        a_row("8 9"),
        a_row(10, 留言详情="\x00"),
        a_row(11, 留言详情="水" * 40_000),
    )
    assert len(found) == 9
    assert all(line["原因"].endswith("。") and "{" not in line["原因"] for line in found), found
    assert found[-1]["原因"] == "“留言详情”最多 20000 字，现有 40000 字。"
    assert len(found[-1]["内容"]) == 81


def test_nothing_in_it_can_be_run_and_telephones_are_hidden(tmp_path: Path) -> None:
    found = rejects_of(
        tmp_path,
        a_row(1, 留言主题='=HYPERLINK("http://x","13834567890")', 留言时间="+13834567890"),
        a_row("=cmd|' /C calc'!A0", 留言详情="\t=1+1"),
        a_row(3, 留言时间="请联系13834567890\n下一行"),
    )
    cells = [cell for line in found for cell in line.values()]
    assert not any(looks_like_formula(cell) for cell in cells)
    assert not any("13834567890" in cell for cell in cells)
    assert not any("\n" in cell for cell in cells)
    assert "138****7890" in found[-1]["内容"]


def test_harmless() -> None:
    assert [harmless(cell) for cell in ("=1", "＝1", "+1", "-1", "@a", "漏水")] == [
        "'=1",
        "'＝1",
        "'+1",
        "'-1",
        "'@a",
        "漏水",
    ]
