"""Uploads, search, and particulars in clear."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Body, File, Router
from ninja.files import UploadedFile
from pydantic import Field

from minsheng.base.text import clean_text
from minsheng.kernel.access.context import acting
from minsheng.kernel.cases.search import PAGE, Position, search_ids
from minsheng.kernel.files.services import store_upload
from minsheng.kernel.parties.services import reveal_party
from minsheng.surface.api import reads
from minsheng.surface.api.answers import answer
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import anyone, needs, proved, reading
from minsheng.surface.api.filing import throttle_anonymous
from minsheng.surface.api.paging import Cursor, cut, page, read_cursor
from minsheng.surface.api.problems import language_of
from minsheng.surface.api.schemas.cases import CasePage
from minsheng.surface.api.schemas.parts import Uploaded
from minsheng.surface.api.schemas.registers import Revealed, RevealIn
from minsheng.surface.api.showing import cases as showing
from minsheng.surface.api.uploads import handle_of

router = Router(tags=["content"])
LONGEST_QUERY = 100


@router.post("/files", url_name="files", response={201: Uploaded}, summary="Upload a file")
@anyone
def upload(request: ApiRequest, file: File[UploadedFile]) -> HttpResponse:
    """Take one file in, as multipart/form-data. Attach it within a day by its handle; pictures lose their metadata."""
    throttle_anonymous(request, request.actor)
    declared = file.content_type or ""
    stored = store_upload(by=request.actor, stream=file, name=file.name or "", declared_type=declared)
    shown = {
        "file": handle_of(request.actor, stored.pk),
        "name": stored.original_name,
        "media_type": stored.media_type,
        "kind": str(stored.kind),
        "size": stored.size,
        "width": stored.width,
        "height": stored.height,
    }
    return answer(shown, 201)


@router.get("/search", url_name="search", response=CasePage, summary="Search cases")
@proved
@reading
def search(
    request: ApiRequest,
    q: Annotated[str, Field(min_length=1, max_length=LONGEST_QUERY)],
    realm: Annotated[str, Field(max_length=32)] = "",
    limit: Annotated[int, Field(ge=1, le=100)] = PAGE,
    cursor: Annotated[str, Field(max_length=300)] = "",
) -> HttpResponse:
    """Cases that contain all words of ``q`` and that the caller may see, newest first."""
    query = clean_text(q, "q", LONGEST_QUERY)
    after = read_cursor(cursor, "search")
    before = Position(after.at, after.last_id) if after else None  # type: ignore[arg-type]  # this order keeps instants
    realms = (reads.realm_numbered(realm),) if realm else ()
    ids = search_ids(by=request.actor, query=query, realms=realms, before=before, limit=limit + 1)
    found, more = cut(reads.found_cases(ids), limit)
    language = language_of(request)
    items = [showing.brief(request.actor, case, language) for case in found]
    following = Cursor("search", found[-1].filed_at, found[-1].pk) if more else None
    return page(request, items, following)


@router.post("/parties/{number}/reveal", url_name="parties_one_reveal", response=Revealed, summary="Reveal particulars")
@needs("parties.reveal")
def reveal(request: ApiRequest, number: int, wanted: RevealIn = Body(...)) -> HttpResponse:
    """Give particulars of a party in clear, once the log has who asked, for what and why."""
    case_id = None
    if wanted.case:
        with acting(request.actor):
            case_id = reads.known_case(request.actor, wanted.case).case_id
    clear = reveal_party(by=request.actor, party_id=number, fields=wanted.fields, reason=wanted.reason, case_id=case_id)
    return answer({"id": number, "particulars": clear})
