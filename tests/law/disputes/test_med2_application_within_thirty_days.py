"""MED-2: the parties together may ask the court for confirmation within thirty days of the agreement's taking effect.

《人民调解法》第33条、《民事诉讼法》（2023）第205条.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hypothesis_profile import bounded
from tests.law.disputes.support import ANNA, BO, BOTH, COURT, agreed, article_of, mediating, sign_all
from tests.law.life import CALENDAR, at


@pytest.mark.parametrize(
    ("agreed_on", "due"),
    [
        ("2026-09-03", "2026-10-09 00:00"),  # 10-03 → 10-08 (13.5 no. 17)
        ("2026-08-31", "2026-10-01 00:00"),  # 09-30
        ("2026-04-03", "2026-05-07 00:00"),  # 05-03 → 05-06
        ("2026-01-15", "2026-02-15 00:00"),  # 02-14, a worked Saturday
        ("2026-01-29", "2026-03-01 00:00"),  # 02-28, a worked Saturday
        ("2026-08-21", "2026-09-21 00:00"),  # 09-20, a worked Sunday
    ],
)
@pytest.mark.parametrize("oral", [True, False])
def test_thirty_days_from_the_day_it_takes_effect(agreed_on: str, due: str, *, oral: bool) -> None:
    assert agreed(agreed_on, oral=oral).due("confirm") == due


@pytest.mark.parametrize(("when", "code"), [("2026-10-08 23:59:59", ""), ("2026-10-09 00:00:01", "guard.too_late")])
def test_the_thirty_first_day_is_too_late(when: str, code: str) -> None:
    life = agreed("2026-09-03")
    if code:
        assert life.refused("committee 2", "apply_confirmation", when, applying=BOTH, court=COURT) == code
    else:
        assert life.do("committee 2", "apply_confirmation", when, applying=BOTH, court=COURT).facts[
            "confirm_applied_at"
        ]


def test_too_late_stays_too_late_once_the_time_has_lapsed() -> None:
    life = agreed("2026-08-31")
    life.do("system", "lapse_confirmation", "2026-10-01 00:05")
    refusal = {"applying": BOTH, "court": COURT}
    assert life.refused("committee 2", "apply_confirmation", "2026-10-02", **refusal) == "guard.too_late"
    assert article_of(life, "committee 2", "apply_confirmation", "2026-10-02", **refusal) == "rmtj 第33条"


@pytest.mark.parametrize("applying", [[ANNA], [BO]])
def test_one_side_alone_cannot(applying: list[int]) -> None:
    life = agreed("2026-09-03")
    data = {"applying": applying, "court": COURT}
    assert life.refused("committee 2", "apply_confirmation", "2026-09-04", **data) == "mediation.not_joint"
    assert article_of(life, "committee 2", "apply_confirmation", "2026-09-04", **data) == "rmtj 第33条"


def test_of_three_parties_all_three() -> None:
    life = mediating("2026-09-01")
    life.do("mediator 3", "add_respondent", "2026-09-01 11:00", new_party=103)
    life.do("mediator 3", "agree_written", "2026-09-02", terms="三方分担")
    sign_all(life, "2026-09-02", parties=[*BOTH, 103])
    life.do("sealer 6", "seal", "2026-09-02")
    assert life.refused("committee 2", "apply_confirmation", "2026-09-03", applying=BOTH, court=COURT) == (
        "mediation.not_joint"
    )
    life.do("committee 2", "apply_confirmation", "2026-09-03", applying=[*BOTH, 103], court=COURT)


def test_not_before_there_is_an_agreement_and_once_only() -> None:
    life = mediating("2026-09-01")
    assert life.refused("committee 2", "apply_confirmation", "2026-09-02", applying=BOTH, court=COURT) == "act.not_open"
    life.do("mediator 3", "agree_oral", "2026-09-03", terms="和解")
    life.do("committee 2", "apply_confirmation", "2026-09-04", applying=BOTH, court=COURT)
    assert life.refused("committee 2", "apply_confirmation", "2026-09-05", applying=BOTH, court=COURT) == (
        "guard.fact_given"
    )


@given(day=st.dates(date(2026, 1, 1), date(2026, 11, 10)), offset=st.integers(0, 60))
@bounded(150)
def test_open_to_the_last_minute_and_not_beyond(day: date, offset: int) -> None:
    life = agreed(f"{day} 10:00")
    moment = at(f"{day} 10:00") + timedelta(days=offset)
    due = life.clock("confirm").due_at
    assert due is not None
    last = at(life.due("confirm")).date() - timedelta(days=1)
    assert CALENDAR.is_working_day(last)
    assert last - day >= timedelta(days=30)
    when = moment.strftime("%Y-%m-%d %H:%M")
    if moment <= due:
        life.do("committee 2", "apply_confirmation", when, applying=BOTH, court=COURT)
    else:
        assert life.refused("committee 2", "apply_confirmation", when, applying=BOTH, court=COURT) == "guard.too_late"
