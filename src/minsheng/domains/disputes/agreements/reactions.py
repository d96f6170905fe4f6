"""Rows of agreements, written in the transaction of the acts from which they follow."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F

from minsheng.base.time import local_date, start_of_day
from minsheng.domains.disputes.agreements.numbering import number_for
from minsheng.domains.disputes.models import Agreement, Form, Instalment, Method, Signature
from minsheng.kernel.cases.reactions import Change, reaction, row_id

_BINDS = "agreed_at"
"""The fact that an act stamps by which an agreement takes effect."""


def standing(case_id: int) -> Agreement | None:
    """The agreement of a case that stands now, drafted or in force."""
    rows = Agreement.objects.filter(case_id=case_id, dropped_at__isnull=True)
    return rows.select_related("number").first()


@reaction("draft_agreement")
def set_down(change: Change) -> None:
    """Write the agreement: a new one with its number, or other words for the draft. Earlier signatures fall."""
    done, data = change.done, change.done.data
    row = standing(change.case.pk) or _opened(change)
    binds = _BINDS in change.spec.stamps
    row.seq, row.form = done.seq, Form.ORAL if binds else Form.WRITTEN
    row.amount = _money(data.get("amount"))
    row.perform_by = _day(data.get("perform_by"))
    row.effective_at = _effective(change) if binds else None
    row.save()
    Signature.objects.filter(agreement=row).delete()
    _instalments(row, data.get("instalments") or [])


@reaction("drop_draft")
def drop(change: Change) -> None:
    """The agreement stands no longer; its number stays with it."""
    Agreement.objects.filter(case_id=change.case.pk, dropped_at__isnull=True).update(dropped_at=change.done.at)


@reaction("sign_agreement")
def sign(change: Change) -> None:
    """A party has put its name to it."""
    data = change.done.data
    _sign(change, Method(data["method"]), date.fromisoformat(data["signed_on"]), party_id=int(data["party"]))


@reaction("sign_as_mediator")
def sign_as_mediator(change: Change) -> None:
    """The mediator has signed; a signature by nobody in particular (the system) is none."""
    if change.done.account_id is not None:
        _sign(change, Method.SIGNATURE, local_date(change.done.at), account_id=change.done.account_id)


@reaction("seal_agreement")
def seal(change: Change) -> None:
    """The agreement binds from now on."""
    rows = Agreement.objects.filter(case_id=change.case.pk, dropped_at__isnull=True)
    rows.update(effective_at=_effective(change))


@reaction("record_performance")
def record_payment(change: Change) -> None:
    """Something was paid."""
    data = change.done.data
    rows = Instalment.objects.filter(agreement__case_id=change.case.pk, agreement__dropped_at__isnull=True)
    row = rows.get(number=data["instalment"])
    day = date.fromisoformat(data["paid_on"])
    row.paid += Decimal(str(data["paid"]))
    row.paid_on = day if row.paid_on is None else max(row.paid_on, day)
    row.save(update_fields=["paid", "paid_on"])


@reaction("settle_instalments")
def settle(change: Change) -> None:
    """All was performed: what was open of each instalment was paid on the day that the act names."""
    rows = Instalment.objects.filter(agreement__case_id=change.case.pk, agreement__dropped_at__isnull=True)
    rows.filter(paid__lt=F("amount")).update(paid=F("amount"), paid_on=date.fromisoformat(change.done.data["paid_on"]))


def _opened(change: Change) -> Agreement:
    return Agreement(
        pk=row_id(change),
        case_id=change.case.pk,
        opened_seq=change.done.seq,
        number=number_for(change),
        drafted_at=change.done.at,
    )


def _effective(change: Change) -> datetime:
    """When it takes effect: the day that the act names, or else the act itself."""
    day = change.done.data.get("effective_on")
    return start_of_day(date.fromisoformat(day)) if day else change.done.at


def _instalments(row: Agreement, lines: list[dict[str, Any]]) -> None:
    Instalment.objects.filter(agreement=row).delete()
    Instalment.objects.bulk_create(
        Instalment(
            case_id=row.case_id,
            agreement=row,
            number=number,
            due=date.fromisoformat(line["due"]),
            amount=Decimal(str(line["sum"])),
            debtor_id=line["debtor"],
            creditor_id=line["creditor"],
        )
        for number, line in enumerate(lines, start=1)
    )


def _sign(change: Change, method: Method, day: date, **who: int) -> None:
    row = standing(change.case.pk)
    if row is not None:
        Signature.objects.get_or_create(
            agreement=row,
            **who,
            defaults={"case_id": row.case_id, "seq": change.done.seq, "method": method, "signed_on": day},
        )


def _money(text: str | None) -> Decimal | None:
    return Decimal(str(text)) if text is not None else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
