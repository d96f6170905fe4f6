"""Addresses of the pages on which files are handed in."""

from __future__ import annotations

from django.urls import URLPattern, path

from minsheng.interop.exchange import register_page

app_name = "exchange"
urlpatterns: list[URLPattern] = [
    path("desk/disputes/register/hand-in/", register_page.register_import, name="register_import"),
]
