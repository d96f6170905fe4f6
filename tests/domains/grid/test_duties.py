"""AB岗: one main worker at a time, a backup while it is away, refused with nothing half done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from minsheng.base.errors import Refusal
from minsheng.domains.grid.duties import (
    NewDuty,
    appoint_worker,
    appoint_workers,
    end_absence,
    end_duty,
    record_absence,
    set_contact,
)
from minsheng.domains.grid.models import Absence, GridDuty
from minsheng.domains.grid.queries import boards
from minsheng.domains.grid.reach import grid_named
from minsheng.kernel.access.context import acting, look_as_system
from minsheng.kernel.audit.models import AuditLine
from tests.domains.grid.conftest import FIRST, SECOND, Team

Refused = Callable[[Callable[[], object]], str]
MARCH, MAY = date(2026, 3, 1), date(2026, 5, 31)


@pytest.fixture
def pair(team: Team) -> tuple[GridDuty, GridDuty]:
    """A main worker from March on, a backup from March to May."""
    by = team.actor("triage")
    main = appoint_worker(by=by, duty=NewDuty(FIRST, team.accounts["worker"].pk, "main", MARCH))
    backup = appoint_worker(by=by, duty=NewDuty(FIRST, team.accounts["standby"].pk, "backup", MARCH, MAY))
    return main, backup


def test_the_board_names_who_is_there(team: Team, pair: tuple[GridDuty, GridDuty]) -> None:
    by, grid = team.actor("triage"), grid_named(FIRST)
    record_absence(by=by, duty_id=pair[0].pk, first_day=date(2026, 4, 1), last_day=date(2026, 4, 3))
    shown = {day: boards([grid], date(2026, 4, day))[0].present for day in (3, 4)}
    assert shown == {3: "standby", 4: "worker"}
    assert boards([grid], date(2026, 4, 2))[0].is_backup_present


def test_two_main_workers_at_a_time_are_refused_by_name(team: Team, pair: object) -> None:
    second = NewDuty(FIRST, team.accounts["standby"].pk, "main", date(2026, 6, 1))
    with pytest.raises(Refusal) as refusal:
        appoint_worker(by=team.actor("triage"), duty=second)
    assert (refusal.value.code, refusal.value.params["name"]) == ("grid.main_taken", "worker")
    assert GridDuty.objects.count() == 2


def test_the_next_main_worker_may_begin_the_day_after(team: Team, pair: tuple[GridDuty, GridDuty]) -> None:
    by = team.actor("triage")
    end_duty(by=by, duty_id=pair[0].pk, valid_to=date(2026, 6, 30))
    appoint_worker(by=by, duty=NewDuty(FIRST, team.accounts["standby"].pk, "main", date(2026, 7, 1)))
    assert GridDuty.objects.filter(role="main").count() == 2


def test_the_database_itself_holds_one_main_worker(team: Team, pair: tuple[GridDuty, GridDuty]) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="grid_one_main_worker_at_a_time"), transaction.atomic():
        GridDuty.objects.create(
            area=team.grid(), account=team.accounts["standby"], role="main", valid_from=date(2026, 9, 1)
        )


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 5, 30), date(2026, 6, 1), "grid.no_backup"),  # the backup ends on 31 May
        (date(2026, 2, 1), date(2026, 3, 2), "grid.absent_outside"),
        (date(2026, 4, 5), date(2026, 4, 1), "dates.order"),
    ],
)
def test_an_absence_that_cannot_be(
    team: Team, pair: tuple[GridDuty, GridDuty], refused: Refused, first: date, last: date, code: str
) -> None:
    by = team.actor("triage")
    assert refused(lambda: record_absence(by=by, duty_id=pair[0].pk, first_day=first, last_day=last)) == code
    look_as_system()
    assert not Absence.objects.exists()


def test_a_backup_that_somebody_counts_on_cannot_go(
    team: Team, pair: tuple[GridDuty, GridDuty], refused: Refused
) -> None:
    by, (main, backup) = team.actor("triage"), pair
    record_absence(by=by, duty_id=main.pk, first_day=date(2026, 4, 1), last_day=date(2026, 4, 10))
    away = {"first_day": date(2026, 4, 10), "last_day": date(2026, 4, 12)}
    assert refused(lambda: record_absence(by=by, duty_id=backup.pk, **away)) == "grid.no_backup"
    assert refused(lambda: end_duty(by=by, duty_id=backup.pk, valid_to=date(2026, 4, 9))) == "grid.no_backup"
    again = {"first_day": date(2026, 4, 10), "last_day": date(2026, 4, 20)}
    assert refused(lambda: record_absence(by=by, duty_id=main.pk, **again)) == "grid.absent_twice"
    end_absence(by=by, absence_id=Absence.objects.get().pk, last_day=date(2026, 4, 8))
    end_duty(by=by, duty_id=backup.pk, valid_to=date(2026, 4, 9))
    assert GridDuty.objects.get(pk=backup.pk).valid_to == date(2026, 4, 9)


def test_who_may_not_arrange_it(team: Team, pair: tuple[GridDuty, GridDuty], refused: Refused) -> None:
    new = NewDuty(SECOND, team.accounts["neighbour"].pk, "main", MARCH)
    assert refused(lambda: appoint_worker(by=team.actor("worker"), duty=new)) == "access.denied"
    assert refused(lambda: end_duty(by=team.actor("worker"), duty_id=pair[0].pk, valid_to=MAY)) == "access.denied"
    assert refused(lambda: end_duty(by=team.actor("triage"), duty_id=0, valid_to=MAY)) == "grid.unknown_duty"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"grid": "140213050001"}, "grid.no_grid"),
        ({"grid": "999"}, "grid.unknown"),
        ({"role": "boss"}, "grid.role"),
        ({"valid_to": date(2020, 1, 1)}, "dates.order"),
        ({"grid": SECOND}, "grid.no_post"),
        ({"account_id": 0}, "grid.unknown_account"),
        ({"valid_from": date(2019, 1, 1)}, "grid.not_there"),
    ],
)
def test_what_makes_no_duty(team: Team, refused: Refused, change: dict[str, object], code: str) -> None:
    good = {"grid": FIRST, "account_id": team.accounts["worker"].pk, "role": "main", "valid_from": MARCH}
    duty = NewDuty(**{**good, **change})  # type: ignore[arg-type]
    assert refused(lambda: appoint_worker(by=team.actor("triage"), duty=duty)) == code
    assert not GridDuty.objects.exists()


def test_many_are_appointed_all_or_none(team: Team, refused: Refused) -> None:
    by, worker, neighbour = team.actor("triage"), team.accounts["worker"].pk, team.accounts["neighbour"].pk
    bad = [
        NewDuty(FIRST, worker, "main", MARCH),
        NewDuty(SECOND, neighbour, "main", MARCH),
        NewDuty(FIRST, worker, "backup", MAY),
    ]
    assert refused(lambda: appoint_workers(by=by, duties=bad)) == "grid.twice"
    assert not GridDuty.objects.exists()
    assert len(appoint_workers(by=by, duties=bad[:2])) == 2
    assert AuditLine.objects.filter(kind="grid.appointed").count() == 2


@pytest.mark.parametrize(
    ("phone", "is_work", "code"),
    [("13812345678", False, "grid.private_phone"), ("5551234", True, "phone.format"), ("", False, "phone.format")],
)
def test_no_private_telephone_on_the_board(team: Team, refused: Refused, phone: str, is_work: bool, code: str) -> None:
    by = team.actor("triage")
    assert refused(lambda: set_contact(by=by, grid=FIRST, phone=phone, is_work_number=is_work)) == code


def test_the_telephone_of_the_duty_is_shown(team: Team) -> None:
    by = team.actor("triage")
    set_contact(by=by, grid=FIRST, phone="0352 2345678")
    assert boards([grid_named(FIRST)])[0].phone == "0352-2345678"
    set_contact(by=by, grid=FIRST, phone="13812345678", is_work_number=True)
    assert boards([grid_named(FIRST)])[0].phone == "13812345678"


def test_absences_are_seen_by_the_grid_line_alone(team: Team, pair: tuple[GridDuty, GridDuty]) -> None:
    record_absence(by=team.actor("triage"), duty_id=pair[0].pk, first_day=date(2026, 4, 1), last_day=date(2026, 4, 2))
    seen = {}
    for name in ("triage", "worker", "neighbour", "gucheng", "dispatcher", "drawer"):
        with acting(team.actor(name)):
            seen[name] = Absence.objects.exists()
    look_as_system()
    assert seen == {
        "triage": True,
        "worker": True,
        "neighbour": False,
        "gucheng": False,
        "dispatcher": False,
        "drawer": False,
    }
