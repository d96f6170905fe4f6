"""What a view of ours may count on in a request."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from minsheng.kernel.access.actors import Actor


class WebRequest(HttpRequest):
    """A request that went through ``ActorMiddleware``."""

    actor: Actor


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asked and wants a piece of a page. A piece restored from history is a whole page again."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


def go(request: HttpRequest, to: str, *args: object) -> HttpResponse:
    """Send the browser to another page; htmx is told by a header, since it would follow a redirect unseen."""
    response = redirect(to, *args)
    if not is_partial(request):
        return response
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = response["Location"]
    return answer


def safe_target(request: HttpRequest, wanted: str, fallback: str) -> str:
    """``wanted`` if it leads to this very host, else ``fallback``: nobody is sent elsewhere by a link of ours."""
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    # ``redirect`` takes a text without a slash for the name of a view.
    return wanted if allowed and "/" in wanted else fallback
