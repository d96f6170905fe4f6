"""The database itself forbids overlaps; of two clerks at once one wins, and the other is told why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import Session, SessionMediator
from minsheng.kernel.access.context import acting_as_system, look_as_system
from tests.domains.disputes.mediations import a_mediation, a_mediator, a_room, moment, schedule
from tests.factories.district import District, make_district

pytestmark = pytest.mark.own_database
PATIENCE = 30


@pytest.fixture
def district(own_database: str) -> District:
    """A district in a database of its own, committed."""
    found = make_district()
    with acting_as_system():
        for name in ("mediator", "mediator2"):
            a_mediator(found, name)
    return found


def at_once(tasks: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all tasks at the same moment, each on a connection of its own; a Refusal is an answer too."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        try:
            start.wait(PATIENCE)
            return task()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_of_many_who_want_one_mediator_one_wins(district: District) -> None:
    cases = [a_mediation(district) for _ in range(6)]
    answers = at_once([lambda case=case: schedule(case, moment(3)).state for case in cases])  # type: ignore[misc]
    assert sorted(answers) == ["planned", *["session.mediator_busy"] * 5]
    with acting_as_system():
        assert (Session.objects.count(), SessionMediator.objects.count()) == (1, 1)


def test_of_many_who_want_one_room_one_wins(district: District) -> None:
    with acting_as_system():
        room = a_room(district)
    people = ("mediator", "mediator2")
    cases = [a_mediation(district, [name]) for name in people]
    answers = at_once([lambda case=case: schedule(case, moment(3), room=room.pk).state for case in cases])  # type: ignore[misc]
    assert sorted(answers) == ["planned", "session.room_busy"]


def test_panels_that_cross_do_not_wait_for_each_other_for_ever(district: District) -> None:
    """Each wants both mediators, in the opposite order: a deadlock, if they did not stand in one line."""
    crossing = (["mediator", "mediator2"], ["mediator2", "mediator"]) * 3
    cases = [a_mediation(district, names) for names in crossing]
    begun = timezone.now()
    answers = at_once([lambda case=case: schedule(case, moment(3)).state for case in cases])  # type: ignore[misc]
    assert sorted(answers) == ["planned", *["session.mediator_busy"] * 5]
    assert timezone.now() - begun < timedelta(seconds=10)


def test_the_database_refuses_whoever_writes_past_the_services(district: District) -> None:
    with acting_as_system():
        room = a_room(district)
    case = a_mediation(district)
    session = schedule(case, moment(3), room=room.pk)
    values = {"case_id": case.pk, "begins": moment(3, 10), "ends": moment(3, 11)}
    with pytest.raises(IntegrityError, match="one_session_of_a_room_at_a_time"), transaction.atomic():
        look_as_system()
        Session.objects.create(seq=99, room=room, changed_at=timezone.now(), **values)
    with pytest.raises(IntegrityError, match="one_session_of_a_mediator_at_a_time"), transaction.atomic():
        look_as_system()
        other = Session.objects.create(seq=99, changed_at=timezone.now(), **values)
        account = district.accounts["mediator"]
        SessionMediator.objects.create(session=other, account=account, place=0, **values)
    with pytest.raises(IntegrityError, match="session_ends_after_it_begins"), transaction.atomic():
        look_as_system()
        Session.objects.filter(pk=session.pk).update(ends=session.begins)
