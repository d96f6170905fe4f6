"""MED-10: the police mediate once, and where needed once more within seven working days of the first.

《公安机关办理行政案件程序规定》第183条.
"""

from __future__ import annotations

import pytest

from tests.law.disputes.support import BOTH, TOLD, article_of, policed
from tests.law.life import Life

AGAIN = {"ground_of_second": "needed", "agreeing": BOTH}


def failed_once(day: str) -> Life:
    """The first mediation failed on ``day``."""
    life = policed(f"{day} 09:00")
    life.do("mediator 3", "fail_first", f"{day} 12:00", reason="未成")
    return life


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-09-28", "2026-10-14 00:00"),  # 09-29, 30, 10-08, 09, 10 (worked), 12, 13
        ("2026-02-13", "2026-03-03 00:00"),  # 02-14, 24–28, 03-02
        ("2026-04-30", "2026-05-14 00:00"),  # 05-06–09 (09 worked), 11, 12, 13
        ("2026-06-01", "2026-06-11 00:00"),
    ],
)
def test_seven_working_days_from_the_first(day: str, due: str) -> None:
    assert failed_once(day).due("second") == due


def test_not_after_the_seventh() -> None:
    life = failed_once("2026-06-01")
    assert life.refused("officer 2", "mediate_again", "2026-06-11 00:00:01", **AGAIN) == "guard.too_late"
    assert article_of(life, "officer 2", "mediate_again", "2026-06-12", **AGAIN) == "ga 第183条"
    assert life.do("officer 2", "mediate_again", "2026-06-10", **AGAIN).state == "mediating_again"


def test_it_must_be_finished_within_them() -> None:
    life = failed_once("2026-06-01")
    life.do("officer 2", "mediate_again", "2026-06-05", **AGAIN)
    life.do("mediator 3", "agree_written", "2026-06-09", terms="赔偿")
    assert life.clock("second").stopped_at is None
    life.do("system", "lapse_second", "2026-06-11 00:05")
    assert life.snapshot.state == "failed"


def test_never_a_third_time() -> None:
    life = failed_once("2026-06-01")
    life.do("officer 2", "mediate_again", "2026-06-02", **AGAIN)
    life.do("mediator 3", "agree_written", "2026-06-03", terms="赔偿")
    life.do("mediator 3", "fail_first", "2026-06-03 11:00", reason="拒签")
    assert life.refused("officer 2", "mediate_again", "2026-06-04", **AGAIN) == "police.attempts"
    life.do("officer 2", "fail", "2026-06-04", reason="两次未成", **TOLD)
    assert life.snapshot.state == "failed"


def test_both_sides_must_agree_to_it() -> None:
    life = failed_once("2026-06-01")
    one = {**AGAIN, "agreeing": [101]}
    assert life.refused("officer 2", "mediate_again", "2026-06-02", **one) == "mediation.not_joint"
