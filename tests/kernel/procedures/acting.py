"""Anything that people may try: acts, persons, inputs good and bad, and moments with weekends and holidays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from minsheng.base.time import SHANGHAI
from minsheng.kernel.procedures.schema import STAY, Act, FieldSpec, Procedure
from minsheng.kernel.procedures.snapshot import Snapshot

UNITS = (10, 20, 30)
ACCOUNTS = (1, 2, 3, 4, 5, 6, 7)
BEGINNINGS = (
    datetime(2026, 2, 13, 17, 30, tzinfo=SHANGHAI),  # the last evening but one before 春节
    datetime(2026, 4, 30, 10, 0, tzinfo=SHANGHAI),
    datetime(2026, 9, 18, 16, 0, tzinfo=SHANGHAI),  # the Sunday after it is worked
    datetime(2026, 9, 30, 23, 59, 59, tzinfo=SHANGHAI),
    datetime(2026, 10, 3, 3, 0, tzinfo=SHANGHAI),
    datetime(2026, 12, 24, 9, 0, tzinfo=SHANGHAI),  # terms reach into a year whose plan is not known
)
JUNK: tuple[Any, ...] = (None, "", "x" * 3000, -1, 0, 99, "no such word", [], [0], True, 1.5, {"a": 1})


_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": st.sampled_from(["已办", "请补充门牌号", "理由充分"]),
    "unit": st.sampled_from(UNITS),
    "units": st.lists(st.sampled_from(UNITS), min_size=1, max_size=2),
    "account": st.sampled_from(ACCOUNTS),
    "flag": st.booleans(),
    "files": st.lists(st.integers(1, 50), min_size=1, max_size=2),
    "date": st.just("2026-10-08"),
}


def good_value(spec: FieldSpec) -> st.SearchStrategy[Any]:
    """What a field takes."""
    if spec.type == "choice":
        return st.sampled_from(sorted(spec.choices or {}))
    if spec.type == "integer":
        return st.integers(spec.min or 1, min(spec.max or 4, 4))
    return _VALUES.get(spec.type, st.integers(1, 5))


def good_inputs(procedure: Procedure, act: Act) -> st.SearchStrategy[dict[str, Any]]:
    """All that an act requires, and some of what it allows."""
    values = {name: good_value(procedure.fields[name]) for name in act.fields}
    required = {name: values[name] for name, need in act.fields.items() if need == "required"}
    optional = {name: values[name] for name, need in act.fields.items() if need == "optional"}
    return st.fixed_dictionaries(required, optional=optional)


def _some(draw: st.DrawFn, procedure: Procedure, act: Act) -> dict[str, Any]:
    """Good inputs; what is optional is given in full or not at all more often than in part."""
    found = draw(good_inputs(procedure, act))
    optional = [name for name, need in act.fields.items() if need == "optional"]
    match draw(st.sampled_from(["all", "none", "some"])):
        case "all":
            missing = [name for name in optional if name not in found]
            return found | {name: draw(good_value(procedure.fields[name])) for name in missing}
        case "none":
            return {name: value for name, value in found.items() if name not in optional}
    return found


@st.composite
def inputs(draw: st.DrawFn, procedure: Procedure, act: Act) -> dict[str, Any]:
    """Mostly good inputs; sometimes one is missing, spoiled, or belongs to nothing."""
    found = _some(draw, procedure, act)
    fault = draw(st.sampled_from(["none"] * 12 + ["missing", "spoiled", "unknown"]))
    if fault == "unknown":
        return {**found, "colour": "red"}
    if fault != "none" and found:
        name = draw(st.sampled_from(sorted(found)))
        rest = {key: value for key, value in found.items() if key != name}
        return rest if fault == "missing" else {**rest, name: draw(st.sampled_from(JUNK))}
    return found


@st.composite
def acts(draw: st.DrawFn, procedure: Procedure, state: str, seen: frozenset[str]) -> str:
    """An act, most often one that is open now, and one that goes on to where the case has not been."""
    weighed = [key for key, act in procedure.acts_from(state).items() for _ in range(_weight(procedure, act, seen))]
    if weighed and draw(st.integers(0, 9)) < 9:
        return draw(st.sampled_from(weighed))
    return draw(st.sampled_from(sorted(procedure.act)))


def _weight(procedure: Procedure, act: Act, seen: frozenset[str]) -> int:
    targets = set(act.targets()) - {STAY}
    if targets <= set(procedure.final):
        return 2 if not targets else 1
    return 4 if targets <= seen else 16


@st.composite
def functions(draw: st.DrawFn, procedure: Procedure, act: Act) -> list[str]:
    """Functions of somebody who tries an act: mostly those that it needs."""
    if draw(st.integers(0, 9)) < 9:
        return [draw(st.sampled_from(act.who))]
    return draw(st.lists(st.sampled_from(sorted(procedure.who)), max_size=3, unique=True))


@st.composite
def moments(draw: st.DrawFn, snapshot: Snapshot, now: datetime) -> datetime:
    """Some time after ``now``: soon, days later, or right at, before or behind a deadline."""
    dues = [clock.due_at for clock in snapshot.clocks if clock.stopped_at is None and clock.due_at is not None]
    kind = draw(st.sampled_from(["soon", "soon", "days", "due"]))
    if kind == "due" and dues:
        beside = timedelta(seconds=draw(st.sampled_from([-1, 0, 1])))
        return max(now, draw(st.sampled_from(dues)).astimezone(SHANGHAI) + beside)
    if kind == "days":
        return now + timedelta(days=draw(st.integers(0, 9)), minutes=draw(st.integers(0, 1439)))
    return now + timedelta(minutes=draw(st.integers(0, 600)))


def births(procedure: Procedure) -> st.SearchStrategy[Mapping[str, Any]]:
    """What a case is filed with."""
    kinds = st.sampled_from(sorted(procedure.kinds))
    return st.fixed_dictionaries({"kind": kinds, "urgent": st.booleans(), "area_id": st.just(1)})
