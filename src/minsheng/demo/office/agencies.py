"""The agencies of the simulated platform and the members of its committees, into their registers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from minsheng.demo.office.agency_list import agency_facts
from minsheng.demo.office.units import SINCE
from minsheng.demo.simulation.chance import stream
from minsheng.demo.simulation.names import person_name
from minsheng.domains.disputes.agencies.committees import compose_committee
from minsheng.domains.disputes.agencies.composition import Seat
from minsheng.domains.disputes.agencies.services import register_agency
from minsheng.domains.disputes.models import Agency
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account, Unit

TERMS = (date(2022, 1, 1), date(2025, 1, 1))
"""First days of two terms: elections of communities fall on the beginning of a year here."""

_WOMEN = frozenset("芳英敏静丽艳娟霞玲宁燕莲凤婷雯琪瑶兰涵怡萍梅")


def load_agencies(by: Actor, units: dict[str, Unit]) -> None:
    """Register the agencies that are missing, each committee with two terms. Needs a transaction with system eyes."""
    known = set(Agency.objects.values_list("unit__code", flat=True))
    staff = _staff()
    for facts in agency_facts():
        if facts.unit in known:
            continue
        unit = units[facts.unit]
        rng = stream("agency", facts.unit)
        contact = person_name(rng)
        agency = register_agency(
            by=by, unit_id=unit.pk, kind=facts.kind, valid_from=SINCE, contact=contact, **facts.rules
        )
        if facts.kind == "committee":
            for number, first in enumerate(TERMS):
                seats = list(_seats(facts.unit, number, staff.get(unit.pk, [])))
                compose_committee(by=by, agency_id=agency.pk, seats=seats, valid_from=first)


def _staff() -> dict[int, list[tuple[int, str, bool]]]:
    """Who works in each committee: account, name, whether it is the director."""
    rows = Account.objects.filter(posts__role__key__in=("mediator", "committee_director")).order_by("pk")
    found: dict[int, list[tuple[int, str, bool]]] = {}
    values = rows.values_list("pk", "display_name", "posts__unit_id", "posts__role__key")
    for pk, name, unit_id, role in values:
        found.setdefault(unit_id, []).append((pk, name, role == "committee_director"))
    return found


def _seats(unit: str, term: int, staff: list[tuple[int, str, bool]]) -> Iterator[Seat]:
    """A director, those who mediate with an account, and as many more as make three to seven; the last one a woman."""
    rng = stream("committee", unit, term)
    people = sorted(staff, key=lambda person: not person[2])
    size = rng.randrange(max(3, len(people) + 1), 8)
    names: set[str] = set()
    for number in range(size):
        account, name = people[number][:2] if number < len(people) else (None, person_name(rng))
        is_last = number == size - 1 and not any(map(_is_woman, names))
        while name in names or (is_last and not _is_woman(name)):
            account, name = None, person_name(rng)
        names.add(name)
        yield Seat(name, "director" if number == 0 else "member", _is_woman(name), account)


def _is_woman(name: str) -> bool:
    """Who is a woman among invented people: told from the last character of the name."""
    return name[-1] in _WOMEN
