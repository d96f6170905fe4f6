"""The chain on the page of a case, for its desk and for its parties."""

from __future__ import annotations

from typing import Any

from minsheng.domains.disputes.handover.chain import chain_of
from minsheng.domains.disputes.handover.showing import shown_step
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case
from minsheng.surface.web.cases.panels import Panel
from minsheng.surface.web.words import language_now

PROCEDURES = (
    "disputes.mediation",
    "disputes.court_mediation",
    "disputes.labour_mediation",
    "disputes.police_mediation",
    "disputes.administrative_mediation",
    "disputes.confirmation",
    "disputes.referral",
    "disputes.matter",
    "disputes.petition",
)


def chain_context(actor: Actor, case: Case) -> dict[str, Any] | None:
    """The steps; nothing for a case that stands alone."""
    steps = chain_of(actor, case)
    return {"steps": [shown_step(step, language_now()) for step in steps]} if steps else None


def _desk(actor: Actor, case: Case) -> dict[str, Any] | None:
    found = chain_context(actor, case)
    return found and {**found, "address": "web:desk_case"}


def _portal(actor: Actor, case: Case) -> dict[str, Any] | None:
    found = chain_context(actor, case)
    return found and {**found, "address": "web:my_case"}


PANELS = (
    Panel("disputes.chain", PROCEDURES, "disputes/chain.html", _desk, order=70),
    Panel("disputes.chain.portal", PROCEDURES, "disputes/chain.html", _portal, desk=False, portal=True, order=70),
)
