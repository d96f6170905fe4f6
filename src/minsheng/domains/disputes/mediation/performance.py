"""After the agreement: payments, breach, confirmation by the court, other ways, the file. Pure.

人民调解法 art 26, 27 and 31 to 33.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from minsheng.base.errors import Refusal
from minsheng.base.time import local_date
from minsheng.domains.disputes.mediation.agreement import total
from minsheng.domains.disputes.mediation.articles import article
from minsheng.kernel.procedures.effects import close
from minsheng.kernel.procedures.registry import Question, effect, guard
from minsheng.kernel.procedures.snapshot import Done, Snapshot

_PLAN = ("instalments", "payments")


def _lines(snapshot: Snapshot, fact: str) -> list[dict[str, Any]]:
    value = snapshot.facts.get(fact)
    return value if isinstance(value, list) else []


def _paid(snapshot: Snapshot, number: int) -> Decimal:
    return total([line for line in _lines(snapshot, "payments") if line["instalment"] == number], "paid")


def unpaid(snapshot: Snapshot) -> list[int]:
    """Numbers, from 1, of the instalments that are not paid in full."""
    lines = enumerate(_lines(snapshot, "instalments"), start=1)
    return [number for number, line in lines if _paid(snapshot, number) < Decimal(str(line["sum"]))]


@guard("instalment_known", fields=("instalment",), facts=_PLAN)
def instalment_known(question: Question) -> Refusal | None:
    """须为协议约定的期次 · The instalment is one of the agreement."""
    most = len(_lines(question.snapshot, "instalments"))
    return (
        None if int(question.data.get("instalment") or 0) <= most else Refusal("agreement.no_instalment", "instalment")
    )


@guard("paid_in_full", fields=("otherwise",), facts=_PLAN)
def paid_in_full(question: Question) -> Refusal | None:
    """各期付清，或当事人确认以其他方式了结 · All is paid, or the parties say that it was settled otherwise."""
    left = unpaid(question.snapshot)
    if not left or question.data.get("otherwise"):
        return None
    return Refusal("agreement.unpaid", "otherwise", count=len(left))


@guard("performance_due", facts=("perform_by", *_PLAN))
def performance_due(question: Question) -> Refusal | None:
    """约定的履行期限届满后方可认定未履行 · There is no breach before the agreed day has passed."""
    today, snapshot = local_date(question.at), question.snapshot
    last = snapshot.facts.get("perform_by")
    lines = _lines(snapshot, "instalments")
    overdue = any(date.fromisoformat(lines[number - 1]["due"]) < today for number in unpaid(snapshot))
    if overdue or (not lines and last is None) or (last is not None and date.fromisoformat(last) < today):
        return None
    return Refusal("agreement.not_due", status=409)


@guard("routes_told", fields=("told",))
def routes_told(question: Question) -> Refusal | None:
    """调解不成的，应当告知仲裁、行政、司法等途径 · The parties are told of arbitration, administration and court."""
    return None if question.data.get("told") else Refusal("mediation.routes_untold", "told")


@guard("told_if_no_agreement", takes=("word",), facts=("informed_at",))
def told_if_no_agreement(question: Question, source: str) -> Refusal | None:
    """未达成协议的，告知途径后方可归档 · Without an agreement the file is closed only once the parties were told."""
    if question.snapshot.state in {"failed", "terminated"} and not question.snapshot.facts.get("informed_at"):
        return Refusal("mediation.routes_untold", status=409, law=article(source))
    return None


@guard("ruling_is_no", facts=("ruling",))
def ruling_is_no(question: Question) -> Refusal | None:
    """法院裁定驳回确认申请后方可变更协议 · Only after the court has not confirmed the agreement."""
    return (
        None
        if question.snapshot.facts.get("ruling") == "rejected"
        else Refusal("confirmation.not_rejected", status=409)
    )


@effect("record_performance", fields=("instalment", "paid_on", "paid"), facts=("payments",))
def record_performance(snapshot: Snapshot, done: Done) -> None:
    """A payment was made."""
    line = {name: done.data[name] for name in ("instalment", "paid_on", "paid")}
    snapshot.facts["payments"] = [*_lines(snapshot, "payments"), line]


@effect("settle_instalments", fields=("paid_on",), facts=_PLAN)
def settle_instalments(snapshot: Snapshot, done: Done) -> None:
    """All was performed by a day: what was still to be paid of each instalment was paid then."""
    lines = _lines(snapshot, "instalments")
    rest = [
        {
            "instalment": number,
            "paid_on": done.data["paid_on"],
            "paid": f"{Decimal(str(lines[number - 1]['sum'])) - _paid(snapshot, number):.2f}",
        }
        for number in unpaid(snapshot)
    ]
    snapshot.facts["payments"] = [*_lines(snapshot, "payments"), *rest]


@effect("apply_confirmation", fields=("applying", "court"))
def apply_confirmation(snapshot: Snapshot, done: Done) -> None:
    """The parties turn to the court together; a case of confirmation is opened there."""


@effect("note_confirmation", fields=("ruling",), facts=("ruling",))
def note_confirmation(snapshot: Snapshot, done: Done) -> None:
    """Keeps what the court has decided."""
    snapshot.facts["ruling"] = done.data["ruling"]


@effect("report_risk", fields=("risk",))
def report_risk(snapshot: Snapshot, done: Done) -> None:
    """The dispute may lead to an offence: whoever must act is told."""


@effect("hand_over_dispute", fields=("way",))
def hand_over_dispute(snapshot: Snapshot, done: Done) -> None:
    """The dispute goes to arbitration, court, reconsideration or a department, with its papers and dates."""


@effect("conclude")
def conclude(snapshot: Snapshot, done: Done) -> None:
    """Closes the case; its outcome is the result that it had reached."""
    result = snapshot.state
    close(snapshot, done)
    snapshot.outcome = result
