"""Roles, accounts and posts of the simulated offices. Only the accounts of ``accounts.toml`` can sign in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from minsheng.demo.geography.facts import district_facts
from minsheng.demo.office.agency_list import platform_posts
from minsheng.demo.office.facts import UnitFacts
from minsheng.demo.office.units import SINCE, unit_facts
from minsheng.demo.simulation.chance import stream
from minsheng.demo.simulation.names import person_name
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.enums import Duty, Reach, UnitKind
from minsheng.kernel.access.models import Account, Role, Unit
from minsheng.kernel.access.services import appoint, create_account, define_role
from minsheng.kernel.areas.registry import registry

CENTRE = {"operator": 14, "dispatcher": 10, "reviewer": 6, "caller": 8, "director": 1}
SUPERVISORS = 2
STREET = {"street_dispatcher": 2, "verifier": 2}


@dataclass(frozen=True, slots=True)
class Place:
    """A post to be filled: who, in which role and unit, for which area (codes)."""

    username: str
    name: str
    role: str
    unit: str
    area: str = ""


@cache
def roles() -> dict[str, dict[str, Any]]:
    """The roles by key, as ``define_role`` takes them."""
    return tomllib.loads((files(__package__) / "roles.toml").read_text(encoding="utf-8"))


@cache
def named_places() -> tuple[Place, ...]:
    """The accounts that people try."""
    rows = tomllib.loads((files(__package__) / "accounts.toml").read_text(encoding="utf-8"))["account"]
    return tuple(Place(**row) for row in rows)


def all_places() -> Iterator[Place]:
    """Every post of the district: the named ones, then as many more as the work needs."""
    yield from named_places()
    district = district_facts().code
    for role, count in CENTRE.items():
        yield from (_place("centre", role, number, district) for number in range(2, count + 2))
    yield from (_place("supervision", "supervisor", number, district) for number in range(2, SUPERVISORS + 2))
    for unit in unit_facts():
        yield from _of_unit(unit)
    for role, unit_code, number, area in platform_posts():
        yield _place(unit_code, role, number, area)


def _of_unit(unit: UnitFacts) -> Iterator[Place]:
    if unit.kind == UnitKind.COMMUNITY:
        yield _place(unit.code, "community_worker", 2)
        yield from (_place(unit.code, "grid_worker", number, unit.code) for number in (2, 3))  # A岗 and B岗
        return
    if unit.size:
        yield _place(unit.code, "head", 2)
        yield from (_place(unit.code, "handler", number) for number in range(2, unit.size + 2))
    if unit.kind == UnitKind.SUBDISTRICT:
        for role, count in STREET.items():
            yield from (_place(unit.code, role, number, unit.code) for number in range(2, count + 2))


def _place(unit: str, role: str, number: int, area: str = "") -> Place:
    username = f"{role}-{unit}-{number}".replace("_", "-")
    return Place(username, person_name(stream("staff", username)), role, unit, area)


def load_people(by: Actor, units: dict[str, Unit], password: str) -> None:
    """Define the roles, and make the accounts and posts that are missing. Needs a transaction with system eyes."""
    made = {key: define_role(by=by, key=key, **_role_values(values)) for key, values in roles().items()}
    known = set(Account.objects.values_list("username", flat=True))
    named = {place.username for place in named_places()}
    for place in all_places():
        if place.username not in known:
            _fill(by, place, made[place.role], units[place.unit], password if place.username in named else None)


def _role_values(values: dict[str, Any]) -> dict[str, Any]:
    return {"clearance": 0, "duty": Duty.BUSINESS.value, **values}


def _fill(by: Actor, place: Place, role: Role, unit: Unit, password: str | None) -> None:
    account = create_account(by=by, username=place.username, display_name=place.name, password=password, duty=role.duty)
    area = registry().by_code(place.area) if role.reach == Reach.AREA else None
    appoint(by=by, account=account, role=role, unit=unit, area_id=area.id if area else None, valid_from=SINCE)
