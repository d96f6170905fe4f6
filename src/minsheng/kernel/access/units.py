"""The tree of units in memory: who stands above whom. Read again when its version number has changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from minsheng.kernel.access.models import AccessVersion, Unit
from minsheng.kernel.memory import Remembered


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """What others need of a unit. ``line`` is the unit itself and those above it, nearest first."""

    id: int
    code: str
    name: str
    name_en: str
    kind: str
    area_id: int | None
    line: tuple[int, ...]


class UnitRegistry:
    """All units, by id and by code, as of one version number."""

    def __init__(self, version: int) -> None:
        rows = {row.pk: row for row in Unit.objects.all()}
        self.version = version
        self.by_id = {pk: _entry(row, rows) for pk, row in rows.items()}
        self.by_code = {entry.code: entry for entry in self.by_id.values()}

    def line(self, unit_id: int) -> tuple[int, ...]:
        """The unit and its parents, nearest first; empty for an unknown id."""
        entry = self.by_id.get(unit_id)
        return entry.line if entry else ()


def _entry(row: Unit, rows: dict[int, Unit]) -> UnitEntry:
    line: list[int] = []
    current: Unit | None = row
    while current is not None and current.pk not in line:
        line.append(current.pk)
        current = rows.get(current.parent_id) if current.parent_id else None
    return UnitEntry(row.pk, row.code, row.name, row.name_en, row.kind, row.area_id, tuple(line))


def _stamp() -> int:
    return AccessVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0


_units = Remembered(lambda: UnitRegistry(_stamp()), _stamp)


def unit_registry() -> UnitRegistry:
    """The tree of units; at most two seconds behind another process, never behind the running transaction."""
    return _units.current()


def units_changed() -> None:
    """Raise the version: the running transaction has changed units."""
    AccessVersion.objects.get_or_create(pk=1)
    AccessVersion.objects.filter(pk=1).update(number=F("number") + 1)
    _units.changed()
