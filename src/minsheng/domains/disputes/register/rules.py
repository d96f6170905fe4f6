"""What a mediation counts as in the register and in its statistics. Pure; no Django.

Sources: 人民调解法 arts. 10, 26, 27, 28–33; the code list of types of the judicial administration's statistics
(domain.md 1.1). Shares keep numerator and denominator, so that they are divided after roll-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction

WRITTEN, ORAL = "written", "oral"
SUCCESS, FAILURE, ENDED = "agreed", "failed", "terminated"
NOT_TAKEN = frozenset({"not_accepted", "retracted"})
SETTLED = frozenset({SUCCESS, FAILURE, ENDED})
PERFORMED, PARTLY, BREACHED, WAITING = "performed", "partly", "breached", "waiting"


@dataclass(frozen=True, slots=True)
class Entry:
    """One mediation as the register shows it. Days are the district's, amounts yuan; persons are masked.

    ``result`` is one of agreed, failed, terminated, not_accepted, retracted, or empty while it goes on; ``settled_on``
    is the day of an agreement or of the end. ``performance`` is empty without an agreement. ``late``: the month for
    mediation (司法部令75号 33), with what the parties had agreed on beyond it, ran out before the result.
    """

    code: str
    unit_id: int | None
    area_id: int
    kind: str
    source: str
    manner: str
    level: str
    people: int | None
    amount: Decimal | None
    filed_on: date
    accepted_on: date | None
    settled_on: date | None
    result: str
    form: str
    agreed_amount: Decimal | None
    perform_by: date | None
    performance: str
    performed_on: date | None
    applied_on: date | None
    ruling: str
    sessions: int
    late: bool
    risk_reported: bool
    handed_over: bool
    applicants: tuple[str, ...] = ()
    respondents: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    title: str = ""


def result_of(state: str, outcome: str, *, agreed: bool, ended: bool) -> str:
    """What a mediation has come to. An agreement that was mediated anew after a breach counts by its latest state."""
    if state in NOT_TAKEN:
        return state
    if agreed:
        return SUCCESS
    if not ended:
        return ""
    return ENDED if ENDED in {state, outcome} else FAILURE


def performance_of(state: str, outcome: str, *, agreed: bool, performed: bool, breached: bool) -> str:
    """How far an agreement was performed; empty without one."""
    if not agreed:
        return ""
    if performed or "performed" in {state, outcome}:
        return PERFORMED
    if breached or "breached" in {state, outcome}:
        return BREACHED
    return PARTLY if "partly_performed" in {state, outcome} else WAITING


@dataclass(frozen=True, slots=True)
class Share:
    """A share that can still be added to others: ``part`` of ``whole``."""

    part: int = 0
    whole: int = 0

    @property
    def value(self) -> Fraction | None:
        """The share; None of nothing."""
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def percent(self) -> Decimal | None:
        """Per cent with one decimal, half up; None of nothing."""
        share = self.value
        if share is None:
            return None
        tenths = (share * 2000 + 1) // 2
        return (Decimal(tenths) / 10).quantize(Decimal("0.1"))

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of one line of the statistics: counts, sums, and shares in their parts. Lines add up exactly."""

    accepted: int = 0
    settled: int = 0
    agreed: int = 0
    written: int = 0
    oral: int = 0
    failed: int = 0
    terminated: int = 0
    due: int = 0
    performed: int = 0
    applied: int = 0
    confirmed: int = 0
    late: int = 0
    days: int = 0
    people: int = 0
    amount: Decimal = field(default=Decimal(0))
    agreed_amount: Decimal = field(default=Decimal(0))
    risks: int = 0
    handed_over: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, item.name) + getattr(other, item.name) for item in fields(self)))

    @property
    def success(self) -> Share:
        """调解成功率: agreements of all that were settled, failed and ended ones among them."""
        return Share(self.agreed, self.settled)

    @property
    def performance(self) -> Share:
        """协议履行率: performed of those whose performance was due."""
        return Share(self.performed, self.due)

    @property
    def confirmation(self) -> Share:
        """司法确认率: confirmed by a court of all agreements."""
        return Share(self.confirmed, self.agreed)

    @property
    def lateness(self) -> Share:
        """超期率: settled after the term of all that were settled."""
        return Share(self.late, self.settled)

    @property
    def mean_days(self) -> Fraction | None:
        """Calendar days from acceptance to the result, on average; None of nothing."""
        return Fraction(self.days, self.settled) if self.settled else None


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both counted."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.first <= day <= self.last


def tally_of(entry: Entry, period: Period) -> Tally:
    """What one mediation adds: each figure counts on its own day (accepted, settled, due, applied for)."""
    settled = entry.result in SETTLED and period.holds(entry.settled_on)
    agreed = settled and entry.result == SUCCESS
    accepted = period.holds(entry.accepted_on)
    due_on = entry.perform_by or entry.settled_on
    due = entry.result == SUCCESS and period.holds(due_on)
    applied = period.holds(entry.applied_on)
    begun = entry.accepted_on or entry.filed_on
    return Tally(
        accepted=int(accepted),
        settled=int(settled),
        agreed=int(agreed),
        written=int(agreed and entry.form == WRITTEN),
        oral=int(agreed and entry.form == ORAL),
        failed=int(settled and entry.result == FAILURE),
        terminated=int(settled and entry.result == ENDED),
        due=int(due),
        performed=int(due and entry.performance == PERFORMED),
        applied=int(applied),
        confirmed=int(agreed and entry.ruling == "valid"),
        late=int(settled and entry.late),
        days=(entry.settled_on - begun).days if settled and entry.settled_on is not None else 0,
        people=(entry.people or 0) if accepted else 0,
        amount=(entry.amount or Decimal(0)) if accepted else Decimal(0),
        agreed_amount=(entry.agreed_amount or Decimal(0)) if agreed else Decimal(0),
        risks=int(accepted and entry.risk_reported),
        handed_over=int(settled and entry.handed_over),
    )


def statistics(entries: Iterable[Entry], period: Period, kinds: Iterable[str]) -> tuple[Mapping[str, Tally], Tally]:
    """One line for each kind, in the order of ``kinds``, and the sum of all. Entries of unknown kinds are an error."""
    lines = {kind: Tally() for kind in kinds}
    for entry in entries:
        lines[entry.kind] += tally_of(entry, period)
    total = Tally()
    for line in lines.values():
        total += line
    return lines, total
