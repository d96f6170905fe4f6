"""The party branches of compounds and the cadres posted to them: the figures of the source, with invented people.

Sixty-one branches are due to have a cadre; sixty-two cadres are posted full time to fifty-five of them (90.2 %).
"""

from __future__ import annotations

from datetime import date
from itertools import zip_longest

from minsheng.demo.geography.facts import CommunityFacts, district_facts
from minsheng.demo.office.units import unit_facts
from minsheng.demo.simulation.chance import stream
from minsheng.demo.simulation.names import person_name
from minsheng.domains.disputes.models import CompoundBranch
from minsheng.domains.disputes.postings.branches import register_branch
from minsheng.domains.disputes.postings.services import end_posting, post_cadre
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.enums import UnitKind
from minsheng.kernel.access.models import Unit
from minsheng.kernel.areas.registry import registry

DUE, COVERED, CADRES, NOT_DUE = 61, 55, 62, 6
BEGIN, DUE_SINCE, POSTED = date(2022, 3, 1), date(2023, 1, 1), date(2023, 2, 13)
CHANGED = date(2023, 8, 31)
_KINDS = ("小区", "花园小区", "家园小区", "新村小区")
_POSITIONS = ("第一书记", "党建指导员", "党支部副书记")
_CHANGES = 8


def load_branches(by: Actor, units: dict[str, Unit]) -> None:
    """Register branches and postings unless there are some. Needs a transaction with system eyes."""
    if CompoundBranch.objects.exists():
        return
    senders = [unit.code for unit in unit_facts() if unit.kind == UnitKind.DEPARTMENT]
    branches = [_branch(by, number, place) for number, place in enumerate(_places()[: DUE + NOT_DUE])]
    for number in range(CADRES):
        unit = units[senders[number % len(senders)]]
        _post(by, branches[number % COVERED], unit, number)


def _places() -> list[CommunityFacts]:
    """Communities, one of each sub-district in turn, so that branches lie all over the district."""
    turns = zip_longest(*(street.communities for street in district_facts().subdistricts))
    return [place for turn in turns for place in turn if place is not None and not place.is_village]


def _branch(by: Actor, number: int, place: CommunityFacts) -> CompoundBranch:
    node = registry().by_code(place.code)
    if node is None:
        raise LookupError(place.code)
    compound = place.name.removesuffix("社区") + stream("compound", number).choice(_KINDS)
    return register_branch(
        by=by,
        name=f"{compound}党支部",
        compound=compound,
        area_id=node.id,
        valid_from=BEGIN,
        due_from=DUE_SINCE if number < DUE else None,
    )


def _post(by: Actor, branch: CompoundBranch, unit: Unit, number: int) -> None:
    """Post a cadre full time; some came only after another one had gone back."""
    rng = stream("cadre", number)
    is_changed = number < _CHANGES
    if is_changed:
        first = _posting(by, branch, unit, 900 + number, POSTED, person_name(rng), rng.choice(_POSITIONS))
        reason = rng.choice(("rotation", "transfer", "recalled"))
        end_posting(by=by, posting_id=first, valid_to=CHANGED, reason=reason)
    day = date(2023, 9, 1) if is_changed else POSTED
    _posting(by, branch, unit, number + 1, day, person_name(rng), rng.choice(_POSITIONS))


def _posting(
    by: Actor, branch: CompoundBranch, unit: Unit, staff_number: int, day: date, cadre: str, position: str
) -> int:
    posting = post_cadre(
        by=by,
        branch_id=branch.pk,
        unit_id=unit.pk,
        cadre=cadre,
        staff_number=f"{staff_number:04d}",
        position=position,
        full_time=True,
        valid_from=day,
    )
    return posting.pk
