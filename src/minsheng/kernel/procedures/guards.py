"""The guards that the kernel offers to procedure files. Each is a pure question about a case and an act."""

from __future__ import annotations

from minsheng.base.errors import Refusal
from minsheng.kernel.deadlines.clock import is_late
from minsheng.kernel.procedures.registry import Question, guard

ARBITRATION_AFTER = 2
"""Returns after which only a ruling may assign the case."""
MAX_REOPENS = 3


@guard("handler_is_not_rater")
def handler_is_not_rater(question: Question) -> Refusal | None:
    """承办人不得评价或回访自己办理的事项 · Whoever handled the case may neither rate it nor make its call-back."""
    if question.account_id in question.snapshot.handled_by_ids:
        return Refusal("guard.handler_is_rater", status=403)
    return None


@guard("not_binding")
def not_binding(question: Question) -> Refusal | None:
    """责任单位经裁定后不得再次退单 · After a ruling the case may not be returned again."""
    return Refusal("guard.binding", status=409) if question.snapshot.binding else None


@guard("second_return")
def second_return(question: Question) -> Refusal | None:
    """第二次退单后由热线机构裁定 · A ruling is open once the case was returned twice."""
    count = question.snapshot.returns
    return None if count >= ARBITRATION_AFTER else Refusal("guard.not_yet_arbitration", status=409, returns=count)


@guard("returned_less_than_twice")
def returned_less_than_twice(question: Question) -> Refusal | None:
    """退单两次以上须经裁定方可再派 · After the second return only a ruling may assign the case."""
    count = question.snapshot.returns
    if count >= ARBITRATION_AFTER and not question.snapshot.binding:
        return Refusal("guard.arbitration_needed", status=409, returns=count)
    return None


@guard("contacted")
def contacted(question: Question) -> Refusal | None:
    """答复前须先联系诉求人 · The reporter must have been contacted before the result is given."""
    return None if question.snapshot.contacted_at else Refusal("guard.not_contacted", status=409)


@guard("waiting")
def waiting(question: Question) -> Refusal | None:
    """仅在等待补充时适用 · Only while the case waits for the reporter."""
    return None if question.snapshot.waiting else Refusal("guard.not_waiting", status=409)


@guard("not_waiting")
def not_waiting(question: Question) -> Refusal | None:
    """等待补充期间不适用 · Not while the case waits for the reporter."""
    return Refusal("guard.waiting", status=409) if question.snapshot.waiting else None


@guard("co_parts_done")
def co_parts_done(question: Question) -> Refusal | None:
    """协办单位均已办结后方可答复 · All co-responsible units must have finished their part."""
    missing = [p.unit_id for p in question.snapshot.assignments if p.role == "co" and p.ended_at is None]
    return Refusal("guard.co_parts_open", status=409, count=len(missing)) if missing else None


@guard("evidence_attached", fields=("evidence",))
def evidence_attached(question: Question) -> Refusal | None:
    """须附佐证材料 · Evidence must be attached."""
    return None if question.data.get("evidence") else Refusal("guard.no_evidence", "evidence")


@guard("questions_answered", fields=("reach",))
def questions_answered(question: Question) -> Refusal | None:
    """接通的回访须填写三问 · A call-back that reached the reporter records three answers, any other none."""
    names = ("contacted", "solved", "satisfied")
    given = [name for name in names if question.data.get(name)]
    if question.data.get("reach") == "reached":
        missing = next((name for name in names if name not in given), None)
        return Refusal("guard.question_unanswered", missing) if missing else None
    return Refusal("guard.question_without_contact", given[0]) if given else None


@guard("not_into_itself", fields=("into",))
def not_into_itself(question: Question) -> Refusal | None:
    """不得并入自身 · A case cannot be merged into itself."""
    into = question.data.get("into")
    return Refusal("guard.merge_itself", "into") if into is not None and into == question.data.get("case_id") else None


@guard("has_lead_unit")
def has_lead_unit(question: Question) -> Refusal | None:
    """须有承办单位 · There must be a unit that goes on with it."""
    return None if question.snapshot.lead_unit_id else Refusal("guard.no_lead_unit", status=409)


@guard("not_reopened_thrice")
def not_reopened_thrice(question: Question) -> Refusal | None:
    """重办三次后转督办 · After three times of reopening the matter goes to supervision."""
    return None if question.snapshot.reopens < MAX_REOPENS else Refusal("guard.reopened_thrice", status=409)


@guard("verifier_is_not_handler")
def verifier_is_not_handler(question: Question) -> Refusal | None:
    """核查人不得为处置人 · Whoever did the work may not verify it."""
    return handler_is_not_rater(question)


@guard("in_time", takes=("clock",))
def in_time(question: Question, clock: str) -> Refusal | None:
    """须在法定期限内提出 · Only while the time limit runs; after its last day it is too late."""
    runs = [item for item in question.snapshot.clocks if item.key == clock]
    if runs and is_late(runs[-1], question.at):  # also once the lapse has stopped it
        due = runs[-1].due_at
        return Refusal(
            "guard.too_late", status=409, due_at=due.isoformat() if due else "", **_clock_names(question, clock)
        )
    if not runs or runs[-1].stopped_at is not None:
        return Refusal("guard.no_clock", status=409, **_clock_names(question, clock))
    return None


@guard("out_of_time", takes=("clock",))
def out_of_time(question: Question, clock: str) -> Refusal | None:
    """期限届满后方可进行 · Only once the time limit has run out."""
    runs = [item for item in question.snapshot.clocks if item.key == clock]
    if runs and is_late(runs[-1], question.at):
        return None
    return Refusal("guard.too_early", status=409, **_clock_names(question, clock))


@guard("fact", takes=("fact",))
def fact(question: Question, name: str) -> Refusal | None:
    """须先具备的条件 · Something must stand in the file first."""
    if question.snapshot.facts.get(name):
        return None
    return Refusal("guard.fact_missing", status=409, **_fact_names(question, name))


@guard("no_fact", takes=("fact",))
def no_fact(question: Question, name: str) -> Refusal | None:
    """不得重复或与已有记载相抵触 · Not once this stands in the file."""
    if not question.snapshot.facts.get(name):
        return None
    return Refusal("guard.fact_given", status=409, **_fact_names(question, name))


def _clock_names(question: Question, clock: str) -> dict[str, str]:
    spec = question.procedure.clock[clock]
    return {"clock": spec.zh, "clock_en": spec.en, "law": spec.law}


def _fact_names(question: Question, name: str) -> dict[str, str]:
    spec = question.procedure.facts[name]
    return {"fact": spec.zh, "fact_en": spec.en}
