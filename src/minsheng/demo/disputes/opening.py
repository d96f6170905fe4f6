"""Opening a simulated dispute in memory: who brings it, through which channel, against whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from minsheng.demo.disputes.people import organisation, person
from minsheng.demo.disputes.tale import Tale
from minsheng.demo.simulation.chance import Tail
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.cases.intake import Opening, open_case
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.parties.models import PartyKind
from minsheng.kernel.parties.services import register_party
from minsheng.kernel.procedures.library import active_version

CHANNELS = {"counter": 0.72, "phone": 0.2, "letter": 0.08}


def applicant(tale: Tale) -> Actor:
    """The person who brings the dispute, registered."""
    given = person(tale.seed, tale.plot.number, 0)
    party = register_party(by=Actor.system("import"), kind=PartyKind.PERSON, name=given["name"], phone=given["phone"])
    return Actor(account_id=None, party_id=party.pk)


def other_side(tale: Tale) -> dict[str, str]:
    """Particulars of the other side."""
    if tale.words.organisation:
        return organisation(tale.seed, tale.plot.number, tale.words.organisation)
    return person(tale.seed, tale.plot.number, 1)


def at_desk(tale: Tale, clerk: Actor) -> Actor:
    """A clerk who takes it in."""
    return replace(clerk, channel=tale.dice.weighted(list(CHANNELS), list(CHANNELS.values())))


def area_of(tale: Tale, at: datetime) -> int:
    """The area of the dispute's place. Raises ValueError outside the district."""
    spot = tale.plot.spot
    found = registry().locate(spot.lon, spot.lat, at.date())
    if found is None:
        raise ValueError(f"dispute {tale.plot.number} lies outside the district")
    return found.area_id


def clerk_for(tale: Tale, role: str, at: datetime) -> Actor:
    """Somebody in a role for the dispute's place, before the case is there."""
    return tale.cast.staff.for_area(tale.dice, role, area_of(tale, at))


def opened(
    tale: Tale,
    at: datetime,
    case_id: int,
    *,
    by: Actor,
    reporter: Actor | None = None,
    urgent: bool = False,
    confidentiality: int = 0,
    **inputs: Any,
) -> Opening:
    """The case of a tale, opened as of ``at``."""
    plot = tale.plot
    report = Report(
        title=tale.words.tell("title"),
        body=tale.words.tell("body"),
        kind=plot.kind,
        urgent=urgent,
        confidentiality=confidentiality,
        place=plot.spot.as_place(),
        inputs={name: value for name, value in inputs.items() if value is not None and value != ""},
    )
    if reporter is not None:
        tale.reporter = reporter
    return open_case(
        by=by,
        procedure=active_version(plot.procedure),
        report=report,
        at=at,
        reporter_id=reporter.party_id if reporter else None,
        case_id=case_id,
        chooser=Tail(tale.seed, plot.number),
    )
