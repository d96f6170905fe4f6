"""Rows of sessions made again from the acts of their case: the same, whatever has happened since."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks

from minsheng.domains.disputes.models import Room, Session, SessionMediator
from minsheng.kernel.cases.models import Act, Case
from minsheng.kernel.cases.remaking import remade
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


@pytest.fixture
def case(district: District, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Case:
    """Give a mediation whose sessions have met everything that can happen to them."""
    for name in ("mediator", "mediator2"):
        a_mediator(district, name)
    room, found = a_room(district), a_mediation(district)
    moved = schedule(found, moment(3), room=room.pk)
    times = {"session_begins": moment(4).isoformat(), "session_ends": moment(4, 10).isoformat()}
    do(found, "move_session", session=moved.pk, reason="一方出差", **times)
    schedule(a_mediation(district), moment(3), room=room.pk)  # took the time that was left
    cancelled = schedule(found, moment(5), room=room.pk, link="https://meet.example.cn/1")
    do(found, "cancel_session", session=cancelled.pk, reason="撤回")
    held = schedule(found, soon(), 0.5)
    do(found, "hold_session", session=held.pk, attendance=attendance(found, "present", "absent"), record="首次")
    do(found, "replace_mediators", mediators=[district.accounts["mediator2"].pk])
    schedule(found, moment(6))
    with django_capture_on_commit_callbacks(execute=True):
        do(found, "fail", told=True, route="court", reason="分歧过大")
    Room.objects.update(allows_link=False, valid_to=moment(0).date())
    return fresh(found)


def again(case: Case, *, write: bool = False) -> list[str]:
    return remade(case, list(Act.objects.filter(case_id=case.pk).order_by("seq")), write=write)


def test_the_same_rows_come_out(case: Case) -> None:
    states = list(Session.objects.filter(case=case).order_by("seq").values_list("state", flat=True))
    assert states == ["cancelled", "cancelled", "held", "cancelled"]
    assert again(case) == []


def test_what_was_changed_by_hand_is_found_and_mended(case: Case) -> None:
    Session.objects.filter(case=case, state="held").update(state="planned")
    SessionMediator.objects.filter(case=case).first().delete()  # type: ignore[union-attr]  # there are four
    assert {line.split(": ")[1] for line in again(case)} >= {"Session", "SessionMediator"}
    again(case, write=True)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert again(case) == []
