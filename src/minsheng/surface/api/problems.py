"""Answers that say no, as RFC 9457 problem details in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, get_language_from_request

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.procedures.schema import Procedure
from minsheng.surface.wording import say
from minsheng.surface.wording.catalogue import Worded

logger = structlog.get_logger("minsheng.api")

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:minsheng:refusal:"
_TITLES = {
    400: Worded("请求有误", "Malformed request"),
    401: Worded("需要身份凭证", "Credentials needed"),
    403: Worded("无权办理", "Not allowed"),
    404: Worded("没有找到", "Not found"),
    405: Worded("不支持的方法", "Method not allowed"),
    409: Worded("与现状冲突", "Conflict with the present state"),
    411: Worded("须注明长度", "Length required"),
    412: Worded("内容已变", "Changed meanwhile"),
    413: Worded("内容过大", "Too large"),
    415: Worded("不接收的类型", "Type not taken"),
    422: Worded("填写有误", "Input at fault"),
    429: Worded("请求过于频繁", "Too many requests"),
    500: Worded("系统出错", "Fault of ours"),
    503: Worded("暂时繁忙", "Busy for the moment"),
}
_OTHER = Worded("请求未被接受", "Refused")
_BY_STATUS = {
    400: "request.malformed",
    401: "auth.required",
    403: "access.denied",
    404: "path.unknown",
    405: "method.not_allowed",
    411: "body.length",
    413: "body.too_large",
    429: "rate.exceeded",
    500: "server.failed",
    503: "server.busy",
}


class Answering:
    """What a request carries for the words of a refusal: its procedure, and where inputs stand in its body."""

    __slots__ = ("is_flat", "pointers", "procedure")

    def __init__(self) -> None:
        self.procedure: Procedure | None = None
        self.pointers: Mapping[str, str] = {}
        self.is_flat = False


def refused(request: HttpRequest, error: Refusal | Refusals) -> HttpResponse:
    """The answer to a Refusal or Refusals. ``detail`` is a sentence; ``errors`` has one entry per fault."""
    refusals = [error] if isinstance(error, Refusal) else error.refusals
    first = refusals[0]
    language = language_of(request)
    about: Answering | None = getattr(request, "answering", None)
    faults = [_fault(refusal, language, about) for refusal in refusals]
    answer: dict[str, Any] = {
        "type": f"{TYPE_PREFIX}{first.code}",
        "title": _TITLES.get(first.status, _OTHER)(language),
        "status": first.status,
        "detail": faults[0]["detail"],
        "code": first.code,
        "field": first.field,
        "errors": faults,
    }
    return problem_response(answer, headers_for(first))


def problem_response(answer: Mapping[str, Any], headers: Mapping[str, str]) -> HttpResponse:
    """A response with the media type of problem details; never kept by a cache."""
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(text.encode("utf-8", "replace"), status=answer["status"], content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response.headers[name] = value
    return response


def headers_for(refusal: Refusal) -> dict[str, str]:
    """Headers that the status of a refusal asks for (RFC 9110: WWW-Authenticate, Retry-After)."""
    if refusal.status == 401:
        return {"WWW-Authenticate": 'Bearer realm="minsheng"'}
    wait = refusal.params.get("seconds")
    if wait is None and (minutes := refusal.params.get("minutes")) is not None and refusal.status == 429:
        wait = int(str(minutes)) * 60
    return {"Retry-After": str(wait)} if wait is not None else {}


def refusal_of_status(status: int) -> Refusal:
    """The refusal that stands for an answer of Django's own with this status."""
    code = _BY_STATUS.get(status) or _BY_STATUS[500 if status >= 500 else 400]
    return Refusal(code, status=status)


def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer to an unexpected exception: recorded with its trace, told to the client without any of it."""
    logger.error("api.failed", exc_info=error)
    return refused(request, Refusal("server.failed", status=500))


def language_of(request: HttpRequest) -> str:
    """The language that the client asked for (Accept-Language), also where no middleware has looked at it yet."""
    known = getattr(request, "LANGUAGE_CODE", None)
    return known or get_language_from_request(request) or get_language() or "zh-hans"


def _fault(refusal: Refusal, language: str, about: Answering | None) -> dict[str, Any]:
    return {
        "code": refusal.code,
        "field": refusal.field,
        "pointer": _pointer(refusal.field, about),
        "detail": say(refusal, language, about.procedure if about else None),
    }


OTHERS = "*"
"""Key of a map of pointers under which all inputs stand that it does not name."""


def _pointer(field: str | None, about: Answering | None) -> str | None:
    """Where the input stands in the body, as a JSON pointer (RFC 6901); None outside a body."""
    if field is None or about is None:
        return None
    if field in about.pointers:
        return about.pointers[field]
    if OTHERS in about.pointers:
        return f"{about.pointers[OTHERS]}/{_steps(field)}"
    return f"/{_steps(field)}" if about.is_flat else None


def _steps(field: str) -> str:
    """A part of a composed input as steps of a pointer. Lines are counted from one, elements of an array from zero."""
    return "/".join(str(int(step) - 1) if step.isdecimal() else step for step in field.split("."))
