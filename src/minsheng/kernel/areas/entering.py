"""New areas: what a row must say to be entered, one by one or as a whole table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from minsheng.base.codes.area import AreaCode, parse_area
from minsheng.base.codes.area import AreaKind as CodeKind
from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text
from minsheng.kernel.areas.enums import KINDS_BY_LENGTH, AreaKind, UrbanRural
from minsheng.kernel.areas.models import Area

LONGEST_NAME = 100
_KIND_OF_CODE = {
    CodeKind.DISTRICT: AreaKind.DISTRICT,
    CodeKind.STREET: AreaKind.SUBDISTRICT,
    CodeKind.TOWN: AreaKind.SUBDISTRICT,
    CodeKind.TOWNSHIP: AreaKind.SUBDISTRICT,
    CodeKind.COMMUNITY: AreaKind.COMMUNITY,
    CodeKind.VILLAGE: AreaKind.VILLAGE,
    CodeKind.GRID: AreaKind.GRID,
}
_SIMILAR = {9: AreaKind.SUBDISTRICT, 12: AreaKind.COMMUNITY}  # development zones and the like stand at both levels


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area as somebody enters it. ``kind`` and ``name_en`` may be left empty: the code tells the kind."""

    code: str
    name: str
    kind: str = ""
    name_en: str = ""
    urban_rural: str = ""
    population: int | None = None
    households: int | None = None


@dataclass(frozen=True, slots=True)
class RowRefusal:
    """Why a row was not taken; ``number`` counts rows from 1, without the heading."""

    number: int
    code: str
    refusal: Refusal


@dataclass(slots=True)
class ImportSummary:
    """What an import did, or would do: codes entered, codes renamed, how many stood already, rows refused."""

    created: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    unchanged: int = 0
    refused: list[RowRefusal] = field(default_factory=list)


def new_area(row: AreaRow, *, valid_from: date, known: Mapping[str, Area]) -> Area:
    """An unsaved area out of a row. ``known`` holds the areas open on or after the day by code, parents among them.

    Raises Refusal naming the field: ``area.format`` (code), ``area.not_in_district`` (the code of a city or province),
    ``area.code_taken``, ``area.kind_unfit``, ``area.parent_unknown``, ``text.*`` for names, ``area.class_unknown``,
    ``area.count_negative``.
    """
    code = parse_area(row.code, "code")
    if code.kind in {CodeKind.PROVINCE, CodeKind.CITY}:
        raise Refusal("area.not_in_district", "code", area_code=code.code)
    if code.code in known:
        raise Refusal("area.code_taken", "code", area_code=code.code, name=known[code.code].name)
    return Area(
        code=code.code,
        kind=_kind(code, row.kind),
        name=clean_text(row.name, "name", LONGEST_NAME),
        name_en=clean_text(row.name_en, "name_en", LONGEST_NAME, required=False),
        parent=_parent(code, valid_from, known),
        path=path_of(code),
        valid_from=valid_from,
        urban_rural=_class(row.urban_rural),
        population=_count(row.population, "population"),
        households=_count(row.households, "households"),
    )


def path_of(code: AreaCode) -> str:
    """The path in the tree: the parts of the code as labels, such as ``140213.050.001.007``."""
    return ".".join(part for part in (code.code[:6], code.street, code.community, code.grid) if part)


def known_areas(codes: Iterable[str], valid_from: date) -> dict[str, Area]:
    """The areas with these codes, and their parents, that exist on the day or will later; by code."""
    wanted = set(codes) | {code[:-3] for code in codes if len(code) > 6}
    open_then = Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    # Of two areas that follow each other under one code the later one comes last and stays.
    return {area.code: area for area in Area.objects.filter(open_then, code__in=wanted).order_by("valid_from")}


def _parent(code: AreaCode, valid_from: date, known: Mapping[str, Area]) -> Area | None:
    if len(code.code) == 6:
        return None
    parent = known.get(code.code[:-3])
    if parent is None or parent.valid_from > valid_from or parent.valid_to is not None:
        raise Refusal("area.parent_unknown", "code", parent=code.code[:-3], day=valid_from.isoformat())
    return parent


def _kind(code: AreaCode, wanted: str) -> AreaKind:
    kinds = KINDS_BY_LENGTH[len(code.code)]
    if not wanted:
        return _SIMILAR[len(code.code)] if code.kind is CodeKind.SIMILAR else _KIND_OF_CODE[code.kind]
    if wanted not in {kind.value for kind in kinds}:
        raise Refusal("area.kind_unfit", "kind", kind=wanted, kinds=sorted(kind.value for kind in kinds))
    return AreaKind(wanted)


def _class(given: str) -> str:
    if given and given not in UrbanRural.values:
        raise Refusal("area.class_unknown", "urban_rural", given=given)
    return given


def _count(given: int | None, name: str) -> int | None:
    if given is not None and given < 0:
        raise Refusal("area.count_negative", name, given=given)
    return given
