"""Sentences as a person reads them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from minsheng.base.codes.identity import check_identity
from minsheng.base.errors import Refusal
from minsheng.kernel.procedures.library import procedure_files, procedure_folders
from minsheng.kernel.procedures.schema import Procedure
from minsheng.surface.wording import field_name, say


@pytest.fixture(scope="module")
def order() -> Procedure:
    """Give the hotline order."""
    found = (item.procedure for folder in procedure_folders() for item in procedure_files(folder))
    return next(procedure for procedure in found if procedure.key == "hotline.order")


def test_the_expected_check_digit_is_named() -> None:
    with pytest.raises(Refusal) as caught:
        check_identity("140213199001010012")
    assert "校验码应为 1" in say(caught.value, "zh-hans")
    assert "it should be 1" in say(caught.value, "en")


def test_the_parameter_of_the_language_is_taken() -> None:
    refusal = Refusal("act.not_open", act="派单", act_en="Dispatch", state="已办结", state_en="Closed")
    assert say(refusal, "zh-hans") == "现在是“已办结”环节，不能“派单”。"
    assert say(refusal, "en-gb") == "The case is in the state “Closed”, in which “Dispatch” is not open."


def test_without_an_english_parameter_the_chinese_one_stands() -> None:
    assert "派单" in say(Refusal("act.not_open", act="派单", state="已办结"), "en")


def test_the_law_is_cited(order: Procedure) -> None:
    refusal = Refusal("guard.binding", law="gbh66 派单争议")
    assert say(refusal, "zh-hans", order).endswith(
        "（依据：国务院办公厅关于12345热线的意见（国办函〔2025〕66号），派单争议）"
    )
    assert say(refusal, "en", order).endswith(
        "(Source: State Council General Office on the 12345 hotline (Guobanhan [2025] No. 66))"
    )
    assert "依据" in say(refusal, "zh-hans")


def test_a_source_that_procedures_mean_differently_is_not_guessed() -> None:
    assert "依据" not in say(Refusal("guard.binding", law="local 补充"), "zh-hans")


def test_a_limit_open_on_one_side() -> None:
    assert (
        say(Refusal("field.range", "days", value=0, min=1, max=None), "en") == "Days must not be less than 1; it is 0."
    )
    assert "不得大于 3" in say(Refusal("field.range", "days", value=9, min=None, max=3), "zh-hans")
    assert "1 至 3" in say(Refusal("field.range", "days", value=9, min=1, max=3), "zh-hans")


def test_clocks_and_units_have_names(order: Procedure) -> None:
    refusal = Refusal("extension.over_cap", "term", key="handle", limit=10, unit="working_day")
    assert say(refusal, "zh-hans", order) == "时限“办理时限”累计最多延长 10 个工作日，本次超出。"
    assert "10 working day(s)" in say(refusal, "en", order)


def test_instants_are_local() -> None:
    late = Refusal("extension.too_late", key="handle", due_at=datetime(2026, 11, 23, 16, 0, tzinfo=UTC))
    assert "2026-11-24 00:00" in say(late, "zh-hans")
    assert "2026-11-24 00:00" in say(Refusal("token.expired", at="2026-11-23T16:00:00+00:00"), "zh-hans")


def test_text_that_looks_like_a_placeholder_stays_text() -> None:
    assert "{choices}" in say(Refusal("kind.unknown", "kind", value="{choices}", choices="a, b"), "en")


def test_a_code_without_a_sentence_is_named() -> None:
    assert "no.such.code" in say(Refusal("no.such.code"), "zh-hans")


def test_fields_are_named_by_their_procedure(order: Procedure) -> None:
    assert field_name("days", "zh-hans", order) == "延长工作日"
    assert field_name("days", "zh-hans") == "天数"
    assert field_name("outcome_of_call", "en") == "Conclusion"
    assert field_name("no_such_field", "en") == "no_such_field"
