"""Agreements as the API writes them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from minsheng.domains.disputes.agreements.papers.kinds import Paper
from minsheng.domains.disputes.agreements.queries import Payment, Signed, Terms
from minsheng.surface.api.answers import instant


def agreement_out(terms: Terms) -> dict[str, Any]:
    """An agreement with its signatures and instalments."""
    row = terms.row
    return {
        "number": terms.number,
        "form": row.form,
        "text": terms.words,
        "amount": money(row.amount),
        "drafted_at": instant(row.drafted_at),
        "effective_at": instant(row.effective_at),
        "perform_by": row.perform_by.isoformat() if row.perform_by else None,
        "enforceable_until": terms.enforceable_until.isoformat() if terms.enforceable_until else None,
        "signatures": [_signed(one) for one in terms.signed],
        "instalments": [payment_out(payment) for payment in terms.payments],
    }


def payment_out(payment: Payment) -> dict[str, Any]:
    """An instalment with its state."""
    line = payment.line
    return {
        "number": line.number,
        "due": line.due.isoformat(),
        "amount": money(line.amount),
        "debtor": payment.debtor,
        "creditor": payment.creditor,
        "paid": money(line.paid),
        "paid_on": line.paid_on.isoformat() if line.paid_on else None,
        "state": payment.state.value,
        "days_late": payment.days_late,
    }


def paper_out(paper: Paper, code: str) -> dict[str, Any]:
    """A paper and where to fetch it."""
    return {"key": paper.key, "name": str(paper.name), "url": f"/api/v1/cases/{code}/papers/{paper.key}"}


def money(amount: Decimal | None) -> str | None:
    """Yuan with two decimals, exactly."""
    return None if amount is None else f"{amount:.2f}"


def _signed(one: Signed) -> dict[str, Any]:
    row = one.row
    return {
        "name": one.name,
        "mediator": one.is_mediator,
        "method": row.method if row is not None else None,
        "signed_on": row.signed_on.isoformat() if row is not None else None,
    }
