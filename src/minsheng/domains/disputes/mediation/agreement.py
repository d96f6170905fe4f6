"""The agreement: drafted, signed by everybody, sealed, or made by word of mouth. Pure.

人民调解法 art 28 to 30: a written agreement takes effect once all parties have signed, the mediator has signed and the
committee has sealed it; an oral one at once. What is changed after a signature has to be signed anew.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.mediation.parties import SIDES, parties_of
from minsheng.kernel.procedures.registry import Question, effect, guard
from minsheng.kernel.procedures.snapshot import Done, Snapshot

_DRAFT = ("form", "agreed_amount", "perform_by", "instalments", "payments", "signed", "mediator_signed")
_ORAL = frozenset({"agree_oral"})


def total(lines: list[dict[str, Any]], column: str) -> Decimal:
    """The sum of a column of money."""
    return sum((Decimal(str(line[column])) for line in lines), Decimal(0))


@guard("instalments_fit", fields=("instalments",), facts=SIDES)
def instalments_fit(question: Question) -> Refusal | None:
    """分期须为当事人之间的付款，各期之和等于总额，不晚于履行期限 · They fit parties, sum and last day."""
    lines: list[dict[str, Any]] = question.data.get("instalments") or []
    parties = set(parties_of(question.snapshot))
    for line in lines:
        if line["debtor"] == line["creditor"] or not {line["debtor"], line["creditor"]} <= parties:
            return Refusal("agreement.instalment_parties", "instalments")
    amount, last = question.data.get("amount"), question.data.get("perform_by")
    if lines and amount is not None and total(lines, "sum") != Decimal(str(amount)):
        return Refusal("agreement.instalment_sum", "instalments", sum=f"{total(lines, 'sum'):.2f}")
    if last is not None and any(line["due"] > last for line in lines):
        return Refusal("agreement.instalment_late", "instalments", last=last)
    return None


@guard("signs_once", fields=("party",), facts=(*SIDES, "signed"))
def signs_once(question: Question) -> Refusal | None:
    """由当事人签名，每人一次 · A party signs, and once."""
    party = question.data.get("party")
    if party not in parties_of(question.snapshot):
        return Refusal("mediation.not_a_party", "party")
    return Refusal("agreement.signed_already", "party") if party in question.snapshot.listed("signed") else None


@guard("all_signed", facts=(*SIDES, "signed", "mediator_signed"))
def all_signed(question: Question) -> Refusal | None:
    """各方当事人和调解员均须签名后方可盖章 · No seal before every party and a mediator have signed."""
    snapshot = question.snapshot
    missing = set(parties_of(snapshot)) - set(snapshot.listed("signed"))
    if missing:
        return Refusal("agreement.unsigned", status=409, missing=len(missing))
    return None if snapshot.listed("mediator_signed") else Refusal("agreement.mediator_unsigned", status=409)


@effect("draft_agreement", fields=("terms",), facts=_DRAFT)
def draft_agreement(snapshot: Snapshot, done: Done) -> None:
    """The terms are set down. Signatures under an earlier text no longer count."""
    snapshot.facts["form"] = "oral" if done.key in _ORAL else "written"
    snapshot.facts["agreed_amount"] = done.data.get("amount")
    snapshot.facts["perform_by"] = done.data.get("perform_by")
    snapshot.facts["instalments"] = [dict(line) for line in done.data.get("instalments") or []]
    snapshot.facts["payments"] = []
    _unsign(snapshot)


@effect("drop_draft", facts=("signed", "mediator_signed"))
def drop_draft(snapshot: Snapshot, done: Done) -> None:
    """The draft falls; so do the signatures under it."""
    _unsign(snapshot)


def _unsign(snapshot: Snapshot) -> None:
    snapshot.facts["signed"], snapshot.facts["mediator_signed"] = [], []


@effect("sign_agreement", fields=("party",), facts=("signed",))
def sign_agreement(snapshot: Snapshot, done: Done) -> None:
    """A party has signed, sealed or set a fingerprint."""
    snapshot.facts["signed"] = list(dict.fromkeys([*snapshot.listed("signed"), done.data["party"]]))


@effect("sign_as_mediator", facts=("mediator_signed",))
def sign_as_mediator(snapshot: Snapshot, done: Done) -> None:
    """The mediator has signed."""
    signed = [*snapshot.listed("mediator_signed"), *([] if done.account_id is None else [done.account_id])]
    snapshot.facts["mediator_signed"] = list(dict.fromkeys(signed))


@effect("seal_agreement")
def seal_agreement(snapshot: Snapshot, done: Done) -> None:
    """The agreement is sealed and in force: its papers follow from the act."""
