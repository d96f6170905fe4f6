"""``minsheng import-duties``: rows into the roster, a dry run, bad rows by number, the same again."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from minsheng.domains.grid.models import GridDuty
from tests.factories.district import District

HEADING = ("网格编码", "账号", "岗位", "开始日期", "结束日期")
GRID = "140213050001001"
GOOD = (GRID, "worker", "A岗", "2026-03-01", "")
ROWS = (
    GOOD,
    (GRID, "nobody", "B岗", "2026-03-01", ""),
    (GRID, "worker", "站长", "2026-03-01", ""),
    ("140213050001", "worker", "B岗", "2026-03-01", ""),
    (GRID, "worker", "B岗", "昨天", ""),
    (GRID, "=1+1", "B岗", "2026-03-01", ""),
    (GRID, "worker", "B岗", "2026-03-02", ""),
    (GRID, "water", "B岗", "2026-03-02", ""),
    (GRID, "", "B岗", "2026-03-02", ""),
)


def run(path: Path, *arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_duties", str(path), *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def csv(folder: Path, *rows: tuple[str, ...], encoding: str = "utf-8") -> Path:
    path = folder / "duties.csv"
    path.write_text("\n".join(",".join(row) for row in (HEADING, *rows)), encoding=encoding)
    return path


def xlsx(folder: Path, *rows: tuple[str, ...]) -> Path:
    book = Workbook()
    for row in (HEADING, *rows):
        book.active.append(row)
    path = folder / "duties.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("make", [csv, xlsx])
def test_a_roster_lands_row_by_row(district: District, tmp_path: Path, make: object) -> None:
    path = make(tmp_path, *ROWS)  # type: ignore[operator]
    said, refused = run(path)
    assert "1 duties entered, 0 known, 8 refused" in said
    assert [f"row {number}:" in refused for number in range(3, 11)] == [True] * 8
    assert GridDuty.objects.get().account.username == "worker"
    assert "0 duties entered, 1 known" in run(path)[0]


def test_a_dry_run_changes_nothing(district: District, tmp_path: Path) -> None:
    assert "1 duties would be entered" in run(csv(tmp_path, GOOD), "--dry-run")[0]
    assert not GridDuty.objects.exists()


def test_gb18030_is_read_too(district: District, tmp_path: Path) -> None:
    assert "1 duties entered" in run(csv(tmp_path, GOOD, encoding="gb18030"))[0]


@pytest.mark.parametrize(
    "text", ["", "网格编码,账号\n1,2", "网格编码,网格编码,账号,岗位,开始日期\n1,1,2,3,4", "\x00\x01"]
)
def test_a_file_of_no_use_changes_nothing(district: District, tmp_path: Path, text: str) -> None:
    path = tmp_path / "duties.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError):
        run(path)
    assert not GridDuty.objects.exists()
