"""吹哨报到: the sub-district whistles, the unit reports in within its time; after two returns a ruling binds.

《北京市街道办事处条例》第16、33条（吹哨报到）; 中央政法委等《关于加强社会治安综合治理中心规范化建设的意见》（2024）: 分流办理、督办落实.
"""

from __future__ import annotations

import pytest

from tests.law.grid.support import POLICE, SANITATION, WATER, in_hand, triaged


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("emergency", "2026-06-01 11:30"),
        ("level1", "2026-06-01 17:00"),
        ("level2", "2026-06-01 17:00"),
        ("level3", "2026-06-02 11:30"),
    ],
)
def test_the_time_to_report_in(kind: str, due: str) -> None:
    """From 10:30: four working hours are one and a half and two and a half; a department has eight."""
    event = triaged(kind)
    event.do("dispatcher 4", "whistle", "2026-06-01 10:30", unit=SANITATION)
    assert event.due("report_in") == due


def test_only_the_unit_that_was_sent_for_reports_in() -> None:
    event = triaged()
    event.do("dispatcher 4", "whistle", "2026-06-01 10:30", unit=SANITATION, co_units=[WATER])
    for who in ("co_handler 9", "worker 2", "dispatcher 4", "triager 3"):
        assert event.refused(who, "report_in", "2026-06-01 11:00") == "act.not_your_role"
    event.do("handler 5", "report_in", "2026-06-01 11:00")
    assert (event.snapshot.handler_id, event.snapshot.contacted_at) == (5, event.snapshot.acted_at)


def test_a_return_gives_its_reason_and_goes_back_to_be_sent_again() -> None:
    event = in_hand()
    assert event.refused("handler 5", "return_event", "2026-06-01 15:00") == "field.required"
    event.do("handler 5", "return_event", "2026-06-01 15:00", reason="不属环卫")
    assert (event.snapshot.state, event.snapshot.lead_unit_id, event.snapshot.returns) == ("triaged", None, 1)
    assert event.clock("whistle").run == 2
    event.do("dispatcher 4", "whistle", "2026-06-01 16:00", unit=WATER)
    assert event.due("handle") == "2026-06-09 00:00"


def test_after_two_returns_the_supervisor_rules_and_it_binds() -> None:
    event = in_hand()
    event.do("handler 5", "return_event", "2026-06-01 15:00", reason="不属环卫")
    event.do("dispatcher 4", "whistle", "2026-06-01 15:30", unit=WATER)
    event.do("handler 6", "return_event", "2026-06-01 16:00", reason="不属水务")
    assert event.refused("dispatcher 4", "whistle", "2026-06-01 16:10", unit=POLICE) == "guard.arbitration_needed"
    assert event.refused("dispatcher 4", "rule_on", "2026-06-01 16:10", unit=WATER, reason="x") == "act.not_your_role"
    event.do("supervisor 8", "rule_on", "2026-06-01 16:30", unit=WATER, reason="主管部门")
    assert event.refused("handler 6", "return_event", "2026-06-01 17:00", reason="仍不属") == "guard.binding"


def test_what_comes_back_after_its_end_is_still_to_be_ruled_on() -> None:
    event = in_hand()
    event.do("handler 5", "return_event", "2026-06-01 15:00", reason="不属环卫")
    event.do("dispatcher 4", "whistle", "2026-06-01 15:30", unit=WATER)
    event.do("handler 6", "return_event", "2026-06-01 16:00", reason="不属水务")
    event.do("triager 3", "reject", "2026-06-01 16:30", reason="无责任单位")
    event.do("reporter", "reopen", "2026-06-02 09:00", message="请复查")
    event.do("triager 3", "triage", "2026-06-02 10:00", kind="level2")
    assert event.refused("dispatcher 4", "whistle", "2026-06-02 11:00", unit=POLICE) == "guard.arbitration_needed"
    event.do("supervisor 8", "rule_on", "2026-06-02 11:00", unit=POLICE, reason="安全隐患")
    assert event.snapshot.state == "assigned"
