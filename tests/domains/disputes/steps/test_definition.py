"""What is entered in the composer: bad input is named by field and rule."""

from __future__ import annotations

from typing import Any

import pytest

from minsheng.base.errors import Refusal, Refusals
from minsheng.domains.disputes.steps.definition import (
    MOST_STEPS,
    Definition,
    check_complete,
    make_axis,
    make_step,
    with_item,
    with_moved,
    without_item,
)
from tests.domains.disputes.steps.composed import axis_given, step_given


def faults(make: Any, given: dict[str, Any]) -> set[tuple[str, str | None]]:
    with pytest.raises(Refusals) as refused:
        make(given)
    return {(fault.code, fault.field) for fault in refused.value.refusals}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"zh": " "}, ("text.empty", "zh")),
        ({"public_en": ""}, ("text.empty", "public_en")),
        ({"doer": "anybody"}, ("field.choice", "doer")),
        ({"unit": ""}, ("steps.term_unit", "unit")),
        ({"days": None}, ("steps.term_unit", "days")),
        ({"unit": "months"}, ("field.choice", "unit")),
        ({"days": 400}, ("field.range", "days")),
        ({"article": "第3条"}, ("steps.article", "law")),
        ({"law": "法"}, ("steps.article", "law")),
        ({"en": "x" * 31}, ("text.too_long", "en")),
    ],
)
def test_bad_steps(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert faults(make_step, step_given(**changes)) == {expected}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"values_zh": "简单", "values_en": "simple"}, ("steps.values", "values_zh")),
        ({"values_en": "simple"}, ("steps.value_pairs", "values_en")),
        ({"values_zh": "简单\n简单"}, ("steps.same_value", "values_zh")),
        ({"zh": ""}, ("text.empty", "zh")),
    ],
)
def test_bad_axes(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert faults(make_axis, axis_given(**changes)) == {expected}


def test_no_steps_same_names_and_too_many() -> None:
    empty = Definition()
    with pytest.raises(Refusal, match=r"steps\.none"):
        check_complete(empty)
    one = with_item(empty, "steps", None, make_step(step_given()))
    for changes, field in (({}, "zh"), ({"en": "Other"}, "zh"), ({"zh": "另一步"}, "en")):
        with pytest.raises(Refusal, match=r"steps\.same_name") as refused:
            with_item(one, "steps", None, make_step(step_given(**changes)))
        assert refused.value.field == field
    full = empty
    for number in range(MOST_STEPS):
        full = with_item(full, "steps", None, make_step(step_given(zh=f"第{number}步", en=f"step {number}")))
    with pytest.raises(Refusal, match=r"steps\.too_many"):
        with_item(full, "steps", None, make_step(step_given()))
    check_complete(full)


def test_items_are_moved_changed_and_taken_out() -> None:
    known = Definition()
    for name in "甲乙丙":
        known = with_item(known, "steps", None, make_step(step_given(zh=name, en=name)))

    def order(definition: Definition) -> str:
        return "".join(step.name.zh for step in definition.steps)

    assert order(with_moved(known, "steps", 0, later=True)) == "乙甲丙"
    assert order(with_moved(known, "steps", 0, later=False)) == "甲乙丙"
    assert order(with_moved(known, "steps", 2, later=False)) == "甲丙乙"
    assert order(without_item(known, "steps", 1)) == "甲丙"
    assert order(with_item(known, "steps", 1, make_step(step_given(zh="丁", en="d")))) == "甲丁丙"
    for change in (lambda: without_item(known, "steps", 3), lambda: with_moved(known, "axes", 0, later=True)):
        with pytest.raises(Refusal, match=r"steps\.unknown"):
            change()
