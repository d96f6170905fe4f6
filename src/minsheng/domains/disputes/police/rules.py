"""When the police may mediate instead of penalising (治安管理处罚法 art 9). Pure."""

from __future__ import annotations

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.mediation.articles import article
from minsheng.kernel.procedures.registry import Question, guard

_FACTS = ("civil_origin", "is_minor", "exclusion")
MOST_ATTEMPTS = 2


@guard("police_may_mediate", facts=_FACTS)
def police_may_mediate(question: Question) -> Refusal | None:
    """因民间纠纷引起、情节较轻，且无不适用情形 · Out of a civil dispute, of minor gravity, and nothing excludes it."""
    facts = question.snapshot.facts
    if not facts.get("civil_origin"):
        return Refusal("police.not_civil", status=409)
    if not facts.get("is_minor"):
        return Refusal("police.not_minor", status=409)
    excluded = facts.get("exclusion")
    if not excluded or excluded == "none":
        return None
    choice = (question.procedure.fields["exclusion"].choices or {})[excluded]
    return Refusal("police.excluded", status=409, ground=choice.zh, ground_en=choice.en, law=article("gaxz"))


@guard("guardian_present", fields=("guardian_came",), facts=("has_minor_party",))
def guardian_present(question: Question) -> Refusal | None:
    """当事人有未成年人的，监护人须到场 · With a party under age, a parent or guardian is present."""
    if question.snapshot.facts.get("has_minor_party") and not question.data.get("guardian_came"):
        return Refusal("police.guardian", "guardian_came", law=article("gaxz"))
    return None


@guard("attempts_left", facts=("attempts",))
def attempts_left(question: Question) -> Refusal | None:
    """调解一般为一次，必要时可再次调解 · The police mediate once, and where needed once more."""
    count = int(question.snapshot.facts.get("attempts") or 0)
    return None if count < MOST_ATTEMPTS else Refusal("police.attempts", status=409, most=MOST_ATTEMPTS)


@guard("performed_on_the_spot", fields=("performed_now",))
def performed_on_the_spot(question: Question) -> Refusal | None:
    """当场调解须当场履行 · What is settled on the spot is performed on the spot."""
    return None if question.data.get("performed_now") else Refusal("police.not_performed", "performed_now")


@guard("settlement_performed", fields=("written_application", "performed_now"))
def settlement_performed(question: Question) -> Refusal | None:
    """和解或人民调解协议须已履行，并由当事人书面申请 · The settlement was performed, and the parties ask in writing."""
    if not question.data.get("performed_now"):
        return Refusal("police.not_performed", "performed_now")
    return None if question.data.get("written_application") else Refusal("police.not_in_writing", "written_application")
