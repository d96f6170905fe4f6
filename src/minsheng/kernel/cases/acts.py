"""Doing an act: the one way in which a case moves, for screens, API, imports and jobs alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.audit.services import NewLine, writing
from minsheng.kernel.cases.audience import Standing
from minsheng.kernel.cases.consequences import after_act, follow_ups
from minsheng.kernel.cases.events import CaseActed
from minsheng.kernel.cases.inserting import as_one, send
from minsheng.kernel.cases.loading import load_snapshot, lock_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.persons import identified
from minsheng.kernel.cases.registers import check_registers
from minsheng.kernel.cases.store import Entry, append_acts, store_snapshot
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.events import announce
from minsheng.kernel.procedures.inputs import Inputs, clean_inputs
from minsheng.kernel.procedures.interpreter import apply, check, check_extension, check_open, find_act
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.registry import Question
from minsheng.kernel.procedures.schema import Act, Procedure
from minsheng.kernel.procedures.snapshot import Done, Snapshot

__all__ = ["CLOCK_SKEW", "MakeData", "Performed", "check_open", "entry_of", "perform", "prepare", "standing_of"]

CLOCK_SKEW = timedelta(minutes=5)
MakeData = Callable[[Case, Procedure], Mapping[str, Any]]
"""What a surface gives in place of inputs when it must know the case to make them: codes into ids, for example."""


@dataclass(frozen=True, slots=True)
class Performed:
    """What an act led to."""

    case: Case
    act: str
    seq: int
    state_before: str
    state_after: str


def standing_of(actor: Actor, case: Case) -> Standing:
    """How ``actor`` stands to ``case``."""
    return Standing(actor, case)


@transaction.atomic
def perform(
    *,
    by: Actor,
    case_id: int | None = None,
    code: str = "",
    act: str,
    data: Mapping[str, Any] | MakeData | None = None,
    at: datetime | None = None,
    seen_seq: int | None = None,
) -> Performed:
    """Do an act: check state, function, inputs and guards, append it, store what it changes, tell who must know.

    The case is named by its id or its code. ``data`` may be a function that makes the inputs once the case is known;
    it is called with system eyes when the act has been found open. ``at`` is when it happened (imports; default now).
    ``seen_seq`` is the last act that the person saw: when somebody acted since, the act is refused with
    ``case.moved_on`` (409). One transaction; nothing is half done. Raises Refusal or Refusals, see ``base.errors``.
    """
    look_as_system()
    case = lock_case(by=by, case_id=case_id, code=code)
    if seen_seq is not None and seen_seq != case.seq:
        raise Refusal("case.moved_on", status=409, seen=seen_seq, now=case.seq)
    procedure = procedure_of(case.procedure_id)
    spec = find_act(procedure, act)
    snapshot = load_snapshot(case)
    done, inputs = prepare(by, case, procedure, act, spec, snapshot, data or {}, at or timezone.now())
    return _store(by, case, procedure, spec, snapshot, done, inputs)


def prepare(
    by: Actor,
    case: Case,
    procedure: Procedure,
    key: str,
    spec: Act,
    snapshot: Snapshot,
    data: Mapping[str, Any] | MakeData,
    at: datetime,
) -> tuple[Done, Inputs]:
    """Everything that is checked before an act is written. Only the register of parties is written to."""
    standing = standing_of(by, case)
    functions = standing.functions(procedure, spec.who)
    check_open(procedure, spec, snapshot, functions)
    inputs = clean_inputs(procedure, spec, data(case, procedure) if callable(data) else data)
    check_registers(procedure, spec, inputs, by=by, case=case)
    _check_time(at, snapshot)
    question = Question(
        procedure=procedure,
        snapshot=snapshot,
        act=spec,
        data={**inputs.data, **inputs.texts, "case_id": case.pk},
        account_id=by.account_id,
        party_id=standing.party_id(),
        functions=functions,
        at=at,
    )
    check(question)
    inputs = identified(procedure, spec, inputs, by=by, question=question)
    done = Done(
        seq=snapshot.seq + 1,
        key=key,
        at=at,
        account_id=by.account_id,
        party_id=standing.party_id(),
        unit_id=standing.unit_for(procedure, functions),
        data=inputs.data,
    )
    check_extension(procedure, key, done, snapshot, current_calendar().with_fallback())
    return done, inputs


def _check_time(at: datetime, snapshot: Snapshot) -> None:
    if at > timezone.now() + CLOCK_SKEW:
        raise Refusal("act.in_future", "at", at=at.isoformat())
    if snapshot.acted_at is not None and at < snapshot.acted_at:
        raise Refusal("act.before_last", "at", at=at.isoformat(), last=snapshot.acted_at.isoformat())


def _store(
    by: Actor,
    case: Case,
    procedure: Procedure,
    spec: Act,
    snapshot: Snapshot,
    done: Done,
    inputs: Inputs,
) -> Performed:
    before = snapshot.state
    previous = snapshot.copy()
    apply(procedure, snapshot, done, current_calendar().with_fallback())
    entry = entry_of(procedure, spec, done, inputs, by.channel, before, snapshot.state)
    logged = {"act": done.key, "seq": done.seq, "from": before, "to": snapshot.state}
    with as_one():
        append_acts([(case.pk, entry)])
        store_snapshot(case, previous, snapshot)
        send(*writing([NewLine("cases.acted", by, "case", case.pk, logged, case.pk)]))
    after_act(
        case=case,
        procedure=procedure,
        spec=spec,
        done=done,
        before=previous,
        after=snapshot,
        by=by,
        texts=inputs.texts,
        files=[file for ids in entry.files.values() for file in ids],
    )
    for follow in follow_ups(spec, case, done, previous):
        perform(by=Actor.system(by.channel), case_id=follow.case_id, act=follow.act, data=follow.data, at=done.at)
    announce(CaseActed(case.pk, case.code, done.key, done.seq, before, snapshot.state, done.at))
    return Performed(case, done.key, done.seq, before, snapshot.state)


def entry_of(
    procedure: Procedure, spec: Act, done: Done, inputs: Inputs, channel: str, before: str, after: str
) -> Entry:
    """The row-to-be of an act with its texts and files."""
    by_reporter = any(procedure.who[name].relation in {"reporter", "anyone"} for name in spec.who)
    files = {
        name: inputs.data[name]
        for name in spec.fields
        if procedure.fields[name].type == "files" and name in inputs.data
    }
    return Entry(
        done=done,
        channel=channel,
        state_before=before,
        state_after=after,
        texts=inputs.texts,
        public_texts=frozenset(name for name in inputs.texts if by_reporter or procedure.fields[name].public),
        files=files,
        public_files=by_reporter or any(procedure.fields[name].public for name in files),
    )
