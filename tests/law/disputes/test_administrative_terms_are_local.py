"""Administrative mediation has no national terms: those here follow Shenzhen, are marked local, and bind nobody by law.

参照《深圳经济特区矛盾纠纷多元化解条例》第25条、第45条、第46条 (domain reference 1.9).
"""

from __future__ import annotations

import pytest

from tests.law.disputes.support import ANNA, BO, BOTH, ORGAN
from tests.law.life import PROCEDURES, Life

PROCEDURE = PROCEDURES["disputes.administrative_mediation"]


def transferred(when: str, **born: object) -> Life:
    """Filed and sent on at once."""
    base = {"kind": "consumer", "reporter_id": ANNA, "other_party": BO}
    life = Life("disputes.administrative_mediation", when, **{**base, **born})
    life.do("registrar 2", "transfer", when, unit=ORGAN)
    return life


def test_every_source_and_clock_is_marked_local() -> None:
    assert all(law.local for law in PROCEDURE.law.values())
    assert not any(clock.statutory for clock in PROCEDURE.clock.values())
    assert all("待本地确认" in law.note for law in PROCEDURE.law.values())


@pytest.mark.parametrize(("when", "due"), [("2026-09-28", "2026-10-09 00:00"), ("2026-06-01", "2026-06-05 00:00")])
def test_sent_on_in_three_working_days(when: str, due: str) -> None:
    life = Life(PROCEDURE.key, when, kind="consumer", reporter_id=ANNA, other_party=BO)
    assert life.due("transfer") == due


@pytest.mark.parametrize(
    ("level", "when", "due"),
    [
        ("simple", "2026-09-28", "2026-10-11 00:00"),  # 09-29, 30, 10-08, 09, 10 (worked)
        ("complex", "2026-09-28", "2026-10-17 00:00"),  # and 12–16
        ("complex", "2026-09-18", "2026-10-10 00:00"),  # 09-20 (worked), 21–24, 28–30, 10-08, 09 (13.5 no. 7)
        ("normal", "2026-06-15", "2026-06-24 00:00"),  # 06-19 is a holiday
    ],
)
def test_accepted_in_five_working_days_or_ten_if_complex(level: str, when: str, due: str) -> None:
    assert transferred(when, level=level).due("accept") == due


def test_thirty_days_of_mediation_longer_if_all_agree() -> None:
    life = transferred("2026-09-01")
    life.do("organ 2", "accept", "2026-09-01", mediators=[3])
    assert life.due("mediate") == "2026-10-09 00:00"
    assert life.refused("mediator 3", "extend", "2026-09-20", days=9, ground="检测", agreeing=[BO]) == (
        "mediation.not_joint"
    )
    life.do("mediator 3", "extend", "2026-09-20", days=20, ground="检测", agreeing=BOTH)
    assert life.due("mediate") == "2026-10-22 00:00"


def test_nobody_is_mediated_against_their_will_here_either() -> None:
    life = transferred("2026-09-01")
    life.do("party", "refuse", "2026-09-01", party=BO)
    assert life.refused("organ 2", "accept", "2026-09-02", mediators=[3]) == "mediation.refused"
