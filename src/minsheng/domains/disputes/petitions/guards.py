"""Guards of petitions: each asks one article of the Regulation on Petitions. Pure."""

from __future__ import annotations

from datetime import date

from minsheng.base.errors import Refusal
from minsheng.base.time import local_date
from minsheng.domains.disputes.petitions.rules import (
    KINDS_OF_COURSE,
    MOST_REPRESENTATIVES,
    OTHER_ROUTES,
    WAYS_OF_COURSE,
    accounts_kept_away,
    is_accusation,
    needs_representatives,
    receiver_of,
    same_matter_stands,
    units_kept_away,
)
from minsheng.kernel.procedures.registry import Question, guard

ACCUSATIONS = "xf 30"
"""The article that keeps accusations from the accused, whichever act would have given it to them."""


@guard("free_of_recusal", facts=("recused", "accused_accounts"))
def free_of_recusal(question: Question) -> Refusal | None:
    """与信访事项有利害关系的工作人员应当回避 · Who has an interest in the matter, or is accused, may not work on it."""
    if question.account_id is not None and question.account_id in accounts_kept_away(question.snapshot):
        return Refusal("guard.recused", status=403)
    return None


@guard("account_fit", takes=("field",), facts=("recused", "accused_accounts"))
def account_fit(question: Question, field: str) -> Refusal | None:
    """不得交由被检举控告或者应当回避的人办理 · Nobody who is accused or stands aside may be put in charge."""
    kept_away = question.data.get(field) in accounts_kept_away(question.snapshot)
    return Refusal("guard.recused_account", field, status=409) if kept_away else None


@guard("unit_not_accused", fields=("unit",), facts=("accused_units", "related_units"))
def unit_not_accused(question: Question) -> Refusal | None:
    """不得转给被检举、控告的单位及其上下级单位 · Never to the accused unit, nor to one over or under it."""
    given = [question.data.get("unit"), *(question.data.get("co_units") or [])]
    if units_kept_away(question.snapshot).isdisjoint(given):
        return None
    return Refusal("guard.accused_unit", "unit", status=409, law=ACCUSATIONS)


@guard("accused_named")
def accused_named(question: Question) -> Refusal | None:
    """须至少登记一名被检举控告对象 · At least one of the accused must be named."""
    names = ("accused_units", "accused_accounts", "accused_party")
    return None if any(question.data.get(name) for name in names) else Refusal("guard.nobody_accused", names[0])


@guard("accusation_untold", facts=("accused_units", "accused_accounts", "accused_parties"))
def accusation_untold(question: Question) -> Refusal | None:
    """检举控告的内容和材料不得公开或者透露 · Nothing of an accusation is written where others could read it."""
    if not is_accusation(question.snapshot):
        return None
    fields = question.procedure.fields
    told = [name for name in question.act.fields if fields[name].public and fields[name].type in {"text", "files"}]
    given = next((name for name in told if question.data.get(name)), None)
    return Refusal("guard.accusation_public", given, status=409, law=ACCUSATIONS) if given is not None else None


@guard("five_representatives", fields=("representative",), facts=("representatives",))
def five_representatives(question: Question) -> Refusal | None:
    """多人走访的代表不得超过五人 · A group on a visit has at most five representatives."""
    known, given = question.snapshot.listed("representatives"), question.data.get("representative")
    if given in known or len(known) < MOST_REPRESENTATIVES:
        return None
    return Refusal("guard.representatives", "representative", status=409, most=MOST_REPRESENTATIVES)


@guard("visit_represented", facts=("form", "people", "representatives"))
def visit_represented(question: Question) -> Refusal | None:
    """五人以上走访须先推选代表 · More than five on a visit choose their representatives first."""
    if needs_representatives(question.snapshot):
        return Refusal("guard.unrepresented", status=409, most=MOST_REPRESENTATIVES)
    return None


@guard("way_fits_kind", fields=("kind", "way"))
def way_fits_kind(question: Question) -> Refusal | None:
    """申诉求决须明确法定途径，其他类别不填 · A claim has one of the six routes; nothing else has."""
    if (question.data.get("kind") == "appeal") == bool(question.data.get("way")):
        return None
    return Refusal("guard.way_of_kind", "way")


@guard("sorted", facts=("way",))
def is_sorted(question: Question) -> Refusal | None:
    """申诉求决须先甄别法定途径 · A claim must be sorted before it goes on."""
    open_question = question.snapshot.kind == "appeal" and not question.snapshot.facts.get("way")
    return Refusal("guard.unsorted", status=409) if open_question else None


