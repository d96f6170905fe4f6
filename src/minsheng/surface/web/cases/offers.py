"""Acts as buttons: what they are called, by which law they stand, and what speaks against them now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from minsheng.kernel.cases.queries import Offered
from minsheng.kernel.procedures.schema import STAY, Procedure
from minsheng.surface.web.words import law_text
from minsheng.surface.wording import say


@dataclass(frozen=True, slots=True)
class Offer:
    """One act that may be tried. ``blocked`` says why not now; ``leads_on``: it moves the case to another state."""

    key: str
    title: str
    law: str
    leads_to: list[str]
    blocked: str

    @property
    def leads_on(self) -> bool:
        """Whether the act moves the case."""
        return bool(self.leads_to)


def offers_of(offered: Iterable[Offered], procedure: Procedure, language: str) -> list[Offer]:
    """Offers in the procedure's order, those that move the case first."""
    offers = [_offer(item, procedure, language) for item in offered]
    return sorted(offers, key=lambda offer: not offer.leads_on)


def _offer(item: Offered, procedure: Procedure, language: str) -> Offer:
    targets = [state for state in item.spec.targets() if state != STAY]
    return Offer(
        key=item.key,
        title=item.spec(language),
        law=law_text(procedure, item.spec.law, language),
        leads_to=[procedure.states[state](language) for state in dict.fromkeys(targets)],
        blocked=say(item.blocked, language, procedure) if item.blocked else "",
    )
