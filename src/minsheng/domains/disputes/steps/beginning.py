"""Beginning the local steps on a dispute: a case of its own, linked to it, under the version of its area and day."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import StepAssignment
from minsheng.domains.disputes.steps.composing import KEY
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.permissions import realm
from minsheng.kernel.access.rules import may
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.audit.services import record
from minsheng.kernel.cases.intake import open_case, store_openings
from minsheng.kernel.cases.loading import lock_case
from minsheng.kernel.cases.models import Case, CaseLink, Content
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.web.cases.faces import DESK

BEGINS = ("disputes.accept", "disputes.refer", "disputes.dispatch", "disputes.mediate", "disputes.administer")
FROM = ("disputes.matter", "disputes.mediation", "disputes.administrative_mediation")
"""Procedures out of which local steps may be begun: those by which the platform itself resolves a dispute."""
LINK = "follows"


@transaction.atomic
def begin_steps(*, by: Actor, case_id: int) -> Case:
    """Open a case under the local steps of the place and day of this one, and link it. Needs one of ``BEGINS`` there.

    Raises Refusal ``case.unknown`` (404), ``case.busy`` (409), ``access.denied`` (403), ``steps.closed_case``,
    ``steps.none_here``, ``steps.begun`` (all 409).
    """
    look_as_system()
    case = lock_case(by=by if by.is_system else DESK.eyes(by), case_id=case_id)
    if not may_begin(by, case):
        raise Refusal("access.denied", status=403, permission=BEGINS[0])
    known = begun_from(case.pk)
    if known is not None:
        raise Refusal("steps.begun", status=409, case=known.code)
    if case.closed_at is not None:
        raise Refusal("steps.closed_case", status=409)
    assigned = assignment_for(case)
    if assigned is None or assigned.version.procedure is None:
        raise Refusal("steps.none_here", status=409)
    opening = open_case(
        by=by,
        procedure=assigned.version.procedure,
        report=_report(case),
        at=timezone.now(),
        reporter_id=case.reporter_id,
        dispatches=False,
    )
    made = store_openings([opening])[0]
    CaseLink.objects.create(case=made, other=case, kind=LINK, made_at=timezone.now(), made_by_id=by.account_id)
    data = {"other": case.pk, "kind": LINK}
    record("cases.linked", by=by, subject="case", subject_id=made.pk, case_id=made.pk, data=data)
    return made


def may_begin(actor: Actor, case: Case) -> bool:
    """Whether the actor may begin local steps on this case: its procedure, and a permission that reaches it."""
    if procedure_of(case.procedure_id).key not in FROM or case.realm != realm("disputes").number:
        return False
    return (
        actor.is_system
        or any(may(DESK.eyes(actor), permission, case.audience) for permission in BEGINS)
        or (actor.holds("disputes.mediate") and actor.account_id in (case.facts.get("mediators") or ()))
    )


def begun_from(case_id: int) -> Case | None:
    """The case of local steps that was begun out of this one. Needs eyes that see it."""
    rows = CaseLink.objects.filter(other_id=case_id, kind=LINK, case__procedure__key__startswith=KEY)
    found = rows.select_related("case").order_by("pk").first()
    return found.case if found is not None else None


def assignment_for(case: Case) -> StepAssignment | None:
    """What was assigned to the area of the case on the day of its filing: the nearest from its area upwards."""
    day = timezone.localdate(case.filed_at)
    line = registry().ancestors(case.area_id)
    rows = StepAssignment.objects.filter(area_id__in=line, valid_from__lte=day).exclude(valid_to__lt=day)
    found = {row.area_id: row for row in rows.select_related("version__template", "version__procedure")}
    return next((found[area] for area in reversed(line) if area in found), None)


def _report(case: Case) -> Report:
    """What the case says; the point only where it leads to the area that the case keeps, however areas were redrawn."""
    content = Content.objects.get(pk=case.pk)
    place = Place(area=case.area_id, address=content.address)
    report = Report(
        title=case.title,
        body=content.body,
        kind=case.kind,
        urgent=case.urgent,
        confidentiality=case.confidentiality,
        place=place,
    )
    if content.lon is None or content.lat is None:
        return report
    here = registry().locate(content.lon, content.lat, timezone.localdate())
    if here is None or here.area_id != case.area_id:
        return report
    return replace(report, place=Place(lon=content.lon, lat=content.lat, address=content.address))
