"""Endpoints of the register: statistics as JSON, the workbook as a file."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.register.entries import Wanted
from minsheng.domains.disputes.register.rules import Period, Share, Tally
from minsheng.domains.disputes.register.schemas import RegisterFilters, StatisticsOut
from minsheng.domains.disputes.register.services import export_register, mediation_procedure, statistics_of
from minsheng.domains.disputes.register.sheets import XLSX_TYPE
from minsheng.domains.disputes.register.words import kind_words
from minsheng.kernel.access.units import unit_registry
from minsheng.surface.api.answers import answer
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import needs, reading
from minsheng.surface.api.problems import language_of
from minsheng.surface.api.reads import area_named

router = Router(tags=["register"])
_PLAIN = tuple(item.name for item in fields(Tally) if item.name != "days")
_SHARES = ("success", "performance", "confirmation", "lateness")


@router.get("/mediations/statistics", url_name="mediation_statistics", response=StatisticsOut, summary="Statistics")
@needs("disputes.statistics")
@reading
def statistics(request: ApiRequest, wanted: RegisterFilters = Query(...)) -> HttpResponse:
    """Figures of people's mediation in a period, by type, over what the caller may see."""
    asked = _wanted(wanted)
    lines, total = statistics_of(request.actor, asked)
    language, procedure = language_of(request), mediation_procedure()
    shown = [_tally(kind, kind_words(procedure, kind, language), line) for kind, line in lines.items()]
    period = {"first": asked.period.first.isoformat(), "last": asked.period.last.isoformat()}
    return answer({**period, "lines": shown, "total": _tally("", "", total)})


@router.get("/mediations/register.xlsx", url_name="mediation_register", summary="The register as a workbook")
@needs("disputes.register")
def register(request: ApiRequest, wanted: RegisterFilters = Query(...)) -> HttpResponse:
    """Register and statistics of a period as XLSX; persons are masked. Written down in the audit log."""
    made = export_register(by=request.actor, wanted=_wanted(wanted))
    return HttpResponse(made, content_type=XLSX_TYPE, headers={"Cache-Control": "no-store"})


def _wanted(given: RegisterFilters) -> Wanted:
    unit = unit_registry().by_code.get(given.unit) if given.unit else None
    if given.unit and unit is None:
        raise Refusal("unit.unknown", "unit", id=given.unit)
    return Wanted(
        Period(given.first, given.last),
        area_id=area_named(given.area) if given.area else None,
        unit_id=unit.id if unit is not None else None,
        kind=given.kind,
    )


def _tally(kind: str, name: str, tally: Tally) -> dict[str, Any]:
    plain = {key: _json(getattr(tally, key)) for key in _PLAIN}
    return {"kind": kind, "name": name, **plain, **{key: _share(getattr(tally, key)) for key in _SHARES}}


def _share(share: Share) -> dict[str, Any]:
    return {"part": share.part, "whole": share.whole, "percent": _json(share.percent)}


def _json(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)
