"""The page of the register: figures by type, the entries behind them, and the workbook."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from minsheng.base.errors import Refusal, Refusals
from minsheng.domains.disputes.register.entries import Wanted, page_of
from minsheng.domains.disputes.register.forms import WantedForm
from minsheng.domains.disputes.register.rules import Entry, Tally
from minsheng.domains.disputes.register.services import export_register, mediation_procedure, statistics_of
from minsheng.domains.disputes.register.sheets import XLSX_TYPE
from minsheng.domains.disputes.register.words import PERFORMANCES, RESULTS, kind_words
from minsheng.kernel.procedures.schema import Procedure
from minsheng.surface.web.doors import needs
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now, place_name, unit_name

PAGE = 50
STATISTICS, REGISTER = "disputes.statistics", "disputes.register"


@needs(STATISTICS)
@require_GET
def register(request: WebRequest) -> HttpResponse:
    """The statistics of a period, and the mediations that they count, newest first."""
    form = WantedForm(request.GET.dict(), timezone.localdate())
    context: dict[str, Any] = {"form": form, "may_export": request.actor.holds(REGISTER)}
    try:
        form.is_valid()
        context |= _shown(request, form.wanted())
    except (Refusal, Refusals) as error:
        form.refuse(error)
        return render(request, "disputes/register.html", context, status=422)
    return render(request, "disputes/register.html", context)


def _shown(request: WebRequest, wanted: Wanted) -> dict[str, Any]:
    language = language_now()
    procedure = mediation_procedure()
    lines, total = statistics_of(request.actor, wanted)
    before = request.GET.get("before", "")
    key = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
    found, following = page_of(request.actor, wanted, before_id=key, size=PAGE)
    most = max((line.accepted for line in lines.values()), default=0)
    filled = {kind: line for kind, line in lines.items() if line != Tally()}
    choice = {name: value for name, value in request.GET.items() if name != "before" and value}
    return {
        "lines": [(kind_words(procedure, kind, language), line, _bar(line, most)) for kind, line in filled.items()],
        "total": total,
        "entries": [_entry(entry, procedure, language) for entry in found],
        "following": urlencode({**choice, "before": following}) if following else "",
        "choice": urlencode(choice),
    }


def _bar(line: Tally, most: int) -> int:
    """Length of a bar, in hundredths of the longest."""
    return round(100 * line.accepted / most) if most else 0


def _entry(entry: Entry, procedure: Procedure, language: str) -> dict[str, Any]:
    return {
        "it": entry,
        "kind": kind_words(procedure, entry.kind, language),
        "place": place_name(entry.area_id, language),
        "unit": unit_name(entry.unit_id, language) if entry.unit_id else "",
        "result": RESULTS[entry.result],
        "performance": PERFORMANCES.get(entry.performance, ""),
    }


@needs(REGISTER)
@require_GET
def download(request: WebRequest) -> HttpResponse:
    """The workbook of a period. Persons are masked in it, and the log says who took it."""
    form = WantedForm(request.GET.dict(), timezone.localdate())
    form.is_valid()
    wanted = form.wanted()
    made = export_register(by=request.actor, wanted=wanted)
    name = f"register-{wanted.period.first:%Y%m%d}-{wanted.period.last:%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(made, content_type=XLSX_TYPE, headers=headers)
