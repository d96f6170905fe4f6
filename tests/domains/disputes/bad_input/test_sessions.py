"""Sessions that cannot be: overlapping, in the past, without a time, of another case, in no room."""

from __future__ import annotations

from typing import Any

import pytest

from minsheng.domains.disputes.models import Session
from tests.domains.disputes import mediations
from tests.domains.disputes.bad_input.asking import Side, refused
from tests.domains.disputes.lives import Mediation
from tests.domains.disputes.mediations import a_room, attendance, moment, schedule, soon
from tests.factories.district import District

NOWHERE = 4_000_000


def times(begins: Any, ends: Any) -> dict[str, Any]:
    """The two instants of a session as they are sent."""
    return {"session_begins": begins.isoformat(), "session_ends": ends.isoformat()}


def test_the_mediator_has_another_session_at_that_time(district: District, told: Mediation, mediator: Side) -> None:
    schedule(mediations.a_mediation(district), moment(3))
    data = times(moment(3, 10), moment(3, 12))
    words = ("调解员mediator在", "Mediator mediator has another session")
    refused(mediator, told.case, "schedule", data, code="session.mediator_busy", words=words, status=409)


def test_the_room_is_taken_at_that_time(district: District, told: Mediation, mediator: Side) -> None:
    room = a_room(district)
    schedule(mediations.a_mediation(district, ["mediator2"]), moment(3), room=room.pk)
    data = {**times(moment(3, 10), moment(3, 12)), "room": room.pk}
    words = ("已被占用", "is taken from")
    refused(mediator, told.case, "schedule", data, code="session.room_busy", words=words, status=409, field="room")


def test_a_session_is_not_moved_onto_another(district: District, told: Mediation, mediator: Side) -> None:
    schedule(mediations.a_mediation(district), moment(3))
    own = schedule(told.case, moment(4))
    data = {**times(moment(3), moment(3, 10)), "session": own.pk, "reason": "一方出差"}
    refused(mediator, told.case, "move_session", data, code="session.mediator_busy", status=409)


@pytest.mark.parametrize(
    ("begins", "ends", "code", "field"),
    [
        (moment(-1), moment(-1, 10), "session.past", "session_begins"),
        (moment(3), moment(3), "session.order", "session_ends"),
        (moment(3, 10), moment(3, 9), "session.order", "session_ends"),
        (moment(3, 8), moment(3, 21), "session.too_long", "session_ends"),
    ],
)
def test_times_that_cannot_be(told: Mediation, mediator: Side, begins: Any, ends: Any, code: str, field: str) -> None:
    refused(mediator, told.case, "schedule", times(begins, ends), code=code, field=field)


@pytest.mark.parametrize("typed", ["某日", "2027-01-05T25:00", "2027-02-30T09:00", "0001-01-01T00:00", "9" * 300])
def test_instants_that_are_none(told: Mediation, mediator: Side, typed: str) -> None:
    data = {"session_begins": typed, "session_ends": moment(3).isoformat()}
    refused(mediator, told.case, "schedule", data, code="field.instant", field="session_begins")


def test_a_day_without_an_hour_is_no_instant(told: Mediation, mediator: Side) -> None:
    day = moment(3).date().isoformat()
    data = {"session_begins": day, "session_ends": moment(3).isoformat()}
    refused(mediator, told.case, "schedule", data, code="field.instant", field="session_begins")


@pytest.mark.parametrize("act", ["move_session", "cancel_session", "hold_session"])
def test_a_session_of_another_case_is_none_of_this(
    district: District, told: Mediation, mediator: Side, act: str
) -> None:
    other = schedule(mediations.a_mediation(district), moment(5))
    own = {"reason": "一方出差"} if act != "hold_session" else {"record": "记录"}
    more = times(moment(6), moment(6, 10)) if act == "move_session" else {}
    lines = {"attendance": attendance(told.case, "present")} if act == "hold_session" else {}
    for session in (other.pk, NOWHERE, 2**47):
        data = {"session": session, **own, **more, **lines}
        refused(mediator, told.case, act, data, code="entry.unknown", field="session")
    other.refresh_from_db()
    assert (other.state, other.revision) == ("planned", 0)


def test_rooms_that_nobody_has(told: Mediation, mediator: Side) -> None:
    data = times(moment(3), moment(3, 10))
    for room, code in (
        (NOWHERE, "entry.unknown"),
        (-1, "field.integer"),
        ("甲", "field.integer"),
        (2**60, "field.integer"),
    ):
        refused(mediator, told.case, "schedule", {**data, "room": room}, code=code, field="room")


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([{"party": NOWHERE, "presence": "present"}], "party.not_of_case"),
        ([{"party": 0, "presence": "present"}], "field.integer"),
        ([{"party": "?", "presence": "present"}], "field.integer"),
        ([{"presence": "present"}], "field.required"),
    ],
)
def test_attendance_of_nobody(told: Mediation, mediator: Side, lines: list[dict[str, Any]], code: str) -> None:
    session = schedule(told.case, soon(), 0.5)
    data = {"session": session.pk, "attendance": lines, "record": "记录"}
    refused(mediator, told.case, "hold_session", data, code=code)


def test_attendance_twice_and_in_no_known_way(told: Mediation, mediator: Side) -> None:
    session = schedule(told.case, soon(), 0.5)
    one, _two = told.parties
    twice = [{"party": one, "presence": "present"}, {"party": one, "presence": "absent"}]
    data = {"session": session.pk, "attendance": twice, "record": "记录"}
    refused(mediator, told.case, "hold_session", data, code="session.attendance_twice", field="attendance")
    odd = [{"party": one, "presence": "asleep"}]
    refused(mediator, told.case, "hold_session", {**data, "attendance": odd}, code="field.choice")


def test_a_thousand_lines_and_columns_of_ones_own(told: Mediation, mediator: Side) -> None:
    session = schedule(told.case, soon(), 0.5)
    line = {"party": told.parties[0], "presence": "present"}
    data = {"session": session.pk, "record": "记录"}
    for count in (61, 1000):
        many = {**data, "attendance": [line] * count}
        refused(
            mediator,
            told.case,
            "hold_session",
            many,
            code="field.rows_many",
            field="attendance",
            screen=count < 1000,  # a form with more boxes than any of ours has is no request at all
        )
    odd = {**data, "attendance": [{**line, "colour": "red"}]}
    refused(mediator, told.case, "hold_session", odd, code="field.unknown", screen=False)
    flat = {**data, "attendance": "present"}
    refused(mediator, told.case, "hold_session", flat, code="field.rows", screen=False)
    assert not Session.objects.exclude(state="planned").exists()


def test_a_party_schedules_nothing(told: Mediation, applicant: Side, respondent: Side) -> None:
    for side in (applicant, respondent):
        refused(side, told.case, "schedule", times(moment(3), moment(3, 10)), code="act.not_your_role", status=403)
