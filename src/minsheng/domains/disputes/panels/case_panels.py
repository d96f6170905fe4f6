"""Whom each party wants as mediator, on the page of a mediation: both sides see it, and so does the committee."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from minsheng.domains.disputes.mediation.choice import chosen_by_all, proposals_of, speakers_of
from minsheng.domains.disputes.panels.register import MEDIATORS
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.loading import load_snapshot
from minsheng.kernel.cases.models import Case
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.web.cases.panels import Panel, register_panels
from minsheng.surface.web.cases.people import party_choices
from minsheng.surface.web.words import language_now

OPEN = "accepted"
"""The state in which the parties choose."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a party wants; no names: it has not said so yet."""

    party: str
    mediators: list[str]


def choice_context(actor: Actor, case: Case) -> dict[str, Any] | None:
    """Everybody who has to say it, in the order of the sides; nothing once mediators are named."""
    if case.state != OPEN:
        return None
    snapshot, language = load_snapshot(case), language_now()
    said = proposals_of(snapshot)
    people = dict(party_choices(case, procedure_of(case.procedure_id), None, language))
    names = MEDIATORS.names({pk for ids in said.values() for pk in ids}, language)
    parties = list(dict.fromkeys([*speakers_of(snapshot), *said]))
    return {
        "wanted": [
            Wanted(people.get(str(party), "—"), [names.get(pk, "—") for pk in said.get(party, [])]) for party in parties
        ],
        "is_common": bool(chosen_by_all(snapshot)),
        "differs": len({frozenset(ids) for ids in said.values()}) > 1,
    }


def _desk(actor: Actor, case: Case) -> dict[str, Any] | None:
    found = choice_context(actor, case)
    return found and {**found, "for_party": False}


def _portal(actor: Actor, case: Case) -> dict[str, Any] | None:
    found = choice_context(actor, case)
    return found and {**found, "for_party": True}


def register() -> None:
    """Add both panels. Called once, when the screens are made known."""
    template = "disputes/choice.html"
    register_panels(
        Panel("disputes.choice", ("disputes.mediation",), template, _desk, order=15),
        Panel("disputes.choice.portal", ("disputes.mediation",), template, _portal, desk=False, portal=True, order=15),
    )
