"""The simulated disputes platform: its units, which of them are agencies by which rules, and how many work in each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from minsheng.demo.geography.facts import district_facts
from minsheng.demo.office.facts import UnitFacts
from minsheng.kernel.access.enums import UnitKind

_OF_UNIT = ("code", "name", "name_en", "kind", "parent", "area")
_STAFF = {
    "court": ("court_clerk", 2),
    "police": ("police_mediator", 2),
    "labour": ("labour_mediator", 3),
    "committee": ("mediator", 3),
}
"""How many people work in an agency of a kind, beside the accounts that people try."""
_HEADS = {"police": "police_chief", "labour": "labour_director", "court": "court_president"}
"""Who heads an agency of a kind, beside the same accounts."""
_DISTRICT = (
    ("justice_officer", "justice", 2),
    ("petitions_clerk", "petition", 4),
    ("petitions_head", "petition", 1),
    ("governance_officer", "governance", 4),
    ("court_liaison", "court", 1),
    ("labour_registrar", "arbitration", 1),
)
"""Posts that reach the whole district, and how many there are of each."""
_WITHIN = (
    ("petition_reviewer", "gov-review", 2),
    ("petition_reviewer", "city-review", 3),
    ("handler", "supervision", 2),
    ("head", "supervision", 1),
)
"""Posts that reach their own unit alone."""


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """An agency to be registered: its unit's code, its kind, its rules."""

    unit: str
    kind: str
    rules: dict[str, Any]


@cache
def _listed() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((files(__package__) / "platform.toml").read_text(encoding="utf-8"))


def platform_units() -> Iterator[UnitFacts]:
    """Units of the platform, parents first; those of sub-districts have the code of their area behind a prefix."""
    for row in _listed()["unit"]:
        yield UnitFacts(**{name: row[name] for name in _OF_UNIT if name in row})
    for street in district_facts().subdistricts:
        short = street.name.removesuffix("街道")
        office, committee = f"sfs-{street.code}", f"tw-{street.code}"
        english = f"{street.name_en} Judicial Office"
        yield UnitFacts(office, f"{short}司法所", english, UnitKind.OTHER, "justice", street.code)
        name = f"{street.name}人民调解委员会"
        english = f"{street.name_en} Mediation Committee"
        yield UnitFacts(committee, name, english, UnitKind.OTHER, office, street.code)


def agency_facts() -> Iterator[AgencyFacts]:
    """Every agency: those listed, a judicial office and a committee of each sub-district, one of each community."""
    for row in _listed()["unit"]:
        if "agency" in row:
            yield AgencyFacts(row["code"], row["agency"], _rules(row))
    for row in _listed()["agency"]:
        yield AgencyFacts(row["unit"], row["agency"], _rules(row))
    for street in district_facts().subdistricts:
        yield AgencyFacts(f"sfs-{street.code}", "judicial", {})
        yield AgencyFacts(f"tw-{street.code}", "committee", {})
        for place in street.communities:
            yield AgencyFacts(place.code, "committee", {})


def platform_posts() -> Iterator[tuple[str, str, int, str]]:
    """Posts beside the named ones: role, unit, number, area (empty for roles that reach by unit)."""
    for agency in agency_facts():
        if agency.kind in _STAFF:
            role, count = _STAFF[agency.kind]
            people = 1 if agency.unit.isdecimal() else count  # a community has one mediator more
            yield from ((role, agency.unit, number, "") for number in range(2, people + 2))
        if agency.kind == "committee":
            yield "committee_director", agency.unit, 2, ""
        if agency.kind in _HEADS:
            yield _HEADS[agency.kind], agency.unit, 2, ""
    for role, unit, count in _DISTRICT:
        yield from ((role, unit, number, district_facts().code) for number in range(2, count + 2))
    for role, unit, count in _WITHIN:
        yield from ((role, unit, number, "") for number in range(2, count + 2))
    for street in district_facts().subdistricts:
        yield "judicial_head", f"sfs-{street.code}", 2, ""
        yield "judicial_clerk", f"sfs-{street.code}", 2, street.code


def _rules(row: dict[str, Any]) -> dict[str, Any]:
    known = ("stationing", "weekdays", "dispute_types", "sign_days")
    return {name: row[name] for name in known if name in row}
