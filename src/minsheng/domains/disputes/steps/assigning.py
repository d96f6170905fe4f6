"""Writes of assignments: in which area which version is used, from when to when."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.days import check_span, overlaps
from minsheng.domains.disputes.models import StepAssignment, StepVersion
from minsheng.domains.disputes.reach import require_for_area
from minsheng.domains.disputes.steps.templates import PERMISSION
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.rules import require
from minsheng.kernel.areas.models import Area
from minsheng.kernel.audit.services import record


@transaction.atomic
def assign_version(
    *, by: Actor, version_id: int, area_id: int, valid_from: date, valid_to: date | None = None
) -> StepAssignment:
    """Use a released version in an area (and below it, where nothing nearer is assigned) from a day on.

    Needs ``disputes.templates`` that reaches the area. Raises Refusal ``steps.unknown`` (404), ``steps.not_released``,
    ``area.unknown``, ``access.denied`` (403), ``dates.order``, ``field.range``, ``steps.overlap`` (409).
    """
    require(by, PERMISSION)
    version = StepVersion.objects.select_related("template").filter(pk=version_id).first()
    if version is None:
        raise Refusal("steps.unknown", status=404)
    if version.released_at is None:
        raise Refusal("steps.not_released", "version", status=409)
    if not Area.objects.filter(pk=area_id).exists():
        raise Refusal("area.unknown", "area", id=area_id)
    require_for_area(by, PERMISSION, area_id)
    check_span(valid_from, valid_to)
    _check_free(area_id, valid_from, valid_to)
    made = StepAssignment(version=version, area_id=area_id, valid_from=valid_from, valid_to=valid_to)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:  # somebody else at the same moment: the database has the last word
        raise Refusal("steps.overlap", "valid_from", status=409, name="", on=valid_from.isoformat()) from error
    data = {"area": area_id, "number": version.number, "on": valid_from.isoformat()}
    record("disputes.steps_assigned", by=by, subject="step_template", subject_id=version.template_id, data=data)
    return made


@transaction.atomic
def end_assignment(*, by: Actor, assignment_id: int, valid_to: date) -> StepAssignment:
    """End an assignment; ``valid_to`` is its last day. Cases that have begun go on.

    Raises Refusal ``steps.assignment_unknown`` (404), ``steps.ended`` (409), ``dates.order``, ``access.denied`` (403).
    """
    require(by, PERMISSION)
    rows = StepAssignment.objects.select_for_update(of=("self",)).select_related("version")
    found = rows.filter(pk=assignment_id).first()
    if found is None:
        raise Refusal("steps.assignment_unknown", status=404)
    require_for_area(by, PERMISSION, found.area_id)
    if found.valid_to is not None:
        raise Refusal("steps.ended", status=409, on=found.valid_to.isoformat())
    check_span(found.valid_from, valid_to)
    found.valid_to = valid_to
    found.save(update_fields=["valid_to"])
    data = {"area": found.area_id, "on": valid_to.isoformat()}
    template = found.version.template_id
    record("disputes.steps_unassigned", by=by, subject="step_template", subject_id=template, data=data)
    return found


def _check_free(area_id: int, first: date, last: date | None) -> None:
    rows = StepAssignment.objects.filter(area_id=area_id).select_related("version__template")
    for known in rows:
        if overlaps(first, last, known.valid_from, known.valid_to):
            name, begun = known.version.template.name, known.valid_from.isoformat()
            raise Refusal("steps.overlap", "valid_from", status=409, name=name, on=begun)
