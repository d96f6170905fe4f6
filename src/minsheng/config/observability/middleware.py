"""One record for each request: its id, its route, its status and how long it took; counted for the metrics too."""

from __future__ import annotations

import ipaddress
import re
import sys
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponseBase

from minsheng.config.observability.measures import count_request

logger = structlog.get_logger("minsheng.request")
ID_PATTERN = re.compile(r"[A-Za-z0-9_-]{8,64}")
QUIET_ROUTES = frozenset({"healthz", "readyz", "metrics"})
SERVER_ERROR = 500


class RequestRecord:
    """Gives each request an id (the proxy's ``X-Request-ID`` where it is well formed) and records how it ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and record it."""
        given = request.headers.get("X-Request-ID", "")
        request_id = given if ID_PATTERN.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        began = time.perf_counter()
        response = self.get_response(request)
        self._record(request, response.status_code, time.perf_counter() - began)
        response.headers["X-Request-ID"] = request_id
        return response

    def _record(self, request: HttpRequest, status: int, seconds: float) -> None:
        route, method = route_name(request), known_method(request)
        count_request(route, method, status, seconds)
        if route in QUIET_ROUTES and status < SERVER_ERROR:
            return
        logger.info(
            "request",
            route=route,
            method=method,
            status=status,
            ms=round(seconds * 1000, 1),
            network=short_network(request.META.get("REMOTE_ADDR", "")),
        )


def log_failure(sender: object, request: HttpRequest | None = None, **_: object) -> None:
    """Log where an unexpected exception came from; receives Django's signal for it, whoever let it through."""
    logger.error("request.failed", route=route_name(request) if request else "none", exc_info=sys.exc_info())


def route_name(request: HttpRequest) -> str:
    """Return the name of the matched route (never the path, which may hold a case's code), or ``unmatched``."""
    match = request.resolver_match
    return (match.view_name or "unnamed") if match else "unmatched"


def known_method(request: HttpRequest) -> str:
    """Return the request's method, or ``OTHER`` for one that nobody defined, so that metrics stay few."""
    known = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    return request.method if request.method in known else "OTHER"


def short_network(address: str) -> str:
    """Cut an address down to its network (/24 or /48), which no longer points at one household; empty if it is none."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    prefix = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))
