"""The interpreter: which acts are open, whether one may be done, and what a done act changes. Pure; no Django.

``apply`` is the only way in which a case changes. Services call it when an act is done and the rebuild calls it when
all acts are replayed, so both must give the same rows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import lru_cache

from minsheng.base.errors import Refusal
from minsheng.base.time import SHANGHAI
from minsheng.kernel.deadlines import clock as clocks
from minsheng.kernel.deadlines.rules import Calendar, Days, Term
from minsheng.kernel.procedures import effects as _effects  # noqa: F401 -- registers the kernel's effects
from minsheng.kernel.procedures import guards as _guards  # noqa: F401 -- registers the kernel's guards
from minsheng.kernel.procedures.registry import Question, ask, do
from minsheng.kernel.procedures.schema import BIRTH, STAY, Act, Branch, Clock, Extension, FieldSpec, Procedure, RunsWhen
from minsheng.kernel.procedures.snapshot import Done, Snapshot


@lru_cache(maxsize=512)
def term_of(text: str, days: Days) -> Term:
    """The term written in a procedure file, for example ``P5D`` in working days."""
    return Term.parse(text, days=days)


def open_acts(procedure: Procedure, snapshot: Snapshot, functions: frozenset[str]) -> dict[str, Act]:
    """Acts that somebody with these functions may try now, guards not yet asked. In the order of the file."""
    return {key: act for key, act in procedure.acts_from(snapshot.state).items() if not functions.isdisjoint(act.who)}


def check(question: Question) -> None:
    """Raise the first Refusal that stands against the act: state, function, then each guard in the file's order."""
    act = question.act
    check_open(question.procedure, act, question.snapshot, question.functions)
    _check_past(question)
    for call in act.needs:
        refusal = ask(call, question)
        if refusal is not None:
            refusal.params.setdefault("law", act.law)
            raise refusal


def check_open(procedure: Procedure, act: Act, snapshot: Snapshot, functions: frozenset[str]) -> None:
    """Refuse an act that is closed in this state or for this role: asked before its inputs are looked at.

    A case without a state is not born yet: only the opening act is open. Raises Refusal ``act.not_open`` (409) or
    ``act.not_your_role`` (403).
    """
    named = {"act": act.zh, "act_en": act.en, "law": act.law}
    if not (procedure.is_open(act, snapshot.state) if snapshot.state else act.source == BIRTH):
        state = procedure.states.get(snapshot.state)
        where = {"state": state.zh if state else "", "state_en": state.en if state else ""}
        raise Refusal("act.not_open", status=409, **named, **where)
    if functions.isdisjoint(act.who):
        raise Refusal("act.not_your_role", status=403, **named)


def _check_past(question: Question) -> None:
    """Refuse a date or instant that lies after the act where it must not: nothing is served tomorrow."""
    for name in question.act.fields:
        spec, value = question.procedure.fields[name], question.data.get(name)
        if spec.past and value is not None and moment(spec, value) > question.at:
            raise Refusal("field.future", name, name=spec.zh, name_en=spec.en, value=str(value), law=question.act.law)


def moment(spec: FieldSpec, value: str) -> datetime:
    """The instant that a ``date`` (its beginning in the district) or ``instant`` input says."""
    if spec.type == "instant":
        return datetime.fromisoformat(value)
    return datetime.combine(date.fromisoformat(value), time(), SHANGHAI)


def find_act(procedure: Procedure, key: str) -> Act:
    """The act named ``key``. Raises Refusal ``act.unknown`` (404)."""
    act = procedure.act.get(key)
    if act is None:
        raise Refusal("act.unknown", "act", status=404, act=key)
    return act


def check_extension(procedure: Procedure, key: str, done: Done, snapshot: Snapshot, calendar: Calendar) -> None:
    """Refuse an extension that is over its cap, too late, or has nothing to extend, before anything is written."""
    for name, spec in procedure.clock.items():
        if spec.extend is not None and spec.extend.act == key:
            index = snapshot.running(name)
            if index is None:
                raise Refusal("extension.no_clock", status=409, law=spec.extend.law)
            _check_lawful(snapshot.clocks[index], spec.extend, done, calendar)


def _check_lawful(running: clocks.Clock, spec: Extension, done: Done, calendar: Calendar) -> None:
    """The clock knows neither the article nor what the input is called; the refusal says both."""
    try:
        _check_extended(running, spec, done, calendar)
    except Refusal as refusal:
        refusal.params.setdefault("law", spec.law)
        refusal.field = spec.days_field if refusal.field == "term" else refusal.field
        raise


