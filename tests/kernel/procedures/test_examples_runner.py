"""The runner of worked examples says what is wrong: an example that lies does not pass."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from minsheng.kernel.deadlines.rules import Calendar, bundled_years
from minsheng.kernel.procedures.examples import Example, faults, read_examples
from tests.kernel.procedures.small import procedure

CALENDAR = Calendar(bundled_years())
STEPS: list[dict[str, Any]] = [
    {"act": "file", "at": "2026-04-30T10:00:00", "by": ["filer"], "data": {"kind": "plain"}},
    {"act": "give", "at": "2026-04-30T11:00:00", "by": ["clerk"], "account": 2, "data": {"unit": 10}},
    {
        "act": "judge",
        "at": "2026-05-06T11:00:00",
        "by": ["clerk"],
        "data": {"verdict": "pass"},
        "refused": "guard.no_evidence",
    },
]


def said(**changes: Any) -> list[str]:
    example = Example.model_validate({"name": "x", "steps": STEPS, "state": "working", **changes})
    return list(faults(procedure(), example, CALENDAR))


def test_a_true_example_has_no_faults() -> None:
    clock = {"due": "2026-05-12T00:00:00", "run": 1, "term": "P5D", "law": "act 7", "stopped": False, "paused": False}
    found = said(
        expect={"lead_unit_id": 10, "filed_at": datetime(2026, 4, 30, 10)},
        absent=["closed_at"],
        parts=["10 lead open"],
        ratings=[],
        clocks={"work": clock, "work#1": {"late": False, "provisional": False}},
        now="2026-05-12T00:00:00",
    )
    assert found == []


LIES: list[tuple[dict[str, Any], str]] = [
    ({"state": "open"}, "state working, expected open"),
    ({"expect": {"lead_unit_id": 11}}, "lead_unit_id is 10, expected 11"),
    ({"absent": ["lead_unit_id"]}, "lead_unit_id is 10, expected nothing"),
    ({"parts": []}, "parts are ['10 lead open'], expected []"),
    ({"ratings": ["lapse silent"]}, "ratings are [], expected ['lapse silent']"),
    ({"clocks": {"wait": {}}}, "clock wait never ran"),
    ({"clocks": {"work#2": {}}}, "clock work#2 never ran"),
    ({"clocks": {"work": {"run": 2}}}, "clock work: run is 1, expected 2"),
    ({"clocks": {"work": {"law": "act"}}}, "clock work: law is act 7, expected act"),
    ({"clocks": {"work": {"stopped": True}}}, "clock work: stopped is False, expected True"),
    ({"clocks": {"work": {"late": True}}}, "clock work: late is False, expected True"),
    (
        {"clocks": {"work": {"due": "2026-05-08T00:00:00"}}},
        "clock work: due is 2026-05-12 00:00:00+08:00, expected 2026-05-08 00:00:00+08:00",
    ),
]


@pytest.mark.parametrize(("lie", "fault"), LIES, ids=[row[1][:40] for row in LIES])
def test_a_lie_is_named(lie: dict[str, Any], fault: str) -> None:
    assert said(**lie) == [fault]


def test_a_refusal_that_does_not_come_and_one_that_does() -> None:
    steps = [{**STEPS[0], "refused": "act.not_open"}, {**STEPS[1], "by": ["filer"]}]
    assert said(steps=steps, state="open") == [
        "step 1 file: refused with nothing, expected act.not_open",
        "step 2 give: refused with act.not_your_role, expected nothing",
    ]


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ({"act": "dance"}, "act.unknown"),
        ({"act": "reply"}, "act.not_open"),
        ({"act": "file"}, "act.not_open"),
        ({"act": "give", "data": {"unit": 10}, "by": ["worker"]}, "act.not_open"),
        ({"act": "extend", "by": ["clerk"]}, "act.not_your_role"),
        ({"act": "extend", "by": ["worker"], "data": {"days": 10, "ground": "x"}}, "field.range"),
        ({"act": "extend", "by": ["worker"], "data": {"days": 9, "ground": "x"}}, ""),
    ],
)
def test_state_role_inputs_and_guards_are_asked_in_this_order(step: dict[str, Any], code: str) -> None:
    last = {"at": "2026-05-06T12:00:00", "by": ["clerk"], "account": 2, "refused": code, **step}
    assert said(steps=[*STEPS, last]) == []


def test_a_life_begins_with_its_opening_act() -> None:
    assert said(steps=[STEPS[1]], state="") == ["step 1 give: refused with act.not_open, expected nothing"]


def test_a_word_that_the_format_does_not_know_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "examples.toml"
    path.write_text('[[example]]\nname = "x"\nsteps = []\nstate = "open"\nexpects = {}\n', encoding="utf-8")
    with pytest.raises(ValidationError, match="expects"):
        read_examples(path)
