"""Rows of a register of mediations, as judicial offices keep it: one row for each mediation. No database here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeVar

from minsheng.base.codes.phone import check_phone
from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text, looks_like_formula
from minsheng.base.time import local_date, parse_instant
from minsheng.interop.exchange.columns import column_name
from minsheng.interop.exchange.csv_rows import Unclosed
from minsheng.interop.exchange.posting_rows import BadLine
from minsheng.interop.exchange.tables import Row
from minsheng.interop.exchange.xlsx_rows import Formula

NUMBER, FILED, KIND, AREA, COMMITTEE = "案号", "登记日期", "纠纷类型", "区划代码", "调解组织"
APPLICANT, RESPONDENT, MATTER, RESULT = "申请人", "被申请人", "纠纷简述", "结果"
REQUIRED = (NUMBER, FILED, KIND, AREA, COMMITTEE, APPLICANT, RESPONDENT, MATTER, RESULT)
ACCEPTED, SOURCE, MANNER, LEVEL = "受理日期", "来源", "申请方式", "难易程度"
PEOPLE, AMOUNT = "涉及人数", "涉案金额"
APPLICANT_PHONE, RESPONDENT_PHONE = "申请人电话", "被申请人电话"
MEDIATORS, ENDED, FORM, TERMS = "调解员账号", "结果日期", "协议形式", "协议内容"
AGREED_AMOUNT, PERFORM_BY = "协议金额", "履行期限"
PERFORMANCE, PERFORMED = "履行情况", "履行日期"
OPTIONAL = (
    ACCEPTED, SOURCE, MANNER, LEVEL, PEOPLE, AMOUNT, APPLICANT_PHONE, RESPONDENT_PHONE, MEDIATORS, ENDED, FORM, TERMS,
    AGREED_AMOUNT, PERFORM_BY, PERFORMANCE, PERFORMED,
)  # fmt: skip
_OTHER_NAMES = {
    "涉案金额（元）": AMOUNT,
    "涉案金额(元)": AMOUNT,
    "协议金额（元）": AGREED_AMOUNT,
    "协议金额(元)": AGREED_AMOUNT,
}
RESULTS = {
    "": "",
    "调解中": "",
    "正在调解": "",
    "达成协议": "agreed",
    "调解成功": "agreed",
    "调解不成": "failed",
    "终止调解": "terminated",
    "不予受理": "not_accepted",
}
FORMS = {"": "oral", "书面": "written", "口头": "oral"}
PERFORMANCES = {"": "", "未到期": "", "已履行": "performed", "部分履行": "partly", "未履行": "breached"}
_LONGEST, _LONGEST_TEXT = 100, 10_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A row that can be read. Words of the procedure (type, source …) are still as written."""

    row: int
    number: str
    filed: date
    accepted: date | None
    ended: date | None
    performed: date | None
    perform_by: date | None
    kind: str
    source: str
    manner: str
    level: str
    area: str
    committee: str
    people: str
    amount: str
    applicant: str
    applicant_phone: str
    respondent: str
    respondent_phone: str
    mediators: tuple[str, ...]
    matter: str
    result: str
    form: str
    terms: str
    agreed_amount: str
    performance: str


def read_register(rows: Sequence[Row]) -> Iterator[RegisterLine | BadLine]:
    """Read a table, its heading first. Raises Refusal ``import.columns_missing`` or ``import.column_twice``."""
    heading, *below = rows
    places = _places(heading.cells)
    for row in below:
        yield _Reading(row, places).read()


def _places(cells: Iterable[object]) -> dict[str, int]:
    places: dict[str, int] = {}
    names = [_OTHER_NAMES.get(column_name(cell), column_name(cell)) for cell in cells]
    for place, name in enumerate(names):
        if name in places:
            raise Refusal("import.column_twice", "file", column=name)
        if name in {*REQUIRED, *OPTIONAL}:
            places[name] = place
    missing = [name for name in REQUIRED if name not in places]
    if missing:
        raise Refusal(
            "import.columns_missing", "file", columns=missing, found=[name for name in names if name] or ["–"]
        )
    return places


