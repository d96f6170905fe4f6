"""Whom a warning reaches: those who must act on its case. Parties never, whatever they may see of the case itself."""

from __future__ import annotations

from django.db.models import Q, QuerySet, Value

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import CaseWarning
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.permissions import realm
from minsheng.kernel.access.rules import may, visible
from minsheng.kernel.access.tokens import account_token
from minsheng.kernel.cases.models import Case
from minsheng.surface.web.cases.faces import DESK

DECIDES = {"disputes": "disputes.warn", "petitions": "petitions.supervise"}
"""Who decides on warnings, by realm of the case."""


def reached(actor: Actor) -> QuerySet[CaseWarning]:
    """Warnings on cases that the actor sees as an official and has to do with.

    That is: whoever decides on warnings there, the handler, the people of the lead unit, and those whom the case names.
    """
    if actor.is_system:
        return CaseWarning.objects.all()
    eyes = DESK.eyes(actor)
    rows = visible(CaseWarning.objects.all(), eyes, column="case__audience")
    deciding = frozenset().union(*(eyes.tokens(permission) for permission in DECIDES.values()))
    named = {account_token(eyes.account_id)} if eyes.account_id is not None and eyes.grants else set()
    concerned = Q(case__handler_id=eyes.account_id) | Q(case__lead_unit_id__in=sorted(eyes.units()))
    if deciding or named:
        tokens = Value(sorted(deciding | named), output_field=Case._meta.get_field("audience"))  # noqa: SLF001 -- the column's own type
        concerned |= Q(case__audience__overlap=tokens)
    return rows.filter(concerned)


def may_decide(actor: Actor, case: Case) -> bool:
    """Whether the actor decides on warnings of this case: by permission that reaches it, in the realm of the case."""
    permission = next((DECIDES[key] for key in DECIDES if realm(key).number == case.realm), None)
    return permission is not None and may(DESK.eyes(actor), permission, case.audience)


def require_decider(actor: Actor, case: Case) -> None:
    """Raise Refusal ``access.denied`` (403) unless the actor decides on warnings of the case."""
    if not may_decide(actor, case):
        raise Refusal("access.denied", status=403, permission=DECIDES["disputes"])
