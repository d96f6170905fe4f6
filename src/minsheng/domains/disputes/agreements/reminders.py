"""Reminding of instalments: both sides three days before, on the day, one and seven days after.

The committee is told of what is late. Each once: the key of a message names instalment, reminder and party for ever.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from minsheng.base.errors import Refusal, Refusals
from minsheng.base.time import local_date
from minsheng.domains.disputes.agreements.plan import REMINDERS, reminder_on
from minsheng.domains.disputes.models import Instalment
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system, look_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.models import Case
from minsheng.kernel.messages.addresses import Recipient, ToParty, ToUnit
from minsheng.kernel.messages.models import Channel
from minsheng.kernel.messages.services import NewMessage, enqueue_messages
from minsheng.kernel.procedures.library import procedure_of

_WINDOW = timedelta(days=30)
_ACT = "remind"
_SYSTEM = Actor.system("job")


def remind_of_instalments(now: datetime) -> int:
    """Send what is in order now; return how many reminders were given. One transaction for each instalment."""
    today = local_date(now)
    return sum(_remind(pk, today, now) for pk in _unpaid(today))


def _unpaid(today: date) -> list[int]:
    """Instalments around today that are not paid, of agreements in force whose case is open and not settled."""
    with acting_as_system():
        rows = Instalment.objects.filter(
            paid__lt=F("amount"),
            due__gte=today - _WINDOW,
            due__lte=today - timedelta(days=REMINDERS[0]),
            agreement__effective_at__isnull=False,
            agreement__dropped_at__isnull=True,
            case__closed_at__isnull=True,
            case__facts__performed_at__isnull=True,
        )
        return list(rows.order_by("due", "id").values_list("pk", flat=True))


def _remind(pk: int, today: date, now: datetime) -> bool:
    with transaction.atomic():
        look_as_system()
        row = Instalment.objects.select_related("case").get(pk=pk)
        offset = reminder_on(row.due, today)
        if offset is None or not enqueue_messages(_messages(row, offset)):
            return False
    _note(row, now)
    return True


def _messages(row: Instalment, offset: int) -> list[NewMessage]:
    template = "instalment_soon" if offset < 0 else "instalment_late" if offset else "instalment_due"
    told: list[tuple[str, Recipient]] = [("debtor", ToParty(row.debtor_id)), ("creditor", ToParty(row.creditor_id))]
    if offset > 0 and row.case.lead_unit_id is not None and not row.case.barred:
        told.append(("lead", ToUnit(row.case.lead_unit_id)))
    return [
        NewMessage(
            template=template,
            audience=audience,
            to=to,
            channel=Channel.SMS if isinstance(to, ToParty) else Channel.INAPP,
            params={"code": row.case.code, "number": row.number, "day": row.due.isoformat()},
            dedup_key=f"instalment:{row.case_id}:{row.agreement_id}:{row.number}:{offset}:{audience}",
            case_id=row.case_id,
        )
        for audience, to in told
    ]


def _note(row: Instalment, now: datetime) -> None:
    """The history says so too, where the procedure has a word for it and nobody is at work on the case just now."""
    case: Case = row.case
    spec = procedure_of(case.procedure_id).acts_from(case.state).get(_ACT)
    if spec is None or "instalment" not in spec.fields:
        return
    try:
        perform(by=_SYSTEM, case_id=case.pk, act=_ACT, data={"instalment": row.number}, at=max(now, case.acted_at))
    except (Refusal, Refusals):
        return
