"""现场核查: work is shown by photographs and verified on site by somebody who did not do it; what fails is done again.

GB/T 30428.8-2020（处置反馈、核查结案）; 中央政法委等 2024 年意见（评估回访）. 返工 counts as another run of the term.
"""

from __future__ import annotations

import pytest

from tests.law.grid.support import WATER, in_hand, reported
from tests.law.life import Life

DONE = {"result": "已清运", "evidence": [8]}
PASSED = {"passed": "yes", "note": "现场合格"}


@pytest.fixture
def finished() -> Life:
    """Worker 5 took it, worker 6 reported the result, worker 9 of another unit did a part."""
    event = in_hand("level2", "2026-06-01", co_units=[WATER])
    event.do("co_handler 9", "finish_part", "2026-06-02 09:00", unit_=WATER, note="已关阀")
    event.do("handler 6", "finish", "2026-06-02 10:00", **DONE)
    return event


@pytest.mark.parametrize("evidence", [None, []])
def test_without_photographs_nothing_is_finished(evidence: list[int] | None) -> None:
    event = in_hand()
    data = {"result": "已清运"} | ({} if evidence is None else {"evidence": evidence})
    assert event.refused("handler 5", "finish", "2026-06-02", **data) == "field.required"


def test_it_is_verified_within_two_working_days(finished: Life) -> None:
    assert finished.due("verify") == "2026-06-05 00:00"
    finished.do("verifier 7", "verify", "2026-06-04", **PASSED)
    assert (finished.snapshot.state, finished.snapshot.outcome, finished.late("verify", "2026-06-30")) == (
        "closed",
        "verify",
        False,
    )


@pytest.mark.parametrize("account", [5, 6, 9])
def test_whoever_did_the_work_does_not_verify_it(finished: Life, account: int) -> None:
    assert finished.refused(f"verifier {account}", "verify", "2026-06-03", **PASSED) == "guard.handler_is_rater"


def test_what_fails_is_done_again_by_the_same_units_in_a_new_term(finished: Life) -> None:
    finished.do("verifier 7", "verify", "2026-06-03 09:00", passed="no", note="仍有残留")
    lasting = [(part.unit_id, part.role) for part in finished.snapshot.assignments if part.ended_at is None]
    assert (finished.snapshot.state, lasting) == ("handling", [(10, "lead"), (WATER, "co")])
    assert (finished.due("handle"), finished.clock("handle").run) == ("2026-06-11 00:00", 2)
    assert finished.snapshot.reopens == 0, "a rework is no reopening"


def test_the_reporter_hears_of_a_result_only_when_it_holds(finished: Life) -> None:
    told = {(notice.to, *notice.into) for notice in finished.procedure.act["verify"].notify}
    assert told == {("reporter", "closed"), ("lead", "handling"), ("co", "handling")}


def test_settled_on_the_spot_it_is_not_for_the_grid_worker_to_praise() -> None:
    event = reported("2026-06-01 09:00")
    assert event.refused("triager 3", "self_handle", "2026-06-01 09:10", result="已清理") == "act.not_your_role"
    event.do("worker 2", "self_handle", "2026-06-01 09:10", result="已清理")
    rating = {"solved": "yes", "satisfied": "satisfied"}
    assert event.refused("reporter 2", "rate", "2026-06-01 10:00", **rating) == "guard.handler_is_rater"
    event.do("reporter", "rate", "2026-06-01 10:00", **rating)
    assert event.snapshot.state == "done"
