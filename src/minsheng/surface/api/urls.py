"""Addresses of the API: each endpoint stands behind the entrance."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_safe

from minsheng.surface.api.entrance import entrance
from minsheng.surface.api.factory import api, document

app_name = "api"


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, for anybody."""
    return HttpResponse(_document(), content_type="application/json", headers={"Cache-Control": "public, max-age=3600"})


openapi.door = "public"  # type: ignore[attr-defined]  # what the test of all addresses reads


@cache
def _document() -> bytes:
    return document().encode()


def _behind_the_entrance() -> list[URLPattern | URLResolver]:
    patterns: list[URLPattern | URLResolver] = [p for p in api.urls[0] if getattr(p, "name", "") != "api-root"]
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = entrance(pattern.callback)
    return patterns


urlpatterns = [path("openapi.json", openapi, name="openapi"), *_behind_the_entrance()]