class _Reading:
    """The work on one row: cleaned values on one side, refusals on the other."""

    def __init__(self, row: Row, places: Mapping[str, int]) -> None:
        self._row = row
        self._places = places
        self._refusals: list[Refusal] = []

    def read(self) -> RegisterLine | BadLine:
        line = RegisterLine(
            row=self._row.number,
            number=self._text(NUMBER),
            filed=self._day(FILED, required=True) or date.max,
            accepted=self._day(ACCEPTED),
            ended=self._day(ENDED),
            performed=self._day(PERFORMED),
            perform_by=self._day(PERFORM_BY),
            kind=self._text(KIND),
            source=self._text(SOURCE),
            manner=self._text(MANNER),
            level=self._text(LEVEL),
            area=self._text(AREA),
            committee=self._text(COMMITTEE),
            people=self._text(PEOPLE),
            amount=self._text(AMOUNT),
            applicant=self._text(APPLICANT),
            applicant_phone=self._phone(APPLICANT_PHONE),
            respondent=self._text(RESPONDENT),
            respondent_phone=self._phone(RESPONDENT_PHONE),
            mediators=tuple(name for name in self._text(MEDIATORS).replace("，", "、").split("、") if name),
            matter=self._text(MATTER, longest=_LONGEST_TEXT),
            result=self._choice(RESULT, RESULTS),
            form=self._choice(FORM, FORMS),
            terms=self._text(TERMS, longest=_LONGEST_TEXT),
            agreed_amount=self._text(AGREED_AMOUNT),
            performance=self._choice(PERFORMANCE, PERFORMANCES),
        )
        self._check_order(line)
        if isinstance(self._row.cells[-1], Unclosed):
            self._refusals.append(Refusal("import.unclosed_quote", None))
        return BadLine(self._row.number, tuple(self._refusals)) if self._refusals else line

    def _check_order(self, line: RegisterLine) -> None:
        """A mediation that ended must say when; nothing ends before it begins."""
        if line.result and line.ended is None and not self._is_at_fault(ENDED):
            self._refusals.append(Refusal("text.empty", ENDED))
        days = [(FILED, line.filed), (ACCEPTED, line.accepted), (ENDED, line.ended), (PERFORMED, line.performed)]
        known = [(name, day) for name, day in days if day is not None and not self._is_at_fault(name)]
        for (_before, first), (name, second) in pairwise(known):
            if second < first:
                self._refusals.append(Refusal("dates.order", name))

    def _is_at_fault(self, column: str) -> bool:
        return any(refusal.field == column for refusal in self._refusals)

    def _cell(self, column: str) -> object:
        place = self._places.get(column, len(self._row.cells))
        cell = self._row.cells[place] if place < len(self._row.cells) else None
        if isinstance(cell, Formula) or (isinstance(cell, str) and looks_like_formula(cell)):
            self._refusals.append(Refusal("import.formula", column))
            return None
        return int(cell) if isinstance(cell, float) and cell.is_integer() else cell

    def _text(self, column: str, *, longest: int = _LONGEST) -> str:
        before = len(self._refusals)
        cell = self._cell(column)
        required = column in REQUIRED and column != RESULT
        return self._tried(before, lambda: clean_text("" if cell is None else str(cell), column, longest, required))

    def _phone(self, column: str) -> str:
        before = len(self._refusals)
        text = self._text(column)
        return self._tried(before, lambda: check_phone(text, column) if text else "")

    def _tried(self, before: int, read: Callable[[], str]) -> str:
        try:
            return read()
        except Refusal as refusal:
            if len(self._refusals) == before:
                self._refusals.append(refusal)
            return ""

    def _day(self, column: str, *, required: bool = False) -> date | None:
        cell = self._cell(column)
        if cell is None or not str(cell).strip():
            if required and not self._is_at_fault(column):
                self._refusals.append(Refusal("text.empty", column))
            return None
        try:
            return local_date(parse_instant(cell if isinstance(cell, date) else str(cell), column))
        except Refusal as refusal:
            self._refusals.append(refusal)
            return None

    def _choice(self, column: str, known: Mapping[str, T]) -> T:
        text = self._text(column)
        if text not in known:
            self._refusals.append(
                Refusal("field.choice", column, value=text[:40], choices=[key for key in known if key])
            )
        return known.get(text, known[""])
