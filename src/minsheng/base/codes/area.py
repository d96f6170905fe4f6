"""Area codes: GB/T 2260 (6 digits), statistical division codes (9 and 12 digits) and grid codes (15 digits)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from minsheng.base.errors import Refusal


class AreaKind(StrEnum):
    """What a code names. The level below the county is told by the number range of its part."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    TOWN = "town"
    TOWNSHIP = "township"
    SIMILAR = "similar"
    COMMUNITY = "community"
    VILLAGE = "village"
    GRID = "grid"


# GB/T 10114: 001–099 street, 100–199 town, 200–399 township, 400–599 like bodies (development zones, farms).
_STREET_KINDS = (
    (1, 99, AreaKind.STREET),
    (100, 199, AreaKind.TOWN),
    (200, 399, AreaKind.TOWNSHIP),
    (400, 599, AreaKind.SIMILAR),
)
# Statistical rules: 001–199 residents' committee, 200–399 villagers' committee, 400–599 places treated like one.
_COMMUNITY_KINDS = ((1, 199, AreaKind.COMMUNITY), (200, 399, AreaKind.VILLAGE), (400, 599, AreaKind.SIMILAR))
_GRID_KINDS = ((1, 999, AreaKind.GRID),)


@dataclass(frozen=True, slots=True)
class AreaCode:
    """One code, cut into its parts. Parts that the code does not reach are empty strings.

    ``code`` is the shortest writing (``140213000000`` is ``140213``); ``province`` and ``city`` have two digits each
    (``14``, ``02``), ``district`` two, ``street``, ``community`` and ``grid`` three.
    """

    code: str
    kind: AreaKind
    province: str
    city: str
    district: str
    street: str
    community: str
    grid: str

    @property
    def parent(self) -> str | None:
        """The code one level up; ``None`` for a province."""
        if len(self.code) > 6:
            return self.code[:-3]
        if self.kind is AreaKind.DISTRICT:
            return f"{self.code[:4]}00"
        return f"{self.province}0000" if self.kind is AreaKind.CITY else None

    @property
    def ancestors(self) -> tuple[str, ...]:
        """Codes from the province down to the parent."""
        chain: list[str] = []
        above = self.parent
        while above is not None:
            chain.append(above)
            above = parse_area(above).parent
        return tuple(reversed(chain))


def parse_area(text: str, field: str = "area_code") -> AreaCode:
    """Cut an area code into its parts, or raise Refusal ``area.format`` on ``field`` (param value).

    Only the form is looked at: whether the area exists, today or on another day, is known to the register of areas.
    Statistical codes that GB/T 2260 does not have (140271) pass. Full-width digits and spaces are forgiven.
    """
    given = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    parsed = _parsed(given) if re.fullmatch(r"[1-9]\d{5}(\d{3}){0,3}", given, re.ASCII) else None
    if parsed is None:
        raise Refusal("area.format", field, value=text[:20])
    return parsed


def _parsed(given: str) -> AreaCode | None:
    base, street, community, grid = given[:6], given[6:9], given[9:12], given[12:15]
    lower = [part if part.strip("0") else "" for part in (street, community, grid)]
    if any(not above and below for above, below in pairwise(lower)):
        return None  # a community without its street, as in 140213000001
    kind = _kind(base, lower)
    if kind is None:
        return None
    return AreaCode(base + "".join(lower), kind, base[:2], base[2:4], base[4:6], *lower)


def _kind(base: str, lower: list[str]) -> AreaKind | None:
    for part, kinds in zip(reversed(lower), (_GRID_KINDS, _COMMUNITY_KINDS, _STREET_KINDS), strict=True):
        if part:
            # A few cities (441900 东莞) have streets but no districts; a province has none directly.
            return _ranged(int(part), kinds) if base[2:4] != "00" else None
    if base[4:] != "00":
        return AreaKind.DISTRICT if base[2:4] != "00" else None
    return AreaKind.CITY if base[2:4] != "00" else AreaKind.PROVINCE


def _ranged(number: int, kinds: tuple[tuple[int, int, AreaKind], ...]) -> AreaKind | None:
    return next((kind for low, high, kind in kinds if low <= number <= high), None)
