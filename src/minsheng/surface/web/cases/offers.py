"""Acts as buttons: what they are called, by which law they stand, and what speaks against them now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from minsheng.kernel.cases.queries import Offered
from minsheng.kernel.procedures.schema import STAY, Procedure
from minsheng.surface.web.intakes import worklists
from minsheng.surface.web.words import law_text
from minsheng.surface.wording import say


@dataclass(frozen=True, slots=True)
class Offer:
    """One act that may be tried.

    ``blocked`` says why not now; ``is_next``: it is the one that the case waits for; ``ends``: it can only close it.
    """

    key: str
    title: str
    law: str
    leads_to: list[str]
    blocked: str
    is_next: bool = False
    ends: bool = False


def offers_of(
    offered: Iterable[Offered], procedure: Procedure, language: str, clocks: Iterable[str] = ()
) -> list[Offer]:
    """The act that is next, those that move the case, and the others, each in the procedure's order.

    ``clocks``: names of the clocks that are open, the most pressing first.
    """
    items = list(offered)
    first = _next(items, procedure, clocks)
    offers = [replace(_offer(item, procedure, language), is_next=item.key == first) for item in items]
    return sorted(offers, key=lambda offer: (not offer.is_next, not offer.leads_to))


def _next(items: list[Offered], procedure: Procedure, clocks: Iterable[str]) -> str:
    """The act that a worklist or an open clock waits for: the one button that stands out. Empty for none."""
    open_now = {item.key for item in items if not item.blocked}
    waited = [item.act for item in worklists() if item.procedure == procedure.key]
    for name in clocks:
        waited += [*procedure.clock[name].until, *procedure.clock[name].resume]
    return next((act for act in waited if act in open_now), "")


def _offer(item: Offered, procedure: Procedure, language: str) -> Offer:
    targets = [state for state in item.spec.targets() if state != STAY]
    return Offer(
        key=item.key,
        title=item.spec(language),
        law=law_text(procedure, item.spec.law, language),
        leads_to=[procedure.states[state](language) for state in dict.fromkeys(targets)],
        ends=bool(targets) and set(targets) <= set(procedure.final),
        blocked=say(item.blocked, language, procedure) if item.blocked else "",
    )
