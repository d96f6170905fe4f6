"""Who sees which sessions: mediators their own, schedulers when rooms are taken, nobody what is not theirs."""

from __future__ import annotations

from datetime import datetime

import pytest

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import Attendance, Session, SessionMediator
from minsheng.domains.disputes.sessions import queries
from minsheng.domains.disputes.sessions.weeks import Week
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting
from minsheng.kernel.cases.models import Case
from tests.domains.disputes.mediations import a_mediation, a_mediator, a_room, attendance, do, moment, schedule, soon
from tests.factories.district import District


@pytest.fixture(autouse=True)
def _panel(district: District) -> None:
    for name in ("mediator", "mediator2"):
        a_mediator(district, name)


def week(day: int = 3) -> tuple[datetime, datetime]:
    return Week.of(moment(day).date()).span()


def codes(slots: list[queries.Slot]) -> list[str | None]:
    return [slot.session.case.code if slot.session else None for slot in slots]


def away(case: Case, district: District, unit: str = "fayuan") -> None:
    """Give a case to another unit and place, so that the committee sees it no more."""
    case.refresh_from_db()
    Case.objects.filter(pk=case.pk).update(audience=[case.audience[0]], lead_unit_id=district.unit(unit))


def test_mediators_see_their_own_week_and_no_other(district: District) -> None:
    one, other = a_mediation(district), a_mediation(district, ["mediator2"])
    schedule(one, moment(3))
    schedule(one, moment(3 + 14))
    schedule(other, moment(3))
    for name, expected in (("mediator", [one.code]), ("mediator2", [other.code]), ("court", [])):
        actor = district.actor(name)
        with acting(actor):
            assert codes(queries.own_slots(actor, *week())) == expected
    assert queries.own_slots(Actor.anonymous(), *week()) == []


def test_rows_of_other_cases_are_hidden_by_the_database(district: District) -> None:
    case = a_mediation(district)
    session = schedule(case, soon(), 0.5)
    do(case, "hold_session", session=session.pk, attendance=attendance(case, "present", "present"), record="记录")
    for name, seen in (("mediator", True), ("mediator2", False), ("court", False), ("worker", False)):
        actor = district.actor(name)
        with acting(actor):
            found = [model.objects.exists() for model in (Session, SessionMediator, Attendance)]
            assert found == [seen] * 3, name
            if not seen:
                with pytest.raises(Refusal) as raised:
                    queries.record_of(actor, session.pk)
                assert (raised.value.code, raised.value.status) == ("session.unknown", 404)


def test_of_rooms_the_time_is_told_and_of_other_cases_no_more(district: District) -> None:
    room = a_room(district)
    mine, other = a_mediation(district), a_mediation(district, ["mediator2"])
    schedule(mine, moment(3, 9), room=room.pk)
    schedule(other, moment(3, 14), room=room.pk)
    away(other, district)
    director = district.actor("director")
    with acting(director):
        slots = queries.room_slots(director, room.pk, *week())
    assert codes(slots) == [mine.code, None]
    assert [slot.begins for slot in slots] == [moment(3, 9), moment(3, 14)]


def test_a_units_week_needs_its_permission(district: District) -> None:
    case = a_mediation(district)
    schedule(case, moment(3))
    director, mediator = district.actor("director"), district.actor("mediator")
    with acting(director):
        assert codes(queries.unit_slots(director, district.unit("tiaowei"), *week())) == [case.code]
        for actor, unit in ((director, "fayuan"), (mediator, "tiaowei")):
            with pytest.raises(Refusal) as raised:
                queries.unit_slots(actor, district.unit(unit), *week())
            assert raised.value.status == 403
        with pytest.raises(Refusal) as raised:
            queries.room_slots(mediator, a_room(district).pk, *week())
        assert raised.value.status == 403


def test_what_was_called_off_takes_no_room_and_stays_in_ones_own_week(district: District) -> None:
    room, case = a_room(district), a_mediation(district)
    session = schedule(case, moment(3), room=room.pk)
    do(case, "cancel_session", session=session.pk, reason="改期")
    director, mediator = district.actor("director"), district.actor("mediator")
    with acting(director):
        assert queries.room_slots(director, room.pk, *week()) == []
    with acting(mediator):
        assert [slot.state for slot in queries.own_slots(mediator, *week())] == ["cancelled"]


def test_pages_go_by_key(district: District) -> None:
    case = a_mediation(district)
    made = [schedule(case, moment(3, hour), 0.5) for hour in (9, 11, 15)]
    actor = district.actor("mediator")
    with acting(actor):
        first = queries.own_slots(actor, *week(), limit=2)
        rest = queries.own_slots(actor, *week(), after=(first[-1].begins, first[-1].pk), limit=2)
    assert [slot.pk for slot in [*first, *rest]] == [session.pk for session in made]


def test_links_come_from_the_acts(district: District) -> None:
    case = a_mediation(district)
    online, plain = schedule(case, moment(3), link="https://meet.example.cn/9"), schedule(case, moment(4))
    actor = district.actor("mediator")
    with acting(actor):
        assert queries.links_of(queries.sessions_of(case)) == {online.pk: "https://meet.example.cn/9"}
        assert [it.pk for it in queries.sessions_of(case)] == [plain.pk, online.pk]
