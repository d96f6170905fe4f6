"""Cases: filing, lists, one case, what was done to it and what may be done now."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from ninja import Body, Query, Router

from minsheng.base.errors import Refusal
from minsheng.kernel.access.context import acting
from minsheng.kernel.cases.linking import link_cases
from minsheng.kernel.cases.queries import PageKey, acts_offered, count_up_to, timeline
from minsheng.kernel.files.services import open_file, open_thumbnail
from minsheng.kernel.parties.queries import masked
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.api import reads
from minsheng.surface.api.acting_on import do_act
from minsheng.surface.api.answers import answer, instant, tag
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import anyone, proved, reading, signed_in
from minsheng.surface.api.filing import FILING_POINTERS, file_report
from minsheng.surface.api.paging import Cursor, cut, page, read_cursor
from minsheng.surface.api.problems import language_of
from minsheng.surface.api.schemas.cases import (
    CaseFilters,
    CaseFull,
    CaseIn,
    CasePage,
    ClockOut,
    Entry,
    LinkIn,
    LinkMade,
)
from minsheng.surface.api.schemas.parts import ActDone, ActOffered, Receipt
from minsheng.surface.api.showing import acts as showing_acts
from minsheng.surface.api.showing import cases as showing

router = Router(tags=["cases"])


@router.post("/cases", url_name="cases", response={201: Receipt, 200: Receipt}, summary="File a report")
@anyone
def file(request: ApiRequest, report: CaseIn = Body(...)) -> HttpResponse:
    """Somebody reports something; it becomes a case. Anonymous reports are taken, at a stricter rate.

    Send an ``Idempotency-Key`` (without an account: 16 characters or more, best a UUID): the same report sent again
    then gives the same case with 200, another one under the same key 409.
    """
    request.answering.pointers = FILING_POINTERS  # type: ignore[attr-defined]  # set by the entrance
    filed, receipt = file_report(request, report)
    headers = {"ETag": tag(filed.case.seq), "Location": receipt["url"]}
    return answer(receipt, 201 if filed.created else 200, **headers)


@router.get("/cases", url_name="cases", response=CasePage, summary="List cases")
@proved
@reading
def list_cases(request: ApiRequest, wanted: CaseFilters = Query(...)) -> HttpResponse:
    """Cases that the caller may see, filtered and sorted, in pages by key."""
    after = read_cursor(wanted.cursor, wanted.sort)
    rows = reads.filtered_cases(request.actor, wanted)
    key = PageKey(after.at, after.last_id) if after else None  # type: ignore[arg-type]  # this order keeps instants
    found, more = cut(list(reads.behind(rows, key, wanted.sort)[: wanted.limit + 1]), wanted.limit)
    last = found[-1] if more else None
    at = (last.due_at if wanted.sort == "due" else last.filed_at) if last else None
    counted = {}
    if wanted.count:
        value, exact = count_up_to(rows)
        counted = {"count": {"value": value, "exact": exact}}
    language = language_of(request)
    items = [showing.brief(request.actor, case, language) for case in found]
    return page(request, items, Cursor(wanted.sort, at, last.pk) if last else None, **counted)


@router.get("/cases/{code}", url_name="case", response=CaseFull, summary="One case")
@proved
@reading
def show(request: ApiRequest, code: str) -> HttpResponse:
    """One case. Its ETag is the number of its last act: send it as If-Match with the next one."""
    case = reads.seen_case(request.actor, code)
    reporter = masked([case.reporter_id]).get(case.reporter_id) if case.reporter_id else None
    links = [showing.link(entry) for entry in reads.links_of(request.actor, case)]
    content = reads.content_of(case)
    shown = showing.full(request.actor, case, content, reporter, links, language_of(request))
    return answer(shown, ETag=tag(case.seq))


@router.get("/cases/{code}/acts", url_name="case_acts", response=list[ActOffered], summary="Acts that are open now")
@proved
@reading
def offered(request: ApiRequest, code: str) -> HttpResponse:
    """Acts that the caller may try now, each with the JSON schema of its inputs, as the procedure says."""
    case = reads.seen_case(request.actor, code)
    procedure, language = procedure_of(case.procedure_id), language_of(request)
    acts = acts_offered(request.actor, case, timezone.now())
    return answer([showing_acts.offered(item, procedure, language) for item in acts], ETag=tag(case.seq))


@router.post("/cases/{code}/acts/{act}", url_name="case_acts_one", response=ActDone, summary="Do an act")
@proved
def perform_act(request: ApiRequest, code: str, act: str) -> HttpResponse:
    """Do an act. The body holds its inputs by the schema that ``GET /cases/{code}/acts`` gives.

    With ``If-Match`` the act is refused (412) when somebody has acted since.
    """
    done = do_act(request, code, act)
    return answer(showing_acts.performed(done, language_of(request)), ETag=tag(done.seq))


@router.get("/cases/{code}/timeline", url_name="case_timeline", response=list[Entry], summary="What was done")
@proved
@reading
def show_timeline(request: ApiRequest, code: str) -> HttpResponse:
    """All acts in order. Whoever reads by a post sees all of each; the reporter what is told to the reporter."""
    case, language = reads.seen_case(request.actor, code), language_of(request)
    procedure = procedure_of(case.procedure_id)
    works = showing.sees_work(request.actor, case, procedure)
    entries = timeline(case, public_only=not works)
    if not works:
        told = (showing_acts.told(entry, case, procedure, language) for entry in entries)
        return answer([entry for entry in told if entry is not None])
    names = reads.names_of_accounts(entry.act.account_id for entry in entries)
    return answer([showing_acts.done(entry, case, procedure, names, language) for entry in entries])


@router.get("/cases/{code}/clocks", url_name="case_clocks", response=list[ClockOut], summary="Time limits")
@proved
@reading
def show_clocks(request: ApiRequest, code: str) -> HttpResponse:
    """The time limits of a case, each with its source."""
    case, now = reads.seen_case(request.actor, code), timezone.now()
    procedure, language = procedure_of(case.procedure_id), language_of(request)
    return answer([showing.clock(row, procedure, now, language) for row in reads.clocks_of(case)])


@router.post("/cases/{code}/links", url_name="case_links", response={201: LinkMade}, summary="Link to another case")
@signed_in
def make_link(request: ApiRequest, code: str, link: LinkIn = Body(...)) -> HttpResponse:
    """Link two cases that the caller may both see. A link that stands already is given back."""
    with acting(request.actor):
        case = reads.known_case(request.actor, code)
        other = reads.known_case(request.actor, link.other)
    made = link_cases(by=request.actor, case_id=case.case_id, other_id=other.case_id, kind=link.kind)
    return answer({"kind": made.kind, "code": code, "other": link.other, "made_at": instant(made.made_at)}, 201)


@router.get("/cases/{code}/files/{number}", url_name="case_files_one", summary="Fetch an attached file")
@proved
def fetch_file(request: ApiRequest, code: str, number: int, thumbnail: bool = False) -> FileResponse:
    """The bytes of a file that came with an act; with ``thumbnail`` a small JPEG of a picture."""
    with acting(request.actor):
        case = reads.seen_case(request.actor, code)
        works = showing.sees_work(request.actor, case, procedure_of(case.procedure_id))
        file = reads.attachment_of(case, number, public_only=not works).file
    try:
        stream = open_thumbnail(file) if thumbnail else open_file(file)
    except FileNotFoundError as error:  # the storage has lost it
        raise Refusal("file.not_found", status=404) from error
    media_type = "image/jpeg" if thumbnail else file.media_type
    response = FileResponse(stream, as_attachment=True, filename=file.original_name, content_type=media_type)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
