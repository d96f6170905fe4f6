"""The file is closed when there is a result: performed, in breach, failed or ended, never while something is open.

《人民调解法》第27条 (登记、记录、协议书立卷归档).
"""

from __future__ import annotations

import pytest

from tests.law.disputes.support import TOLD, agreed, mediating, registered, signing
from tests.law.life import Life


def ended(way: str) -> Life:
    """A mediation that came to its result in one of the ways."""
    if way in {"failed", "terminated"}:
        life = mediating("2026-08-03 10:00")
        if way == "failed":
            life.do("mediator 3", "fail", "2026-08-04", reason="分歧", **TOLD)
        else:
            life.do("party", "withdraw", "2026-08-04", party=101)
            life.do("mediator 3", "inform", "2026-08-04", **TOLD)
        return life
    life = agreed("2026-08-04")
    acts = {
        "performed": ("confirm_performed", {}),
        "partly_performed": ("declare_partly", {"note": "一半"}),
        "breached": ("declare_breach", {"reason": "未付"}),
    }
    act, data = acts[way]
    life.do("tracker 7", act, "2026-08-05", **data)
    return life


@pytest.mark.parametrize("way", ["performed", "partly_performed", "breached", "failed", "terminated"])
def test_the_result_is_the_outcome(way: str) -> None:
    life = ended(way)
    assert life.snapshot.state == way
    life.do("mediator 3", "archive", "2026-08-06", file_number="2026-民调-1")
    assert (life.snapshot.state, life.snapshot.outcome) == ("archived", way)
    assert life.snapshot.due_at is None
    assert life.snapshot.closed_at is not None


@pytest.mark.parametrize("born", [registered, mediating, signing])
def test_not_while_it_is_open(born: object) -> None:
    life = born()  # type: ignore[operator]
    assert life.refused("mediator 3", "archive", "2026-08-06") == "act.not_open"


def test_nor_while_an_agreement_waits_to_be_performed() -> None:
    assert agreed("2026-08-04").refused("mediator 3", "archive", "2026-08-06") == "act.not_open"


def test_after_it_nothing_more() -> None:
    life = ended("performed")
    life.do("mediator 3", "archive", "2026-08-06")
    assert life.procedure.acts_from("archived") == {}
