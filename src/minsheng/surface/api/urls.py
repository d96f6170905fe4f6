"""Addresses of the API: each endpoint stands behind the entrance."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from minsheng.surface.api.entrance import entrance
from minsheng.surface.api.factory import api

app_name = "api"


def _behind_the_entrance() -> list[URLPattern | URLResolver]:
    patterns: list[URLPattern | URLResolver] = api.urls[0]
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name not in {"openapi-json", "api-root"}:
            pattern.callback = entrance(pattern.callback)
    return [pattern for pattern in patterns if getattr(pattern, "name", "") != "api-root"]


urlpatterns = _behind_the_entrance()
