"""The way in, following by code, the resident's page of a case, and one's own reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from minsheng.base.errors import Refusal
from minsheng.kernel.cases.acts import standing_of
from minsheng.kernel.cases.following import prove_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.queries import acts_offered, before_filed, count_up_to, get_for
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.web.cases.acting import act_view
from minsheng.surface.web.cases.clocks import clock_views
from minsheng.surface.web.cases.faces import RESIDENT
from minsheng.surface.web.cases.known import facts_of
from minsheng.surface.web.cases.offers import offers_of
from minsheng.surface.web.cases.paging import read_key, write_key
from minsheng.surface.web.cases.panels import panels_of
from minsheng.surface.web.cases.queries import clocks_of, content_of, own_reports
from minsheng.surface.web.cases.rows import row_of, rows_of
from minsheng.surface.web.cases.timeline import history
from minsheng.surface.web.doors import public, signed_in
from minsheng.surface.web.filing.resending import forget_sent
from minsheng.surface.web.intakes import intakes, words_of
from minsheng.surface.web.law.queries import all_released
from minsheng.surface.web.portal.forms import FollowForm
from minsheng.surface.web.proofs import forget_proofs, keep_proof
from minsheng.surface.web.requests import WebRequest, go
from minsheng.surface.web.words import language_now

PAGE = 20


@public
@require_GET
def home(request: WebRequest) -> HttpResponse:
    """The way in: report, or follow."""
    open_to_all = {item.procedure: item for item in intakes() if item.residents}
    released = [item for item in all_released() if item.is_active and item.procedure.key in open_to_all]
    ways = sorted(released, key=lambda item: open_to_all[item.procedure.key].order)
    others = [(way.procedure.key, *words_of(open_to_all[way.procedure.key], way.procedure)) for way in ways[1:]]
    context = {"main": ways[0] if ways else None, "others": others, "form": FollowForm()}
    return render(request, "web/portal/home.html", context)


@public
@require_http_methods(["GET", "POST"])
def follow(request: WebRequest) -> HttpResponse:
    """Prove a case by its code and the tail of the telephone number, and go to it."""
    form = FollowForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and form.is_shaped():
        try:
            proof = prove_case(by=request.actor, code=form.cleaned_data["code"], tail=form.cleaned_data["tail"])
        except Refusal as refusal:
            form.refuse(refusal)
            return render(request, "web/portal/follow.html", {"form": form}, status=refusal.status)
        keep_proof(request, proof)
        return go(request, "web:my_case", proof.case.code)
    return render(request, "web/portal/follow.html", {"form": form})


@public
@require_POST
def leave(request: WebRequest) -> HttpResponse:
    """Forget the cases proved in this browser."""
    forget_proofs(request)
    forget_sent(request)
    return go(request, "web:home")


@public
@never_cache
@require_GET
def my_case(request: WebRequest, code: str) -> HttpResponse:
    """The page of a case for a party to it: who has it, what happens next, by when, and what one may do."""
    eyes = RESIDENT.eyes(request.actor)
    case = get_for(eyes, code)
    return render(request, "web/portal/case.html", _case_page(request, case, timezone.now()))


def _case_page(request: WebRequest, case: Case, now: datetime) -> dict[str, Any]:
    eyes = RESIDENT.eyes(request.actor)
    procedure = procedure_of(case.procedure_id)
    lines = history(eyes, case, procedure, public=True)
    clocks = [view for view in clock_views(procedure, clocks_of(case), now) if view.is_open]
    offers = offers_of(acts_offered(eyes, case, now), procedure, language_now(), [view.key for view in clocks])
    return {
        "face": RESIDENT,
        "case": case,
        "row": row_of(case, now),
        "content": content_of(case),
        "procedure": procedure,
        "clocks": clocks,
        "offers": sorted(offers, key=lambda offer: offer.ends),  # withdrawing is never the first thing offered
        "lines": list(reversed(lines)),
        "panels": panels_of(request, eyes, case, procedure.key, portal=True),
        "facts": facts_of(case, procedure, language_now(), public=True),
        "is_final": case.state in procedure.final,
        "is_reporter": case.reporter_id is None or case.reporter_id in standing_of(eyes, case).own_parties(),
    }


@public
@require_http_methods(["GET", "POST"])
def my_act(request: WebRequest, code: str, act: str) -> HttpResponse:
    """An act of the reporter: add, reply, rate, reopen, appeal, withdraw."""
    return act_view(request, code, act, RESIDENT)


@signed_in
@never_cache
@require_GET
def mine(request: WebRequest) -> HttpResponse:
    """The reports of a resident who has signed in."""
    rows = own_reports(request.actor)
    found = list(before_filed(rows, read_key(request.GET.get("after", "")))[: PAGE + 1])
    count, exact = count_up_to(rows)
    context = {
        "rows": rows_of(found[:PAGE]),
        "next": write_key(found[PAGE - 1].filed_at, found[PAGE - 1].pk) if len(found) > PAGE else "",
        "count": count,
        "is_exact": exact,
    }
    return render(request, "web/portal/mine.html", context)
