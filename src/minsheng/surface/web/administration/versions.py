"""Procedure versions: what is released, what is in force, checking a file and releasing it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from minsheng.kernel.procedures.checker import Finding, check_procedure
from minsheng.kernel.procedures.schema import Procedure, parse
from minsheng.kernel.procedures.services import activate_version, release_procedure
from minsheng.surface.web.administration import queries
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.doors import needs
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import TextField
from minsheng.surface.web.law.queries import all_released
from minsheng.surface.web.requests import WebRequest, go
from minsheng.surface.web.words import language_now

_LARGEST = 1_000_000


class VersionForm(WebForm):
    """A procedure file, pasted or chosen."""

    source = TextField(
        label=gettext_lazy("Procedure file (TOML)"),
        widget=forms.Textarea({"rows": 20, "spellcheck": "false", "class": "code"}),
    )
    file = forms.FileField(label=gettext_lazy("or choose the file"), required=False)
    activate = forms.BooleanField(label=gettext_lazy("New cases begin under it from now on"), required=False)

    def clean(self) -> dict[str, Any]:
        """The text of the file, if one was chosen, stands in for what was pasted."""
        data = super().clean() or {}
        chosen = data.get("file")
        if chosen is not None:
            if chosen.size > _LARGEST:
                self.add_error("file", _("The file is larger than a megabyte."))
                return data
            try:
                data["source"] = chosen.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("The file is no text in UTF-8."))
                return data
            self.retype("source", data["source"])
        if not data.get("source", "").strip():
            self.add_error("source", _("Paste a procedure or choose a file."))
        return data


@dataclass(slots=True)
class Check:
    """What the checker says of a file."""

    procedure: Procedure | None = None
    fault: str = ""
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands against a release."""
        return self.procedure is not None and not any(finding.severity == "error" for finding in self.findings)


def checked(source: str) -> Check:
    """Read a file and run all checks on it."""
    try:
        procedure = parse(source)
    except ValueError as error:  # broken TOML, or a place that does not fit the model
        return Check(fault=str(error))
    return Check(procedure, findings=check_procedure(procedure, queries.hashes()))


@needs("procedures.manage")
@require_GET
def versions(request: WebRequest) -> HttpResponse:
    """All released versions."""
    rows = [(item, item.procedure.name(language_now())) for item in all_released()]
    return render(request, "web/admin/versions.html", {"rows": rows})


@needs("procedures.manage")
@require_http_methods(["GET", "POST"])
def upload(request: WebRequest) -> HttpResponse:
    """Check a file; release it when asked to and nothing stands against it."""
    form = VersionForm(request.POST or None, request.FILES or None)
    title, back = _("Release a procedure version"), reverse("web:admin_versions")
    if request.method == "POST" and "release" not in request.POST:
        outcome = checked(form.cleaned_data["source"]) if form.is_shaped() else None
        context = {"form": form, "title": title, "back": back, "check": outcome}
        return render(request, "web/admin/version.html", context, status=200 if outcome and outcome.is_ready else 422)
    return form_page(
        request,
        form,
        lambda data: release_procedure(by=request.actor, source=data["source"], activate=data["activate"]),
        title=title,
        back=back,
        done=_("The version is released."),
        template="web/admin/version.html",
    )


@needs("procedures.manage")
@require_POST
def activate(request: WebRequest, pk: int) -> HttpResponse:
    """From now on new cases begin under this version."""
    version = queries.version(pk)
    activate_version(by=request.actor, version=version)
    messages.success(request, _("New cases now begin under %(version)s.") % {"version": version})
    return go(request, "web:admin_versions")
