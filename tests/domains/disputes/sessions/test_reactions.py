"""Rows of sessions as the acts of a case make them."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from minsheng.base.errors import Refusal, Refusals
from minsheng.domains.disputes.models import Attendance, Session, SessionMediator
from minsheng.domains.disputes.sessions.queries import record_of
from tests.domains.disputes.mediations import (
    a_mediation,
    a_mediator,
    a_room,
    attendance,
    do,
    fresh,
    moment,
    schedule,
    soon,
)
from tests.factories.district import District


@pytest.fixture(autouse=True)
def _panel(district: District) -> None:
    for name in ("mediator", "mediator2"):
        a_mediator(district, name)


def refused(call: Any) -> Refusal:
    with pytest.raises((Refusal, Refusals)) as raised:
        call()
    error = raised.value
    return error.refusals[0] if isinstance(error, Refusals) else error


def seats(session: Session) -> list[tuple[int, int, bool]]:
    return list(session.mediators.order_by("place").values_list("account_id", "place", "live"))


def test_a_session_lives(district: District) -> None:
    room = a_room(district)
    case = a_mediation(district, ["mediator", "mediator2"])
    session = schedule(case, moment(3), room=room.pk, link="https://meet.example.cn/1")
    first, second = (district.accounts[name].pk for name in ("mediator", "mediator2"))
    assert (session.room_id, session.state, session.revision) == (room.pk, "planned", 0)
    assert seats(session) == [(first, 0, True), (second, 1, True)]
    times = {"session_begins": moment(4).isoformat(), "session_ends": moment(4, 10).isoformat()}
    do(case, "move_session", session=session.pk, reason="一方出差", **times)
    session.refresh_from_db()
    assert (session.begins, session.room_id, session.state, session.revision) == (moment(4), room.pk, "moved", 1)
    assert set(session.mediators.values_list("begins", flat=True)) == {moment(4)}
    do(case, "cancel_session", session=session.pk, reason="双方已自行和解")
    session.refresh_from_db()
    assert (session.state, session.revision) == ("cancelled", 2)
    assert [live for _, _, live in seats(session)] == [False, False]
    again = refused(lambda: do(case, "cancel_session", session=session.pk, reason="再次"))
    assert (again.code, again.field) == ("entry.unknown", "session")


def test_a_session_is_held_with_its_attendance_and_record(district: District) -> None:
    case = a_mediation(district)
    session = schedule(case, soon(), 0.5)
    lines = attendance(case, "present", "absent")
    do(case, "hold_session", session=session.pk, attendance=lines, record="双方陈述，约定再谈。")
    session.refresh_from_db()
    assert (session.state, fresh(case).facts["sessions"]) == ("held", 1)
    assert list(Attendance.objects.values_list("party_id", "presence")) == [
        (it["party"], it["presence"]) for it in lines
    ]
    record = record_of(district.actor("mediator"), session.pk)
    assert (record.text, record.mediators, record.link) == ("双方陈述，约定再谈。", ("mediator",), "")
    assert record.attendance == tuple((it["party"], it["presence"]) for it in lines)


def test_what_lies_in_days_to_come_is_not_recorded(district: District) -> None:
    case = a_mediation(district)
    session = schedule(case, moment(2))
    lines = attendance(case, "present", "present")
    error = refused(lambda: do(case, "hold_session", session=session.pk, attendance=lines, record="提前"))
    assert (error.code, error.field) == ("session.not_begun", "session")
    session.refresh_from_db()
    assert session.state == "planned"


@pytest.mark.parametrize(
    ("days", "hours", "code", "field"),
    [
        (-1, 1, "session.past", "session_begins"),
        (3, 0, "session.order", "session_ends"),
        (3, -1, "session.order", "session_ends"),
        (3, 12.5, "session.too_long", "session_ends"),
    ],
)
def test_unlawful_times(district: District, days: int, hours: float, code: str, field: str) -> None:
    case = a_mediation(district)
    error = refused(lambda: schedule(case, moment(days), hours))
    assert (error.code, error.field) == (code, field)
    assert not Session.objects.exists()


def test_twelve_hours_are_lawful(district: District) -> None:
    assert schedule(a_mediation(district), moment(3), 12).state == "planned"


def test_rooms_that_do_not_fit(district: District) -> None:
    case = a_mediation(district)
    shut = a_room(district, "旧室", valid_from=moment(20).date())
    plain = a_room(district, "小室", allows_link=False)
    unknown = refused(lambda: schedule(case, moment(3), room=shut.pk + plain.pk + 99))
    assert (unknown.code, unknown.field) == ("entry.unknown", "room")
    closed = refused(lambda: schedule(case, moment(3), room=shut.pk))
    assert (closed.code, closed.field) == ("session.room_closed", "room")
    offline = refused(lambda: schedule(case, moment(3), room=plain.pk, link="https://meet.example.cn/1"))
    assert (offline.code, offline.field) == ("session.no_link_here", "link")


def test_an_overlap_is_refused_with_time_and_name_and_no_case(district: District) -> None:
    room = a_room(district)
    one, other = a_mediation(district), a_mediation(district, ["mediator2"])
    schedule(one, moment(3, 9), 2, room=room.pk)
    busy = refused(lambda: schedule(a_mediation(district, ["mediator2", "mediator"]), moment(3, 10)))
    assert (busy.code, busy.status, busy.params["name"]) == ("session.mediator_busy", 409, "mediator")
    assert busy.params["begins"] == f"{moment(3, 9):%Y-%m-%d %H:%M}"
    taken = refused(lambda: schedule(other, moment(3, 10), room=room.pk))
    assert (taken.code, taken.params["name"]) == ("session.room_busy", room.name)
    for error in (busy, taken):
        assert not [value for value in error.params.values() if one.code in str(value) or "噪声" in str(value)]
    assert Session.objects.count() == 1
    assert fresh(other).seq == other.seq  # the act itself was undone


def test_one_may_begin_when_the_other_ends(district: District) -> None:
    room, case = a_room(district), a_mediation(district)
    schedule(case, moment(3, 9), 1, room=room.pk)
    schedule(case, moment(3, 10), 1, room=room.pk)
    schedule(case, moment(3, 8), 1, room=room.pk)
    assert Session.objects.count() == 3


def test_what_was_called_off_is_free_again(district: District) -> None:
    room, case = a_room(district), a_mediation(district)
    first = schedule(case, moment(3), room=room.pk)
    do(case, "cancel_session", session=first.pk, reason="改期")
    assert schedule(case, moment(3), room=room.pk).state == "planned"


def test_moving_into_another_is_refused_and_into_oneself_is_not(district: District) -> None:
    case = a_mediation(district)
    first, second = schedule(case, moment(3, 9), 1), schedule(case, moment(3, 14), 1)
    late = {"session_begins": moment(3, 14, 30).isoformat(), "session_ends": moment(3, 16).isoformat()}
    error = refused(lambda: do(case, "move_session", session=first.pk, reason="改期", **late))
    assert (error.code, error.params["begins"]) == ("session.mediator_busy", f"{moment(3, 14):%Y-%m-%d %H:%M}")
    do(case, "move_session", session=second.pk, reason="顺延", **late)
    second.refresh_from_db()
    assert second.begins == moment(3, 14, 30)


def test_another_panel_takes_over_what_is_to_be_held(district: District) -> None:
    case = a_mediation(district)
    ahead = schedule(case, moment(5))
    held = schedule(case, soon(), 0.5)
    do(case, "hold_session", session=held.pk, attendance=attendance(case, "present", "late"), record="首次调解")
    old, new = (district.accounts[name].pk for name in ("mediator", "mediator2"))
    do(case, "replace_mediators", mediators=[new])
    assert (seats(ahead), seats(held)) == ([(new, 0, True)], [(old, 0, True)])
    ahead.refresh_from_db()
    assert ahead.revision == 1


def test_a_new_panel_that_is_busy_then_is_refused(district: District) -> None:
    case, other = a_mediation(district), a_mediation(district, ["mediator2"])
    session = schedule(case, moment(5))
    schedule(other, moment(5, 10))
    error = refused(lambda: do(case, "replace_mediators", mediators=[district.accounts["mediator2"].pk]))
    assert (error.code, error.params["name"]) == ("session.mediator_busy", "mediator2")
    assert seats(session) == [(district.accounts["mediator"].pk, 0, True)]


def test_when_mediation_ends_what_was_planned_is_called_off(
    district: District, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    case = a_mediation(district)
    session = schedule(case, moment(5))
    with django_capture_on_commit_callbacks(execute=True):
        do(case, "fail", told=True, route="court", reason="分歧过大")
    session.refresh_from_db()
    assert session.state == "cancelled"
    assert not SessionMediator.objects.filter(live=True).exists()
