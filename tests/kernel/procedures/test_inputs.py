"""Inputs of an act: each type cleaned, each fault on its own field, all faults at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.errors import Refusals
from minsheng.kernel.procedures.inputs import TEXT_LIMIT, Inputs, clean_inputs
from minsheng.kernel.procedures.schema import Act, FieldSpec, Procedure
from tests.hypothesis_profile import bounded
from tests.kernel.procedures.small import procedure

WORDS = {"zh": "名", "en": "name"}
PLAIN = ("text", "choice", "unit", "units", "account", "category", "area", "case", "integer", "date", "flag", "files")
TYPES = (*PLAIN, "accounts", "instant", "money", "person", "party", "parties", "entry", "entries", "rows")


def with_field(type_: str, **spec: Any) -> tuple[Procedure, Act]:
    """A procedure whose act ``add`` has one optional field ``f`` of a type."""

    def change(content: dict[str, Any]) -> None:
        content["fields"]["f"] = {**WORDS, "type": type_, **spec}
        content["act"]["add"] = {
            **WORDS,
            "from": "*",
            "to": "=",
            "who": ["clerk"],
            "law": "act",
            "fields": {"f": "optional"},
        }

    made = procedure(change)
    return made, made.act["add"]


def cleaned(type_: str, value: Any, **spec: Any) -> Inputs:
    return clean_inputs(*with_field(type_, **spec), {"f": value})


def refused(type_: str, value: Any, **spec: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(Refusals) as several:
        cleaned(type_, value, **spec)
    return [(refusal.code, refusal.field) for refusal in several.value.refusals]


LINES: dict[str, Any] = {
    "max": 3,
    "columns": {
        "due": {**WORDS, "type": "date"},
        "paid": {**WORDS, "type": "money"},
        "payer": {**WORDS, "type": "party", "optional": True},
    },
}
GOOD: list[tuple[str, dict[str, Any], Any, Any]] = [
    ("integer", {}, 5, 5),
    ("integer", {}, "5", 5),
    ("integer", {}, "-5", -5),
    ("integer", {"min": 1, "max": 10}, 10, 10),
    ("integer", {}, 0, 0),
    ("unit", {}, "12", 12),
    ("account", {}, 12, 12),
    ("category", {}, 1, 1),
    ("area", {}, (1 << 48) - 1, (1 << 48) - 1),
    ("case", {}, 7, 7),
    ("units", {}, [3, "2", 3], [3, 2]),
    ("units", {}, "4", [4]),
    ("files", {}, (9, 8), [9, 8]),
    ("date", {}, "2026-02-28", "2026-02-28"),
    ("flag", {}, True, True),
    ("flag", {}, False, False),
    ("flag", {}, "on", True),
    ("flag", {}, "0", False),
    ("choice", {"choices": {"a": WORDS, "b": WORDS}}, "b", "b"),
    ("accounts", {}, ["7", 8, 7], [7, 8]),
    ("party", {}, "7", 7),
    ("parties", {"of": "sides"}, [7, 8], [7, 8]),
    ("entry", {"of": "test.room"}, "2", 2),
    ("entries", {"of": "test.room"}, [2, 1], [2, 1]),
    ("instant", {}, "2026-10-08T09:00", "2026-10-08T09:00:00+08:00"),
    ("instant", {}, "2026-10-08 09:00", "2026-10-08T09:00:00+08:00"),
    ("instant", {}, "2026-10-08T01:00:00Z", "2026-10-08T09:00:00+08:00"),
    ("money", {}, "1,200", "1200.00"),
    ("money", {}, " 0.5 ", "0.50"),
    ("money", {}, 300, "300.00"),
    ("money", {"min": 1, "max": 10}, "10", "10.00"),
    ("person", {}, 12, 12),
    ("person", {}, {"name": "张三", "phone": "", "identity": None}, {"name": "张三"}),
    ("person", {}, {"name": "某公司", "kind": "organisation"}, {"name": "某公司", "kind": "organisation"}),
    ("rows", LINES, [{"due": "2026-10-08", "paid": "5"}], [{"due": "2026-10-08", "paid": "5.00"}]),
    ("rows", LINES, [{}, {"due": "", "paid": ""}, {"due": "2026-10-08", "paid": 5, "payer": "7"}],
     [{"due": "2026-10-08", "paid": "5.00", "payer": 7}]),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "spec", "value", "kept"), GOOD)
def test_a_good_value_is_kept_in_its_shape(type_: str, spec: dict[str, Any], value: Any, kept: Any) -> None:
    assert cleaned(type_, value, **spec) == Inputs({"f": kept}, {})


BAD: list[tuple[str, dict[str, Any], Any, str]] = [
    ("integer", {}, "five", "field.integer"),
    ("integer", {}, 5.5, "field.integer"),
    ("integer", {}, 5.0, "field.integer"),
    ("integer", {}, True, "field.integer"),
    ("integer", {}, [5], "field.integer"),
    ("integer", {}, "9" * 5000, "field.integer"),
    ("integer", {"min": 1, "max": 10}, 0, "field.range"),
    ("integer", {"min": 1, "max": 10}, 11, "field.range"),
    ("unit", {}, "x", "field.integer"),
    ("unit", {}, 0, "field.integer"),
    ("unit", {}, -1, "field.integer"),
    ("unit", {}, 1 << 48, "field.integer"),
    ("units", {}, [1, "x"], "field.integer"),
    ("units", {}, {"a": 1}, "field.integer"),
    ("files", {}, [0], "field.integer"),
    ("date", {}, "2026-02-29", "field.date"),
    ("date", {}, "28.2.2026", "field.date"),
    ("flag", {}, "maybe", "field.flag"),
    ("flag", {}, 2, "field.flag"),
    ("choice", {"choices": {"a": WORDS}}, "b", "field.choice"),
    ("choice", {"choices": {"a": WORDS}}, ["a"], "field.choice"),
    ("date", {}, "0001-01-01", "field.date"),
    ("date", {}, "9999-12-31", "field.date"),
    ("accounts", {}, ["x"], "field.integer"),
    ("party", {}, "张三", "field.integer"),
    ("parties", {}, {"a": 1}, "field.integer"),
    ("entry", {"of": "test.room"}, [1], "field.integer"),
    ("instant", {}, "tomorrow", "field.instant"),
    ("instant", {}, "0001-01-01T00:00+14:00", "field.instant"),
    ("instant", {}, "2026-02-30 09:00", "field.instant"),
    ("instant", {}, 5, "field.instant"),
    ("money", {}, "1.234", "field.money"),
    ("money", {}, "-5", "field.money"),
    ("money", {}, 5.5, "field.money"),
    ("money", {}, True, "field.money"),
    ("money", {}, "٣", "field.money"),
    ("money", {}, "9" * 400, "field.money"),
    ("money", {"min": 1, "max": 10}, "10.01", "field.range"),
    ("money", {"min": 1, "max": 10}, "0.99", "field.range"),
    ("person", {}, [1], "field.person"),
    ("person", {}, True, "field.person"),
    ("person", {}, {"name": "张三", "age": 5}, "field.person"),
    ("person", {}, {"name": 5}, "field.person"),
    ("person", {}, {"name": "张三", "kind": "ghost"}, "field.person"),
    ("person", {}, {"name": "张三", "kind": ["person"]}, "field.person"),
    ("person", {}, "张三", "field.integer"),
    ("rows", LINES, "x", "field.rows"),
    ("rows", LINES, [1], "field.rows"),
    ("rows", LINES, {"due": "2026-10-08"}, "field.rows"),
    ("rows", LINES, [{"due": "2026-10-08", "paid": "1"}] * 4, "field.rows_many"),
    ("text", {}, 5, "field.text"),
    ("text", {}, ["a"], "field.text"),
    ("text", {}, "a\x00b", "text.control"),
    ("text", {}, " \n ", "text.empty"),
    ("text", {"max": 3}, "abcd", "text.too_long"),
    ("text", {}, "长" * (TEXT_LIMIT + 1), "text.too_long"),
]


@pytest.mark.parametrize(("type_", "spec", "value", "code"), BAD)
def test_a_bad_value_is_refused_on_its_field(type_: str, spec: dict[str, Any], value: Any, code: str) -> None:
    assert refused(type_, value, **spec) == [(code, "f")]


def test_a_person_needs_a_name_and_the_fault_stands_beside_it() -> None:
    assert refused("person", {"phone": "13834567890"}) == [("field.required", "f.name")]


def test_each_fault_in_lines_names_its_line_and_column_as_they_were_sent() -> None:
    lines = [{}, {"due": "x", "paid": ""}, {"due": "2026-10-08", "paid": "1", "colour": "red", "payer": 0}]
    assert refused("rows", lines, **LINES) == [
        ("field.date", "f.2.due"),
        ("field.required", "f.2.paid"),
        ("field.unknown", "f.3.colour"),
        ("field.integer", "f.3.payer"),
    ]


@pytest.mark.parametrize("value", [[{}], [{"due": "", "paid": None}, {}], []])
def test_lines_in_which_nothing_was_filled_in_do_not_answer_what_is_required(value: list[Any]) -> None:
    made, _ = with_field("rows", **LINES)
    act = made.act["add"].model_copy(update={"fields": {"f": "required"}})
    with pytest.raises(Refusals) as several:
        clean_inputs(made, act, {"f": value})
    assert [(refusal.code, refusal.field) for refusal in several.value.refusals] == [("field.required", "f")]
    assert cleaned("rows", value, **LINES) == Inputs({}, {})


@pytest.mark.parametrize("value", [None, "", []])
@pytest.mark.parametrize("type_", [name for name in TYPES if name != "choice"])
def test_nothing_given_is_nothing_kept(type_: str, value: Any) -> None:
    assert cleaned(type_, value) == Inputs({}, {})


def test_text_is_kept_apart_from_values_and_trimmed() -> None:
    assert cleaned("text", "  漏水\r\n𠮷号楼 ", max=20) == Inputs({}, {"f": "漏水\n𠮷号楼"})
    assert cleaned("text", "<script>'; DROP TABLE x;--") == Inputs({}, {"f": "<script>'; DROP TABLE x;--"})


def test_a_required_field_must_be_given() -> None:
    made = procedure()
    with pytest.raises(Refusals) as several:
        clean_inputs(made, made.act["give"], {})
    (refusal,) = several.value.refusals
    assert (refusal.code, refusal.field, refusal.params["name"]) == ("field.required", "unit", "单位")


def test_all_faults_are_told_at_once() -> None:
    made = procedure()
    raw = {"days": "many", "ground": "\x07", "colour": "red", "seq": 1}
    with pytest.raises(Refusals) as several:
        clean_inputs(made, made.act["extend"], raw)
    assert [(refusal.code, refusal.field) for refusal in several.value.refusals] == [
        ("field.unknown", "colour"),
        ("field.unknown", "seq"),
        ("field.integer", "days"),
        ("text.control", "ground"),
    ]


def test_a_field_of_another_act_is_unknown() -> None:
    made = procedure()
    with pytest.raises(Refusals) as several:
        clean_inputs(made, made.act["ask"], {"unit": 5})
    assert [(refusal.code, refusal.field) for refusal in several.value.refusals] == [("field.unknown", "unit")]


def test_a_long_bad_value_is_not_echoed_whole() -> None:
    with pytest.raises(Refusals) as several:
        cleaned("choice", "x" * 1000, choices={"a": WORDS})
    assert several.value.refusals[0].params["value"] == "x" * 40


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@bounded(300)
@given(st.sampled_from(TYPES), JUNK)
def test_whatever_comes_in_is_kept_as_json_or_refused_by_code(type_: str, value: Any) -> None:
    spec = {"choice": {"choices": {"a": WORDS}}, "rows": LINES}.get(type_, {})
    try:
        inputs = cleaned(type_, value, **spec)
    except Refusals as several:
        assert {str(refusal.field).split(".")[0] for refusal in several.refusals} == {"f"}
        return
    assert json.loads(json.dumps(inputs.data, allow_nan=False)) == inputs.data


def test_every_type_of_field_is_tried_here() -> None:
    assert set(FieldSpec.model_fields["type"].annotation.__args__) == set(TYPES)  # type: ignore[union-attr]
