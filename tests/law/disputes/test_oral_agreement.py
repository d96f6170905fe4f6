"""An oral agreement takes effect at once; the mediator records what was agreed.

《人民调解法》第28条、第30条.
"""

from __future__ import annotations

from tests.law.disputes.support import agreed, mediating


def test_at_once_and_without_signatures() -> None:
    life = agreed("2026-08-05 16:30")
    assert (life.snapshot.state, life.snapshot.facts["form"]) == ("agreed", "oral")
    assert life.snapshot.facts["agreed_at"] == "2026-08-05T08:30:00+00:00"
    assert life.snapshot.facts["signed"] == []
    assert "sealed_at" not in life.snapshot.facts


def test_the_time_for_confirmation_runs_from_there() -> None:
    assert agreed("2026-09-03 16:30").due("confirm") == "2026-10-09 00:00"


def test_nothing_recorded_nothing_agreed() -> None:
    life = mediating("2026-08-03 10:00")
    assert life.refused("mediator 3", "agree_oral", "2026-08-04") == "field.required"
    assert life.refused("mediator 3", "agree_oral", "2026-08-04", terms=" ") == "text.empty"


def test_only_the_mediator_records_it() -> None:
    life = mediating("2026-08-03 10:00")
    assert life.refused("party", "agree_oral", "2026-08-04", terms="和解") == "act.not_your_role"
    assert life.refused("committee 2", "agree_oral", "2026-08-04", terms="和解") == "act.not_your_role"
