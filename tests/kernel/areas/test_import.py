"""Tables of areas: files in, again and broken; and the commands over them."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from minsheng.base.errors import Refusal
from minsheng.kernel.areas.enums import AreaKind
from minsheng.kernel.areas.models import Area, RegistryVersion
from minsheng.kernel.areas.services import AreaRow, import_areas
from minsheng.kernel.areas.tables import common_name, decode_table, read_rows
from tests.kernel.areas.conftest import BEGIN, ROWS, Clerk

TABLE = """code,name,streetCode,provinceCode
140213000000,平城区,,14
140213050,"永泰街道",140213050,14
140213050001,"康吉社区居民委员会",140213050,14
140213050201,"新泉村村民委员会",140213050,14
140212100,"新荣镇",140212,14
"""


@pytest.mark.parametrize(
    ("official", "usual"),
    [
        ("康吉社区居民委员会", "康吉社区"),
        ("新泉村村民委员会", "新泉村"),
        ("东河河村村民委员会", "东河河村"),
        ("新荣村村委会", "新荣村"),
        ("云泉里居委会", "云泉里社区"),
        ("永泰街道", "永泰街道"),
        ("居民委员会", "居民委员会"),
    ],
)
def test_names_lose_the_committee(official: str, usual: str) -> None:
    assert common_name(official) == usual


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_tables_come_in_either_encoding(encoding: str) -> None:
    rows = list(read_rows(decode_table(TABLE.encode(encoding)), under="140213"))
    assert [row.name for row in rows] == ["平城区", "永泰街道", "康吉社区", "新泉村"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe\x00\x81", "table.encoding"),
        ("代码,名称\n140213,平城区\n".encode(), "table.column_missing"),
        (b"", "table.column_missing"),
        (b'code,name\n140213,"open\n', "table.malformed"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        list(read_rows(decode_table(content)))
    assert (caught.value.code, caught.value.field) == (code, "file")


def test_a_row_that_is_cut_short_is_a_row_without_a_name(db: None, by: Clerk) -> None:
    rows = read_rows("code,name\n140213050\n,\n140213,平城区\n")
    summary = import_areas(by=by, rows=rows, valid_from=BEGIN)
    assert summary.created == ["140213"]
    assert [(row.number, row.refusal.code) for row in summary.refused] == [(1, "text.empty"), (2, "area.format")]


def test_a_second_import_changes_nothing(db: None, by: Clerk) -> None:
    first = import_areas(by=by, rows=ROWS, valid_from=BEGIN)
    version, before = RegistryVersion.objects.get().stamp, list(Area.objects.order_by("id").values())
    again = import_areas(by=by, rows=reversed(ROWS), valid_from=BEGIN)
    assert (len(first.created), again.created, again.unchanged) == (len(ROWS), [], len(ROWS))
    assert RegistryVersion.objects.get().stamp == version
    assert list(Area.objects.order_by("id").values()) == before


def test_rows_come_in_any_order_and_under_their_parents(db: None, by: Clerk) -> None:
    import_areas(by=by, rows=reversed(ROWS), valid_from=BEGIN)
    grid = Area.objects.get(code="140213050001002")
    assert grid.parent is not None
    assert (grid.parent.code, grid.kind, grid.path) == ("140213050001", AreaKind.GRID, "140213.050.001.002")


def test_another_name_renames_and_keeps_the_rest(named: dict[str, Area], by: Clerk) -> None:
    summary = import_areas(by=by, rows=[AreaRow("140213", "新平城区")], valid_from=date(2024, 1, 1))
    assert summary.renamed == ["140213"]
    district = Area.objects.get(code="140213")
    assert (district.name, district.name_en, district.valid_from) == ("新平城区", "Pingcheng District", BEGIN)


def test_broken_rows_are_refused_and_the_others_land(named: dict[str, Area], by: Clerk) -> None:
    rows = [
        AreaRow("140213060", "马军营街道"),
        AreaRow("14021306", "短"),
        AreaRow("140213060", "又一个马军营"),
        AreaRow("140213061001", "没有街道的社区"),
        AreaRow("140213062", ""),
        AreaRow("140213060201", "马军营村"),
    ]
    summary = import_areas(by=by, rows=rows, valid_from=BEGIN)
    assert summary.created == ["140213060", "140213060201"]
    assert [(row.number, row.refusal.code) for row in summary.refused] == [
        (2, "area.format"),
        (3, "area.code_taken"),
        (4, "area.parent_unknown"),
        (5, "text.empty"),
    ]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "areas.csv"
    path.write_text(TABLE, encoding="gb18030")
    return path


def test_the_command_enters_a_table(db: None, table: Path) -> None:
    out = StringIO()
    call_command("import_areas", table, under="140213", valid_from=BEGIN, dry_run=True, stdout=out)
    assert not Area.objects.exists()
    call_command("import_areas", table, under="140213", valid_from=BEGIN, stdout=out)
    assert Area.objects.count() == 4
    assert out.getvalue().splitlines() == [
        "4 would be entered, 0 would be renamed, 0 unchanged, 0 refused",
        "4 entered, 0 renamed, 0 unchanged, 0 refused",
    ]


def test_the_command_tells_of_refused_rows_and_fails(db: None, table: Path) -> None:
    err = StringIO()
    with pytest.raises(CommandError, match="rows refused: 1; all others were taken"):
        call_command("import_areas", table, valid_from=BEGIN, stdout=StringIO(), stderr=err)
    assert "row 5 (140212100): area.parent_unknown [code]" in err.getvalue()
    assert Area.objects.count() == 4


def test_the_command_tells_of_files_it_cannot_read(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_areas", tmp_path / "none.csv", valid_from=BEGIN)
    (tmp_path / "bad.csv").write_bytes(b"a,b\n")
    with pytest.raises(CommandError, match=r"bad\.csv: table\.column_missing"):
        call_command("import_areas", tmp_path / "bad.csv", valid_from=BEGIN)


def test_the_command_locates_a_point_in_any_datum(district: dict[str, Area]) -> None:
    out = StringIO()
    call_command("locate", 113.255, 40.0512, crs="gcj02", stdout=out)  # in truth some 600 m south-west, in grid 1
    assert [line.split()[0] for line in out.getvalue().splitlines()][-1] == "140213050001001"
    out = StringIO()
    call_command("locate", 113.35, 40.1, stdout=out)
    assert out.getvalue().splitlines()[-1] == "no grid is drawn there"
    with pytest.raises(CommandError, match="outside every district"):
        call_command("locate", 116.4, 39.9)
    with pytest.raises(CommandError, match="outside every district"):
        call_command("locate", 113.25, 40.05, on=date(2019, 1, 1))
