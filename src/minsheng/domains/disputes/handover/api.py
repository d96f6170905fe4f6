"""Endpoint of chains."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Router

from minsheng.domains.disputes.handover.chain import chain_of
from minsheng.domains.disputes.handover.schemas import StepOut
from minsheng.domains.disputes.handover.showing import ShownStep, shown_step
from minsheng.surface.api.answers import answer
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import proved, reading
from minsheng.surface.api.problems import language_of
from minsheng.surface.api.reads import seen_case

router = Router(tags=["agreements"])


@router.get("/cases/{code}/chain", url_name="case_chain", response=list[StepOut], summary="The way of a dispute")
@proved
@reading
def show_chain(request: ApiRequest, code: str) -> HttpResponse:
    """From where the case came and where it went on, as far as the caller may see; empty when it stands alone."""
    steps = chain_of(request.actor, seen_case(request.actor, code))
    return answer([_out(shown_step(step, language_of(request))) for step in steps])


def _out(step: ShownStep) -> dict[str, Any]:
    seen = bool(step.code)
    return {
        "this": step.is_this,
        "code": step.code or None,
        "procedure": step.procedure or None,
        "state": step.state or None,
        "unit": step.unit or None,
        "filed": step.filed.isoformat() if step.filed else None,
        "open": step.is_open if seen else None,
        "way": str(step.way) if step.way and (seen or step.alone) else None,
        "dates": [{"label": str(label), "day": day.isoformat()} for label, day in step.dates],
        "law": str(step.law) or None,
    }
