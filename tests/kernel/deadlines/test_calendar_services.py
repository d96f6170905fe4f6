"""Plans in the database: loaded with the software, entered by people, read through a cache that notices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.audit.kinds import log_kind
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.deadlines import queries
from minsheng.kernel.deadlines.models import CalendarYear
from minsheng.kernel.deadlines.queries import calendar_years, current_calendar, forget_calendar
from minsheng.kernel.deadlines.rules import CalendarUnknown, bundled_years
from minsheng.kernel.deadlines.services import CalendarEntered, enter_calendar_year, load_calendars
from minsheng.kernel.events.registry import receiving
from tests.kernel.deadlines.test_years import OFF, WORK

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
PERSON = Actor(account_id=12, is_system=True)


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    forget_calendar()
    yield
    forget_calendar()


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """Years of which receivers were told."""
    years: list[int] = []
    with receiving(CalendarEntered, lambda event: years.append(event.year), name="test.calendar"):
        yield years


def enter(**changes: Any) -> CalendarYear:
    plan: dict[str, Any] = {"year": 2027, "off": OFF, "work": WORK, "source": "虚构的通知", "by": PERSON, **changes}
    return enter_calendar_year(**plan)


def logged() -> list[AuditLine]:
    """Lines about the calendar; only an auditor's eyes see them."""
    with acting_as_system():
        return list(AuditLine.objects.filter(kind="deadlines.calendar_entered"))


def test_the_plans_of_the_software_are_there_after_migration() -> None:
    assert [row.year for row in calendar_years()] == list(bundled_years())
    assert {row.plan() for row in calendar_years()} == set(bundled_years().values())
    assert load_calendars() == []


def test_a_missing_spoilt_or_provisional_plan_is_put_right() -> None:
    CalendarYear.objects.filter(year=2019).delete()
    CalendarYear.objects.filter(year=2020).update(source="old")
    CalendarYear.objects.filter(year=2021).update(provisional=True, entered_by_id=5, source="draft")
    assert load_calendars() == [2019, 2020, 2021]
    assert {row.plan() for row in calendar_years()} == set(bundled_years().values())
    assert not CalendarYear.objects.filter(provisional=True).exists()


def test_what_a_person_entered_is_left_alone() -> None:
    CalendarYear.objects.filter(year=2026).update(source="改正", entered_by_id=5)
    assert load_calendars() == []


def test_clocks_are_told_of_a_calendar_in_use_only(
    heard: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    CalendarYear.objects.filter(year=2019).delete()
    with django_capture_on_commit_callbacks(execute=True):
        load_calendars()
    assert heard == [2019]
    CalendarYear.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert len(load_calendars()) == len(bundled_years())
    assert heard == [2019]


def test_an_entered_year_is_known_told_and_logged(
    heard: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with pytest.raises(CalendarUnknown):
        current_calendar().is_working_day(date(2027, 10, 8))
    with django_capture_on_commit_callbacks(execute=True):
        row = enter()
        assert heard == []
    assert (row.entered_by_id, row.provisional, heard) == (12, False, [2027])
    assert current_calendar().is_working_day(date(2027, 10, 8))
    assert current_calendar().holiday_name(date(2027, 10, 7)) == "国庆节"
    [line] = logged()
    assert line.data == {"year": 2027, "provisional": False, "source": "虚构的通知"}
    assert "2027" in log_kind(line.kind).says(line)


def test_entering_the_same_again_does_nothing(
    heard: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    first = enter()
    with django_capture_on_commit_callbacks(execute=True):
        assert enter(by=SYSTEM) == first
    assert heard == []
    assert len(logged()) == 1


def test_a_draft_is_provisional_until_the_official_plan_comes() -> None:
    enter(provisional=True)
    assert current_calendar().is_provisional(date(2027, 1, 1), date(2027, 1, 1))
    enter()
    forget_calendar()
    assert not current_calendar().is_provisional(date(2027, 1, 1), date(2027, 1, 1))
    assert CalendarYear.objects.get(year=2027).revision == 2


def test_a_known_year_is_corrected() -> None:
    data = CalendarYear.objects.get(year=2026).days
    enter(year=2026, off=data["off"], work=[*data["work"], "2026-12-26"], source="关于调整的通知")
    assert current_calendar().is_working_day(date(2026, 12, 26))


def test_faults_are_refused_and_nothing_is_stored() -> None:
    with pytest.raises(Refusals) as caught:
        enter(work=["2027-09-27"], source="")
    assert {(fault.code, fault.field) for fault in caught.value.refusals} == {
        ("text.empty", "source"),
        ("calendar.not_weekend", "work"),
    }
    assert not CalendarYear.objects.filter(year=2027).exists()


def test_only_who_may_keeps_the_calendar() -> None:
    with pytest.raises(Refusal) as caught:
        enter(by=Actor.anonymous())
    assert (caught.value.code, caught.value.status) == ("access.denied", 403)


def test_a_spoilt_row_is_loud() -> None:
    CalendarYear.objects.filter(year=2026).update(days={"off": [], "work": []})
    with pytest.raises(Refusals):
        current_calendar()


def test_queries(django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch) -> None:
    with django_assert_num_queries(2):  # the version, the rows
        calendar = current_calendar()
    with django_assert_num_queries(0):
        assert current_calendar() is calendar
    monkeypatch.setattr(queries, "RECHECK_SECONDS", 0.0)
    with django_assert_num_queries(1):  # nothing has changed: only the version
        assert current_calendar() is calendar
    CalendarYear.objects.filter(year=2026).update(revision=2)
    with django_assert_num_queries(2):
        assert current_calendar() is not calendar


def test_a_year_names_itself() -> None:
    assert str(CalendarYear.objects.get(year=2026)) == "2026"
