"""Writes of early warning: looking at cases, deciding, forgetting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text
from minsheng.domains.disputes.days import check_choice
from minsheng.domains.disputes.models import CaseWarning, WarningDecision
from minsheng.domains.disputes.warnings.findings import Finding
from minsheng.domains.disputes.warnings.gathering import looks
from minsheng.domains.disputes.warnings.parameters import parameters_on, words_on
from minsheng.domains.disputes.warnings.reaching import reached, require_decider
from minsheng.domains.disputes.warnings.rules import findings
from minsheng.domains.disputes.warnings.telling import tell
from minsheng.domains.disputes.warnings.times import months_before
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.audit.services import record
from minsheng.kernel.cases.models import Case

NOTE_LIMIT = 2000
_LOCK = 7_240_315
"""Number of the advisory lock under which warnings are raised: one look at a time."""


@transaction.atomic
def raise_warnings(*, by: Actor, case_ids: Collection[int], now: datetime | None = None) -> list[CaseWarning]:
    """Look at cases and raise what is new. Only the system does; nothing else follows from a warning by itself.

    An open warning is brought up to date. What a decided one rested on does not lead to another. Returns the new ones.
    Raises Refusal ``access.denied`` (403).
    """
    if not by.is_system:
        raise Refusal("access.denied", status=403, permission="disputes.warn")
    look_as_system()
    at = now or timezone.now()
    day = timezone.localdate(at)
    parameters, words = parameters_on(day), words_on(day)
    found = {look.case_id: (look.seq, findings(look, parameters, words)) for look in looks(case_ids, parameters, at)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    known = _known([pk for pk, (_seq, some) in found.items() if some])
    raised = []
    for case_id, (seq, some) in found.items():
        for finding in some:
            new = _settle(case_id, seq, finding, known.get((case_id, finding.reason), []), at)
            raised += [new] if new is not None else []
    _announce(by, raised)
    return raised


def _known(case_ids: Collection[int]) -> Mapping[tuple[int, str], list[CaseWarning]]:
    known: dict[tuple[int, str], list[CaseWarning]] = defaultdict(list)
    for row in CaseWarning.objects.filter(case_id__in=list(case_ids)).order_by("pk"):
        known[row.case_id, row.reason].append(row)
    return known


def _settle(case_id: int, seq: int, finding: Finding, known: list[CaseWarning], at: datetime) -> CaseWarning | None:
    """Bring the open warning of the reason up to date, or raise a new one when enough of it is new."""
    still_open = next((row for row in known if row.decided_at is None), None)
    if still_open is not None:
        causes = [*still_open.causes, *(cause for cause in finding.causes if cause not in still_open.causes)]
        if causes != still_open.causes:
            still_open.causes, still_open.data, still_open.seq = causes, dict(finding.data), seq
            still_open.save(update_fields=["causes", "data", "seq"])
        return None
    if not finding.is_new(frozenset(cause for row in known for cause in row.causes)):
        return None
    return CaseWarning.objects.create(
        case_id=case_id,
        reason=finding.reason,
        causes=list(finding.causes),
        data=dict(finding.data),
        seq=seq,
        raised_at=at,
    )


def _announce(by: Actor, raised: list[CaseWarning]) -> None:
    cases = Case.objects.in_bulk([row.case_id for row in raised])
    for row in raised:
        data = {"reason": row.reason}
        record("disputes.warning_raised", by=by, subject="warning", subject_id=row.pk, case_id=row.case_id, data=data)
    tell([(row, cases[row.case_id]) for row in raised])


@transaction.atomic
def decide_warning(*, by: Actor, warning_id: int, decision: str, note: str, at: datetime | None = None) -> CaseWarning:
    """Decide on an open warning, with reasons. Needs ``disputes.warn`` (petitions: ``petitions.supervise``) there.

    ``at`` is when that happened (default now).

    Raises Refusal ``warning.unknown`` (404), ``access.denied`` (403), ``warning.decided`` (409), ``field.choice``,
    ``text.*`` on ``note``.
    """
    look_as_system()
    seen = reached(by).filter(pk=warning_id).values_list("pk", flat=True).first()
    found = CaseWarning.objects.select_for_update(of=("self",)).select_related("case").filter(pk=seen or 0).first()
    if found is None:
        raise Refusal("warning.unknown", status=404)
    require_decider(by, found.case)
    if found.decided_at is not None:
        raise Refusal("warning.decided", status=409, on=timezone.localdate(found.decided_at).isoformat())
    found.decision = check_choice(decision, WarningDecision.values, "decision")
    found.note = clean_text(note, "note", NOTE_LIMIT)
    found.decided_at, found.decided_by_id = at or timezone.now(), by.account_id
    found.save(update_fields=["decision", "note", "decided_at", "decided_by"])
    data = {"reason": found.reason, "decision": found.decision}
    record("disputes.warning_decided", by=by, subject="warning", subject_id=found.pk, case_id=found.case_id, data=data)
    return found


@transaction.atomic
def forget_warnings(*, by: Actor, now: datetime | None = None) -> int:
    """Delete warnings of cases that ended longer ago than they are kept. Only the system does. Returns how many."""
    if not by.is_system:
        raise Refusal("access.denied", status=403, permission="disputes.warn")
    look_as_system()
    at = now or timezone.now()
    months = parameters_on(timezone.localdate(at)).retention_months
    count, _ = CaseWarning.objects.filter(case__closed_at__lt=months_before(at, months)).delete()
    if count:
        record("disputes.warnings_forgotten", by=by, subject="warning", subject_id=0, data={"count": count})
    return count
