"""The page on which a committee hands in its register: tried first, with every fault named, then entered."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from minsheng.base.errors import Refusal
from minsheng.interop.exchange.register_import import Landed, import_register
from minsheng.interop.exchange.register_rows import OPTIONAL, REQUIRED, read_register
from minsheng.interop.exchange.services import rehearsed
from minsheng.interop.exchange.tables import Row, read_table
from minsheng.kernel.access.context import acting_as_system, look_as
from minsheng.kernel.files.models import StoredFile
from minsheng.kernel.files.services import open_file
from minsheng.kernel.procedures.library import active_version, procedure_of
from minsheng.surface.web.doors import needs, own_transactions
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.uploads import Uploads, take_uploads
from minsheng.surface.web.forms.widgets import AnyField, FilesInput
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now
from minsheng.surface.wording import say

MOST_SHOWN = 200


class RegisterFile(WebForm):
    """One file."""

    table = AnyField(label=_("File (CSV or XLSX)"), widget=FilesInput())


@own_transactions
@needs("disputes.register")
@require_http_methods(["GET", "POST"])
def register_import(request: WebRequest) -> HttpResponse:
    """Try a file, and enter it once it has been tried."""
    form = RegisterFile(request.POST, request.FILES) if request.method == "POST" else RegisterFile()
    context: dict[str, Any] = {"form": form, "required": REQUIRED, "optional": OPTIONAL, "uploads": Uploads()}
    if request.method != "POST":
        return render(request, "exchange/register.html", context)
    with transaction.atomic():
        look_as(request.actor)
        context["uploads"] = uploads = take_uploads(request, "table")
    is_trial = "enter" not in request.POST
    try:
        rows, digest = _read(uploads)
        with rehearsed(is_trial):
            done = import_register(by=request.actor, lines=read_register(rows), digest=digest)
    except Refusal as refusal:
        form.is_valid()
        form.add_error("table", form.words(refusal))
        form.focus()
        return render(request, "exchange/register.html", context, status=refusal.status)
    context |= {"done": done, "is_trial": is_trial, "faults": _faults(done)}
    return render(request, "exchange/register.html", context)


def _read(uploads: Uploads) -> tuple[list[Row], str]:
    """The rows of the file that was sent. Raises Refusal ``file.empty`` without one, and what ``read_table`` raises."""
    if not uploads.files:
        raise Refusal("file.empty", "table")
    with acting_as_system():
        stored = StoredFile.objects.get(pk=uploads.files[-1].id)
    with open_file(stored) as file:
        content: bytes = file.read()
    return read_table(content), hashlib.sha256(content).hexdigest()


def _faults(done: Landed) -> list[tuple[int, list[str]]]:
    """Row and sentences of what was refused."""
    procedure = procedure_of(active_version("disputes.mediation").pk)
    language = language_now()
    return [
        (bad.row, [say(refusal, language, procedure) for refusal in bad.refusals]) for bad in done.refused[:MOST_SHOWN]
    ]
