"""What became of each message: what the summary counts. Pure over the clocks that the procedure keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from minsheng.base.time import local_date
from minsheng.kernel.deadlines.clock import Clock, is_late
from minsheng.kernel.deadlines.rules import Calendar
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.procedures.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case: its first-level category, how many working days its answer took (None: none yet), whether it is late.

    A case may be neither open nor answered: withdrawn, merged. ``guessed_years`` are the calendar years without an
    official plan that this was reckoned with.
    """

    category_id: int | None
    working_days: int | None
    is_open: bool
    late: bool
    guessed_years: tuple[int, ...] = ()


def outcome(
    snapshot: Snapshot, *, clock: str | None, category_id: int | None, calendar: Calendar, now: datetime
) -> Outcome:
    """The outcome of a case, late by the last run of ``clock``, on a calendar that answers every year."""
    filed, answered = snapshot.filed_at or now, snapshot.answered_at
    first, last = local_date(filed), local_date(answered or now)
    run = _last_run(snapshot.clocks, clock)
    end = max(last, local_date(run.due_at)) if run is not None and run.due_at is not None else last
    return Outcome(
        category_id=category_id,
        working_days=calendar.working_days_between(first, last) if answered is not None else None,
        is_open=snapshot.closed_at is None,
        late=run is not None and is_late(run, now),
        guessed_years=tuple(year for year in range(first.year, end.year + 1) if year not in calendar.years),
    )


def _last_run(clocks: Iterable[Clock], key: str | None) -> Clock | None:
    runs = [clock for clock in clocks if clock.key == key]
    return max(runs, key=lambda clock: clock.run, default=None)


def answering_act(procedure: Procedure) -> str | None:
    """The act by which the system records an answer that was given elsewhere; None when the procedure has none.

    It is open in the first state, gives the answer and closes the case.
    """
    for key, act in procedure.acts_from(procedure.initial).items():
        by_system = any(procedure.who[name].relation == "system" for name in act.who)
        if by_system and {"answer", "close"} <= set(act.does):
            return key
    return None


def answer_field(procedure: Procedure, act: str) -> str:
    """The input of the act that takes the text of the answer: its first required text."""
    fields = procedure.act[act].fields.items()
    return next(name for name, need in fields if need == "required" and procedure.fields[name].type == "text")


def answering_clock(procedure: Procedure) -> str | None:
    """The clock that runs from filing until there is an answer, of whichever act; None when there is none."""
    answering = {key for key, act in procedure.act.items() if "answer" in act.does}
    for key, clock in procedure.clock.items():
        if procedure.opening in clock.starts and answering and answering <= set(clock.until):
            return key
    return None
