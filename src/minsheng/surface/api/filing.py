"""Filing by API: the body of a request into the service that files, and its receipt."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.rules import require
from minsheng.kernel.cases.intake import Filed, file_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.models import ActiveProcedure
from minsheng.surface.api.answers import instant
from minsheng.surface.api.callers import ApiRequest, address_of
from minsheng.surface.api.problems import OTHERS, language_of
from minsheng.surface.api.rates import throttle_strictly
from minsheng.surface.api.schemas.cases import CaseIn
from minsheng.surface.api.showing.names import state_ref
from minsheng.surface.api.translating import translated
from minsheng.surface.api.uploads import file_of
from minsheng.surface.web.intakes import Intake, intake_of

KEY_HEADER = "Idempotency-Key"
SHORTEST_ANONYMOUS_KEY = 16
"""Callers without an account share one space of keys, so a key must be one that nobody else draws."""
FILING_POINTERS = {
    **{name: f"/place/{name}" for name in ("lon", "lat", "crs", "area", "address")},
    **{name: f"/reporter/{name}" for name in ("name", "phone", "identity")},
    **{
        name: f"/{name}"
        for name in ("procedure", "title", "body", "kind", "category", "place", "confidentiality", "files")
    },
    "urgent": "/urgent",
    "client_key": "",
    OTHERS: "/inputs",
}


def file_report(request: ApiRequest, given: CaseIn) -> tuple[Filed, dict[str, Any]]:
    """File what a request reports. Raises as ``file_case``, and ``rate.exceeded``, ``key.short``, ``file.handle``."""
    by = request.actor
    key = client_key(request, by)
    throttle_anonymous(request, by)
    intake = open_intake(given.procedure, by, urgent=given.urgent)
    files = tuple(file_of(by, handle, "files") for handle in given.files)
    filed = file_under(intake, by=by, report=_report(given, files, _inputs(intake, given, by)), client_key=key)
    return filed, receipt(filed, language_of(request))


def open_intake(procedure: str, by: Actor, *, urgent: bool) -> Intake:
    """The intake of a procedure, if ``by`` may file there: residents where it is offered to them, staff by permission.

    Raises Refusal ``filing.procedure``, or ``access.denied`` (403); only staff says that a matter is urgent.
    """
    intake = intake_of(procedure)
    if intake is None:
        raise Refusal("filing.procedure", "procedure", value=procedure)
    if not intake.residents:
        require(by, intake.staff)
    if urgent and not by.holds(intake.staff):
        raise Refusal("filing.staff_only", "urgent", status=403)
    return intake


def file_under(intake: Intake, *, by: Actor, report: Report, client_key: str) -> Filed:
    """File under an intake. Raises Refusal ``filing.procedure`` when no version of its procedure is active."""
    try:
        return file_case(by=by, procedure=intake.procedure, report=report, client_key=client_key)
    except ActiveProcedure.DoesNotExist as error:
        raise Refusal("filing.procedure", "procedure", value=intake.procedure) from error


def client_key(request: HttpRequest, by: Actor) -> str:
    """The key under which a client may send the same report again. Raises Refusal ``key.short``."""
    key = request.headers.get(KEY_HEADER, "").strip()
    if key and by.account_id is None and len(key) < SHORTEST_ANONYMOUS_KEY:
        raise Refusal("key.short", "client_key", least=SHORTEST_ANONYMOUS_KEY)
    return key


def throttle_anonymous(request: HttpRequest, by: Actor) -> None:
    """Count a filing or upload without an account, for all workers together."""
    if by.account_id is None:
        throttle_strictly(address_of(request), "filing")


def receipt(filed: Filed, language: str) -> dict[str, Any]:
    """What whoever filed is told; the same for everybody, since a filer need not be somebody who may see cases."""
    case: Case = filed.case
    procedure = procedure_of(case.procedure_id)
    return {
        "code": case.code,
        "procedure": procedure.key,
        "state": state_ref(procedure, case.state, language),
        "filed_at": instant(case.filed_at),
        "due_at": instant(case.due_at),
        "seq": case.seq,
        "created": filed.created,
        "url": f"/api/v1/cases/{case.code}",
    }


def _inputs(intake: Intake, given: CaseIn, by: Actor) -> dict[str, Any]:
    """What the procedure asks besides, with ids for codes. What the intake says itself, residents cannot say."""
    known = {} if by.holds(intake.staff) else dict(intake.given)
    if not given.inputs:
        return known
    active = ActiveProcedure.objects.filter(key=intake.procedure).values_list("version_id", flat=True).first()
    if active is None:
        return known
    spec = procedure_of(active)
    return {**translated(spec, spec.opening, given.inputs, by), **known}


def _report(given: CaseIn, files: tuple[int, ...], inputs: dict[str, Any]) -> Report:
    place, reporter = given.place, given.reporter
    return Report(
        title=given.title,
        body=given.body,
        category=given.category,
        kind=given.kind,
        urgent=given.urgent,
        confidentiality=given.confidentiality,
        place=Place(place.lon, place.lat, place.crs, place.area, place.address),
        name=reporter.name,
        phone=reporter.phone,
        identity=reporter.identity,
        files=files,
        inputs=inputs,
    )
