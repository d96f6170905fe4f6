"""督办: what is overdue climbs a ladder, also where nobody has taken the order; a supervision order has its own term.

国办发〔2020〕53号（督办、问责）; the rungs and the three working days are local.
"""

from __future__ import annotations

import pytest

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.sweeping import rungs, sweep
from minsheng.kernel.messages.models import Outbox
from tests.factories.district import District
from tests.kernel.cases.support import Office, filed
from tests.law.hotline.support import handled
from tests.law.life import CALENDAR, PROCEDURES, at

HOTLINE = PROCEDURES["hotline.order"]
LADDERS = {ladder.clock: ladder for ladder in HOTLINE.ladder}


def test_whatever_escalates_has_a_ladder_that_begins_at_once_and_ends_with_the_district() -> None:
    assert set(LADDERS) == {key for key, clock in HOTLINE.clock.items() if clock.missed == "escalate"}
    for ladder in LADDERS.values():
        assert ladder.steps[0].after == "PT0H"
        assert ladder.steps[-1].tell == ["district"]


@pytest.mark.parametrize(
    ("clock", "due", "ends"),
    [
        ("handle", "2026-05-12 00:00", ["2026-05-12 00:00", "2026-05-13 00:00", "2026-05-15 00:00"]),
        ("handle", "2026-10-01 00:00", ["2026-10-01 00:00", "2026-10-09 00:00", "2026-10-11 00:00"]),
        ("dispatch", "2026-04-30 16:30", ["2026-04-30 16:30", "2026-05-07 00:00"]),
        ("supervision", "2026-06-24 00:00", ["2026-06-24 00:00", "2026-06-25 00:00"]),
    ],
)
def test_the_rungs(clock: str, due: str, ends: list[str]) -> None:
    assert rungs(LADDERS[clock], at(due), CALENDAR) == [at(end) for end in ends]


def test_an_order_that_nobody_took_reaches_the_district(district: District) -> None:
    office = Office(district, filed(at("2025-03-03 09:00")))
    for now in ("2025-03-03 15:31", "2025-03-05 00:01"):
        sweep(at(now))
    look_as_system()
    assert office.fresh().lead_unit_id is None
    told = Outbox.objects.filter(template__key="overdue").order_by("id").values_list("template__audience", "needs")
    assert list(told) == [("dispatcher", "hotline.dispatch"), ("district", "hotline.supervise")]


def test_an_urgent_order_climbs_within_the_hour(district: District) -> None:
    office = Office(district, filed(at("2025-03-02 03:00"), urgent=True))
    assert sweep(at("2025-03-02 04:00")).done == 0
    assert sweep(at("2025-03-02 04:01")).done == 1
    assert office.fresh().escalation == 1


def test_a_supervision_order_is_answered_by_the_head_in_three_working_days() -> None:
    order = handled("2026-06-15")
    order.do("supervisor 8", "supervise", "2026-06-17", reason="群众反映强烈")
    assert (order.due("supervision"), order.snapshot.supervised) == ("2026-06-24 00:00", 1)
    assert order.refused("handler 3", "answer_supervision", "2026-06-18", message="已整改") == "act.not_your_role"
    order.do("head 7", "answer_supervision", "2026-06-23", message="已整改")
    assert order.clock("supervision").stopped_at == at("2026-06-23")
    assert order.late("supervision", "2026-06-30") is False


def test_a_second_order_before_the_answer_does_not_give_more_time() -> None:
    order = handled("2026-06-15")
    order.do("supervisor 8", "supervise", "2026-06-17", reason="一")
    order.do("supervisor 8", "supervise", "2026-06-22", reason="二")
    assert (order.due("supervision"), order.clock("supervision").run, order.snapshot.supervised) == (
        "2026-06-24 00:00",
        1,
        2,
    )


def test_a_supervision_order_that_nobody_answers_climbs_too(district: District) -> None:
    office = Office(district, filed(at("2025-03-03 09:00")))
    office.do("dispatcher", "dispatch", at("2025-03-03 09:30"), unit="housing")
    office.do("chief", "supervise", at("2025-03-03 10:00"), reason="安全隐患")
    assert sweep(at("2025-03-07 00:00")).done == 0
    assert sweep(at("2025-03-07 00:01")).done == 1
    look_as_system()
    last = office.case.acts.last()
    assert last is not None
    assert last.data == {"step": 1, "late_clock": "supervision"}


def test_after_three_times_of_reopening_the_matter_goes_to_supervision() -> None:
    order = handled("2026-07-06")
    for day in ("07", "08", "09"):
        order.do("handler 3", "answer", f"2026-07-{day} 09:00", answer="已修", result="solved")
        order.do("reporter", "rate", f"2026-07-{day} 10:00", solved="yes", satisfied="satisfied")
        order.do("reporter", "reopen", f"2026-07-{day} 11:00", message="又漏")
    order.do("handler 3", "answer", "2026-07-10 09:00", answer="已修", result="solved")
    order.do("reporter", "rate", "2026-07-10 10:00", solved="yes", satisfied="satisfied")
    assert order.refused("reporter", "reopen", "2026-07-10 11:00", message="又漏") == "guard.reopened_thrice"
    assert order.refused("supervisor 8", "reopen", "2026-07-10 11:00", message="又漏") == "guard.reopened_thrice"
