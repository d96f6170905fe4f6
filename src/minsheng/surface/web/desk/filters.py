"""What an inbox may be narrowed by. Read from the address, so that a filtered list can be kept as a bookmark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from minsheng.kernel.access.permissions import realm
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.cases.models import Case
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.routing.registry import routing_registry
from minsheng.surface.web.cases.choices import active_categories
from minsheng.surface.web.places.choices import subdistrict_choices
from minsheng.surface.web.words import category_name, node_name

Options = list[tuple[str, str]]
Grouped = list[tuple[str, Options]]
NAMES = ("state", "kind", "category", "area", "late")


@dataclass(frozen=True, slots=True)
class Filters:
    """Chosen values as they stand in the address; empty for not chosen. States and kinds carry their realm in front."""

    state: str = ""
    kind: str = ""
    category: str = ""
    area: str = ""
    late: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Filters:
        """Filters in an address; unknown values find nothing, they do no harm."""
        return cls(**{name: query.get(name, "")[:80] for name in NAMES})

    @property
    def is_set(self) -> bool:
        """Whether anything is narrowed."""
        return any(getattr(self, name) for name in NAMES)

    def query(self, **more: str) -> str:
        """The filters as the query of an address, with ``more`` in front."""
        own = {name: getattr(self, name) for name in NAMES}
        return urlencode({name: value for name, value in {**more, **own}.items() if value})

    def apply(self, rows: QuerySet[Case], now: datetime) -> QuerySet[Case]:
        """Narrow the rows."""
        for name in ("state", "kind"):
            rows = _by_realm(rows, name, getattr(self, name))
        if self.category:
            rows = rows.filter(category_id__in=_categories_below(self.category))
        if self.area:
            rows = rows.filter(area_id__in=_areas_below(self.area))
        return rows.filter(due_at__lt=now) if self.late else rows


def _by_realm(rows: QuerySet[Case], column: str, value: str) -> QuerySet[Case]:
    if not value:
        return rows
    key, _, wanted = value.partition(".")
    try:
        number = realm(key).number
    except KeyError:
        return rows.none()
    return rows.filter(realm=number, **{column: wanted})


def _categories_below(value: str) -> list[int]:
    wanted = _number(value)
    return [entry.id for entry in routing_registry().categories.values() if wanted in entry.line]


def _areas_below(value: str) -> tuple[int, ...]:
    try:
        return area_registry().subtree(_number(value))
    except LookupError:
        return ()


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 16 else 0


def filter_options(procedures: list[Procedure], language: str) -> dict[str, object]:
    """What may be chosen: states and kinds in groups by procedure, categories of two levels, sub-districts."""
    return {
        "states": [(p.name(language), _states(p, language)) for p in procedures],
        "kinds": [(p.name(language), _kinds(p, language)) for p in procedures],
        "categories": _category_options(procedures, language),
        "areas": subdistrict_choices(language),
    }


def _states(procedure: Procedure, language: str) -> Options:
    still_open = (key for key in procedure.states if key not in procedure.final)
    return [(f"{procedure.realm}.{key}", procedure.states[key](language)) for key in still_open]


def _kinds(procedure: Procedure, language: str) -> Options:
    return [(f"{procedure.realm}.{key}", text(language)) for key, text in procedure.kinds.items()]


def _category_options(procedures: list[Procedure], language: str) -> Options:
    entries = [entry for p in procedures for entry in active_categories(p.realm) if entry.level <= 2]
    return [
        (str(e.id), node_name(e, language) if e.level == 1 else f"　{category_name(e.id, language)}") for e in entries
    ]
