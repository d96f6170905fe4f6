"""Who mediates and who must not: choice by the parties, recusal declared, asked for, decided, and replacement. Pure.

人民调解法 art 19 and 23 (choice), 司法部令第75号 (replacement on request); for the court 特邀调解规定 art 15, for the
police 治安管理处罚法 art 95. A mediator who must recuse blocks every further step until somebody else stands in their
place.
"""

from __future__ import annotations

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.mediation.articles import article
from minsheng.kernel.procedures.registry import Question, effect, guard
from minsheng.kernel.procedures.snapshot import Done, Snapshot

_LISTS = ("mediators", "recused")


def _standing(snapshot: Snapshot) -> set[int]:
    """Mediators who must recuse and still stand in the file."""
    return set(snapshot.listed("mediators")) & set(snapshot.listed("recused"))


@guard("mediators_free_of_recusal", takes=("word",), facts=_LISTS)
def mediators_free_of_recusal(question: Question, source: str) -> Refusal | None:
    """应当回避的调解员未更换前不得继续调解 · Nothing goes on with a mediator who must recuse and was not replaced."""
    return Refusal("recusal.ignored", status=409, law=article(source)) if _standing(question.snapshot) else None


@guard("not_recused", takes=("field", "word"), facts=("recused",))
def not_recused(question: Question, field: str, source: str) -> Refusal | None:
    """应当回避的人不得再任调解员 · Whoever must recuse in this case is not made its mediator."""
    value = question.data.get(field)
    named = set(value if isinstance(value, list) else [value])
    return Refusal("recusal.named", field, law=article(source)) if named & _recused(question) else None


def _recused(question: Question) -> set[int]:
    return set(question.snapshot.listed("recused"))


@guard("asks_about_mediator", takes=("field",), facts=("mediators",))
def asks_about_mediator(question: Question, field: str) -> Refusal | None:
    """须为本案调解员 · Recusal is asked of somebody who mediates in this case."""
    if question.data.get(field) in question.snapshot.listed("mediators"):
        return None
    return Refusal("recusal.no_mediator", field)


@guard("decider_not_concerned", takes=("fact",))
def decider_not_concerned(question: Question, fact: str) -> Refusal | None:
    """不得决定本人的回避 · Nobody decides on their own recusal."""
    concerned = question.account_id in question.snapshot.listed(fact)
    return Refusal("recusal.own", status=409) if concerned else None


@guard("may_replace", facts=("mediators", "recused", "chosen_at"))
def may_replace(question: Question) -> Refusal | None:
    """当事人选择的调解员，非因回避不得另行指定 · Mediators whom the parties chose stay, unless one must recuse."""
    if question.snapshot.facts.get("chosen_at") and not _standing(question.snapshot):
        return Refusal("recusal.chosen", status=409)
    return None


@effect("appoint_mediators", fields=("mediators",), facts=("mediators", "mediator_signed"))
def appoint_mediators(snapshot: Snapshot, done: Done) -> None:
    """Names the mediators in the place of earlier ones; the first named goes on with the case."""
    appoint(snapshot, list(done.data["mediators"]))


def appoint(snapshot: Snapshot, chosen: list[int]) -> None:
    """Put mediators in the place of earlier ones."""
    snapshot.facts["mediators"] = chosen
    snapshot.facts["mediator_signed"] = [name for name in snapshot.listed("mediator_signed") if name in chosen]
    snapshot.handler_id = chosen[0]
    snapshot.handled_by_ids = sorted({*snapshot.handled_by_ids, *chosen})


@effect("recuse_self", facts=("recused",))
def recuse_self(snapshot: Snapshot, done: Done) -> None:
    """The mediator who does the act must recuse."""
    if done.account_id is not None:
        snapshot.facts["recused"] = list(dict.fromkeys([*snapshot.listed("recused"), done.account_id]))


@effect("settle_recusal", fields=("decision",), facts=("recused", "recusal_asked"))
def settle_recusal(snapshot: Snapshot, done: Done) -> None:
    """Granted: whoever was asked to recuse must. Refused: they go on."""
    if done.data["decision"] == "granted":
        asked = snapshot.listed("recusal_asked")
        snapshot.facts["recused"] = list(dict.fromkeys([*snapshot.listed("recused"), *asked]))
    snapshot.facts["recusal_asked"] = []


@effect("keep_mediators", facts=_LISTS)
def keep_mediators(snapshot: Snapshot, done: Done) -> None:
    """The parties know of the ground and want the same mediators all the same."""
    kept = snapshot.listed("mediators")
    snapshot.facts["recused"] = [name for name in snapshot.listed("recused") if name not in kept]
