"""The simulated units: those of the list, and an office or committee for every sub-district and community."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from minsheng.demo.geography.facts import district_facts
from minsheng.demo.office.agency_list import platform_units
from minsheng.demo.office.facts import UnitFacts
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.enums import UnitKind
from minsheng.kernel.access.models import Unit
from minsheng.kernel.access.services import create_unit
from minsheng.kernel.areas.registry import registry

SINCE = date(2022, 1, 1)
"""From when units, posts and rules hold: before the simulated year."""
STREET_SIZE = 3


@cache
def unit_facts() -> tuple[UnitFacts, ...]:
    """All units, parents first. Units of areas have the code of their area."""
    listed = tomllib.loads((files(__package__) / "units.toml").read_text(encoding="utf-8"))["unit"]
    district = district_facts().code
    at_district = {"gov", "centre", "supervision", "data"}
    fixed = [UnitFacts(**row, area=district if row["code"] in at_district else "") for row in listed]
    return (*fixed, *_of_areas(), *platform_units())


def _of_areas() -> Iterator[UnitFacts]:
    for street in district_facts().subdistricts:
        name_en = f"{street.name_en} Office"
        size = STREET_SIZE
        yield UnitFacts(street.code, f"{street.name}办事处", name_en, UnitKind.SUBDISTRICT, "gov", street.code, size)
        for place in street.communities:
            name = f"{place.name}{'村民' if place.is_village else '居民'}委员会"
            kind_en = "Villagers'" if place.is_village else "Residents'"
            english = f"{kind_en} Committee {place.code[6:9]}-{place.code[9:]}"
            yield UnitFacts(place.code, name, english, UnitKind.COMMUNITY, street.code, place.code, 1)


def load_units(by: Actor) -> dict[str, Unit]:
    """Make the units that are missing; returns all of them by code. Needs a transaction with system eyes."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    areas = registry()
    for facts in unit_facts():
        if facts.code in units:
            continue
        area = areas.by_code(facts.area) if facts.area else None
        units[facts.code] = create_unit(
            by=by,
            code=facts.code,
            name=facts.name,
            name_en=facts.name_en,
            kind=facts.kind,
            parent=units.get(facts.parent),
            area_id=area.id if area else None,
            valid_from=SINCE,
        )
    return units
