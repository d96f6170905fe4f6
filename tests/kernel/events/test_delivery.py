"""Events leave after commit, reach everybody, and a receiver that breaks harms nobody."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks
from structlog.testing import capture_logs

from minsheng.kernel.events import Event, announce, deliver, receiving
from minsheng.kernel.events.metrics import DELIVERED, FAILED


@dataclass(frozen=True, slots=True)
class RoofMended(Event):
    """A roof was mended."""

    case_id: int


@dataclass(frozen=True, slots=True)
class RoofMendedTwice(RoofMended):
    """A roof was mended again."""


def _failed(name: str) -> float:
    return FAILED.labels(receiver=name)._value.get()


@pytest.mark.django_db
def test_nothing_is_told_before_commit(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    heard: list[RoofMended] = []
    with receiving(RoofMended, heard.append):
        with django_capture_on_commit_callbacks() as callbacks:
            announce(RoofMended(1))
            assert heard == []
        for callback in callbacks:
            callback()
    assert heard == [RoofMended(1)]


@pytest.mark.django_db
def test_a_rolled_back_savepoint_announces_nothing(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    heard: list[RoofMended] = []
    with receiving(RoofMended, heard.append), django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            announce(RoofMended(1))
            transaction.set_rollback(True)
        announce(RoofMended(2))
    assert heard == [RoofMended(2)]


@pytest.mark.django_db
def test_receivers_of_a_base_hear_of_subclasses_and_others_do_not() -> None:
    heard: list[str] = []
    with (
        receiving(RoofMended, lambda _event: heard.append("base"), name="base"),
        receiving(RoofMendedTwice, lambda _event: heard.append("sub"), name="sub"),
    ):
        deliver(RoofMendedTwice(1))
        assert heard == ["base", "sub"]
        deliver(RoofMended(1))
    assert heard == ["base", "sub", "base"]
    deliver(RoofMended(1))
    assert len(heard) == 3


@pytest.mark.django_db
def test_one_that_breaks_is_logged_and_counted_and_the_others_run() -> None:
    heard: list[RoofMended] = []

    def breaks(event: RoofMended) -> None:
        ContentType.objects.create(app_label="tests", model="half")
        raise ValueError("王小明 13800001234")

    before = _failed("breaks")
    with (
        receiving(RoofMended, breaks, name="breaks"),
        receiving(RoofMended, heard.append, name="hears"),
        capture_logs() as logs,
    ):
        deliver(RoofMended(7))
    assert heard == [RoofMended(7)]
    assert _failed("breaks") == before + 1
    assert DELIVERED.labels(receiver="hears")._value.get() >= 1
    assert [(line["event"], line["receiver"], line["event_type"]) for line in logs] == [
        ("event_receiver_failed", "breaks", "RoofMended")
    ]
    assert not ContentType.objects.filter(model="half").exists(), "what a broken receiver did is rolled back"


@pytest.mark.django_db
def test_a_database_error_in_one_does_not_spoil_the_connection_for_the_next() -> None:
    counts: list[int] = []

    def breaks(event: RoofMended) -> None:
        ContentType.objects.create(app_label="tests", model="same")
        ContentType.objects.create(app_label="tests", model="same")

    with (
        receiving(RoofMended, breaks, name="breaks"),
        receiving(RoofMended, lambda _event: counts.append(ContentType.objects.count()), name="counts"),
    ):
        deliver(RoofMended(7))
    assert len(counts) == 1


@pytest.mark.own_database
def test_the_commit_stands_whatever_a_receiver_does() -> None:
    def breaks(event: RoofMended) -> None:
        raise IntegrityError

    with receiving(RoofMended, breaks), transaction.atomic():
        ContentType.objects.create(app_label="tests", model="kept")
        announce(RoofMended(7))
    assert ContentType.objects.filter(model="kept").exists()
