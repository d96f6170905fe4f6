"""Writes of the register of posted cadres."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text
from minsheng.domains.disputes.days import check_choice, check_span, overlaps
from minsheng.domains.disputes.models import CompoundBranch, EndReason, Posting
from minsheng.domains.disputes.reach import require_for_area
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account, Unit
from minsheng.kernel.audit.services import record

PERMISSION = "disputes.postings"


@transaction.atomic
def post_cadre(
    *,
    by: Actor,
    branch_id: int,
    unit_id: int,
    cadre: str,
    full_time: bool,
    valid_from: date,
    staff_number: str = "",
    account_id: int | None = None,
    position: str = "",
) -> Posting:
    """Post a cadre of a unit to a branch from a day on. Needs ``disputes.postings`` that reaches the branch.

    The person is who has this name and staff number in the unit, or this account. Raises Refusal ``branch.unknown``
    (404), ``unit.unknown``, ``account.unknown``, ``posting.outside_branch`` (the branch does not exist then),
    ``posting.full_time_twice`` (a full-time posting of the same person at that time), ``posting.same`` (already there).
    """
    branch = reached_branch(by, branch_id)
    _check_within(branch, valid_from)
    unit = Unit.objects.select_for_update().filter(pk=unit_id).first()  # one at a time for each unit's people
    if unit is None:
        raise Refusal("unit.unknown", "unit", id=unit_id)
    posting = Posting(
        branch=branch,
        unit=unit,
        cadre=clean_text(cadre, "cadre", 64),
        staff_number=clean_text(staff_number, "staff_number", 32, required=False),
        account_id=_account(account_id),
        position=clean_text(position, "position", 64, required=False),
        full_time=full_time,
        valid_from=valid_from,
    )
    _check_free(posting)
    posting.save()
    data = {"branch": branch.pk, "on": valid_from.isoformat()}
    record("disputes.cadre_posted", by=by, subject="posting", subject_id=posting.pk, data=data)
    return posting


@transaction.atomic
def end_posting(*, by: Actor, posting_id: int, valid_to: date, reason: str, note: str = "") -> Posting:
    """End a posting; ``valid_to`` is its last day. Needs ``disputes.postings`` that reaches the branch.

    Raises Refusal ``posting.unknown`` (404), ``posting.ended`` (409), ``dates.order``, ``field.choice``.
    """
    require_known(by)
    branch_id = Posting.objects.filter(pk=posting_id).values_list("branch_id", flat=True).first()
    if branch_id is None:
        raise Refusal("posting.unknown", status=404)
    branch = reached_branch(by, branch_id)  # locked before its posting, as whoever closes a branch does
    found = Posting.objects.select_for_update().get(pk=posting_id)
    if found.valid_to is not None:
        raise Refusal("posting.ended", status=409, on=found.valid_to.isoformat())
    check_span(found.valid_from, valid_to)
    found.valid_to = valid_to
    found.end_reason = check_choice(reason, EndReason.values, "reason")
    found.end_note = clean_text(note, "note", 200, required=False)
    found.save(update_fields=["valid_to", "end_reason", "end_note"])
    data = {"branch": branch.pk, "on": valid_to.isoformat(), "reason": reason}
    record("disputes.posting_ended", by=by, subject="posting", subject_id=found.pk, data=data)
    return found


def require_known(by: Actor) -> None:
    """Raise Refusal ``access.denied`` (403) unless the actor keeps this register anywhere."""
    if not by.holds(PERMISSION):
        raise Refusal("access.denied", status=403, permission=PERMISSION)


def reached_branch(by: Actor, branch_id: int) -> CompoundBranch:
    """Lock a branch that the actor keeps. Raises Refusal ``access.denied`` (403), ``branch.unknown`` (404)."""
    require_known(by)
    branch = CompoundBranch.objects.select_for_update().filter(pk=branch_id).first()
    if branch is None:
        raise Refusal("branch.unknown", status=404)
    require_for_area(by, PERMISSION, branch.area_id)
    return branch


def _check_within(branch: CompoundBranch, day: date) -> None:
    check_span(day, None)
    if day < branch.valid_from or (branch.valid_to is not None and day > branch.valid_to):
        raise Refusal("posting.outside_branch", "valid_from", on=day.isoformat())


def _account(account_id: int | None) -> int | None:
    if account_id is None:
        return None
    if not Account.objects.select_for_update().filter(pk=account_id).exists():
        raise Refusal("account.unknown", "account", id=account_id)
    return account_id


def _check_free(new: Posting) -> None:
    """Refuse a second full-time posting of the person at a time, and the same posting twice."""
    same = Q(unit_id=new.unit_id, cadre=new.cadre, staff_number=new.staff_number)
    if new.account_id is not None:
        same |= Q(account_id=new.account_id)
    for known in Posting.objects.filter(same).select_related("branch"):
        if not overlaps(new.valid_from, None, known.valid_from, known.valid_to):
            continue
        if known.full_time and new.full_time:
            raise Refusal("posting.full_time_twice", "cadre", branch=known.branch.name)
        if known.branch_id == new.branch_id:
            raise Refusal("posting.same", "cadre", branch=known.branch.name)
