"""``minsheng import-messages`` as an operator meets it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from minsheng.interop.exchange.columns import REQUIRED
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.routing.models import Category, SuggestionModel
from tests.factories.district import District
from tests.interop.exchange.support import (
    a_row,
    an_open_row,
    case_of,
    cells_of,
    csv_bytes,
    saved,
    whole_state,
    xlsx_bytes,
)

ROWS = [a_row(1), an_open_row(2), a_row(3, 留言时间="?"), a_row(4, 留言主题="=1+1"), a_row(5)]
SUBJECTS = {"城乡建设": "小区物业漏水电梯停水维修", "环境保护": "污水黑烟噪音油烟垃圾焚烧"}


def run(*arguments: object) -> tuple[str, str]:
    """Run the command; what it wrote to standard output and to standard error."""
    out, err = io.StringIO(), io.StringIO()
    call_command("import_messages", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def refused(*arguments: object) -> CommandError:
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    assert caught.value.returncode == 2
    return caught.value


def rejects(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("make", [csv_bytes, xlsx_bytes])
def test_good_rows_land_and_bad_ones_are_listed(district: District, tmp_path: Path, make: Any) -> None:
    file = saved(tmp_path / "留言.dat", make(ROWS))
    out, _ = run(file)
    assert out.startswith("3 messages landed, 0 known, 2 refused\n")
    assert "without an answer: 1, of these late now: 1" in out
    assert f"refused rows with their reasons: {file}.rejects.csv" in out
    assert [(line["行号"], line["列"], line["代码"]) for line in rejects(Path(f"{file}.rejects.csv"))] == [
        ("4", "留言时间", "instant.format"),
        ("5", "留言主题", "import.formula"),
    ]
    assert Case.objects.count() == 3
    assert rebuild(write=False).differences == []


def test_again_adds_nothing(district: District, tmp_path: Path) -> None:
    file = saved(tmp_path / "m.csv", csv_bytes(ROWS))
    run(file)
    before = whole_state()
    out, _ = run(file)
    assert out.startswith("0 messages landed, 3 known, 2 refused\n")
    assert whole_state() == before


def test_a_rehearsal_changes_nothing_and_says_the_same(no_categories: District, tmp_path: Path) -> None:
    file = saved(tmp_path / "m.csv", csv_bytes(ROWS))
    saved(tmp_path / "categories.csv", "一级分类,二级分类\n城乡建设,住房\n环境保护,\n".encode())
    saved(tmp_path / "labelled_titles.tsv", labelled().encode())
    before, files = whole_state(), sorted(tmp_path.iterdir())
    out, err = run(file, "--dry-run")
    assert whole_state() == before
    assert sorted(tmp_path.iterdir()) == files
    assert "3 messages would land, 0 known, 2 refused" in out
    assert "row 4: “留言时间”不是时间" in err
    done, _ = run(file)
    assert done.replace("landed", "would land").split("refused rows")[0] == out
    assert whole_state() != before


def labelled() -> str:
    lines = [
        f"{word}问题{number}\t{name}"
        for name, words in SUBJECTS.items()
        for number in range(3)
        for word in pairs(words)
    ]
    return "\n".join(lines)


def pairs(words: str) -> list[str]:
    return [words[at : at + 2] for at in range(0, len(words), 2)]


def test_what_lies_beside_is_used_once_and_said(no_categories: District, tmp_path: Path) -> None:
    saved(tmp_path / "categories.xlsx", xlsx_bytes([{"一级分类": name} for name in SUBJECTS], ["一级分类"]))
    saved(tmp_path / "labelled_titles.tsv", labelled().encode())
    file = saved(
        tmp_path / "m.csv",
        csv_bytes([a_row(1, 留言主题="停水三天"), a_row(2, 留言主题="黑烟", 留言详情="油烟噪音扰民")]),
    )
    out, _ = run(file)
    assert f"2 categories added from {tmp_path / 'categories.xlsx'}" in out
    assert "suggestions learned from 36 texts (labelled_titles.tsv)" in out
    assert "2 of them with a category that is only suggested" in out
    assert case_of(2).category.name == "环境保护"
    assert case_of(1).category.name == "城乡建设"
    again, _ = run(file)
    assert "categories added" not in again
    assert "learned" not in again


def test_what_lies_beside_may_be_left_alone(no_categories: District, tmp_path: Path) -> None:
    saved(tmp_path / "categories.csv", "一级分类\n城乡建设\n".encode())
    out, _ = run(saved(tmp_path / "m.csv", csv_bytes([a_row(1)])), "--no-beside")
    assert not Category.objects.filter(realm="hotline").exists()
    assert "(none)" in out


def test_files_may_be_named(district: District, tmp_path: Path) -> None:
    tree = saved(tmp_path / "tree.csv", "一级分类\n环境保护\n".encode("gbk"))
    labels = saved(tmp_path / "labels.jsonl", "\n".join(jsonl()).encode())
    out, _ = run(saved(tmp_path / "m.csv", csv_bytes([a_row(1)])), "--categories", tree, "--labels", labels)
    assert f"1 categories added from {tree}" in out
    assert "labels that are no category: 天文" in out
    assert SuggestionModel.objects.get().samples == 36


def jsonl() -> list[str]:
    lines = [line.split("\t") for line in labelled().split("\n")]
    return [
        json.dumps({"body": body, "label": label}, ensure_ascii=False) for body, label in [*lines, ("星星", "天文")]
    ]


def test_json(district: District, tmp_path: Path) -> None:
    file = saved(tmp_path / "m.csv", csv_bytes([{**row, "点赞数": 1} for row in ROWS], [*REQUIRED, "点赞数"]))
    out, _ = run(file, "--json", "--rejects", tmp_path / "r.csv")
    data = json.loads(out)
    assert (data["landed"], data["known"], data["refused"], data["open"]) == (3, 0, 2, 1)
    assert data["total"] == {"name": "", "answered": 2, "in_time": 2, "late": 0, "share": 1.0}
    assert data["notes"] == ["ignored columns: 点赞数"]
    assert data["rejects"] == str(tmp_path / "r.csv")
    assert len(rejects(tmp_path / "r.csv")) == 2


def test_an_area_and_a_procedure_that_are_not_there(district: District, tmp_path: Path) -> None:
    file = saved(tmp_path / "m.csv", csv_bytes([a_row(1)]))
    before = whole_state()
    assert "there is no area 999999" in str(refused(file, "--area", "999999"))
    assert "no.such" in str(refused(file, "--procedure", "no.such"))
    assert "records an answer given elsewhere" in str(refused(file, "--procedure", "grid.event"))
    assert whole_state() == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "A CSV or XLSX file is needed; the content is application/pdf."),
        (xlsx_bytes(ROWS)[:-100], "The file is damaged or cut off"),
        ("留言编号,留言用户".encode("utf-16"), "The table must be encoded in UTF-8 or GB 18030."),
        (csv_bytes([]), "The file has no rows below its heading."),
        (csv_bytes(ROWS, REQUIRED[:-2]), "The table lacks these columns: 答复意见, 答复时间."),
    ],
)
def test_a_file_that_cannot_be_used_is_one_message_and_exit_code_2(
    district: District, tmp_path: Path, content: bytes, words: str
) -> None:
    before = whole_state()
    assert str(refused(saved(tmp_path / "m.csv", content))).startswith(words)
    assert whole_state() == before
    assert not (tmp_path / "m.csv.rejects.csv").exists()


def test_a_file_of_open_messages_only(district: District, tmp_path: Path) -> None:
    file = saved(tmp_path / "m.csv", csv_bytes([an_open_row(1)], REQUIRED[:-2]))
    refused(file)
    out, _ = run(file, "--without-answers")
    assert out.startswith("1 messages landed")
    assert case_of(1).closed_at is None


def test_a_list_of_refused_rows_that_is_out_of_date_is_emptied(district: District, tmp_path: Path) -> None:
    file = saved(tmp_path / "m.csv", csv_bytes(ROWS))
    run(file)
    saved(file, csv_bytes([a_row(1), a_row(3), a_row(4)]))
    run(file)
    assert rejects(tmp_path / "m.csv.rejects.csv") == []


def test_a_list_that_cannot_be_written_is_said_after_the_import(district: District, tmp_path: Path) -> None:
    file = saved(tmp_path / "m.csv", csv_bytes(ROWS))
    error = refused(file, "--rejects", tmp_path / "no folder" / "r.csv")
    assert "The import is done, but" in str(error)
    assert Case.objects.count() == 3


def test_categories_by_command(district: District, tmp_path: Path) -> None:
    tree = [{"一级分类": "政法", "二级分类": "户籍", "三级分类": name} for name in ("迁移", "补办")]
    file = saved(tmp_path / "c.xlsx", xlsx_bytes(tree, ["三级分类", "一级分类", "二级分类"]))
    out = io.StringIO()
    call_command("load_categories", str(file), stdout=out)
    call_command("load_categories", str(file), stdout=out)
    assert out.getvalue() == "4 categories added to hotline\n0 categories added to hotline\n"
    assert Category.objects.get(name="补办").parent.parent.name == "政法"
    for bad in ("一级分类,二级分类,三级分类\n政法,,迁移\n", "一级分类\n\u200b\n政法\n", "二级分类\n户籍\n"):
        with pytest.raises(CommandError) as caught:
            call_command("load_categories", str(saved(tmp_path / "bad.csv", bad.encode())))
        assert caught.value.returncode == 2


def test_training_by_command(district: District, tmp_path: Path) -> None:
    call_command(
        "load_categories", str(saved(tmp_path / "c.csv", "一级分类\n环境保护\n".encode())), stdout=io.StringIO()
    )
    out = io.StringIO()
    call_command("train_suggestions", str(saved(tmp_path / "l.tsv", labelled().encode())), stdout=out)
    assert out.getvalue().startswith("suggestions learned from 36 texts (l.tsv), ")
    for bad in ("没有分类\n", '{"body": "x"}\n', "\t城乡建设\n"):
        with pytest.raises(CommandError, match="Line 1 is no text with its category"):
            call_command("train_suggestions", str(saved(tmp_path / "bad.tsv", bad.encode())))
    with pytest.raises(CommandError, match="samples to learn from"):
        call_command("train_suggestions")


def test_cells_are_made_in_the_order_of_the_columns() -> None:
    assert cells_of([a_row(1)], ["留言用户", "留言编号"]) == [["留言用户", "留言编号"], ["A00045581", 1]]
