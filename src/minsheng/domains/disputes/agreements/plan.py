"""What a plan of performance comes to on a day: paid, due or late, what is next, and who is reminded when. Pure.

Nothing here is stored, since it changes by time alone. That the instalments make up the amount and end in time is
checked when an agreement is drawn up (``mediation.agreement.instalments_fit``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

REMINDERS = (-3, 0, 1, 7)
"""Days after the due day on which people are reminded: three before, the day itself, one and seven after."""
_STALE = timedelta(days=14)
"""So long after the last reminder nobody is reminded any more: the committee knows."""
ENFORCEMENT_YEARS = 2


class State(StrEnum):
    """How an instalment stands on a day."""

    PAID = "paid"
    DUE = "due"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Line:
    """One instalment. Amounts in yuan; ``paid_on`` is the day of the last payment."""

    number: int
    due: date
    amount: Decimal
    paid: Decimal = Decimal(0)
    paid_on: date | None = None

    @property
    def left(self) -> Decimal:
        """What is still to be paid; never below nothing."""
        return max(self.amount - self.paid, Decimal(0))

    def state(self, today: date) -> State:
        """Paid once the whole amount is there; late from the day after the due day on."""
        if not self.left:
            return State.PAID
        return State.LATE if today > self.due else State.DUE

    def days_late(self, today: date) -> int:
        """Days since the due day of what is late; 0 otherwise."""
        return (today - self.due).days if self.state(today) is State.LATE else 0

    @property
    def paid_in_time(self) -> bool | None:
        """Whether the last payment came by the due day; None while something is left."""
        return None if self.left or self.paid_on is None else self.paid_on <= self.due


def next_line(lines: Iterable[Line]) -> Line | None:
    """The earliest instalment that is not paid in full."""
    return min((line for line in lines if line.left), key=lambda line: (line.due, line.number), default=None)


def reminder_on(due: date, today: date) -> int | None:
    """Which reminder is in order today: the latest that has come (see REMINDERS), or None.

    A reminder stays in order until the next one, so that a day on which no job ran loses none; each is sent once.
    """
    if today > due + timedelta(days=REMINDERS[-1]) + _STALE:
        return None
    come = [offset for offset in REMINDERS if today >= due + timedelta(days=offset)]
    return come[-1] if come else None


def enforceable_until(last_day: date) -> date:
    """Last day to apply for enforcement of a confirmed agreement: two years from the last day of performance.

    民事诉讼法 250, domain reference MED-6. The corresponding day; the last of February where there is none.
    """
    try:
        return last_day.replace(year=last_day.year + ENFORCEMENT_YEARS)
    except ValueError:
        return last_day.replace(year=last_day.year + ENFORCEMENT_YEARS, day=28)
