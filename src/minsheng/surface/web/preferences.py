"""What a visitor chooses for the looks: type size and language, kept in cookies for a year."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_POST

from minsheng.surface.web.doors import public
from minsheng.surface.web.requests import WebRequest, go, safe_target

SIZE_COOKIE = "minsheng_type"
LARGE = "large"
_YEAR = 365 * 24 * 3600


def is_large(request: HttpRequest) -> bool:
    """Whether the visitor asked for large type (长者模式)."""
    return request.COOKIES.get(SIZE_COOKIE) == LARGE


@public
@require_POST
def choose_size(request: WebRequest) -> HttpResponse:
    """Switch large type on or off and go back to where the visitor was."""
    response = _back(request)
    _keep(response, SIZE_COOKIE, LARGE if request.POST.get("size") == LARGE else "normal")
    return response


@public
@require_POST
def choose_language(request: WebRequest) -> HttpResponse:
    """Switch the language and go back to where the visitor was."""
    response = _back(request)
    wanted = request.POST.get("language", "")
    if translation.check_for_language(wanted) and wanted in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, wanted)
    return response


def _back(request: WebRequest) -> HttpResponse:
    return go(request, safe_target(request, request.POST.get("next", ""), "/"))


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
