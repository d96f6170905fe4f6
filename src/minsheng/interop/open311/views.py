"""Endpoints of GeoReport v2. Each address says its format; errors come in the same one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from minsheng.base.errors import Refusal, Refusals
from minsheng.base.time import parse_instant
from minsheng.interop.open311 import published, reporting, services
from minsheng.interop.open311.errors import failed, refused
from minsheng.interop.open311.formats import listing, single
from minsheng.interop.open311.numbers import number_of
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.permissions import realm
from minsheng.surface.api.callers import address_of
from minsheng.surface.api.entrance import check_shape
from minsheng.surface.api.failures import MALFORMED
from minsheng.surface.api.problems import language_of, refusal_of_status
from minsheng.surface.api.rates import throttle

View = Callable[..., HttpResponse]


def endpoint(*methods: str) -> Callable[[View], View]:
    """Wrap a view: method, shape, rate and jurisdiction; refusals in the standard's form. Open to everybody."""

    def mark(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def entered(request: HttpRequest, *, form: str, **kwargs: Any) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise refusal_of_status(405)  # noqa: TRY301 -- answered like what the view refuses
                check_shape(request)
                throttle(address_of(request), "address")
                _check_jurisdiction(request)
                return view(request, form=form, **kwargs)
            except (Refusal, Refusals) as refusal:
                return refused(request, refusal, form)
            except MALFORMED:
                return refused(request, refusal_of_status(400), form)
            except Exception as error:  # noqa: BLE001 -- whatever it is, a client of a standard gets the standard's form
                return failed(request, error, form)

        entered.door = "public"  # type: ignore[attr-defined]  # what the test of all addresses reads
        return entered

    return mark


@endpoint("GET")
def service_list(request: HttpRequest, *, form: str) -> HttpResponse:
    """GET services."""
    language = language_of(request)
    found = services.services(services.procedure_served())
    return listing(form, "services", "service", [services.described(entry, language) for entry in found])


@endpoint("GET")
def service_definition(request: HttpRequest, *, form: str, code: str) -> HttpResponse:
    """GET services/{code}."""
    procedure = services.procedure_served()
    entry = services.service(procedure, code)
    return single(form, "service_definition", services.definition(entry, procedure, language_of(request)))


@endpoint("GET", "POST")
def requests(request: HttpRequest, *, form: str) -> HttpResponse:
    """GET requests and POST requests."""
    return _file(request, form) if request.method == "POST" else _list(request, form)


@endpoint("GET")
def one_request(request: HttpRequest, *, form: str, number: str) -> HttpResponse:
    """GET requests/{id}."""
    with acting_as_system():
        case = published.find_one(_realm(), number)
    return listing(form, "service_requests", "request", [published.shown(case, language_of(request))])


@endpoint("GET")
def request_of_token(request: HttpRequest, *, form: str, token: str) -> HttpResponse:
    """GET tokens/{id}: numbers are given at once, so a token is the number itself."""
    with acting_as_system():
        case = published.find_one(_realm(), token)
    row = {"service_request_id": number_of(case.pk), "token": token}
    return listing(form, "service_requests", "request", [row])


@endpoint("GET")
def request_updates(request: HttpRequest, *, form: str) -> HttpResponse:
    """GET servicerequestupdates."""
    start, end = _instant(request, "start_date"), _instant(request, "end_date")
    with acting_as_system():
        found = published.updates(_realm(), start, end)
    language = language_of(request)
    rows = [published.shown_update(act, language) for act in found]
    return listing(form, "service_requests_updates", "request_update", rows)


@endpoint("GET")
def discovery(request: HttpRequest, *, form: str) -> HttpResponse:
    """GET discovery: where this server is and what it speaks."""
    address = request.build_absolute_uri("/open311/v2/")
    here = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": address,
        "changeset": "2026-11-23T00:00:00+08:00",
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    contact = "12345" if language_of(request).startswith("en") else "请拨打12345"
    found = {"changeset": here["changeset"], "contact": contact, "key_service": contact, "endpoints": [here]}
    return single(form, "discovery", found)


def _file(request: HttpRequest, form: str) -> HttpResponse:
    filed = reporting.file_request(request, services.procedure_served())
    notice = (
        f"Case code {filed.case.code}." if language_of(request).startswith("en") else f"事项编号 {filed.case.code}。"
    )
    row = {"service_request_id": number_of(filed.case.pk), "service_notice": notice, "account_id": ""}
    return listing(form, "service_requests", "request", [row], 201 if filed.created else 200)


def _list(request: HttpRequest, form: str) -> HttpResponse:
    statuses = frozenset(_words(request, "status"))
    unknown = sorted(statuses - {"open", "closed"})
    if unknown:
        raise Refusal("open311.status", "status", value=unknown[0][:20])
    wanted = published.Wanted(
        numbers=_words(request, "service_request_id"),
        services=_words(request, "service_code"),
        start=_instant(request, "start_date"),
        end=_instant(request, "end_date"),
        statuses=statuses,
        limit=_limit(request.GET.get("page_size", "")),
    )
    with acting_as_system():
        found = published.find(_realm(), wanted)
    language = language_of(request)
    return listing(form, "service_requests", "request", [published.shown(case, language) for case in found])


def _realm() -> int:
    return realm(services.procedure_served().realm).number


def _words(request: HttpRequest, name: str) -> tuple[str, ...]:
    """Values of a parameter that may be repeated or hold commas."""
    texts = ",".join(request.GET.getlist(name)).split(",")
    return tuple(text.strip() for text in texts if text.strip())


def _instant(request: HttpRequest, name: str) -> datetime | None:
    text = request.GET.get(name, "").replace(" ", "+")  # a plus sign that was not encoded comes as a space
    return parse_instant(text, name) if text else None


def _limit(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else published.MOST


def _check_jurisdiction(request: HttpRequest) -> None:
    wanted = request.GET.get("jurisdiction_id", "")
    if not wanted and request.method == "POST":
        wanted = request.POST.get("jurisdiction_id", "")
    if wanted and settings.OPEN311_JURISDICTION and wanted != settings.OPEN311_JURISDICTION:
        raise Refusal("open311.jurisdiction", status=404, value=wanted[:40])
