"""What must hold of any case under any procedure, and of any act that was accepted."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from minsheng.base.time import SHANGHAI, local_date
from minsheng.kernel.deadlines.clock import Clock
from minsheng.kernel.deadlines.rules import BUSINESS_HOURS, HOUR_UNITS, Calendar, TermUnit
from minsheng.kernel.procedures.examples import ExampleStep
from minsheng.kernel.procedures.schema import STAY, Branch, Procedure
from minsheng.kernel.procedures.snapshot import Done, Snapshot

MOMENT = timedelta(microseconds=1)
JUDGES = {"handler_is_not_rater", "verifier_is_not_handler"}


def handlers(procedure: Procedure, done: Done) -> set[int]:
    """Accounts that worked on the case by this act, counted from the act alone."""
    does = set(procedure.act[done.key].does)
    worked = {done.account_id} if does & {"take", "answer", "finish_part"} else set()
    if "hand_over" in does:
        worked.add(done.data["handler"])
    return {account for account in worked if account is not None}


def check_step(
    procedure: Procedure, before: Snapshot, after: Snapshot, done: Done, step: ExampleStep, handled: set[int]
) -> None:
    """What an accepted act may change."""
    act = procedure.act[done.key]
    assert after.seq == before.seq + 1 == done.seq
    assert after.acted_at == done.at
    if before.state:
        assert procedure.is_open(act, before.state)
    assert set(step.by) & set(act.who)
    target = act.to.cases[done.data[act.to.field]] if isinstance(act.to, Branch) else act.to
    assert after.state == (before.state if target == STAY else target)
    _check_counts(before, after, set(act.does))
    if JUDGES & set(act.needs):
        assert done.account_id not in handled
    for old, new in zip(before.clocks, after.clocks, strict=False):
        assert new == old or old.stopped_at is None, "a stopped clock has changed"
        assert (new.key, new.run, new.term, new.law, new.started_at) == (
            old.key,
            old.run,
            old.term,
            old.law,
            old.started_at,
        )
    ended = [part for part in before.assignments if part.ended_at is not None]
    assert [part for part in after.assignments if part in ended] == ended, "a part that had ended has changed"
    assert after.ratings[: len(before.ratings)] == before.ratings


def _check_counts(before: Snapshot, after: Snapshot, does: set[str]) -> None:
    assert after.returns == before.returns + ("return" in does)
    assert after.supervised == before.supervised + ("supervise" in does)
    assert after.escalation >= before.escalation
    assert 0 <= after.reopens - before.reopens <= 1
    assert not (before.binding and "return" in does), "returned against a ruling"
    assert not (before.binding and not after.binding)
    assert len(after.clocks) >= len(before.clocks)
    assert len(after.assignments) >= len(before.assignments)
    assert set(before.handled_by_ids) <= set(after.handled_by_ids)
    assert before.contacted_at in {None, after.contacted_at}, "the first contact is the first"
    assert before.filed_at in {None, after.filed_at}


def check_state(procedure: Procedure, snapshot: Snapshot, calendar: Calendar) -> None:
    """What holds between any two acts."""
    assert snapshot.state in procedure.states
    is_final = snapshot.state in procedure.final
    assert (snapshot.closed_at is not None) is is_final
    assert (snapshot.outcome != "") is is_final
    running = [clock for clock in snapshot.clocks if clock.stopped_at is None]
    outliving = {key for key, spec in procedure.clock.items() if spec.outlives}
    assert not (is_final and {clock.key for clock in running} - outliving), "a clock runs on a closed case"
    assert max(Counter(clock.key for clock in running).values(), default=0) <= 1
    for key in {clock.key for clock in snapshot.clocks}:
        runs = [clock.run for clock in snapshot.clocks if clock.key == key]
        assert runs == list(range(1, len(runs) + 1))
    for clock in snapshot.clocks:
        check_clock(procedure, snapshot, clock, calendar)
    _check_parts(snapshot, is_final=is_final)
    assert snapshot.handled_by_ids == sorted(set(snapshot.handled_by_ids))
    assert snapshot.handler_id is None or snapshot.handler_id in snapshot.handled_by_ids


def check_clock(procedure: Procedure, snapshot: Snapshot, clock: Clock, calendar: Calendar) -> None:
    """What holds of one run of a clock."""
    spec = procedure.clock[clock.key]
    if clock.stopped_at is None:
        assert not spec.within or snapshot.state in spec.within
        assert (clock.due_at is not None) or clock.paused_at is not None
    else:
        assert clock.started_at <= clock.stopped_at
        assert clock.due_at is not None
    if clock.paused_at is not None:
        assert clock.due_at is None or clock.due_at < clock.paused_at, "a clock that stands still has no end"
    if spec.extend is None:
        assert clock.extensions == ()
    elif spec.extend.count is not None:
        assert len(clock.extensions) <= spec.extend.count
    if clock.due_at is not None:
        _check_due(clock, clock.due_at, calendar)


def _check_due(clock: Clock, due_at: datetime, calendar: Calendar) -> None:
    assert due_at >= clock.started_at
    assert due_at >= clock.raw_due
    if clock.provisional:
        assert local_date(due_at - MOMENT).year > max(year for year in calendar.years if year < 2027)
    if clock.term.unit in HOUR_UNITS:
        if clock.term.unit is TermUnit.WORKING_HOUR and not clock.suspended:
            assert calendar.is_working_day(local_date(due_at))
            at = due_at.astimezone(SHANGHAI).time()
            assert any(opens < at <= closes for opens, closes in BUSINESS_HOURS)
        return
    assert due_at.astimezone(SHANGHAI).time().isoformat() == "00:00:00"
    assert calendar.is_working_day(local_date(due_at - MOMENT)), "a day's term ends on a rest day"


def _check_parts(snapshot: Snapshot, *, is_final: bool) -> None:
    lasting = [part for part in snapshot.assignments if part.ended_at is None]
    leads = [part.unit_id for part in lasting if part.role == "lead"]
    helpers = [part.unit_id for part in lasting if part.role == "co"]
    if is_final or snapshot.lead_unit_id is None:
        assert lasting == []
        assert snapshot.handler_id is None or snapshot.lead_unit_id is not None or is_final
        return
    has_answered = snapshot.answered_at is not None
    assert leads == ([] if has_answered else [snapshot.lead_unit_id])
    assert len(helpers) == len(set(helpers))
    assert set(helpers) <= set(snapshot.co_unit_ids)
    assert snapshot.lead_unit_id not in snapshot.co_unit_ids
    for part in snapshot.assignments:
        assert (part.outcome == "") is (part.ended_at is None)
