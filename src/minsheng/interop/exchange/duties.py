"""A roster of grid workers out of a file: each row puts somebody on duty, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text, looks_like_formula
from minsheng.base.time import local_date, parse_instant
from minsheng.domains.grid.duties import NewDuty, appoint_worker
from minsheng.domains.grid.models import GridDuty
from minsheng.domains.grid.reach import grid_named
from minsheng.interop.exchange.columns import column_name
from minsheng.interop.exchange.csv_rows import Unclosed
from minsheng.interop.exchange.tables import Row
from minsheng.interop.exchange.xlsx_rows import Formula
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.rules import require

GRID, USER, ROLE, FIRST, LAST = "网格编码", "账号", "岗位", "开始日期", "结束日期"
REQUIRED = (GRID, USER, ROLE, FIRST)
ROLES = {"A岗": "main", "主岗": "main", "main": "main", "B岗": "backup", "备岗": "backup", "backup": "backup"}
LONGEST = 64


@dataclass(frozen=True, slots=True)
class RefusedDuty:
    """A row that was not taken, and why."""

    row: int
    refusal: Refusal


@dataclass(slots=True)
class TakenDuties:
    """What an import of a roster did, or would do."""

    entered: int = 0
    known: int = 0
    refused: list[RefusedDuty] = field(default_factory=list)


def import_duties(*, by: Actor, rows: Iterable[Row]) -> TakenDuties:
    """Put people on duty as a table says, the heading first. A second run changes nothing; a bad row stops no other.

    Needs ``imports.run``, and ``grid.duty.manage`` for each grid. Raises Refusal ``access.denied``,
    ``import.columns_missing``, ``import.column_twice``.
    """
    require(by, "imports.run")
    waiting = iter(rows)
    places = _places(next(waiting).cells)
    taken = TakenDuties()
    for row in waiting:
        try:
            with transaction.atomic():
                _take(by, _cells(row, places), taken)
        except Refusal as refusal:
            taken.refused.append(RefusedDuty(row.number, refusal))
    return taken


def _take(by: Actor, cells: Mapping[str, str], taken: TakenDuties) -> None:
    role = ROLES.get(cells[ROLE].replace(" ", ""))
    if role is None:
        raise Refusal("grid.role", ROLE, value=cells[ROLE][:20])
    account = Account.objects.filter(username=cells[USER]).first()
    if account is None:
        raise Refusal("grid.unknown_account", USER)
    node = grid_named(cells[GRID], GRID)
    last = _day(cells[LAST], LAST) if cells[LAST] else None
    duty = NewDuty(node.id, account.pk, role, _day(cells[FIRST], FIRST), last)
    same = GridDuty.objects.filter(area_id=node.id, account=account, role=role, valid_from=duty.valid_from)
    if same.filter(valid_to=last).exists():
        taken.known += 1
        return
    appoint_worker(by=by, duty=duty)
    taken.entered += 1


def _places(cells: Iterable[object]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = column_name(cell)
        if name in places:
            raise Refusal("import.column_twice", "file", column=name)
        if name:
            places[name] = place
    missing = [name for name in REQUIRED if name not in places]
    if missing:
        raise Refusal("import.columns_missing", "file", columns=missing, found=[*places] or ["–"])
    return places


def _cells(row: Row, places: Mapping[str, int]) -> dict[str, str]:
    return dict(_texts(row, places))


def _texts(row: Row, places: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for name in (*REQUIRED, LAST):
        place = places.get(name, len(row.cells))
        cell = row.cells[place] if place < len(row.cells) else None
        if isinstance(cell, Unclosed):
            raise Refusal("import.unclosed_quote", name)
        text = _plain(cell)
        if isinstance(cell, Formula) or looks_like_formula(text):
            raise Refusal("import.formula", name)
        yield name, clean_text(text, name, LONGEST, required=name in REQUIRED)


def _plain(cell: object) -> str:
    """A cell as a person would read it: a code without a decimal point, a day as a day."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _day(text: str, name: str) -> date:
    return local_date(parse_instant(text, name))
