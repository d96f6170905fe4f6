"""2027 is not announced yet: clocks that reach into it are provisional, and are computed anew once it is entered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import pytest
import time_machine
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoCaptureOnCommitCallbacks

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.cases.sweeping import restate_clocks
from minsheng.kernel.deadlines.queries import forget_calendar
from minsheng.kernel.deadlines.services import enter_calendar_year
from tests.factories.district import SYSTEM, District
from tests.kernel.cases.support import Office, at, everything, filed

# Made up: the first week of 2027 is off, and the Saturday before is worked.
OFF_2027 = (
    ("元旦", "2027-01-01", "2027-01-05"),
    ("春节", "2027-02-05", "2027-02-11"),
    ("清明节", "2027-04-05", "2027-04-05"),
    ("劳动节", "2027-05-01", "2027-05-05"),
    ("端午节", "2027-06-09", "2027-06-09"),
    ("中秋节", "2027-09-15", "2027-09-15"),
    ("国庆节", "2027-10-01", "2027-10-07"),
)
WORK_2027 = ("2027-01-09",)
FILED = at("2026-12-28 10:00")


@pytest.fixture(autouse=True)
def _new_year(db: None) -> Iterator[None]:
    with time_machine.travel(datetime.fromisoformat("2027-01-20T10:00+08:00"), tick=False):
        yield
    forget_calendar()


@pytest.fixture
def office(district: District) -> Office:
    """Filed on Monday 12-28: of the five working days three lie in 2026."""
    return Office(district, filed(FILED))


def enter(year: int = 2027, off: Sequence[Sequence[str]] = OFF_2027, work: Sequence[str] = WORK_2027) -> int:
    """Enter a plan and compute the clocks anew, as the job does; returns how many cases changed."""
    look_as_system()
    enter_calendar_year(year=year, off=off, work=work, source="made up for a test", by=SYSTEM)
    forget_calendar()
    return restate_clocks(year)


def handle(case: Case, run: int = 1) -> tuple[object, bool]:
    look_as_system()
    clock = case.clocks.get(key="handle", run=run)
    return clock.due_at, clock.provisional


def test_a_term_into_an_unannounced_year_is_provisional(office: Office) -> None:
    """12-29, 30, 31, then Monday 01-04 and 01-05: New Year's Day is off for certain."""
    assert handle(office.case) == (at("2027-01-06 00:00"), True)
    case = office.fresh()
    assert case.provisional is True
    assert rebuild(write=False).differences == []


def test_once_announced_the_term_is_official_and_equals_a_rebuild(office: Office) -> None:
    assert enter() == 1
    # 12-29, 30, 31, 2027-01-06, 07.
    assert handle(office.case) == (at("2027-01-08 00:00"), False)
    case = office.fresh()
    assert (case.provisional, case.seq) == (False, 1)
    assert rebuild(write=False).differences == []
    look_as_system()
    assert restate_clocks(2027) == 0
    data = [line.data for line in AuditLine.objects.filter(kind="cases.clocks_restated").order_by("id")]
    assert data == [{"count": 1, "year": 2027}, {"count": 0, "year": 2027}]


def test_every_sort_of_clock_is_computed_anew_as_a_rebuild_would(district: District) -> None:
    offices = [Office(district, filed(FILED)) for _ in range(5)]
    for office in offices:
        office.do("dispatcher", "dispatch", at("2026-12-28 11:00"), unit="housing")
        office.do("housing", "contact", at("2026-12-28 15:00"), note="已联系")
    _plain, extended, waiting, resumed, closed = offices
    extended.do("housing_head", "extend", at("2026-12-31 16:00"), days=3, ground="材料未到")
    for office in (waiting, resumed):
        office.do("housing", "ask", at("2026-12-30 10:00"), message="请提供门牌号")
    resumed.do("reporter", "reply", at("2027-01-05 10:00"), message="3号楼")
    closed.do("reporter", "withdraw", at("2026-12-29 10:00"))
    assert [handle(office.case)[0] for office in offices] == [
        at("2027-01-06 00:00"),
        at("2027-01-09 00:00"),
        None,
        at("2027-01-09 00:00"),
        at("2027-01-06 00:00"),
    ]
    assert enter() == 5
    assert [handle(office.case) for office in offices] == [
        (at("2027-01-08 00:00"), False),
        # Three more: Friday 01-08, the worked Saturday 01-09, Monday 01-11.
        (at("2027-01-12 00:00"), False),
        (None, False),
        # Of the pause only 12-31 is a working day now.
        (at("2027-01-09 00:00"), False),
        (at("2027-01-08 00:00"), False),
    ]
    assert rebuild(write=False).differences == []


def test_an_extension_granted_in_time_survives_a_plan_that_ends_the_term_earlier(office: Office) -> None:
    """The free weekend of 01-02/03 turns out to be worked: the term had ended before the extension was granted."""
    office.do("dispatcher", "dispatch", at("2026-12-28 11:00"), unit="housing")
    office.do("housing", "sign", at("2026-12-28 15:00"))
    office.do("housing_head", "extend", at("2027-01-05 16:00"), days=2, ground="材料未到")
    off = (("元旦", "2027-01-01", "2027-01-01"), *OFF_2027[1:])
    assert enter(off=off, work=("2027-01-02", "2027-01-03")) == 1
    # 12-29, 30, 31, 01-02, 03 and two more.
    assert handle(office.case) == (at("2027-01-06 00:00"), False)
    assert rebuild(write=False).differences == []


def test_what_does_not_reach_the_year_is_left_alone(district: District) -> None:
    early, late = Office(district, filed(at("2026-03-02 09:00"))), Office(district, filed(FILED))
    before = everything(early.case)
    assert enter() == 1
    assert everything(early.case) == before
    assert handle(late.case)[1] is False


def test_a_corrected_december_moves_terms_too(district: District) -> None:
    """A notice may give days of the December before: the plan of 2026 is corrected, and its clocks with it."""
    office = Office(district, filed(at("2026-12-23 10:00")))
    assert handle(office.case) == (at("2026-12-31 00:00"), False)
    off = [
        ("元旦", "2026-01-01", "2026-01-03"),
        ("春节", "2026-02-15", "2026-02-23"),
        ("清明节", "2026-04-04", "2026-04-06"),
        ("劳动节", "2026-05-01", "2026-05-05"),
        ("端午节", "2026-06-19", "2026-06-21"),
        ("中秋节", "2026-09-25", "2026-09-27"),
        ("国庆节", "2026-10-01", "2026-10-07"),
    ]
    assert enter(2026, off, ["2026-12-26", "2026-12-27"]) == 1
    # 12-24, 25, the worked weekend 26 and 27, 28.
    assert handle(office.case) == (at("2026-12-29 00:00"), False)
    assert rebuild(write=False).differences == []


def test_entering_a_year_starts_the_job(
    office: Office, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    look_as_system()
    with django_capture_on_commit_callbacks(execute=True):
        enter_calendar_year(year=2027, off=OFF_2027, work=WORK_2027, source="made up for a test", by=SYSTEM)
    jobs = ProcrastinateJob.objects.filter(task_name="cases.restate")
    assert [job.args for job in jobs] == [{"year": 2027}]
