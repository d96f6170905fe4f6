"""Reminders: one working day before, once each, to mediators and parties."""

from __future__ import annotations

from datetime import datetime

import pytest

from minsheng.base.time import SHANGHAI
from minsheng.domains.disputes.models import Session, SessionMediator
from minsheng.domains.disputes.sessions.reminders import remind
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Case
from minsheng.kernel.messages.models import Outbox
from tests.domains.disputes.mediations import a_mediation, a_mediator, a_room, moment, schedule
from tests.factories.district import District


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def session(district: District) -> Session:
    """Give a session on the Monday of 2027-03-08 at nine o'clock."""
    a_mediator(district)
    made = schedule(a_mediation(district), moment(3), room=a_room(district).pk)
    put(made, at("2027-03-08 09:00"), at("2027-03-08 10:00"))
    return made


def put(session: Session, begins: datetime, ends: datetime) -> None:
    """Let a session be at another time, as an act would have made it."""
    Session.objects.filter(pk=session.pk).update(begins=begins, ends=ends)
    SessionMediator.objects.filter(session=session).update(begins=begins, ends=ends)


def sent() -> list[tuple[str, str]]:
    with acting_as_system():
        return list(Outbox.objects.filter(template__key="session_soon").values_list("channel", "template__audience"))


def test_all_are_told_once_on_the_working_day_before(session: Session) -> None:
    assert remind(at("2027-03-04 12:00")) == 0  # Thursday
    assert remind(at("2027-03-05 07:59")) == 0  # Friday, before the morning
    assert remind(at("2027-03-05 08:11")) == 3
    assert sorted(sent()) == [("inapp", "handler"), ("sms", "party"), ("sms", "party")]
    assert [remind(at(later)) for later in ("2027-03-05 09:11", "2027-03-07 09:11", "2027-03-08 08:11")] == [0, 0, 0]


def test_after_it_began_nobody_is_told(session: Session) -> None:
    assert remind(at("2027-03-08 09:01")) == 0


def test_whoever_schedules_late_is_told_at_the_next_run(session: Session) -> None:
    assert remind(at("2027-03-07 23:00")) == 0
    assert remind(at("2027-03-08 08:11")) == 3


def test_a_new_time_is_told_again(session: Session) -> None:
    assert remind(at("2027-03-05 08:11")) == 3
    put(session, at("2027-03-09 14:00"), at("2027-03-09 15:00"))
    assert remind(at("2027-03-08 08:11")) == 3


def test_no_word_of_what_was_called_off_or_of_closed_cases(session: Session) -> None:
    Case.objects.filter(pk=session.case_id).update(closed_at=at("2027-03-01 09:00"))
    assert remind(at("2027-03-05 08:11")) == 0
    Case.objects.filter(pk=session.case_id).update(closed_at=None)
    Session.objects.filter(pk=session.pk).update(state="cancelled")
    assert remind(at("2027-03-05 08:11")) == 0


def test_the_words_name_code_time_and_place(session: Session) -> None:
    remind(at("2027-03-05 08:11"))
    with acting_as_system():
        bodies = list(Outbox.objects.filter(template__key="session_soon").values_list("body", flat=True))
        code = Case.objects.get(pk=session.case_id).code
    assert len(bodies) == 3
    for body in bodies:
        assert code in body
        assert "2027-03-08 09:00" in body
        assert "第一调解室（康吉路1号）" in body
        assert "噪声" not in body
