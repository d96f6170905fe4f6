"""Fengqiao-style titles: every indicator scored once, another assesses, and the notice runs its full days (local rules)."""

from __future__ import annotations

from typing import Any

import pytest

from minsheng.domains.disputes.awards.rules import CRITERIA, average, wrong_criteria
from tests.law.life import PROCEDURES, Life


def scores(kind: str, score: int = 90) -> list[dict[str, Any]]:
    """A full set."""
    return [{"criterion": key, "score": score} for key in sorted(CRITERIA[kind])]


def applied(kind: str = "court", when: str = "2026-06-01") -> Life:
    """Applied by clerk 3 of unit 10, complete."""
    award = Life("disputes.award", when, kind=kind, unit=10, scores=scores(kind))
    award.do("unit 3", "complete", when, scores=scores(kind), evidence=[8])
    return award


def shown(when: str = "2026-09-24", kind: str = "court") -> Life:
    """Assessed by 6 and shown on ``when``."""
    award = applied(kind, "2026-09-01")
    award.do("assessor 6", "admit", "2026-09-02")
    found = {"assessed": scores(kind), "record": "实地查看", "recommended": "grant"}
    award.do("assessor 6", "assess", "2026-09-10", visited_on="2026-09-10", **found)
    award.do("grantor 7", "show", when, notice="拟命名公示")
    return award


def test_criteria_and_choices_of_the_file_agree() -> None:
    columns = PROCEDURES["disputes.award"].fields["scores"].columns or {}
    assert set(columns["criterion"].choices or {}) == set().union(*CRITERIA.values())
    assert set(PROCEDURES["disputes.award"].kinds) == set(CRITERIA)


@pytest.mark.parametrize("kind", sorted(CRITERIA))
def test_a_missing_a_double_and_a_foreign_indicator_are_refused(kind: str) -> None:
    award, full = applied(kind), scores(kind)
    assert wrong_criteria(kind, full) == ([], [])
    assert award.refused("unit 3", "complete", "2026-06-02", scores=full[1:], evidence=[8]) == "guard.scores"
    assert award.refused("unit 3", "complete", "2026-06-02", scores=[*full, full[0]], evidence=[8]) == "guard.scores"
    foreign = next((key for other in CRITERIA.values() for key in sorted(other - CRITERIA[kind])), "")
    more = [*full, {"criterion": foreign, "score": 1}]
    assert award.refused("unit 3", "complete", "2026-06-02", scores=more, evidence=[8]) == "guard.scores"
    assert award.refused("unit 3", "complete", "2026-06-02", scores=full) == "field.required"


def test_average_of_nothing_is_nothing() -> None:
    assert (average([]), average(scores("court", 80))) == (None, 80.0)


def test_nobody_assesses_what_he_applied_for() -> None:
    award = applied()
    assert award.refused("assessor 3", "admit", "2026-06-02") == "guard.assessor_not_free"
    award.do("grantor 7", "recuse", "2026-06-02", accounts=[6], reason="曾任职")
    assert award.refused("assessor 6", "admit", "2026-06-02") == "guard.assessor_not_free"


def test_the_title_comes_after_five_full_working_days() -> None:
    award = shown("2026-09-24")
    assert award.due("showing") == "2026-10-10 00:00"
    assert award.refused("grantor 7", "grant", "2026-10-09 23:59:59") == "guard.too_early"
    award.do("grantor 7", "grant", "2026-10-10 00:00:01")
    assert award.snapshot.state == "granted"
    award.do("grantor 7", "revoke", "2026-12-01", reason="发生命案", evidence=[9])
    assert award.snapshot.state == "revoked"


def test_an_objection_that_falls_is_followed_by_a_new_notice() -> None:
    award = shown("2026-09-14")
    award.do("assessor 6", "object", "2026-09-16", reason="数据不实")
    award.do("grantor 7", "settle_objection", "2026-09-17", verdict="dismissed", reason="查无实据")
    assert award.refused("grantor 7", "grant", "2026-09-30") == "act.not_open"
    award.do("grantor 7", "show", "2026-09-18", notice="再次公示")
    assert (award.clock("showing").run, award.due("showing")) == (2, "2026-09-25 00:00")
