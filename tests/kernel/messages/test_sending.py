"""Sending: at least once, never at the same time twice, given up in the end, and nothing personal in the log."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from procrastinate.jobs import Job
from structlog.testing import capture_logs

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.messages import sending
from minsheng.kernel.messages.addresses import ToAddress, ToParty
from minsheng.kernel.messages.models import Channel, Outbox
from minsheng.kernel.messages.ports import PermanentFailure, TemporaryFailure
from minsheng.kernel.messages.sending import CLAIM, MOST_ATTEMPTS, TryAgain, send_now
from minsheng.kernel.messages.tasks import BackOff, resume_interrupted, send_message
from minsheng.kernel.parties.models import Party
from minsheng.kernel.parties.services import ErasureGround, erase_person, export_person, update_party
from tests.kernel.messages.conftest import NAME, PHONE, Provider, enqueue, jobs, only

SYSTEM = Actor.system()


class TestGoesWell:
    def test_to_a_party(self, resident: Party, provider: type[Provider]) -> None:
        enqueue(ToParty(resident.pk), case_id=5)
        send_message(outbox_id=only().pk)
        (message,) = provider.sent
        assert (message.address, message.dedup_key, message.case_id) == (PHONE, "k:sms", 5)
        assert message.body == f"{NAME}：您的事项HL261123-7K3Q9F已受理，5个工作日内答复。"
        assert NAME not in repr(message)
        row = only()
        assert row.sent_at is not None
        assert (row.attempts, row.claimed_until, row.last_error) == (1, None, "")
        assert NAME not in row.body

    def test_to_the_phone_that_the_party_has_by_now(self, resident: Party, provider: type[Provider]) -> None:
        enqueue(ToParty(resident.pk))
        update_party(by=SYSTEM, party_id=resident.pk, phone="13900004321")
        send_now(only().pk)
        assert provider.sent[0].address == "13900004321"

    def test_an_address_is_dropped_once_it_has_served(self, as_system: None, provider: type[Provider]) -> None:
        enqueue(ToAddress(PHONE))
        assert only().address_cipher is not None
        send_now(only().pk)
        assert provider.sent[0].address == PHONE
        assert only().address_cipher is None

    def test_a_second_job_sends_nothing(self, as_system: None, provider: type[Provider]) -> None:
        enqueue()
        send_now(only().pk)
        send_now(only().pk)
        send_now(999_999)
        assert len(provider.sent) == 1


class TestGoesWrong:
    def test_a_temporary_failure_is_tried_again(self, as_system: None, provider: type[Provider]) -> None:
        enqueue()
        provider.failing.append(TemporaryFailure("http.status_503"))
        with pytest.raises(TryAgain) as caught:
            send_now(only().pk)
        assert caught.value.attempts == 1
        row = only()
        assert (row.last_error, row.failed_at, row.claimed_until) == ("http.status_503", None, None)
        send_now(row.pk)
        assert (only().attempts, only().last_error, len(provider.sent)) == (2, "", 1)

    def test_in_the_end_it_is_given_up(self, as_system: None, provider: type[Provider]) -> None:
        enqueue()
        provider.failing.extend(TemporaryFailure("sms.busy") for _ in range(MOST_ATTEMPTS))
        for _ in range(MOST_ATTEMPTS - 1):
            with pytest.raises(TryAgain):
                send_now(only().pk)
        send_now(only().pk)
        row = only()
        assert (row.attempts, row.last_error, row.failed_at is not None) == (MOST_ATTEMPTS, "sms.busy", True)
        send_now(row.pk)
        assert provider.sent == []

    def test_a_permanent_failure_is_not_tried_again(self, as_system: None, provider: type[Provider]) -> None:
        enqueue()
        provider.failing.append(PermanentFailure("http.status_400"))
        send_now(only().pk)
        assert (only().last_error, only().failed_at is not None) == ("http.status_400", True)

    def test_a_fault_of_a_port_is_logged_without_its_words(self, as_system: None, provider: type[Provider]) -> None:
        enqueue()
        provider.failing.append(KeyError(PHONE))
        with capture_logs() as logs, pytest.raises(TryAgain):
            send_now(only().pk)
        assert [line["event"] for line in logs] == ["message_port_failed", "message_not_sent"]
        assert PHONE not in str([{key: value for key, value in line.items() if key != "exc_info"} for line in logs])
        assert only().last_error == "error.KeyError"

    def test_a_party_without_phone_or_erased_is_passed_over(self, resident: Party, provider: type[Provider]) -> None:
        enqueue(ToParty(resident.pk))
        enqueue(ToParty(resident.pk), dedup_key="later")
        update_party(by=SYSTEM, party_id=resident.pk, phone="")
        first, second = Outbox.objects.order_by("id")
        send_now(first.pk)
        first.refresh_from_db()
        assert (first.last_error, first.failed_at is not None) == ("party.no_phone", True)
        erase_person(by=SYSTEM, party_id=resident.pk, ground=ErasureGround.OTHER)
        send_now(second.pk)
        assert provider.sent == []

    def test_an_address_under_another_key_is_given_up(
        self, as_system: None, provider: type[Provider], settings: object
    ) -> None:
        enqueue()
        settings.FIELD_KEY = bytes(32)  # type: ignore[attr-defined]
        send_now(only().pk)
        assert only().last_error == "address.unreadable"


class TestClaims:
    def test_while_one_worker_sends_another_waits(self, as_system: None, provider: type[Provider]) -> None:
        enqueue()
        assert sending._claim(only().pk) is not None
        with pytest.raises(TryAgain):
            send_now(only().pk)
        assert provider.sent == []

    def test_what_a_dead_worker_left_is_sent_again_with_the_same_key(
        self, as_system: None, provider: type[Provider]
    ) -> None:
        enqueue()
        row = only()
        assert sending._claim(row.pk) is not None
        resume_interrupted(timestamp=0)
        assert len(jobs()) == 1, "not while its claim runs"
        with time_machine.travel(timezone.now() + CLAIM + timedelta(seconds=1)):
            resume_interrupted(timestamp=0)
            assert jobs() == [{"outbox_id": row.pk}] * 2
            send_now(row.pk)
        assert [message.dedup_key for message in provider.sent] == ["k:sms"]
        assert only().attempts == 2


class TestBackOff:
    def test_waits_grow_to_six_hours(self) -> None:
        job = Job(id=1, queue="messages", lock=None, queueing_lock=None, task_name="messages.send")
        waits = []
        for attempts in (1, 2, 3, 20):
            decision = BackOff().get_retry_decision(exception=TryAgain(attempts), job=job)
            assert decision is not None
            assert decision.retry_at is not None
            waits.append((decision.retry_at - timezone.now()).total_seconds())
        for wait, least in zip(waits, (30, 60, 120, 21600), strict=True):
            assert least - 1 <= wait <= least * 1.25 + 1
        assert BackOff().get_retry_decision(exception=ValueError(), job=job) is None


class TestPersonalData:
    def test_messages_are_part_of_the_export(self, resident: Party, provider: type[Provider]) -> None:
        enqueue(ToParty(resident.pk))
        send_now(only().pk)
        (given,) = export_person(by=SYSTEM, party_id=resident.pk, reason="本人申请")["messages"]
        assert given["text"] == "：您的事项HL261123-7K3Q9F已受理，5个工作日内答复。"
        assert given["sent_at"] is not None

    def test_erasure_blanks_them_and_stops_what_waits(self, resident: Party, provider: type[Provider]) -> None:
        enqueue(ToParty(resident.pk), dedup_key="sent")
        sent = only()
        send_now(sent.pk)
        enqueue(ToParty(resident.pk), dedup_key="waits")
        enqueue(ToParty(resident.pk), dedup_key="notice", channel=Channel.INAPP)
        erase_person(by=SYSTEM, party_id=resident.pk, ground=ErasureGround.OTHER)
        rows = list(Outbox.objects.order_by("id"))
        assert {(row.subject, row.body) for row in rows} == {("", "")}
        assert [row.last_error for row in rows] == ["", "party.erased", ""]
        for row in rows:
            send_now(row.pk)
        assert len(provider.sent) == 1
