"""Who stands against whom, who must agree, and who speaks for a group. Pure."""

from __future__ import annotations

from minsheng.base.errors import Refusal
from minsheng.kernel.procedures.registry import Question, guard
from minsheng.kernel.procedures.snapshot import Snapshot

SIDES = ("applicants", "respondents")
MOST_REPRESENTATIVES = 5
GROUP = 5
"""More people than this speak through representatives."""


def parties_of(snapshot: Snapshot) -> list[int]:
    """All parties, applicants first, nobody twice."""
    return list(dict.fromkeys(party for side in SIDES for party in snapshot.listed(side)))


@guard("two_sides", facts=SIDES)
def two_sides(question: Question) -> Refusal | None:
    """须有双方当事人 · There is a party on each side."""
    if all(question.snapshot.listed(side) for side in SIDES):
        return None
    return Refusal("mediation.one_side", status=409)


@guard("not_on_other_side", takes=("fact", "field"), facts=SIDES)
def not_on_other_side(question: Question, side: str, field: str) -> Refusal | None:
    """同一当事人不得同时列为双方 · Nobody stands on both sides."""
    other = next(name for name in SIDES if name != side)
    if question.data.get(field) in question.snapshot.listed(other):
        return Refusal("mediation.both_sides", field)
    return None


@guard("is_party", takes=("field",), facts=SIDES)
def is_party(question: Question, field: str) -> Refusal | None:
    """须为本案当事人 · Whoever is named is a party to the dispute."""
    value = question.data.get(field)
    named = value if isinstance(value, list) else [value]
    if set(named) <= set(parties_of(question.snapshot)):
        return None
    return Refusal("mediation.not_a_party", field)


@guard("joint", takes=("field",), facts=SIDES)
def joint(question: Question, field: str) -> Refusal | None:
    """须由各方当事人共同提出或一致同意 · All parties do it together, or all agree."""
    strangers = is_party(question, field)
    if strangers is not None:
        return strangers
    missing = set(parties_of(question.snapshot)) - set(question.data.get(field) or [])
    return Refusal("mediation.not_joint", field, missing=len(missing)) if missing else None


@guard("nobody_refuses", facts=("refusing",))
def nobody_refuses(question: Question) -> Refusal | None:
    """当事人一方明确拒绝调解的，不得调解 · No mediation while a party has plainly refused it."""
    return Refusal("mediation.refused", status=409) if question.snapshot.listed("refusing") else None


@guard("representatives_fit", takes=("field",), facts=SIDES)
def representatives_fit(question: Question, field: str) -> Refusal | None:
    """代表人须为当事人，且不超过五人 · Representatives are parties, five at most."""
    if len(question.data.get(field) or []) > MOST_REPRESENTATIVES:
        return Refusal("mediation.representatives_many", field, most=MOST_REPRESENTATIVES)
    return is_party(question, field)


@guard("group_represented", facts=("people", "representatives"))
def group_represented(question: Question) -> Refusal | None:
    """涉及超过五人的，须先推选代表人 · A group of more than five speaks through representatives."""
    if int(question.snapshot.facts.get("people") or 0) <= GROUP or question.snapshot.listed("representatives"):
        return None
    return Refusal("mediation.group_unrepresented", status=409, most=MOST_REPRESENTATIVES, group=GROUP)


@guard("of_kind", takes=("word",))
def of_kind(question: Question, kind: str) -> Refusal | None:
    """仅适用于所列类型 · Only for the kind named."""
    return None if question.snapshot.kind == kind else _wrong_kind(question)


@guard("not_of_kind", takes=("word",))
def not_of_kind(question: Question, kind: str) -> Refusal | None:
    """不适用于所列类型 · Not for the kind named."""
    return _wrong_kind(question) if question.snapshot.kind == kind else None


def _wrong_kind(question: Question) -> Refusal:
    kind = question.procedure.kinds[question.snapshot.kind]
    return Refusal("mediation.kind", status=409, kind=kind.zh, kind_en=kind.en)


_PARTY_FUNCTIONS = frozenset({"party", "applicant", "reporter", "filer"})


@guard("speaks_for_self", takes=("field",))
def speaks_for_self(question: Question, field: str) -> Refusal | None:
    """当事人只能代表本人 · A party signs, refuses or withdraws for itself alone; staff record what each has said."""
    is_staff = not question.functions <= _PARTY_FUNCTIONS
    if is_staff or question.party_id is None or question.data.get(field) == question.party_id:
        return None
    return Refusal("mediation.not_yourself", field, status=403)


@guard("not_against_oneself", fields=("other_party",))
def not_against_oneself(question: Question) -> Refusal | None:
    """对方当事人须为他人 · The other party is somebody else."""
    other = question.data.get("other_party")
    if other is not None and other == question.data.get("reporter_id"):
        return Refusal("mediation.both_sides", "other_party")
    return None
