"""三率: the worked example of the domain reference 13.9, and what must hold of any answers."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from minsheng.domains.hotline.rates import Answer, Weights, rates


def worked_example() -> list[Answer]:
    """200 orders, 10 exempt; 184 answered in time; 170 valid call-backs, 136 solved; 120 + 25 satisfied."""
    exempt = [Answer(exempt=True, responded_in_time=True, reach="reached", solved="no", satisfied="dissatisfied")] * 10
    answers = []
    for number in range(190):
        asked = number < 170
        satisfied = "satisfied" if number < 120 else "fairly" if number < 145 else "dissatisfied"
        answers.append(
            Answer(
                responded_in_time=number < 184,
                reach="reached" if asked else "unreachable",
                solved=("yes" if number < 136 else "no") if asked else "",
                satisfied=satisfied if asked else "",
            )
        )
    return exempt + answers


def test_the_worked_example() -> None:
    found = rates(worked_example())
    assert (found.response.part, found.response.whole, found.response.percent()) == (184, 190, "96.84")
    assert (found.solution.whole, found.solution.percent()) == (170, "80.00")
    assert found.satisfaction.percent() == "85.29"
    composite = found.composite(Weights())
    assert composite is not None
    assert round(float(composite), 2) == 85.49
    assert found.unreachable == 20


def test_partly_solved_counts_by_its_coefficient() -> None:
    answers = [Answer(reach="reached", solved="partly"), Answer(reach="reached", solved="yes")]
    assert rates(answers).solution.percent() == "50.00"
    assert rates(answers, Weights(partly=Fraction(1, 2))).solution.percent() == "75.00"


def test_nothing_to_count_is_no_rate_and_not_zero() -> None:
    found = rates([Answer(exempt=True)])
    assert found.response.value is None
    assert found.response.percent() == "–"
    assert found.composite(Weights()) is None


ANSWERS = st.lists(
    st.builds(
        Answer,
        exempt=st.booleans(),
        must_respond=st.booleans(),
        responded_in_time=st.booleans(),
        reach=st.sampled_from(["", "reached", "unreachable", "declined", "silent"]),
        solved=st.sampled_from(["", "yes", "partly", "no"]),
        satisfied=st.sampled_from(["", "satisfied", "fairly", "dissatisfied"]),
    ),
    max_size=40,
)


@given(ANSWERS, ANSWERS)
def test_rolling_up_is_counting_together(one: list[Answer], two: list[Answer]) -> None:
    together, apart = rates(one + two), (rates(one), rates(two))
    for name in ("response", "solution", "satisfaction"):
        assert getattr(together, name) == getattr(apart[0], name) + getattr(apart[1], name)


@given(ANSWERS)
def test_rates_are_shares(answers: list[Answer]) -> None:
    found = rates(answers)
    for share in (found.response, found.solution, found.satisfaction):
        assert 0 <= share.part <= share.whole


@given(ANSWERS)
def test_those_who_did_not_answer_change_neither_solution_nor_satisfaction(answers: list[Answer]) -> None:
    silent = [
        Answer(reach=reach, solved="no", satisfied="dissatisfied") for reach in ("unreachable", "declined", "silent")
    ]
    before, after = rates(answers), rates(answers + silent)
    assert before.solution == after.solution
    assert before.satisfaction == after.satisfaction
