"""Reads of agreements. The case has been found with the actor's eyes; row-level security repeats that rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.agreements.numbering import written_number
from minsheng.domains.disputes.agreements.plan import Line, State, enforceable_until, next_line
from minsheng.domains.disputes.agreements.reactions import standing
from minsheng.domains.disputes.models import Agreement, Form, Instalment, Signature
from minsheng.kernel.access.models import Account
from minsheng.kernel.cases.models import ActText, Case
from minsheng.kernel.parties.queries import masked


@dataclass(frozen=True, slots=True)
class Payment:
    """An instalment on a day, with who pays whom in masked names."""

    line: Line
    debtor_id: int
    creditor_id: int
    debtor: str
    creditor: str
    state: State
    days_late: int


@dataclass(frozen=True, slots=True)
class Signed:
    """Who has to sign, and how they did; ``row`` is None for a party who has not."""

    name: str
    is_mediator: bool
    row: Signature | None


@dataclass(frozen=True, slots=True)
class Terms:
    """The agreement of a case as a reader sees it on a day."""

    row: Agreement
    number: str
    words: str
    signed: list[Signed]
    payments: list[Payment]
    due_next: Payment | None
    enforceable_until: date | None

    @property
    def is_oral(self) -> bool:
        """Made by word of mouth: nobody signs."""
        return self.row.form == Form.ORAL

    @property
    def is_in_force(self) -> bool:
        """Whether it binds."""
        return self.row.effective_at is not None

    @property
    def late(self) -> list[Payment]:
        """Instalments that are late."""
        return [payment for payment in self.payments if payment.state is State.LATE]


def terms_of(case: Case, today: date) -> Terms | None:
    """The agreement that stands in a case, or None. Six queries at most, however many instalments."""
    row = standing(case.pk)
    if row is None:
        return None
    instalments = list(row.instalments.all())
    payments = _payments(case, instalments, today)
    first = next_line(payment.line for payment in payments)
    words = ActText.objects.filter(case_id=case.pk, seq=row.seq, field="terms").values_list("text", flat=True).first()
    last_day = row.perform_by or max((line.due for line in instalments), default=None)
    return Terms(
        row=row,
        number=written_number(row.number),
        words=words or "",
        signed=_signed(case, row),
        payments=payments,
        due_next=next((payment for payment in payments if payment.line is first), None),
        enforceable_until=enforceable_until(last_day) if last_day is not None and confirmed(case) else None,
    )


def require_terms(case: Case, today: date) -> Terms:
    """The same. Raises Refusal ``agreement.none`` (404) without one."""
    found = terms_of(case, today)
    if found is None:
        raise Refusal("agreement.none", status=404)
    return found


def confirmed(case: Case) -> bool:
    """Whether a court has confirmed the agreement, so that it can be enforced (民事诉讼法 206)."""
    return case.facts.get("ruling") == "valid"


def line_of(row: Instalment) -> Line:
    """An instalment as the plan reckons with it."""
    return Line(row.number, row.due, row.amount, row.paid, row.paid_on)


def _payments(case: Case, rows: list[Instalment], today: date) -> list[Payment]:
    known = masked({pk for row in rows for pk in (row.debtor_id, row.creditor_id)}) if rows else {}
    found = []
    for row in rows:
        line = line_of(row)
        names = [known[pk].name if pk in known else "" for pk in (row.debtor_id, row.creditor_id)]
        state, late = line.state(today), line.days_late(today)
        found.append(Payment(line, row.debtor_id, row.creditor_id, names[0], names[1], state, late))
    return found


def _signed(case: Case, row: Agreement) -> list[Signed]:
    if row.form == Form.ORAL:
        return []
    rows = list(row.signatures.all())
    parties = [int(pk) for side in ("applicants", "respondents") for pk in case.facts.get(side) or ()]
    known = masked(parties)
    by_party = {one.party_id: one for one in rows if one.party_id is not None}
    found = [Signed(known[pk].name if pk in known else "", False, by_party.get(pk)) for pk in dict.fromkeys(parties)]
    mediators = {one.account_id: one for one in rows if one.account_id is not None}
    named = [int(pk) for pk in case.facts.get("mediators") or ()]
    names = dict(Account.objects.filter(pk__in=[*named, *mediators]).values_list("pk", "display_name"))
    shown = list(mediators) or named
    return found + [Signed(names.get(pk, ""), True, mediators.get(pk)) for pk in shown]
