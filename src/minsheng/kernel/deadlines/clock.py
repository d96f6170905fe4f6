"""A running time limit on one case, as an immutable record and pure functions over it. No Django.

A clock holds facts (started, suspended, extended, stopped) and what was reckoned from them (raw_due, due_at). Lateness
is computed from stored instants, so time passing never needs a write; editing never restarts a clock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from minsheng.base.errors import Refusal
from minsheng.kernel.deadlines.reckoning import Due, Rolling, Span, reckon
from minsheng.kernel.deadlines.terms import Term
from minsheng.kernel.deadlines.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class Extension:
    """One prolongation: by how much, on what ground (a key), who approved it, when, by which act of the case."""

    term: Term
    ground: str
    approver_id: int
    at: datetime
    act_seq: int


@dataclass(frozen=True, slots=True)
class Clock:
    """One time limit of one case.

    ``run`` counts the times that this ``key`` was started on the case. ``due_at`` is ``None`` while the clock stands
    still. ``rolling`` says how a rest day at the end is treated. ``provisional``: reckoned with a year whose plan is
    not official. ``warned``: keys of the warnings that have been sent.
    """

    key: str
    run: int
    term: Term
    law: str
    started_at: datetime
    raw_due: datetime
    due_at: datetime | None
    rolling: Rolling = Rolling.FORWARD
    suspended: tuple[Span, ...] = ()
    paused_at: datetime | None = None
    extensions: tuple[Extension, ...] = ()
    stopped_at: datetime | None = None
    stop_reason: str = ""
    provisional: bool = False
    warned: tuple[str, ...] = ()

    @property
    def is_running(self) -> bool:
        """Neither paused nor stopped."""
        return self.paused_at is None and self.stopped_at is None


def start(
    key: str,
    term: Term,
    at: datetime,
    calendar: Calendar,
    *,
    law: str = "",
    run: int = 1,
    rolling: Rolling = Rolling.FORWARD,
) -> Clock:
    """Start a clock. ``law`` is the article behind the term. Raises CalendarUnknown like ``rules.due``."""
    end = reckon((term,), at, calendar, rolling=rolling)
    return Clock(key, run, term, law, at, end.raw_due, end.due_at, rolling, provisional=end.provisional)


def pause(clock: Clock, at: datetime) -> Clock:
    """Let the clock stand still from ``at`` on (补正, 鉴定, 听证, 中止).

    A clock that has run out stays late: the pause is recorded and changes nothing. A stopped clock is returned as it
    is. Raises Refusal ``clock.paused`` if it stands still already, ``clock.order`` if ``at`` lies before what was
    recorded.
    """
    if clock.stopped_at is not None:
        return clock
    if clock.paused_at is not None:
        raise Refusal("clock.paused", key=clock.key)
    _check_order(clock, at)
    return replace(clock, paused_at=at, due_at=clock.due_at if is_late(clock, at) else None)


def resume(clock: Clock, at: datetime, calendar: Calendar) -> Clock:
    """Let the clock run again; the length of the pause is added, in the unit of the term (see ``reckoning.reckon``).

    A stopped clock is returned as it is. Raises Refusal ``clock.not_paused`` or ``clock.order``.
    """
    if clock.stopped_at is not None:
        return clock
    if clock.paused_at is None:
        raise Refusal("clock.not_paused", key=clock.key)
    _check_order(clock, at)
    spans = clock.suspended if at == clock.paused_at else (*clock.suspended, Span(clock.paused_at, at))
    return restate(replace(clock, paused_at=None, suspended=spans), calendar)


def extend(
    clock: Clock,
    extension: Extension,
    calendar: Calendar,
    *,
    cap: Term | None = None,
    max_count: int | None = None,
) -> Clock:
    """Prolong the clock. ``cap`` bounds all extensions together, ``max_count`` their number.

    Raises Refusal ``clock.stopped``, ``extension.no_ground``, ``extension.no_approver``, ``extension.too_late`` (after
    the term has run out), ``extension.count``, ``extension.over_cap``, ``clock.order``.
    """
    if clock.stopped_at is not None:
        raise Refusal("clock.stopped", key=clock.key)
    if not extension.ground.strip():
        raise Refusal("extension.no_ground", "ground", key=clock.key)
    if not extension.approver_id:
        raise Refusal("extension.no_approver", "approver", key=clock.key)
    if extension.at < clock.started_at:
        raise Refusal("clock.order", key=clock.key)
    if is_late(clock, extension.at):
        raise Refusal("extension.too_late", key=clock.key, due_at=clock.due_at)
    if max_count is not None and len(clock.extensions) >= max_count:
        raise Refusal("extension.count", key=clock.key, limit=max_count)
    extended = replace(clock, extensions=(*clock.extensions, extension))
    if cap is not None and _is_over(extended, cap, calendar):
        raise Refusal("extension.over_cap", "term", key=clock.key, limit=cap.amount, unit=cap.unit.value)
    return restate(extended, calendar)


def stop(clock: Clock, at: datetime, reason: str, calendar: Calendar) -> Clock:
    """End the clock: what it measured was done, or fell away. A pause that is open ends with it.

    A stopped clock is returned as it is: the first stop counts. Raises Refusal ``clock.order``.
    """
    if clock.stopped_at is not None:
        return clock
    _check_order(clock, at)
    running = resume(clock, at, calendar) if clock.paused_at is not None else clock
    return replace(running, stopped_at=at, stop_reason=reason)


def restate(clock: Clock, calendar: Calendar) -> Clock:
    """Reckon ``raw_due``, ``due_at`` and ``provisional`` again from the facts, as when a year's plan has been entered.

    With the calendar of before it changes nothing.
    """
    end = reckoned(clock, calendar)
    stands_still = clock.paused_at is not None and clock.paused_at <= end.due_at
    due_at = None if stands_still else end.due_at
    return replace(clock, raw_due=end.raw_due, due_at=due_at, provisional=end.provisional)


def reckoned(clock: Clock, calendar: Calendar) -> Due:
    """What the facts give: the end of the clock as if no pause were open. Raises CalendarUnknown."""
    terms = (clock.term, *(extension.term for extension in clock.extensions))
    return reckon(terms, clock.started_at, calendar, rolling=clock.rolling, suspended=clock.suspended)


def is_late(clock: Clock, now: datetime) -> bool:
    """Whether the limit was or is overstepped: stopped, or else ``now``, after ``due_at``. Exactly at it is in time."""
    return clock.due_at is not None and (clock.stopped_at or now) > clock.due_at


def mark_warned(clock: Clock, warning: str) -> Clock:
    """Record that a warning was sent, once. It changes nothing of what is due."""
    return clock if warning in clock.warned else replace(clock, warned=(*clock.warned, warning))


def _check_order(clock: Clock, at: datetime) -> None:
    latest = clock.paused_at or (clock.suspended[-1].end if clock.suspended else clock.started_at)
    if at < latest:
        raise Refusal("clock.order", key=clock.key, latest=latest)


def _is_over(clock: Clock, cap: Term, calendar: Calendar) -> bool:
    terms = [extension.term for extension in clock.extensions]
    if all(term.unit is cap.unit for term in terms):
        return sum(term.amount for term in terms) > cap.amount
    # Units differ (10 working days under a cap of 30 days): compare where they lead.
    reached = reckon((clock.term, *terms), clock.started_at, calendar, rolling=Rolling.NONE)
    allowed = reckon((clock.term, cap), clock.started_at, calendar, rolling=Rolling.NONE)
    return reached.raw_due > allowed.raw_due
