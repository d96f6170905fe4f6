"""Whatever is composed is a sound procedure, written the same each time, and can be played to its end."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from minsheng.domains.disputes.steps.comparing import differences
from minsheng.domains.disputes.steps.composing import DONE, STOPPED, Named, compose, doer_words
from minsheng.domains.disputes.steps.definition import DOERS, Definition, Words, read
from minsheng.domains.disputes.steps.writing import toml_of
from minsheng.kernel.deadlines.rules import Calendar, bundled_years
from minsheng.kernel.procedures.checker import check_procedure, edges
from minsheng.kernel.procedures.drawing import svg
from minsheng.kernel.procedures.examples import ExampleStep, perform_step
from minsheng.kernel.procedures.schema import Procedure, content_hash, parse
from minsheng.kernel.procedures.snapshot import Snapshot
from tests.domains.disputes.steps.composed import definitions
from tests.hypothesis_profile import bounded
from tests.kernel.procedures.acting import BEGINNINGS

NAMED = Named("local", Words("五步", "Five steps"), "2026.1")
CALENDAR = Calendar(bundled_years()).with_fallback()
BORN = {"kind": "neighbours", "area_id": 1, "reporter_id": 1, "title": "x"}


@bounded(60)
@given(definitions())
def test_the_checker_passes_whatever_is_composed(definition: Definition) -> None:
    procedure = compose(NAMED, definition)
    assert [it for it in check_procedure(procedure) if it.severity == "error"] == []
    assert list(procedure.states) == [*(f"step_{n + 1}" for n in range(len(definition.steps))), DONE, STOPPED]
    assert len(procedure.clock) == sum(1 for step in definition.steps if step.days)
    assert len(procedure.facts) == len(definition.axes)
    assert svg(procedure, "en").startswith("<svg")


@bounded(60)
@given(definitions())
def test_the_file_says_what_was_composed(definition: Definition) -> None:
    procedure = compose(NAMED, definition)
    text = toml_of(procedure)
    assert parse(text) == procedure
    assert content_hash(parse(text)) == content_hash(procedure)
    assert toml_of(compose(NAMED, definition)) == text
    assert read(definition.stored()) == definition


@bounded(60)
@given(definitions())
def test_every_state_is_reached(definition: Definition) -> None:
    procedure = compose(NAMED, definition)
    assert {after for _, _, after in edges(procedure)} == set(procedure.states)


@bounded(80)
@given(definitions(), st.lists(st.sampled_from(["on", "back", "classify", "assign", "stop"]), max_size=25), st.data())
def test_a_case_can_be_played_from_beginning_to_end(
    definition: Definition, moves: list[str], data: st.DataObject
) -> None:
    procedure, snapshot, at = compose(NAMED, definition), Snapshot(), BEGINNINGS[1]
    everybody = list(procedure.who)

    def do(act: str, **said: object) -> None:
        nonlocal at
        at += timedelta(hours=1)
        step = ExampleStep(act=act, at=at, by=everybody, account=1, unit=10, data=said)
        perform_step(procedure, snapshot, step, CALENDAR)

    do("begin", **BORN)
    for move in moves:
        if snapshot.state in procedure.final:
            break
        act = _act(procedure, snapshot.state, move)
        if act:
            do(act, **_said(procedure, act, data))
            _check(procedure, snapshot)
    while snapshot.state not in procedure.final:
        act = _act(procedure, snapshot.state, "on")
        do(act, **_said(procedure, act, data))
        _check(procedure, snapshot)
    assert snapshot.closed_at is not None


def _act(procedure: Procedure, state: str, move: str) -> str:
    wanted = {"on": "finish", "back": "back_"}.get(move, move)
    return next((key for key in procedure.acts_from(state) if key.startswith(wanted)), "")


def _said(procedure: Procedure, act: str, data: st.DataObject) -> dict[str, object]:
    said: dict[str, object] = {}
    for name, need in procedure.act[act].fields.items():
        spec = procedure.fields[name]
        if need == "required":
            choices = list(spec.choices or {})
            said[name] = 10 if spec.type == "unit" else data.draw(st.sampled_from(choices)) if choices else "已说明"
    return said


def _check(procedure: Procedure, snapshot: Snapshot) -> None:
    """The clock of the present step runs, and no other."""
    running = {clock.key for clock in snapshot.clocks if clock.stopped_at is None}
    own = f"term_{snapshot.state.removeprefix('step_')}"
    assert running == ({own} if own in procedure.clock and snapshot.state not in procedure.final else set())


@bounded(60)
@given(definitions(), definitions())
def test_differences_are_none_for_the_same_and_mirrored_otherwise(one: Definition, two: Definition) -> None:
    assert differences(one, one) == []
    there, back = differences(one, two), differences(two, one)
    assert (there == []) == (one == two)
    assert {it.name for it in there if it.what == "added"} == {it.name for it in back if it.what == "removed"}


def test_every_doer_has_words() -> None:
    assert (
        len({doer_words(doer, "en") for doer in DOERS}) == len({doer_words(doer, "zh") for doer in DOERS}) == len(DOERS)
    )
