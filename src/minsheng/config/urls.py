"""Every address of the system. Each surface brings its own list; this file only puts them in their places."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from minsheng.config.observability import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path("api/v1/", include("minsheng.surface.api.urls")),
    path("open311/", include("minsheng.interop.open311.urls")),
    path("", include("minsheng.interop.exchange.urls")),
    path("", include("minsheng.domains.disputes.urls")),
    path("", include("minsheng.domains.grid.urls")),
    path("", include("minsheng.surface.web.urls")),
]
handler400 = "minsheng.surface.web.pages.bad_request"
handler403 = "minsheng.surface.web.pages.denied"
handler404 = "minsheng.surface.web.pages.not_found"
handler500 = "minsheng.surface.web.pages.failed"
