"""The register and its statistics as a workbook: XLSX in the columns in which judicial offices keep them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from minsheng.domains.disputes.register.rules import Entry, Period, Share, Tally
from minsheng.domains.disputes.register.words import PERFORMANCES, RESULTS, choice_words, kind_words
from minsheng.kernel.procedures.schema import Procedure
from minsheng.surface.web.words import place_name, unit_name

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEAD = Font(name="黑体", size=11, bold=True)
_TITLE = Font(name="方正小标宋简体", size=16)
_WRAP = Alignment(wrap_text=True, vertical="center")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its heading and its width in characters."""

    name: str
    width: int


_REGISTER = """
案号 20, 登记日期 12, 受理日期 12, 来源 14, 申请方式 10, 纠纷类型 16, 难易程度 10, 涉及人数 9, 涉案金额（元） 14,
发生地 18, 调解组织 22, 申请人 14, 被申请人 14, 调解员 14, 调解次数 9, 结果 14, 结果日期 12, 协议形式 9,
协议金额（元） 14, 履行期限 12, 履行情况 14, 司法确认 16, 是否超期 9, 纠纷简述 40
"""
_STATISTICS = """
纠纷类型 18, 受理（件） 9, 调结（件） 9, 调解成功（件） 11, 成功率 9, 书面协议 9, 口头协议 9, 调解不成 9, 终止调解 9,
到期应履行 10, 已履行 9, 履行率 9, 申请司法确认 11, 确认有效 9, 超期（件） 9, 超期率 9, 平均天数 9, 涉及人数 9,
涉案金额（元） 15, 协议金额（元） 15, 报告风险（件） 11, 移交其他途径（件） 13
"""


def _columns(text: str) -> tuple[Column, ...]:
    pairs = (item.split() for item in text.replace("\n", " ").split(","))
    return tuple(Column(name, int(width)) for name, width in pairs)


REGISTER, STATISTICS = _columns(_REGISTER), _columns(_STATISTICS)


def workbook(
    entries: Iterable[Entry], lines: Mapping[str, Tally], total: Tally, *, procedure: Procedure, period: Period
) -> bytes:
    """Both sheets. Texts are texts even when they begin like a formula; the sheets are Chinese, as the forms are."""
    book = Workbook(write_only=True)
    with translation.override("zh-hans"):
        _register(book, entries, procedure, period)
        _statistics(book, lines, total, procedure, period)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _register(book: Workbook, entries: Iterable[Entry], procedure: Procedure, period: Period) -> None:
    sheet = _sheet(book, "登记台账", REGISTER, f"人民调解案件登记台账（{_span(period)}）")
    for entry in entries:
        sheet.append([_cell(sheet, value) for value in _entry_cells(entry, procedure)])


def _statistics(book: Workbook, lines: Mapping[str, Tally], total: Tally, procedure: Procedure, period: Period) -> None:
    sheet = _sheet(book, "统计表", STATISTICS, f"人民调解工作情况统计表（{_span(period)}）")
    for kind, tally in lines.items():
        sheet.append([_cell(sheet, value) for value in (kind_words(procedure, kind, "zh"), *_tally_cells(tally))])
    sheet.append([_cell(sheet, value, _HEAD) for value in ("合计", *_tally_cells(total))])


def _sheet(book: Workbook, name: str, columns: Sequence[Column], title: str) -> Any:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A3"
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.append([_cell(sheet, title, _TITLE)])
    sheet.append([_cell(sheet, column.name, _HEAD) for column in columns])
    return sheet


def _cell(sheet: Any, value: object, font: Font | None = None) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with "=" is a text
        cell.alignment = _WRAP
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if font is not None:
        cell.font = font
    return cell


def _span(period: Period) -> str:
    return f"{period.first.isoformat()} 至 {period.last.isoformat()}"


def _entry_cells(entry: Entry, procedure: Procedure) -> tuple[object, ...]:
    def chosen(name: str, value: object) -> str:
        return choice_words(procedure, name, value, "zh")

    return (
        entry.code, entry.filed_on, entry.accepted_on, chosen("source", entry.source), chosen("manner", entry.manner),
        kind_words(procedure, entry.kind, "zh"), chosen("level", entry.level), entry.people, entry.amount,
        place_name(entry.area_id, "zh"), unit_name(entry.unit_id, "zh") if entry.unit_id else "",
        "、".join(entry.applicants), "、".join(entry.respondents), "、".join(entry.mediators), entry.sessions,
        str(RESULTS[entry.result]), entry.settled_on, _FORMS.get(entry.form, ""), entry.agreed_amount, entry.perform_by,
        str(PERFORMANCES[entry.performance]) if entry.performance else "", chosen("ruling", entry.ruling),
        "是" if entry.late else "否", entry.title,
    )  # fmt: skip


_FORMS = {"written": "书面", "oral": "口头"}


def _tally_cells(tally: Tally) -> tuple[object, ...]:
    return (
        tally.accepted, tally.settled, tally.agreed, _percent(tally.success), tally.written, tally.oral, tally.failed,
        tally.terminated, tally.due, tally.performed, _percent(tally.performance), tally.applied, tally.confirmed,
        tally.late, _percent(tally.lateness), _one_decimal(tally), tally.people, tally.amount, tally.agreed_amount,
        tally.risks, tally.handed_over,
    )  # fmt: skip


def _percent(share: Share) -> str:
    return f"{share.percent}%" if share.percent is not None else "—"


def _one_decimal(tally: Tally) -> Decimal | str:
    mean = tally.mean_days
    return Decimal((mean * 20 + 1) // 2) / 10 if mean is not None else "—"
