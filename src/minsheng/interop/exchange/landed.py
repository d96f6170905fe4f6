"""What came of messages, counted batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from minsheng.base.errors import Refusal, Refusals
from minsheng.interop.exchange.columns import ANSWER, ANSWERED_AT, BODY, NUMBER, TITLE, USER
from minsheng.interop.exchange.messages import Fault, Message, Refused
from minsheng.interop.exchange.outcomes import Outcome

_COLUMNS = {
    "answer": ANSWER,
    "at": ANSWERED_AT,
    "body": BODY,
    "client_key": NUMBER,
    "reference": USER,
    "title": TITLE,
}
"""Which column is meant by an input of the kernel."""


@dataclass(slots=True)
class Landed:
    """What came of some messages.

    ``answered`` counts known ones that have got their answer now, ``known`` those with nothing new, ``suggested`` new
    cases whose category nobody has chosen yet.
    """

    landed: int = 0
    answered: int = 0
    known: int = 0
    suggested: int = 0
    refused: list[Refused] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def add(self, other: Landed) -> None:
        """Count ``other`` in."""
        self.landed += other.landed
        self.answered += other.answered
        self.known += other.known
        self.suggested += other.suggested
        self.refused.extend(other.refused)
        self.outcomes.extend(other.outcomes)

    def refuse(self, message: Message, error: Refusal | Refusals) -> None:
        """Note that a message which could be read cannot land all the same, and why."""
        refusals: Sequence[Refusal] = error.refusals if isinstance(error, Refusals) else [error]
        faults = []
        for refusal in refusals:
            column = _COLUMNS.get(refusal.field or "", refusal.field)
            named = Refusal(refusal.code, column, status=refusal.status, **refusal.params)
            faults.append(Fault(message.row, message.number, named, ""))
        self.refused.append(Refused(message.row, tuple(faults)))
