"""A request of GeoReport v2 becomes a case by the same service as everywhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from minsheng.base.errors import Refusal
from minsheng.interop.open311.services import KIND, service
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.queries import actor_for_token
from minsheng.kernel.cases.intake import Filed
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.files.services import store_upload
from minsheng.kernel.procedures.schema import Procedure
from minsheng.surface.api.filing import client_key, file_under, open_intake, throttle_anonymous

CHANNEL = "open311"
_ATTRIBUTE = re.compile(r"attribute\[([^\]]{1,40})\](?:\[\])?")
_UNNAMED = "未留姓名"
_LONGEST_URL = 500
_MOST_MEDIA = 5


def actor_of(api_key: str) -> Actor:
    """Who files: the account of the token, or nobody where the setting allows it. Refusal 403 otherwise."""
    if api_key:
        try:
            return actor_for_token(api_key, CHANNEL)
        except Refusal as refusal:
            raise Refusal("open311.api_key", status=403) from refusal
    if not settings.OPEN311_ANONYMOUS:
        raise Refusal("open311.api_key", status=403)
    return Actor.anonymous(CHANNEL)


def file_request(request: HttpRequest, procedure: Procedure) -> Filed:
    """File what a form says. Raises Refusal or Refusals on every field at fault, as ``file_case`` does."""
    form = request.POST
    refuse_nul(form)
    by = actor_of(form.get("api_key", ""))
    key = client_key(request, by)
    code = form.get("service_code", "").strip()
    if not code:
        raise Refusal("field.required", "service_code")
    entry = service(procedure, code)
    report = _report(form, entry.code)
    throttle_anonymous(request, by)
    intake = open_intake(procedure.key, by, urgent=False)
    files = _media(request.FILES, by)
    return file_under(intake, by=by, report=_with_files(report, files), client_key=key)


def refuse_nul(form: Mapping[str, Any]) -> None:
    """Raise Refusal ``text.control`` on a field that holds NUL, which no text may."""
    for name, value in form.items():
        if "\x00" in name or (isinstance(value, str) and "\x00" in value):
            raise Refusal("text.control", name.replace("\x00", "")[:40], status=400)


def _report(form: Mapping[str, str], category: str) -> dict[str, Any]:
    name = _name(form.get("first_name", "").strip(), form.get("last_name", "").strip())
    phone = form.get("phone", "").strip()
    return {
        "title": "",
        "body": _body(form),
        "category": category,
        "kind": _kind(form),
        "place": _place(form),
        "name": name or (_UNNAMED if phone else ""),
        "phone": phone,
    }


def _with_files(report: dict[str, Any], files: tuple[int, ...]) -> Report:
    return Report(**report, files=files)


def _name(first: str, last: str) -> str:
    """Surname first for Chinese names, given name first for others."""
    if first.isascii() and last.isascii():
        return f"{first} {last}".strip()
    return last + first


def _body(form: Mapping[str, str]) -> str:
    body = form.get("description", "")
    url = form.get("media_url", "").strip()
    if not url:
        return body
    if not url.startswith(("http://", "https://")) or len(url) > _LONGEST_URL:
        raise Refusal("open311.media_url", "media_url")
    return f"{body.rstrip()}\n{url}" if body.strip() else body


def _kind(form: Mapping[str, str]) -> str:
    kind = ""
    for name in form:
        found = _ATTRIBUTE.fullmatch(name)
        if found is None:
            if name.startswith("attribute"):
                raise Refusal("open311.attribute", "attribute", value=name[:60])
            continue
        if found[1] != KIND:
            raise Refusal("open311.attribute", "attribute", value=found[1])
        kind = form[name]
    return kind[:48]


def _place(form: Mapping[str, str]) -> Place:
    lat, lon, address = (form.get(name, "").strip() for name in ("lat", "long", "address_string"))
    if not address and not (lat and lon):
        raise Refusal("open311.location", "lat")
    if not lat and not lon:
        return Place(address=address)
    return Place(lon=_degrees(lon), lat=_degrees(lat), crs="wgs84", address=address)


def _degrees(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Refusal("place.point", "place") from None


def _media(files: MultiValueDict[str, Any], by: Actor) -> tuple[int, ...]:
    uploads = files.getlist("media")
    if len(uploads) > _MOST_MEDIA:
        raise Refusal("input.too_many", "media", limit=_MOST_MEDIA)
    stored = (
        store_upload(by=by, stream=upload, name=upload.name or "", declared_type=upload.content_type or "")
        for upload in uploads
    )
    return tuple(file.pk for file in stored)