@guard("way_elsewhere", fields=("way",))
def way_elsewhere(question: Question) -> Refusal | None:
    """第三十一条第五、六项事项应当受理办理，不得导出 · What falls under 31 (5) or (6) is handled, not led away."""
    return None if question.data.get("way") in OTHER_ROUTES else Refusal("guard.way_here", "way")


@guard("nobody_accused", facts=("accused_units", "accused_accounts", "accused_parties"))
def nobody_accused(question: Question) -> Refusal | None:
    """有被检举控告对象的，不得导入其他途径 · Where somebody is accused it is not led elsewhere."""
    if is_accusation(question.snapshot):
        return Refusal("guard.accusation_led", status=409, law=ACCUSATIONS)
    return None


@guard("receiver_fits", fields=("way", "unit", "receiver"))
def receiver_fits(question: Question) -> Refusal | None:
    """移送机关的，其类别须与法定途径一致 · What the organ is fits the route, and is said where two fit."""
    said = question.data.get("receiver")
    if question.data.get("unit") is None and not said:
        return None
    if receiver_of(str(question.data.get("way")), said) is not None:
        return None
    return Refusal("guard.receiver", "receiver")


@guard("course_fits", fields=("course",), facts=("way",))
def course_fits(question: Question) -> Refusal | None:
    """受理方式须与类别和法定途径一致 · How it is taken up follows from its kind and route."""
    course = str(question.data.get("course"))
    wanted = WAYS_OF_COURSE.get(course)
    fits = question.snapshot.kind == KINDS_OF_COURSE.get(course)
    if fits and (wanted is None or question.snapshot.facts.get("way") == wanted):
        return None
    return Refusal("guard.course", "course")


@guard("no_same_matter", facts=("standing",))
def no_same_matter(question: Question) -> Refusal | None:
    """同一事项正在办理或者已三级终结的不再受理 · What is in progress, or has ended, is not accepted."""
    stands = same_matter_stands(question.snapshot)
    if stands == "ended":
        return Refusal("guard.same_ended", status=409)
    return Refusal("guard.same_in_progress", status=409) if stands else None


@guard("ground_stands", fields=("ground_declined", "message"), facts=("standing",))
def ground_stands(question: Question) -> Refusal | None:
    """不予受理须有据并告知信访人 · A refusal needs its ground in the file, and the petitioner is told."""
    ground = question.data.get("ground_declined")
    if ground != "outside" and ground != same_matter_stands(question.snapshot):
        return Refusal("guard.no_same_matter", "ground_declined", status=409)
    if not is_accusation(question.snapshot) and not question.data.get("message"):
        return Refusal("field.required", "message", name="内容", name_en="Message")
    return None


@guard("on_a_visit", facts=("form",))
def on_a_visit(question: Question) -> Refusal | None:
    """仅适用于来访 · Only for petitions made on a visit."""
    return None if question.snapshot.facts.get("form") == "visit" else Refusal("guard.no_visit", status=409)


@guard("notice_given", fields=("notice_on",), facts=("notice_waived_at",))
def notice_given(question: Question) -> Refusal | None:
    """受理须书面告知，姓名、住址不清的除外 · Acceptance is told in writing, unless nobody knows to whom."""
    if question.data.get("notice_on") or question.snapshot.facts.get("notice_waived_at"):
        return None
    return Refusal("guard.no_notice", "notice_on")


@guard("approver_is_not_handler")
def approver_is_not_handler(question: Question) -> Refusal | None:
    """延期由本机关、单位负责人批准，经办人不得自批 · The head extends; whoever handles it may not."""
    if question.account_id in question.snapshot.handled_by_ids:
        return Refusal("guard.approver_is_handler", status=403)
    return None


@guard("served_after_reply", fields=("served_on",))
def served_after_reply(question: Question) -> Refusal | None:
    """送达日期不得早于作出意见之日 · Nothing is served before the day on which it was written."""
    answered = question.snapshot.answered_at
    said = question.data.get("served_on")  # nothing while an act is only offered
    if answered is not None and said is not None and date.fromisoformat(str(said)) < local_date(answered):
        return Refusal("guard.served_early", "served_on", on=local_date(answered).isoformat())
    return None


@guard("judged_by_another", fields=("unit",), facts=("replied_by", "reviewed_by"))
def judged_by_another(question: Question) -> Refusal | None:
    """复查、复核由上一级机关办理 · Review and re-review are for another organ than those that gave the opinions."""
    before = [*question.snapshot.listed("replied_by"), *question.snapshot.listed("reviewed_by")]
    return Refusal("guard.own_judge", "unit", status=409) if question.data.get("unit") in before else None
