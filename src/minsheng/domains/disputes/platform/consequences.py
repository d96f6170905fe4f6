"""What acts on the platform lead to beyond their own rows: the last acknowledgement, and what an order may be about."""

from __future__ import annotations

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.platform import effects as _effects  # noqa: F401 -- the effects that are reacted to
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.models import AssignmentRow, Case
from minsheng.kernel.cases.reactions import Change, reaction
from minsheng.kernel.procedures.library import procedure_of


@reaction("conclude_circular")
def conclude_circular(change: Change) -> None:
    """Close a circular once no unit owes its acknowledgement any more."""
    if not AssignmentRow.objects.filter(case_id=change.case.pk, role="co", ended_at__isnull=True).exists():
        perform(by=Actor.system(change.by.channel), case_id=change.case.pk, act="conclude", at=change.done.at)
        change.case.refresh_from_db()


@reaction("link_about")
def refuse_barred(change: Change, field: str) -> None:
    """Refuse an order, circular or referral about a case that bars somebody: it would tell them of it.

    Raises Refusal ``platform.barred_case`` (409).
    """
    about = change.done.data.get(field)
    if about is not None and Case.objects.filter(pk=about).exclude(barred=[]).exists():
        raise Refusal("platform.barred_case", field, status=409)


@reaction("tell_origin")
def tell_origin(change: Change) -> None:
    """Note on the case from which a referral came that it has ended, where that case takes such a note."""
    origin = change.case.facts.get("origin")
    case = Case.objects.filter(pk=origin).first() if origin is not None else None
    if case is not None and _takes_links(case):
        at = max(change.done.at, case.acted_at or change.done.at)
        data = {"other": change.case.pk}
        perform(by=Actor.system(change.by.channel), case_id=case.pk, act="link", data=data, at=at)


def _takes_links(case: Case) -> bool:
    procedure = procedure_of(case.procedure_id)
    link = procedure.act.get("link")
    return link is not None and procedure.is_open(link, case.state)
