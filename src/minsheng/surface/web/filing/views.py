"""The page on which a resident files, the one on which a clerk does, and the one that says what happens next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.access.rules import require
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.cases.following import Proof
from minsheng.kernel.cases.queries import get_for
from minsheng.kernel.cases.reports import check_report
from minsheng.kernel.parties.queries import masked
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.schema import Procedure
from minsheng.surface.web.cases.choices import children_of
from minsheng.surface.web.cases.clocks import clock_views
from minsheng.surface.web.cases.queries import clocks_of
from minsheng.surface.web.cases.rows import row_of
from minsheng.surface.web.doors import public, staff
from minsheng.surface.web.filing.categories import intake_for_residents, picked
from minsheng.surface.web.filing.forms import ALIASES, CallerForm, ReportForm
from minsheng.surface.web.filing.resending import keep_sent, key_of_content
from minsheng.surface.web.filing.submitting import REUSED, submit
from minsheng.surface.web.forms.uploads import Uploads, take_uploads
from minsheng.surface.web.intakes import Intake, intakes, words_of
from minsheng.surface.web.law.queries import active_procedure
from minsheng.surface.web.proofs import keep_proof
from minsheng.surface.web.requests import WebRequest, go
from minsheng.surface.web.words import language_now


@public
@require_http_methods(["GET", "POST"])
def file_report(request: WebRequest, procedure: str = "") -> HttpResponse:
    """A resident files a report."""
    intake = intake_for_residents(procedure)
    spec = active_procedure(intake.procedure)
    own = request.actor.party_id
    form = ReportForm(
        spec, _sent(request), request.FILES or None, by=request.actor, asks_kind=intake.asks_kind, given=intake.given
    )
    if children_of(spec.realm, None):  # without categories the page has no place for suggestions
        form.suggest_from(reverse("web:suggest", args=[intake.procedure]))
    uploads = take_uploads(request, "files") if request.method == "POST" else Uploads()
    context = {"intake": intake, "own": masked([own]).get(own) if own else None}
    if request.method != "POST":
        return _form_page(request, "web/filing/report.html", spec, form, uploads, context)
    filed = _try(request, form, uploads, intake, party_id=own)
    if filed is None:
        return _form_page(request, "web/filing/report.html", spec, form, uploads, context, status=422)
    if not own:
        keep_proof(request, Proof(filed, None))
    keep_sent(request, form.cleaned_data["client_key"])
    return go(request, "web:filed", filed.code)


@staff
@require_http_methods(["GET", "POST"])
def file_for_caller(request: WebRequest, procedure: str = "") -> HttpResponse:
    """A clerk files for somebody who called, came or wrote."""
    mine = [intake for intake in intakes() if request.actor.holds(intake.staff)]
    if not mine:
        require(request.actor, intakes()[0].staff if intakes() else "")
    intake = next((item for item in mine if item.procedure == procedure), mine[0])
    require(request.actor, intake.staff)
    spec = active_procedure(intake.procedure)
    form = CallerForm(spec, intake.channels, _sent(request), request.FILES or None, by=request.actor)
    uploads = take_uploads(request, "files") if request.method == "POST" else Uploads()
    context = {
        "intake": intake,
        "choices": [(item, active_procedure(item.procedure).name(language_now())) for item in mine],
    }
    if request.method != "POST":
        return _form_page(request, "web/filing/caller.html", spec, form, uploads, context)
    filed = _try(request, form, uploads, intake)
    if filed is None:
        return _form_page(request, "web/filing/caller.html", spec, form, uploads, context, status=422)
    return go(request, "web:desk_case", filed.code)


def _sent(request: WebRequest) -> QueryDict | None:
    """The form as it was sent, if it was: an empty one is at fault too."""
    return request.POST if request.method == "POST" else None


def _try(request: WebRequest, form: ReportForm, uploads: Uploads, intake: Intake, party_id: int | None = None) -> Any:
    """File what the form holds; None when something is wrong, which then stands in the form."""
    if not form.is_shaped() or uploads.faults:
        for text in uploads.faults:
            form.add_error("files", text)
        _name_all_faults(form, uploads, party_id)
        return None
    by = request.actor
    if "channel" in form.cleaned_data:
        by = replace(by, channel=form.cleaned_data["channel"])
    try:
        report = form.report(uploads.ids, party_id=party_id)
        key = form.cleaned_data["client_key"] = key_of_content(request, form.cleaned_data["client_key"])
        return submit(by=by, procedure=intake.procedure, report=report, client_key=key).case
    except (Refusal, Refusals) as error:
        form.refuse(error, ALIASES)
        if isinstance(error, Refusal) and error.code == REUSED:
            form.start_anew()
        return None


def _name_all_faults(form: ReportForm, uploads: Uploads, party_id: int | None) -> None:
    """What is wrong with the content stands in the form together with what has no shape, so that one look is enough."""
    try:
        check_report(form.spec, form.report(uploads.ids, party_id=party_id), timezone.now())
    except (Refusal, Refusals) as error:
        form.refuse(error, ALIASES)
    form.focus()


def _form_page(
    request: WebRequest,
    template: str,
    spec: Procedure,
    form: ReportForm,
    uploads: Uploads,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    context |= {
        "procedure": spec,
        "form": form,
        "uploads": uploads,
        "has_map": _has_map(),
        "chosen": picked(str(form["category"].value() or "")),
        "categories": children_of(spec.realm, None),
        "title": _("Report a matter") if context["intake"] == intakes()[0] else words_of(context["intake"], spec)[0],
    }
    return render(request, template, context, status=status)


def _has_map() -> bool:
    roots = area_registry().roots()
    return bool(roots) and area_registry().shape(roots[0].id) is not None


@public
@never_cache
@require_GET
def filed(request: WebRequest, code: str) -> HttpResponse:
    """What somebody sees who has just filed: the code, what happens next, by which day, by which article."""
    case = get_for(request.actor, code)
    procedure = procedure_of(case.procedure_id)
    context = {
        "case": case,
        "row": row_of(case, timezone.now()),
        "clocks": [view for view in clock_views(procedure, clocks_of(case), timezone.now()) if view.is_open],
        "has_phone": bool(case.reporter_id and masked([case.reporter_id])[case.reporter_id].phone),
    }
    return render(request, "web/filing/filed.html", context)
