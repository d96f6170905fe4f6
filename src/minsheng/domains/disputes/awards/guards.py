"""Guards of titles. Pure."""

from __future__ import annotations

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.awards.rules import wrong_criteria
from minsheng.kernel.procedures.registry import Question, guard
from minsheng.kernel.procedures.schema import FieldSpec


@guard("assessor_free", facts=("recused",))
def assessor_free(question: Question) -> Refusal | None:
    """考核人员不得参与本单位申报，应当回避的不得考核 · Who applied for the unit, or stands aside, assesses nothing."""
    kept_away = {*question.snapshot.handled_by_ids, *question.snapshot.listed("recused")}
    if question.account_id is not None and question.account_id in kept_away:
        return Refusal("guard.assessor_not_free", status=403)
    return None


@guard("scores_complete", takes=("field",))
def scores_complete(question: Question, field: str) -> Refusal | None:
    """指标须逐项评分，不得缺项、重复 · Each indicator of the title is scored once, and no other."""
    return _scores(question, question.data.get(field) or [], question.procedure.fields[field], field)


@guard("self_scored", facts=("scores",))
def self_scored(question: Question) -> Refusal | None:
    """自评不完整的不得进入考核 · Without complete scores of its own no unit is assessed."""
    return _scores(question, question.snapshot.facts.get("scores") or [], question.procedure.fields["scores"], None)


@guard("recommended_for_title", facts=("recommended",))
def recommended_for_title(question: Question) -> Refusal | None:
    """考核建议命名的方可公示 · Only what the assessment recommends is shown publicly."""
    return (
        None if question.snapshot.facts.get("recommended") == "grant" else Refusal("guard.not_recommended", status=409)
    )


def _scores(question: Question, rows: list[dict[str, object]], spec: FieldSpec, field: str | None) -> Refusal | None:
    missing, odd = wrong_criteria(question.snapshot.kind, rows)
    if not missing and not odd:
        return None
    choices = (spec.columns or {})["criterion"].choices or {}
    return Refusal(
        "guard.scores",
        field,
        status=422 if field else 409,
        missing="、".join(choices[key].zh for key in missing) or "无",
        missing_en=", ".join(choices[key].en for key in missing) or "none",
        odd="、".join(choices[key].zh for key in odd) or "无",
        odd_en=", ".join(choices[key].en for key in odd) or "none",
    )