def apply(procedure: Procedure, snapshot: Snapshot, done: Done, calendar: Calendar) -> None:
    """Change ``snapshot`` as the procedure says that ``done`` does: effects, state, clocks.

    ``calendar`` must answer every year (a fallback marks the clock provisional). A clock whose ``missed`` is ``lapse``
    is stopped by the act that the lapse leads to, like any other.
    """
    act = procedure.act[done.key]
    _keep(act, snapshot, done)
    for call in act.does:
        do(call, snapshot, done)
    target = _target(act, done)
    if target != STAY:
        snapshot.state = target
    snapshot.seq = done.seq
    snapshot.acted_at = done.at
    _run_clocks(procedure, snapshot, done, calendar)


def _keep(act: Act, snapshot: Snapshot, done: Done) -> None:
    """The facts that an act keeps, stamps, counts and clears. An input that was not given leaves its fact alone."""
    for name in act.clears:
        snapshot.facts.pop(name, None)
    for name in act.keeps:
        if name in done.data:
            snapshot.facts[name] = done.data[name]
    for name in act.stamps:
        snapshot.facts[name] = done.at.astimezone(UTC).isoformat()
    for name in act.counts:
        snapshot.facts[name] = int(snapshot.facts.get(name) or 0) + 1


def _target(act: Act, done: Done) -> str:
    if isinstance(act.to, Branch):
        return act.to.cases[str(done.data[act.to.field])]
    return act.to


def _run_clocks(procedure: Procedure, snapshot: Snapshot, done: Done, calendar: Calendar) -> None:
    for key, spec in procedure.clock.items():
        is_final = snapshot.state in procedure.final and not spec.outlives
        ended = is_final or bool(spec.within and snapshot.state not in spec.within)
        index = snapshot.running(key)
        if index is not None:
            snapshot.clocks[index] = _moved(snapshot.clocks[index], spec, done, calendar, ended=ended)
            index = snapshot.running(key)
        if index is None and done.key in spec.starts and not ended:
            _start(procedure, snapshot, key, done, calendar)


def _moved(running: clocks.Clock, spec: Clock, done: Done, calendar: Calendar, *, ended: bool) -> clocks.Clock:
    if done.key in spec.until or ended:
        return clocks.stop(running, done.at, done.key, calendar)
    if done.key in spec.pause and running.paused_at is None:
        return clocks.pause(running, done.at)
    if done.key in spec.resume and running.paused_at is not None:
        return clocks.resume(running, done.at, calendar)
    if spec.extend is not None and spec.extend.act == done.key:
        # Not checked again: on another calendar (a replay after a year was entered) what was granted stays granted.
        extended = replace(running, extensions=(*running.extensions, _extension(spec.extend, done)))
        return clocks.restate(extended, calendar)
    return running


def _check_extended(running: clocks.Clock, spec: Extension, done: Done, calendar: Calendar) -> None:
    cap = term_of(spec.max, spec.days) if spec.max is not None else None
    clocks.extend(running, _extension(spec, done), calendar, cap=cap, max_count=spec.count)


def _extension(spec: Extension, done: Done) -> clocks.Extension:
    return clocks.Extension(
        term=term_of(f"P{int(done.data[spec.days_field])}D", spec.days),
        ground=str(done.data.get("ground") or "given"),
        approver_id=done.account_id or 0,
        at=done.at,
        act_seq=done.seq,
    )


def _start(procedure: Procedure, snapshot: Snapshot, key: str, done: Done, calendar: Calendar) -> None:
    spec = procedure.clock[key]
    line = next((line for line in spec.runs if _fits(line, snapshot)), None)
    if line is None:
        return
    run = 1 + sum(1 for clock in snapshot.clocks if clock.key == key)
    term, begun = term_of(_written(line, snapshot), line.days), _begun(procedure, spec, done)
    snapshot.clocks.append(clocks.start(key, term, begun, calendar, law=line.law or spec.law, run=run))


def _written(line: RunsWhen, snapshot: Snapshot) -> str:
    """The term of the line, or the days that were set for this case."""
    days = snapshot.facts.get(line.days_from) if line.days_from is not None else None
    return f"P{int(days)}D" if days else line.term


def _fits(line: RunsWhen, snapshot: Snapshot) -> bool:
    if line.kind is not None and snapshot.kind not in line.kind:
        return False
    if line.urgent is not None and line.urgent != snapshot.urgent:
        return False
    return all(snapshot.facts.get(name) in values for name, values in (line.where or {}).items())


def _begun(procedure: Procedure, spec: Clock, done: Done) -> datetime:
    """From when a clock counts: the instant of the act, or the earlier one that an input of it names."""
    value = done.data.get(spec.counts_from) if spec.counts_from is not None else None
    if value is None or spec.counts_from is None:
        return done.at
    return min(moment(procedure.fields[spec.counts_from], str(value)), done.at)
