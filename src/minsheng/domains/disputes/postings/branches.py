"""Writes of the register of compound branches."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text
from minsheng.domains.disputes.days import check_day, check_span
from minsheng.domains.disputes.models import CompoundBranch, EndReason
from minsheng.domains.disputes.postings.services import PERMISSION, reached_branch, require_known
from minsheng.domains.disputes.reach import require_for_area
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.audit.services import record


@transaction.atomic
def register_branch(
    *, by: Actor, name: str, compound: str, area_id: int, valid_from: date, due_from: date | None = None
) -> CompoundBranch:
    """Register the party branch of a compound; ``due_from``: since when it is due to have a posted cadre (None: not).

    Needs ``disputes.postings`` that reaches the area. Raises Refusal ``area.unknown``, ``branch.exists`` (the area
    has a branch of that name), ``dates.order``, ``field.range``, ``text.…``.
    """
    require_known(by)
    _check_area(area_id)
    require_for_area(by, PERMISSION, area_id)
    check_span(valid_from, due_from, fields=("valid_from", "due_from"))
    title = clean_text(name, "name", 100)
    if CompoundBranch.objects.filter(name=title, area_id=area_id).exists():
        raise Refusal("branch.exists", "name", name=title)
    branch = CompoundBranch.objects.create(
        name=title,
        compound=clean_text(compound, "compound", 100),
        area_id=area_id,
        valid_from=valid_from,
        due_from=due_from,
    )
    record("disputes.branch_registered", by=by, subject="branch", subject_id=branch.pk, data={"area": area_id})
    return branch


@transaction.atomic
def set_due(*, by: Actor, branch_id: int, due_from: date | None, due_to: date | None = None) -> CompoundBranch:
    """Say from when to when a branch is due to have a posted cadre; ``due_from`` None: never.

    Needs ``disputes.postings`` that reaches it. Raises Refusal ``branch.unknown`` (404), ``dates.order``.
    """
    branch = reached_branch(by, branch_id)
    if due_from is None and due_to is not None:
        raise Refusal("dates.order", "due_to")
    if due_from is not None:
        check_span(branch.valid_from, due_from, fields=("valid_from", "due_from"))
        check_span(due_from, due_to, fields=("due_from", "due_to"))
    branch.due_from, branch.due_to = due_from, due_to
    branch.save(update_fields=["due_from", "due_to"])
    data = {"first": due_from.isoformat() if due_from else "", "last": due_to.isoformat() if due_to else ""}
    record("disputes.branch_due", by=by, subject="branch", subject_id=branch.pk, data=data)
    return branch


@transaction.atomic
def close_branch(*, by: Actor, branch_id: int, valid_to: date) -> CompoundBranch:
    """Close a branch; its open postings end on the same day, as work that ended with it.

    Needs ``disputes.postings`` that reaches it. Raises Refusal ``branch.unknown`` (404), ``branch.closed`` (409),
    ``dates.order``, ``branch.posting_later`` (somebody was posted to it for a later day).
    """
    branch = reached_branch(by, branch_id)
    if branch.valid_to is not None:
        raise Refusal("branch.closed", status=409, on=branch.valid_to.isoformat())
    check_span(branch.valid_from, check_day(valid_to, "valid_to"))
    if branch.postings.filter(valid_from__gt=valid_to).exists():
        raise Refusal("branch.posting_later", "valid_to")
    branch.valid_to = valid_to
    branch.save(update_fields=["valid_to"])
    for posting in branch.postings.select_for_update().filter(valid_to__isnull=True):
        posting.valid_to, posting.end_reason = valid_to, EndReason.OTHER
        posting.save(update_fields=["valid_to", "end_reason"])
        data = {"branch": branch.pk, "on": valid_to.isoformat(), "reason": posting.end_reason.value}
        record("disputes.posting_ended", by=by, subject="posting", subject_id=posting.pk, data=data)
    data = {"on": valid_to.isoformat()}
    record("disputes.branch_closed", by=by, subject="branch", subject_id=branch.pk, data=data)
    return branch


def _check_area(area_id: int) -> None:
    try:
        registry().node(area_id)
    except LookupError as error:
        raise Refusal("area.unknown", "area", id=area_id) from error
