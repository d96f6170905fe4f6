"""Endpoints of agreements, instalments and papers."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from ninja import Body, Router

from minsheng.domains.disputes.agreements.papers.services import MEDIA_TYPE, MadePaper, make_paper, offered_papers
from minsheng.domains.disputes.agreements.queries import require_terms
from minsheng.domains.disputes.agreements.schemas import AgreementOut, InstalmentOut, PaperIn, PaperOut
from minsheng.domains.disputes.agreements.showing import agreement_out, paper_out, payment_out
from minsheng.kernel.access.context import acting
from minsheng.surface.api.answers import answer
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import needs, proved, reading
from minsheng.surface.api.reads import seen_case

router = Router(tags=["agreements"])


@router.get("/cases/{code}/agreement", url_name="case_agreement", response=AgreementOut, summary="The agreement")
@proved
@reading
def show_agreement(request: ApiRequest, code: str) -> HttpResponse:
    """The agreement of a case with its signatures and instalments; 404 without one."""
    terms = require_terms(seen_case(request.actor, code), timezone.localdate())
    return answer(agreement_out(terms))


@router.get(
    "/cases/{code}/instalments", url_name="case_instalments", response=list[InstalmentOut], summary="Instalments"
)
@proved
@reading
def list_instalments(request: ApiRequest, code: str) -> HttpResponse:
    """The plan of performance with what was paid and what is late today; 404 without an agreement."""
    terms = require_terms(seen_case(request.actor, code), timezone.localdate())
    return answer([payment_out(payment) for payment in terms.payments])


@router.get("/cases/{code}/papers", url_name="case_papers", response=list[PaperOut], summary="Papers of a case")
@proved
@reading
def list_papers(request: ApiRequest, code: str) -> HttpResponse:
    """Papers that the caller may have, those handed over by another agency included."""
    case = seen_case(request.actor, code)
    return answer([paper_out(paper, case.code) for paper in offered_papers(request.actor, case)])


@router.get("/cases/{code}/papers/{kind}", url_name="case_papers_one", summary="Fetch a paper")
@proved
@reading
def fetch_paper(request: ApiRequest, code: str, kind: str) -> HttpResponse:
    """A paper as DOCX: with masked names for those who work on the case, a party's own copy for that party."""
    return _sent(make_paper(by=request.actor, code=code, kind=kind))


@router.post("/cases/{code}/papers/{kind}", url_name="case_papers_one", summary="Fetch a paper in clear")
@needs("parties.reveal")
def fetch_clear_paper(request: ApiRequest, code: str, kind: str, wanted: PaperIn = Body(...)) -> HttpResponse:
    """The same with the particulars of all parties in full, for a reason that is kept in the audit log."""
    with acting(request.actor):
        return _sent(make_paper(by=request.actor, code=code, kind=kind, reason=wanted.reason))


def _sent(made: MadePaper) -> HttpResponse:
    response = HttpResponse(made.content, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
