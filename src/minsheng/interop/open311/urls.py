"""Addresses of the Open311 server; the ending of each says the format."""

from __future__ import annotations

from django.urls import URLPattern, re_path

from minsheng.interop.open311 import views

app_name = "open311"
_FORM = r"\.(?P<form>json|xml)$"
_PART = r"[^/]{1,64}?"

urlpatterns: list[URLPattern] = [
    re_path(rf"^(?:v2/)?discovery{_FORM}", views.discovery, name="discovery"),
    re_path(rf"^v2/services{_FORM}", views.service_list, name="services"),
    re_path(rf"^v2/services/(?P<code>{_PART}){_FORM}", views.service_definition, name="service"),
    re_path(rf"^v2/requests{_FORM}", views.requests, name="requests"),
    re_path(rf"^v2/requests/(?P<number>{_PART}){_FORM}", views.one_request, name="request"),
    re_path(rf"^v2/tokens/(?P<token>{_PART}){_FORM}", views.request_of_token, name="token"),
    re_path(rf"^v2/servicerequestupdates{_FORM}", views.request_updates, name="updates"),
]
