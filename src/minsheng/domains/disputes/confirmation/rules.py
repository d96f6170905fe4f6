"""What the court asks of an application for confirmation (民诉法 205, 民诉解释 353 to 358). Pure."""

from __future__ import annotations

from minsheng.base.errors import Refusal
from minsheng.kernel.procedures.registry import Question, guard

_FEWEST = 2


@guard("applied_jointly", fields=("applying", "agreed_parties"))
def applied_jointly(question: Question) -> Refusal | None:
    """须由协议各方当事人共同申请 · All parties to the agreement apply together."""
    applying, agreed = set(question.data.get("applying") or []), set(question.data.get("agreed_parties") or [])
    missing = agreed - applying
    if missing or len(agreed) < _FEWEST:
        return Refusal("mediation.not_joint", "applying", missing=max(len(missing), _FEWEST - len(agreed)))
    return None


@guard("applicant_named", takes=("field",), facts=("applicants",))
def applicant_named(question: Question, field: str) -> Refusal | None:
    """须为申请确认的当事人 · Whoever is named is one of those who applied."""
    if question.data.get(field) in question.snapshot.listed("applicants"):
        return None
    return Refusal("mediation.not_a_party", field)
