"""Reminders of instalments: to whom, when, each once; facts and what they say of time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from minsheng.base.time import SHANGHAI
from minsheng.domains.disputes.agreements.reminders import remind_of_instalments
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.models import Act
from minsheng.kernel.facts.registry import fact_table
from minsheng.kernel.messages.models import Outbox
from tests.domains.disputes.lives import Mediation, a_mediation, agreed
from tests.factories.district import District

DUE = date(2026, 10, 10)


def reminded(day: date) -> list[tuple[str, str]]:
    """What the job sends on a day, as pairs of channel and subject."""
    look_as_system()
    before = set(Outbox.objects.values_list("pk", flat=True))
    moment = datetime(day.year, day.month, day.day, 9, 10, tzinfo=SHANGHAI)
    with time_machine.travel(moment, tick=False):
        remind_of_instalments(moment)
    look_as_system()
    new = Outbox.objects.exclude(pk__in=before).order_by("pk")
    return sorted(new.values_list("channel", "subject"))


@pytest.fixture
def told(district: District) -> Mediation:
    """An agreement on two instalments."""
    return agreed(district)


def test_both_sides_are_told_on_four_days_each_time_once(told: Mediation) -> None:
    sms = [("sms", "履行提醒"), ("sms", "履行提醒")]
    assert reminded(DUE - timedelta(days=4)) == []
    assert reminded(DUE - timedelta(days=3)) == sms
    assert reminded(DUE - timedelta(days=3)) == []
    assert reminded(DUE) == [("sms", "今日到期"), ("sms", "今日到期")]
    late = [("inapp", "分期逾期，请回访"), ("sms", "逾期提醒"), ("sms", "逾期提醒")]
    assert reminded(DUE + timedelta(days=1)) == late
    assert reminded(DUE + timedelta(days=5)) == []
    assert reminded(DUE + timedelta(days=7)) == late
    assert reminded(DUE + timedelta(days=8)) == []
    look_as_system()
    acts = list(Act.objects.filter(case_id=told.case.pk, key="remind").values_list("account_id", "data"))
    assert acts == [(None, {"instalment": 1})] * 4


def test_a_day_without_the_job_loses_no_reminder(told: Mediation) -> None:
    assert reminded(DUE + timedelta(days=3)) == [
        ("inapp", "分期逾期，请回访"),
        ("sms", "逾期提醒"),
        ("sms", "逾期提醒"),
    ]


def test_nobody_is_reminded_of_what_is_paid_settled_dropped_or_long_past(told: Mediation) -> None:
    told.do("mediator", "record_performance", instalment=1, paid_on="2026-08-20", paid="600.00")
    assert reminded(DUE) == []
    told.do("mediator", "confirm_performed", otherwise=True)
    assert reminded(date(2026, 11, 10)) == []


def test_no_message_names_anybody_or_an_amount(told: Mediation) -> None:
    reminded(DUE)
    look_as_system()
    for body in Outbox.objects.filter(case_id=told.case.pk, subject="今日到期").values_list("body", flat=True):
        assert told.case.code in body
        assert "600" not in body
        assert "王小明" not in body


def test_a_draft_is_nothing_to_remind_of(district: District) -> None:
    draft = a_mediation(district)
    draft.draft()
    assert reminded(DUE) == []


def test_facts_tell_kinds_amounts_and_days_and_nobody(told: Mediation) -> None:
    told.do("mediator", "record_performance", instalment=1, paid_on="2026-08-20", paid="600.00")
    with time_machine.travel(datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI), tick=False):
        agreements, instalments = (_rows(key) for key in ("disputes.agreement", "disputes.instalment"))
    (one,) = agreements
    assert (one["kind"], one["form"], one["amount"], one["due"]) == ("neighbours", "written", Decimal("1200.00"), True)
    assert (one["effective_on"], one["perform_by"], one["in_time"]) == (date(2026, 8, 20), date(2026, 11, 10), None)
    assert one["unit_id"] == told.district.unit("tiaowei")
    found = [(row["number"], row["state"], row["in_time"], row["paid"]) for row in instalments]
    assert found == [(1, "paid", True, Decimal("600.00")), (2, "late", None, Decimal("0.00"))]
    assert not {"debtor", "creditor", "name", "terms"} & (set(one) | set(instalments[0]))


def _rows(key: str) -> list[dict[str, object]]:
    look_as_system()
    table = fact_table(key)
    return [dict(zip(table.column_names(), row, strict=True)) for row in table.rows(None)]
