"""The call-back asks three questions; unreachable, declined, silent and dissatisfied are four different things.

国办发〔2020〕53号（回访：是否联系、是否解决、是否满意；未解决的重办）; domain reference 1.4 and 13.9: only those who were reached and
answered are in the denominators.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from minsheng.domains.hotline.rates import Answer, rates
from tests.law.hotline.support import answered, to_be_called
from tests.law.life import Life

YES = {"contacted": "yes", "solved": "yes", "satisfied": "satisfied"}
NO = {"contacted": "yes", "solved": "no", "satisfied": "dissatisfied"}


@pytest.fixture
def order() -> Life:
    """Reviewed on 06-03: to be called back by 06-10."""
    return to_be_called()


def call(order: Life, when: str, conclusion: str, **answers: str) -> None:
    order.do("caller 6", "call_back", when, outcome_of_call=conclusion, **answers)


def said(order: Life) -> list[tuple[str, str, str, str, str]]:
    return [(r.source, r.reach, r.contacted, r.solved, r.satisfied) for r in order.snapshot.ratings]


def test_unreachable_and_declined_leave_every_question_open(order: Life) -> None:
    call(order, "2026-06-04", "later", reach="unreachable")
    call(order, "2026-06-05", "later", reach="declined")
    assert said(order) == [("call_back", "unreachable", "", "", ""), ("call_back", "declined", "", "", "")]
    assert order.snapshot.state == "calling_back"


@pytest.mark.parametrize("reach", ["unreachable", "declined"])
@pytest.mark.parametrize("question", ["contacted", "solved", "satisfied"])
def test_nobody_answers_for_the_caller(order: Life, reach: str, question: str) -> None:
    data: dict[str, Any] = {"reach": reach, question: YES[question], "outcome_of_call": "later"}
    assert order.refused("caller 6", "call_back", "2026-06-04", **data) == "guard.question_without_contact"


@pytest.mark.parametrize("question", ["contacted", "solved", "satisfied"])
def test_who_was_reached_is_asked_all_three(order: Life, question: str) -> None:
    rest = {name: answer for name, answer in YES.items() if name != question}
    data = {"reach": "reached", **rest, "outcome_of_call": "close"}
    assert order.refused("caller 6", "call_back", "2026-06-04", **data) == "guard.question_unanswered"


@pytest.mark.parametrize("conclusion", ["close", "later"])
def test_what_is_not_solved_is_reopened(order: Life, conclusion: str) -> None:
    data = {"reach": "reached", **NO, "outcome_of_call": conclusion}
    assert order.refused("caller 6", "call_back", "2026-06-04", **data) == "guard.unsolved_must_reopen"
    call(order, "2026-06-04", "reopen", reach="reached", **NO)
    assert (order.snapshot.state, order.snapshot.reopens, order.snapshot.outcome) == ("handling", 1, "")


def test_what_is_solved_is_not_reopened_though_the_caller_is_dissatisfied(order: Life) -> None:
    data = {"reach": "reached", **YES, "satisfied": "dissatisfied"}
    assert (
        order.refused("caller 6", "call_back", "2026-06-04", **data, outcome_of_call="reopen")
        == "guard.solved_cannot_reopen"
    )
    call(order, "2026-06-04", "close", **data)
    assert (order.snapshot.state, order.snapshot.outcome) == ("closed", "solved")


@pytest.mark.parametrize("conclusion", ["close", "reopen", "later"])
def test_what_is_partly_solved_is_left_to_judgement(order: Life, conclusion: str) -> None:
    call(order, "2026-06-04", conclusion, reach="reached", **{**YES, "solved": "partly"})
    assert order.snapshot.state == {"close": "closed", "reopen": "handling", "later": "calling_back"}[conclusion]


def test_silence_is_none_of_the_others(order: Life) -> None:
    order.do("system", "lapse_call_back", "2026-06-11 00:05")
    assert said(order) == [("lapse", "silent", "", "", "")]


@pytest.mark.parametrize("solved", ["partly", "no"])
@pytest.mark.parametrize("begin", [answered, to_be_called])
def test_who_has_rated_is_followed_up_and_never_lapses(begin: Callable[[], Life], solved: str) -> None:
    order = begin()
    order.do("reporter", "rate", "2026-06-03 20:00", solved=solved, satisfied="dissatisfied")
    lapsing = [key for key, clock in order.procedure.clock.items() if clock.lapse is not None]
    assert lapsing == ["wait", "call_back"]
    assert [order.snapshot.running(key) for key in lapsing] == [None, None]
    assert (order.due("settle"), order.snapshot.state) == ("2026-06-11 00:00", "calling_back")
    assert order.procedure.clock["settle"].missed == "escalate"


def test_who_was_reached_before_is_not_silent(order: Life) -> None:
    partly = {**YES, "solved": "partly"}
    call(order, "2026-06-04", "later", reach="reached", **partly)
    order.do("system", "lapse_call_back", "2026-06-11 00:05")
    assert said(order) == [("call_back", "reached", "yes", "partly", "satisfied")]


def test_a_rating_of_an_earlier_answer_is_not_one_of_this(order: Life) -> None:
    call(order, "2026-06-04", "reopen", reach="reached", **NO)
    order.do("handler 3", "answer", "2026-06-05", answer="再修", result="solved")
    order.do("reviewer 5", "review", "2026-06-05 15:00", verdict="pass")
    call(order, "2026-06-08", "later", reach="unreachable")
    order.do("system", "lapse_call_back", "2026-06-13 00:05")
    assert [rating.reach for rating in order.snapshot.ratings] == ["reached", "unreachable", "silent"]


def test_what_was_said_on_the_screen_counts_when_the_call_reaches_nobody() -> None:
    order = answered()
    order.do("reporter", "rate", "2026-06-03 20:00", solved="no", satisfied="dissatisfied")
    closing = {"reach": "unreachable", "outcome_of_call": "close"}
    assert order.refused("caller 6", "call_back", "2026-06-04", **closing) == "guard.unsolved_must_reopen"
    call(order, "2026-06-04", "later", reach="unreachable")
    call(order, "2026-06-05", "reopen", reach="unreachable")
    assert order.snapshot.state == "handling"


def test_the_reporter_closes_by_saying_that_it_is_solved() -> None:
    order = answered()
    order.do("reporter", "rate", "2026-06-03 20:00", solved="yes", satisfied="dissatisfied")
    assert (order.snapshot.state, order.snapshot.outcome) == ("closed", "solved")


def test_each_is_counted_in_its_own_place() -> None:
    answers = [
        Answer(reach="reached", solved="yes", satisfied="satisfied"),
        Answer(reach="reached", solved="no", satisfied="dissatisfied"),
        Answer(reach="unreachable"),
        Answer(reach="declined"),
        Answer(reach="silent"),
        Answer(reach="silent"),
    ]
    found = rates(answers)
    assert (found.solution.part, found.solution.whole) == (1, 2)
    assert (found.satisfaction.part, found.satisfaction.whole) == (1, 2)
    assert (found.unreachable, found.declined, found.silent) == (1, 1, 2)
