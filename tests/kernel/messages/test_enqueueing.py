"""The outbox: in the caller's transaction, once, without personal data, in few statements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.kernel.access.context import look_as
from minsheng.kernel.access.models import Account
from minsheng.kernel.messages.addresses import Recipient, ToAccount, ToAddress, ToParty, ToUnit
from minsheng.kernel.messages.models import Channel, Outbox
from minsheng.kernel.messages.services import NewMessage, enqueue_messages
from minsheng.kernel.messages.templates import TemplateError
from minsheng.kernel.messages.wording import WordingError
from minsheng.kernel.parties.models import Party
from tests.kernel.messages.conftest import NAME, PHONE, enqueue, jobs, only, poster


def test_a_message_and_its_job(as_system: None) -> None:
    assert enqueue(case_id=5) == 1
    row = only()
    assert row.body == "\ue000：您的事项HL261123-7K3Q9F已受理，5个工作日内答复。"
    assert (row.case_id, row.dedup_key, row.attempts, row.sent_at, row.failed_at) == (5, "k:sms", 0, None, None)
    assert jobs() == [{"outbox_id": row.pk}]


def test_both_vanish_with_the_transaction(as_system: None) -> None:
    with transaction.atomic():
        enqueue()
        transaction.set_rollback(True)
    assert (Outbox.objects.count(), jobs()) == (0, [])


def test_the_same_message_is_enqueued_once(as_system: None) -> None:
    assert [enqueue(), enqueue(), enqueue(dedup_key="other")] == [1, 0, 1]
    assert (Outbox.objects.count(), len(jobs())) == (2, 2)


def test_without_a_channel_it_goes_by_all_that_reach(resident: Party, account: Account) -> None:
    assert enqueue(ToParty(resident.pk), channel=None) == 2
    assert set(Outbox.objects.values_list("channel", "dedup_key")) == {("sms", "k:sms"), ("inapp", "k:inapp")}
    assert len(jobs()) == 1, "a notice needs no job"
    assert enqueue(ToAccount(account.pk), channel=None, dedup_key="a") == 1
    assert enqueue(ToParty(resident.pk), channel=None, dedup_key="b", template="tests.report", audience="centre") == 0


def test_in_the_language_asked_for(resident: Party) -> None:
    enqueue(ToParty(resident.pk), language="en")
    assert only().body == "\ue000: HL261123-7K3Q9F was accepted; an answer in 5 working days."


def test_the_address_is_encrypted_and_the_name_is_nowhere(resident: Party) -> None:
    enqueue(ToAddress(PHONE))
    enqueue(ToParty(resident.pk), dedup_key="p")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(row_to_json(o)::text, '') FROM messages_outbox AS o")
        rows = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(args::text, '') FROM procrastinate_jobs")
        arguments = cursor.fetchone()[0]
    for secret in (PHONE, NAME, PHONE.encode().hex()):
        assert secret not in rows
        assert secret not in arguments


def test_not_before_an_instant(as_system: None) -> None:
    later = timezone.now() + timedelta(hours=8)
    enqueue(not_before=later)
    assert only().not_before == later
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = 'messages.send'")
        assert cursor.fetchone()[0] == later


@pytest.mark.parametrize(
    ("channel", "to", "code"),
    [
        (Channel.SMS, ToAccount(1), "message.recipient"),
        (Channel.EMAIL, ToParty(1), "message.recipient"),
        (Channel.INAPP, ToAddress(PHONE), "message.recipient"),
        (Channel.WEBHOOK, ToUnit(1), "message.recipient"),
        (Channel.SMS, ToAddress("12"), "phone.format"),
        (Channel.SMS, ToAddress("0352-2345678"), "message.not_mobile"),
        (Channel.EMAIL, ToAddress("a@b@c"), "email.format"),
        (Channel.EMAIL, ToAddress("a@b.cn\nBcc: x@y.cn"), "email.format"),
        (Channel.WEBHOOK, ToAddress("ftp://a.cn/x"), "url.format"),
        (Channel.WEBHOOK, ToAddress("https://user:word@a.cn/"), "url.format"),
        (Channel.WEBHOOK, ToAddress("https://a.cn:99999/"), "url.format"),
        (Channel.WEBHOOK, ToAddress("https://[::1/"), "url.format"),
    ],
)
def test_a_recipient_that_the_channel_cannot_reach(as_system: None, channel: Channel, to: Recipient, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        enqueue(to, channel=channel, template="tests.report", audience="centre", params={"month": "11"})
    assert (caught.value.code, caught.value.field) == (code, "to")


def test_faults_of_the_sender_are_loud(as_system: None) -> None:
    with pytest.raises(TemplateError):
        enqueue(template="tests.nothing", channel=None)
    with pytest.raises(TemplateError):
        enqueue(ToAddress("a@b.cn"), channel=Channel.EMAIL)
    with pytest.raises(WordingError, match="'days' is missing"):
        enqueue(params={"code": "x"})


def test_many_by_two_statements(as_system: None) -> None:
    params: dict[str, str | int] = {"code": "x", "days": 1}
    new = [
        NewMessage("tests.accepted", "reporter", ToAddress(PHONE), Channel.SMS, params, f"bulk:{number}")
        for number in range(50)
    ]
    enqueue(dedup_key="warm")  # reads the templates
    with CaptureQueriesContext(connection) as queries:
        assert enqueue_messages(new) == 50
    assert len(queries) == 2
    assert enqueue_messages(new) == 0
    assert enqueue_messages([]) == 0
    assert len(jobs()) == 51


def test_without_system_eyes_it_fails_loudly(as_system: None) -> None:
    look_as(poster())
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        enqueue()


def test_nobody_but_the_system_sees_the_outbox(as_system: None) -> None:
    enqueue()
    look_as(poster("templates.manage", "hotline.read"))
    assert not Outbox.objects.exists()
