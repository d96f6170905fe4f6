"""Links between cases: the only way in which matters of different fields meet."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.audit.services import record
from minsheng.kernel.cases.loading import load_snapshot, lock_case
from minsheng.kernel.cases.models import CaseLink
from minsheng.kernel.cases.store import store_snapshot

KINDS = ("same_matter", "follows", "caused_by", "appeal_of", "handed_over_to")


@transaction.atomic
def link_cases(*, by: Actor, case_id: int, other_id: int, kind: str) -> CaseLink:
    """Link two cases that the actor may both see. Raises Refusal ``link.kind``, ``link.itself``, ``case.unknown``."""
    if kind not in KINDS:
        raise Refusal("link.kind", "kind", value=kind[:40], choices=", ".join(KINDS))
    if case_id == other_id:
        raise Refusal("link.itself", "other")
    look_as_system()
    case = lock_case(by=by, case_id=case_id)
    other = lock_case(by=by, case_id=other_id)
    link, created = CaseLink.objects.get_or_create(
        case=case, other=other, kind=kind, defaults={"made_at": timezone.now(), "made_by_id": by.account_id}
    )
    if created:
        data = {"other": other.pk, "kind": kind}
        record("cases.linked", by=by, subject="case", subject_id=case.pk, case_id=case.pk, data=data)
    return link


@transaction.atomic
def add_party(*, by: Actor, case_id: int, party_id: int, role: str, sees_case: bool = False) -> None:
    """Give a person or organisation a part in a case; with ``sees_case`` it may see the case as the reporter does."""
    look_as_system()
    case = lock_case(by=by, case_id=case_id)
    case.parties.get_or_create(party_id=party_id, role=role, defaults={"sees_case": sees_case})
    if sees_case and not case.watched:
        case.watched = True
        case.save(update_fields=["watched"])
    snapshot = load_snapshot(case)
    store_snapshot(case, snapshot, snapshot)
    data = {"party": party_id, "role": role}
    record("cases.party_added", by=by, subject="case", subject_id=case.pk, case_id=case.pk, data=data)
