"""Doing an act by API: which case, which version of it was seen, inputs as clients name things."""

from __future__ import annotations

import re

from minsheng.base.errors import Refusal
from minsheng.kernel.access.context import acting
from minsheng.kernel.cases.acts import Performed, perform
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.api import reads
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.parsing import read_object
from minsheng.surface.api.translating import names_case, translated

_TAG = re.compile(r'"(\d{1,9})"')
_PRECONDITION_FAILED = 412


def do_act(request: ApiRequest, code: str, act: str) -> Performed:
    """Do the act that a request asks for. Raises what ``perform`` raises; ``case.moved_on`` with 412 under If-Match."""
    by, data, seen_seq = request.actor, read_object(request), seen(request)
    with acting(by):
        known = reads.known_case(by, code)
        procedure = procedure_of(known.procedure_id)
        request.answering.procedure = procedure  # type: ignore[attr-defined]  # set by the entrance
        request.answering.pointers = {name: f"/{name}" for name in procedure.fields}  # type: ignore[attr-defined]
        inputs = translated(procedure, act, data, by) if names_case(procedure, act) else None
    if inputs is None:
        inputs = translated(procedure, act, data, by)
    try:
        return perform(by=by, case_id=known.case_id, act=act, data=inputs, seen_seq=seen_seq)
    except Refusal as refusal:
        if refusal.code == "case.moved_on":
            refusal.status = _PRECONDITION_FAILED  # RFC 9110 13.1.1: the condition that the client set does not hold
        raise


def seen(request: ApiRequest) -> int | None:
    """The number of the act that the caller saw last, from If-Match. Raises Refusal ``header.if_match`` (400)."""
    header = request.headers.get("If-Match", "").strip()
    if not header or header == "*":
        return None
    found = _TAG.fullmatch(header)
    if found is None:
        raise Refusal("header.if_match", status=400)
    return int(found[1])
