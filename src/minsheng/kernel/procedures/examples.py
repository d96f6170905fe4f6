"""Worked examples of a procedure: a case told act by act, with what must have come of it. Pure.

They stand beside the procedure in ``examples-<version>.toml`` and are tests. A step may name the Refusal that it must
meet; then it changes nothing. Times without a zone are those of the district.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from minsheng.base.errors import Refusal, Refusals
from minsheng.base.time import SHANGHAI
from minsheng.kernel.deadlines.clock import is_late
from minsheng.kernel.deadlines.rules import Calendar
from minsheng.kernel.procedures.inputs import clean_inputs
from minsheng.kernel.procedures.interpreter import apply, check, check_extension, check_open, find_act
from minsheng.kernel.procedures.registry import Question
from minsheng.kernel.procedures.schema import Part, Procedure
from minsheng.kernel.procedures.snapshot import Done, Rating, Snapshot

CASE = 1
"""The number of the case that an example tells; other cases have other numbers."""


class ExampleStep(Part):
    """One act. ``by`` are functions of the procedure; ``account`` tells persons apart; ``refused`` is a code."""

    act: str
    at: datetime
    by: list[str]
    account: int | None = 1
    unit: int | None = None
    data: dict[str, Any] = {}
    refused: str = ""
    law: str = ""


class ExampleClock(Part):
    """What a run of a clock must show at the end. ``term`` is written as in the procedure, ``law`` is its article."""

    due: datetime | None = None
    run: int | None = None
    term: str | None = None
    law: str | None = None
    stopped: bool | None = None
    late: bool | None = None
    paused: bool | None = None
    provisional: bool | None = None


class Example(Part):
    """A whole example. ``now`` is when lateness is asked (the last step's time when absent).

    ``expect`` holds values of the snapshot, ``absent`` names those that must be None. ``clocks`` is keyed by clock (its
    last run) or by clock and run (``handle#1``). ``parts`` lists all assignments in order, each as unit, role and
    outcome (``open`` while it lasts); ``ratings`` all answers, each as source, reach and what was said.
    """

    name: str
    steps: list[ExampleStep]
    state: str
    expect: dict[str, Any] = {}
    absent: list[str] = []
    clocks: dict[str, ExampleClock] = {}
    parts: list[str] | None = None
    ratings: list[str] | None = None
    now: datetime | None = None


def read_examples(path: Path) -> list[Example]:
    """The examples of one examples file."""
    return [Example.model_validate(item) for item in tomllib.loads(path.read_text(encoding="utf-8"))["example"]]


def faults(procedure: Procedure, example: Example, calendar: Calendar) -> Iterator[str]:
    """What is not as the example says; nothing when all is."""
    snapshot = Snapshot()
    for number, step in enumerate(example.steps, start=1):
        met = _run(procedure, snapshot, step, calendar)
        if met != step.refused:
            yield f"step {number} {step.act}: refused with {met or 'nothing'}, expected {step.refused or 'nothing'}"
    yield from _case_faults(snapshot, example)
    now = local(example.now or example.steps[-1].at)
    for key, clock in example.clocks.items():
        yield from _clock_faults(snapshot, key, clock, now)


def _case_faults(snapshot: Snapshot, example: Example) -> Iterator[str]:
    if snapshot.state != example.state:
        yield f"state {snapshot.state}, expected {example.state}"
    for name, value in example.expect.items():
        wanted = local(value) if isinstance(value, datetime) else value
        if getattr(snapshot, name) != wanted:
            yield f"{name} is {getattr(snapshot, name)!r}, expected {wanted!r}"
    for name in example.absent:
        if getattr(snapshot, name) is not None:
            yield f"{name} is {getattr(snapshot, name)!r}, expected nothing"
    parts = [f"{part.unit_id} {part.role} {part.outcome or 'open'}" for part in snapshot.assignments]
    if example.parts is not None and parts != example.parts:
        yield f"parts are {parts}, expected {example.parts}"
    ratings = [_rating_text(rating) for rating in snapshot.ratings]
    if example.ratings is not None and ratings != example.ratings:
        yield f"ratings are {ratings}, expected {example.ratings}"


def _rating_text(rating: Rating) -> str:
    said = (rating.source, rating.reach, rating.contacted, rating.solved, rating.satisfied)
    return " ".join(word for word in said if word)


def local(at: datetime) -> datetime:
    """A time of the file as an instant."""
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def _run(procedure: Procedure, snapshot: Snapshot, step: ExampleStep, calendar: Calendar) -> str:
    try:
        perform_step(procedure, snapshot, step, calendar)
    except Refusals as several:
        return several.refusals[0].code
    except Refusal as refusal:
        return refusal.code
    return ""


def perform_step(procedure: Procedure, snapshot: Snapshot, step: ExampleStep, calendar: Calendar) -> Done:
    """Do one act to ``snapshot`` as the services do, registers and access apart.

    Raises Refusal or Refusals; then nothing has changed.
    """
    spec = find_act(procedure, step.act)
    is_birth = step.act == procedure.opening
    data = dict(step.data)
    functions = frozenset(step.by)
    check_open(procedure, spec, snapshot, functions)
    asked = {name: value for name, value in data.items() if name in spec.fields} if is_birth else data
    inputs = clean_inputs(procedure, spec, asked)
    texts = inputs.texts
    said_besides = {name: value for name, value in data.items() if name not in asked}  # as every report says
    data = {**said_besides, **inputs.data}
    at = local(step.at)
    said = {**data, **texts, "case_id": CASE}
    check(Question(procedure, snapshot, spec, said, step.account, None, functions, at))
    done = Done(snapshot.seq + 1, step.act, at, step.account, None, step.unit, data)
    check_extension(procedure, step.act, done, snapshot, calendar)
    apply(procedure, snapshot, done, calendar)
    return done


def _clock_faults(snapshot: Snapshot, key: str, wanted: ExampleClock, now: datetime) -> Iterator[str]:
    name, _, number = key.partition("#")
    runs = [clock for clock in snapshot.clocks if clock.key == name and number in {"", str(clock.run)}]
    if not runs:
        yield f"clock {key} never ran"
        return
    clock = runs[-1]
    found = {
        "due": clock.due_at,
        "run": clock.run,
        "term": str(clock.term),
        "law": clock.law,
        "provisional": clock.provisional,
        "stopped": clock.stopped_at is not None,
        "late": is_late(clock, now),
        "paused": clock.paused_at is not None,
    }
    for name, value in wanted.model_dump(exclude_none=True).items():
        expected = local(value) if isinstance(value, datetime) else value
        if found[name] != expected:
            yield f"clock {key}: {name} is {found[name]}, expected {expected}"
