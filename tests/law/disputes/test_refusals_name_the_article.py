"""Whoever is refused reads why and under which article, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from minsheng.base.errors import Refusal, Refusals
from minsheng.surface.wording.saying import say
from tests.law.disputes.support import ANNA, BOTH, COURT, agreed, mediating, signing
from tests.law.life import Life


def sentences(life: Life, who: str, act: str, when: str, **data: Any) -> tuple[str, str]:
    """What somebody who is refused reads, in Chinese and in English."""
    try:
        life.do(who, act, when, **data)
    except (Refusal, Refusals) as refusal:
        first = refusal.refusals[0] if isinstance(refusal, Refusals) else refusal
        return say(first, "zh-hans", life.procedure), say(first, "en", life.procedure)
    raise AssertionError(f"{act} was not refused")


def test_a_seal_without_all_signatures() -> None:
    chinese, english = sentences(signing("2026-08-04"), "sealer 6", "seal", "2026-08-05")
    assert "还有 2 名当事人没有签名" in chinese
    assert chinese.endswith("（依据：《中华人民共和国人民调解法》，第29条）")
    assert english.startswith("2 of the parties have neither signed")
    assert english.endswith("(Source: People's Mediation Law, art. 29)")


@pytest.mark.parametrize(
    ("when", "applying", "said"),
    [("2026-10-09 00:01", BOTH, "ran out"), ("2026-09-04", [ANNA], "All parties must do this together")],
)
def test_confirmation_on_the_thirty_first_day_or_by_one_side(when: str, applying: list[int], said: str) -> None:
    data = {"applying": applying, "court": COURT}
    chinese, english = sentences(agreed("2026-09-03"), "committee 2", "apply_confirmation", when, **data)
    assert said in english
    assert english.endswith("(Source: People's Mediation Law, art. 33)")
    assert "第33条" in chinese


def test_a_recusal_ignored() -> None:
    life = mediating("2026-08-03 10:00")
    life.do("mediator 3", "declare_recusal", "2026-08-03 12:00", ground_of_recusal="near_relative")
    chinese, english = sentences(life, "mediator 3", "agree_oral", "2026-08-04", terms="和解")
    assert "调解员应当回避而尚未更换" in chinese
    assert "人民调解工作若干规定" in chinese
    assert "has not been replaced" in english


def test_no_sentence_is_missing_a_value() -> None:
    life = mediating("2026-08-03 10:00", people=12)
    soon = {"session_begins": "2026-08-05 09:00", "session_ends": "2026-08-05 10:00"}
    for text in sentences(life, "mediator 3", "schedule", "2026-08-04", **soon):
        assert "{" not in text
        assert "5" in text
