"""Tables of posted cadres: read, entered through the services, tried without entering, refused row by row."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import CompoundBranch, Posting
from minsheng.interop.exchange.posting_import import import_postings
from minsheng.interop.exchange.posting_rows import BadLine, PostingLine, read_postings
from minsheng.interop.exchange.tables import read_table
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.audit.models import AuditLine
from tests.factories.built import built_district, district
from tests.factories.district import District

__all__ = ["built_district", "district"]

HEADING = "党支部,小区,区划代码,干部姓名,工号,派出单位,职务,专职,起始日期,结束日期,结束原因,应派起始日,备注"
GOOD = "康吉里小区党支部,康吉里小区,140213050001,张立新,0001,区水务局,第一书记,是,2023/3/1,,,2023-01-01,无"
ENDED = "康吉里小区党支部,康吉里小区,140213050001,李卫东,0002,housing,,兼职,2023年2月1日,2023-08-31,轮换,2023-01-01,"


def table(*rows: str, encoding: str = "utf-8-sig") -> bytes:
    return "\n".join([HEADING, *rows]).encode(encoding)


def lines(*rows: str, encoding: str = "utf-8-sig") -> list[PostingLine | BadLine]:
    return list(read_postings(read_table(table(*rows, encoding=encoding))))


def run(path: Path, *options: str) -> str:
    said = io.StringIO()
    call_command("import_postings", str(path), *options, stdout=said)
    return said.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_rows_are_read_whatever_the_encoding(encoding: str) -> None:
    first, second = lines(GOOD, ENDED, encoding=encoding)
    assert isinstance(first, PostingLine)
    assert isinstance(second, PostingLine)
    assert (first.cadre, first.staff_number, first.full_time, first.first) == ("张立新", "0001", True, date(2023, 3, 1))
    assert (first.last, first.reason, first.due_from) == (None, "", date(2023, 1, 1))
    assert (second.full_time, second.last, second.reason) == (False, date(2023, 8, 31), "rotation")


def test_a_workbook_is_read_too() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(HEADING.split(","))
    cells = [*GOOD.split(",")[:8], datetime(2023, 3, 1), None, None, None, None]
    book.active.append(cells)
    held = io.BytesIO()
    book.save(held)
    (line,) = read_postings(read_table(held.getvalue()))
    assert isinstance(line, PostingLine)
    assert (line.first, line.unit) == (date(2023, 3, 1), "区水务局")


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("张立新", "", "text.empty", "干部姓名"),
        ("张立新", "=HYPERLINK(A1)", "import.formula", "干部姓名"),
        ("2023/3/1", "", "text.empty", "起始日期"),
        ("2023/3/1", "三月一日", "instant.format", "起始日期"),
        (",是,", ",也许,", "field.choice", "专职"),
        ("第一书记", "书" * 101, "text.too_long", "职务"),
    ],
)
def test_faulty_rows_say_what_and_where(old: str, new: str, code: str, column: str) -> None:
    (line,) = lines(GOOD.replace(old, new))
    assert isinstance(line, BadLine)
    assert [(refusal.code, refusal.field) for refusal in line.refusals] == [(code, column)]


def test_a_table_without_its_columns_is_refused() -> None:
    with pytest.raises(Refusal, match=r"import\.columns_missing"):
        list(read_postings(read_table("党支部,小区\n甲,乙\n".encode())))
    with pytest.raises(Refusal, match=r"import\.column_twice"):
        list(read_postings(read_table(f"{HEADING},小区\n{GOOD},x\n".encode())))


def test_a_table_is_entered_once(district: District, tmp_path: Path) -> None:
    path = tmp_path / "cadres.csv"
    path.write_bytes(table(GOOD, ENDED, GOOD.replace("140213050001", "990000"), GOOD.replace("区水务局", "区某局")))
    tried = run(path, "--dry-run")
    assert "2 postings would be entered, 1 ended, 1 branches would be registered, 0 rows known, 2 rows refused" in tried
    assert not Posting.objects.exists()
    assert not CompoundBranch.objects.exists()
    said = run(path)
    assert "2 postings entered" in said
    assert "row 4: 区划代码" in said
    assert "row 5: 派出单位" in said
    branch = CompoundBranch.objects.get()
    assert (branch.valid_from, branch.due_from) == (date(2023, 1, 1), date(2023, 1, 1))
    assert set(branch.postings.values_list("cadre", "full_time", "end_reason")) == {
        ("张立新", True, ""),
        ("李卫东", False, "rotation"),
    }
    assert "0 postings entered, 0 ended, 0 branches registered, 2 rows known, 2 rows refused" in run(path)
    with acting_as_system():
        counts = [
            line.data["posted"] for line in AuditLine.objects.filter(kind="disputes.postings_imported").order_by("id")
        ]
    assert counts == [2, 0]


def test_an_end_that_has_come_is_recorded(district: District, tmp_path: Path) -> None:
    path = tmp_path / "cadres.csv"
    path.write_bytes(table(GOOD))
    run(path)
    path.write_bytes(table(GOOD.replace("2023/3/1,,", "2023/3/1,2024-01-31,退休")))
    assert "0 postings entered, 1 ended" in run(path)
    assert Posting.objects.get().end_reason == "retired"


def test_a_row_that_breaks_a_rule_stops_no_other(district: District, tmp_path: Path) -> None:
    path = tmp_path / "cadres.csv"
    twice = GOOD.replace("康吉里小区党支部", "平和里小区党支部")
    path.write_bytes(table(GOOD, twice, ENDED))
    said = run(path)
    assert "row 3: This cadre is posted full time to 康吉里小区党支部" in said
    assert "2 postings entered" in said
    assert CompoundBranch.objects.count() == 1  # the refused row left nothing behind


def test_who_may(district: District) -> None:
    for name in ("governance", "housing"):
        with pytest.raises(Refusal, match=r"access\.denied"):
            import_postings(by=district.actor(name), lines=lines(GOOD))


def test_a_file_that_cannot_be_read_changes_nothing(district: District, tmp_path: Path) -> None:
    path = tmp_path / "cadres.csv"
    path.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(CommandError):
        run(path)
    with pytest.raises(CommandError):
        run(tmp_path / "nothing.csv")
