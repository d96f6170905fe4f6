"""Doing an act by API: which version of the case was seen, and inputs as clients name things."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.access.context import acting
from minsheng.kernel.cases.acts import Performed, perform
from minsheng.kernel.cases.models import Case
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.schema import Procedure
from minsheng.surface.api import reads
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.parsing import read_object
from minsheng.surface.api.translating import translated

_TAG = re.compile(r'"(\d{1,9})"')
_PRECONDITION_FAILED = 412


def do_act(request: ApiRequest, code: str, act: str) -> Performed:
    """Do the act that a request asks for. Raises what ``perform`` raises; ``case.moved_on`` with 412 under If-Match."""
    by, given, seen_seq = request.actor, read_object(request), seen(request)

    def inputs(case: Case, procedure: Procedure) -> Mapping[str, Any]:
        return translated(procedure, act, given, by)

    try:
        return perform(by=by, code=code[: reads.LONGEST_CODE], act=act, data=inputs, seen_seq=seen_seq)
    except (Refusal, Refusals) as error:
        if isinstance(error, Refusal) and error.code == "case.moved_on":
            error.status = _PRECONDITION_FAILED  # RFC 9110 13.1.1: the condition that the client set does not hold
        _word_by_procedure(request, code)
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


def _word_by_procedure(request: ApiRequest, code: str) -> None:
    """Let the refusal name inputs and sources as the procedure of the case does, where the caller may see the case."""
    try:
        with acting(request.actor):
            known = reads.known_case(request.actor, code)
    except Refusal:
        return
    procedure = procedure_of(known.procedure_id)
    request.answering.procedure = procedure  # type: ignore[attr-defined]  # set by the entrance
    request.answering.is_flat = True  # type: ignore[attr-defined]  # every input stands at the top of the body
