"""The agreement and its performance on the page of a case, and the papers that can be had from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.domains.disputes.agreements.papers.kinds import FAMILY
from minsheng.domains.disputes.agreements.papers.services import offered_papers
from minsheng.domains.disputes.agreements.plan import State
from minsheng.domains.disputes.agreements.queries import Terms, terms_of
from minsheng.domains.disputes.handover.opening import REFERRAL
from minsheng.domains.disputes.handover.reactions import CONFIRMATION
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case
from minsheng.surface.web.cases.faces import DESK, RESIDENT, Face
from minsheng.surface.web.cases.panels import Panel

LAW_SIGNING = gettext_lazy("People's Mediation Law, art. 29")
LAW_BREACH = gettext_lazy("People's Mediation Law, art. 32")
LAW_ENFORCEMENT = gettext_lazy("Civil Procedure Law, art. 250")


@dataclass(frozen=True, slots=True)
class Hint:
    """The one thing that is next, and the article behind it."""

    words: str
    law: str | Promise = ""
    is_urgent: bool = False


def next_step(case: Case, terms: Terms) -> Hint:
    """What is to be done now about an agreement, in one sentence."""
    facts = case.facts
    if facts.get("performed_at"):
        return Hint(_("The agreement was performed. Nothing is left to do."))
    if facts.get("breached_at"):
        if terms.enforceable_until is not None:
            return Hint(_("It was not performed. The court that confirmed it can enforce it."), LAW_ENFORCEMENT, True)
        return Hint(_("It was not performed. The other side may go to court."), LAW_BREACH, True)
    if not terms.is_in_force:
        missing = sum(1 for one in terms.signed if one.row is None)
        if missing:
            return Hint(_("Signatures still missing: %(count)d") % {"count": missing}, LAW_SIGNING)
        return Hint(_("Everybody has signed. The committee seals it, and then it binds."), LAW_SIGNING)
    return _payment_hint(terms)


def _payment_hint(terms: Terms) -> Hint:
    due = terms.due_next
    if due is None:
        words = _("All instalments are paid.") if terms.payments else _("It is in force and waits to be performed.")
        return Hint(words)
    known = {"number": due.line.number, "days": due.days_late, "debtor": due.debtor}
    if due.state is State.LATE:
        return Hint(_("Instalment %(number)d is %(days)d days late. %(debtor)s has to pay.") % known, "", True)
    return Hint(_("Next is instalment %(number)d, to be paid by %(debtor)s.") % known)


def context_for(actor: Actor, case: Case, face: Face) -> dict[str, Any] | None:
    """What the panel shows; nothing where there is neither an agreement nor a paper."""
    today = timezone.localdate()
    terms = terms_of(case, today)
    papers = offered_papers(actor, case)
    if terms is None and not papers:
        return None
    return {
        "terms": terms,
        "hint": next_step(case, terms) if terms is not None else None,
        "papers": papers,
        "address": "disputes:my_paper" if face.public else "disputes:paper",
        "may_reveal": not face.public and actor.holds("parties.reveal"),
        "today": today,
    }


def _desk(actor: Actor, case: Case) -> dict[str, Any] | None:
    return context_for(actor, case, DESK)


def _portal(actor: Actor, case: Case) -> dict[str, Any] | None:
    return context_for(actor, case, RESIDENT)


PROCEDURES = (*FAMILY, CONFIRMATION, REFERRAL)
PANELS = (
    Panel("disputes.agreement", PROCEDURES, "disputes/agreement.html", _desk, order=30),
    Panel(
        "disputes.agreement.portal", PROCEDURES, "disputes/agreement.html", _portal, desk=False, portal=True, order=30
    ),
)
