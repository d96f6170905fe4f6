"""The pages for machines: alive, ready, measured."""

from __future__ import annotations

import ipaddress
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minsheng import __version__
from minsheng.config.observability.exposition import metrics_text
from minsheng.config.observability.health import run_checks

PLAIN = "text/plain; charset=utf-8"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
UNAVAILABLE, FORBIDDEN = 503, 403


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Say that this process answers; touches neither database nor disk."""
    return JsonResponse({"status": "ok", "version": __version__})


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Say whether everything that work needs is there: 200, or 503 with what is missing."""
    checks = run_checks()
    ready = all(check.ok for check in checks)
    body = {"ready": ready, "checks": {check.name: {"ok": check.ok, "detail": check.detail} for check in checks}}
    return JsonResponse(body, status=200 if ready else UNAVAILABLE)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the metrics to this machine itself or to a bearer of the token; 403 to everybody else."""
    if not _may_measure(request):
        return HttpResponse("metrics: only from this machine, or with the token\n", PLAIN, status=FORBIDDEN)
    return HttpResponse(metrics_text(), CONTENT_TYPE)


def _may_measure(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and scheme.lower() == "bearer":
        return secrets.compare_digest(token.encode(), settings.METRICS_TOKEN.encode())
    # Behind a proxy on this machine everybody seems to be this machine.
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"))
    return not forwarded and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
