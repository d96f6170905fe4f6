"""Pages that say no: refusals, and the errors that Django knows. All in the same design and both languages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minsheng.base.errors import Refusal, Refusals
from minsheng.surface.web.requests import is_partial
from minsheng.surface.wording import say


def refused(request: HttpRequest, error: Refusal | Refusals) -> HttpResponse:
    """The page for a Refusal that no form could show."""
    refusals = [error] if isinstance(error, Refusal) else error.refusals
    first = refusals[0]
    if first.status == 404:
        return not_found(request)
    language = get_language() or "zh-hans"
    sentences = [say(refusal, language) for refusal in refusals]
    title = _("You may not do this") if first.status in {401, 403} else _("This cannot be done now")
    return _page(request, first.status, title, sentences)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request is malformed."""
    return _page(request, 400, _("The request could not be read"), [_("Please go back and try again.")])


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 raised by Django itself."""
    return _page(request, 403, _("You may not do this"), [_("Your posts do not include this permission.")])


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose secret is missing or old, as when cookies are off or the session ended."""
    advice = _(
        "The page was open for too long, or your browser keeps no cookies. Go back, reload the page and send it again."
    )
    return _page(request, 403, _("The form could not be accepted"), [advice])


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing that this person may see."""
    advice = _("Check the address, or the code of the case. What you may not see is not found either.")
    return _page(request, 404, _("There is nothing here"), [advice])


def failed(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours. Uses nothing that may be broken: no database, no session."""
    advice = _("The fault was recorded. Please try again in a few minutes; nothing of what you sent was half done.")
    text = render_to_string(
        "web/errors/page.html", {"status": 500, "title": _("Something went wrong"), "sentences": [advice]}
    )
    return HttpResponse(text, status=500)


def _page(request: HttpRequest, status: int, title: str, sentences: list[str]) -> HttpResponse:
    context = {"status": status, "title": title, "sentences": sentences}
    template = "web/errors/partial.html" if is_partial(request) else "web/errors/page.html"
    return render(request, template, context, status=status)
