"""Redrawing grids on the administration's desk: choose what, look at the dry run, then do it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from minsheng.base.errors import Refusal, Refusals
from minsheng.domains.grid.module import REDRAW
from minsheng.domains.grid.redrawing.services import Redrawn, current_grids, redraw_grids
from minsheng.domains.grid.redrawing.wanted import Wanted, merge, next_code, read_geojson, split, write_geojson
from minsheng.kernel.areas.registry import registry
from minsheng.surface.web.doors import needs
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import CardRadio, CheckList, DayInput, TextField
from minsheng.surface.web.places.choices import community_choices
from minsheng.surface.web.requests import WebRequest, go
from minsheng.surface.web.words import language_now, node_name

MOST_BYTES = 4 * 1024 * 1024
WAYS = (
    ("merge", gettext_lazy("Merge grids")),
    ("split", gettext_lazy("Split a grid")),
    ("file", gettext_lazy("From a GeoJSON file")),
)


class RedrawForm(WebForm):
    """What shall change, and from which day on. ``outlines`` carries the very grids of the dry run to its doing."""

    way = forms.ChoiceField(label=gettext_lazy("How"), choices=WAYS, widget=CardRadio, initial="merge")
    grids = forms.MultipleChoiceField(label=gettext_lazy("Grids"), widget=CheckList, required=False)
    new_name = TextField(label=gettext_lazy("Name of the new grid"), help_text=gettext_lazy("When a grid is split."))
    line = TextField(
        label=gettext_lazy("Cutting line"),
        help_text=gettext_lazy("GeoJSON LineString across the grid; without one it is cut into equal halves."),
        widget=forms.Textarea({"rows": 3, "class": "code"}),
    )
    upload = forms.FileField(
        label=gettext_lazy("GeoJSON file"),
        help_text=gettext_lazy("All grids of the communities that it names, with code and name as properties."),
        required=False,
    )
    valid_from = forms.DateField(label=gettext_lazy("Valid from"), widget=DayInput)
    source = TextField(label=gettext_lazy("Decision on which it rests"))
    outlines = TextField(widget=forms.HiddenInput)

    def __init__(self, choices: list[tuple[str, str]], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"valid_from": timezone.localdate() + timedelta(days=1)})
        self.fields["grids"].choices = choices  # type: ignore[attr-defined]
        for name in ("grids", "new_name", "line", "upload"):
            self.fields[name].optional = True  # type: ignore[attr-defined]  # read by the template


@needs(REDRAW)
@require_http_methods(["GET", "POST"])
def redraw(request: WebRequest) -> HttpResponse:
    """Choose a community, say what shall change, look at the dry run, confirm."""
    code, language = request.GET.get("community", ""), language_now()
    community = registry().by_code(code) if len(code) == 12 else None
    nodes = registry().children(community.id) if community else ()
    choices = [(node.code, node_name(node, language)) for node in nodes]
    is_sent = request.method == "POST"
    form = RedrawForm(choices, request.POST if is_sent else None, request.FILES if is_sent else None)
    done: Redrawn | None = None
    if is_sent and form.is_shaped():
        done = _tried(request, form, code)
        if done is not None and not done.dry_run:
            messages.success(request, _("The grids are redrawn from the day on."))
            return go(request, "grid:redraw")
    context = {
        "form": form,
        "community": community,
        "code": code,
        "communities": community_choices(language),
        "done": done,
    }
    return render(request, "grid/redraw.html", context, status=200 if done or not is_sent else 422)


def _tried(request: WebRequest, form: RedrawForm, community: str) -> Redrawn | None:
    """The dry run, or the doing when it is confirmed; None when something is refused, which then stands in the form."""
    given = form.cleaned_data
    is_doing = "confirm" in request.POST and bool(given["outlines"])
    try:
        grids = read_geojson(given["outlines"]) if is_doing else _wanted(form, community)
        done = redraw_grids(
            by=request.actor,
            grids=grids,
            valid_from=given["valid_from"],
            source=given["source"],
            dry_run=not is_doing,
        )
    except (Refusal, Refusals) as error:
        form.refuse(
            error, {"outlines": "upload" if given["way"] == "file" else "grids", "merge": "grids", "grid": "grids"}
        )
        return None
    form.retype("outlines", write_geojson(grids))
    return done


def _wanted(form: RedrawForm, code: str) -> list[Wanted]:
    given = form.cleaned_data
    if given["way"] == "file":
        return _from_file(given["upload"])
    community = registry().by_code(code)
    if community is None:
        raise Refusal("grid.no_community", "grids", grid_code=code[:40])
    standing = current_grids(community, given["valid_from"])
    if given["way"] == "merge":
        return merge(standing, given["grids"])
    if len(given["grids"]) != 1:
        raise Refusal("grid.split_one", "grids")
    name = given["new_name"] or _("New grid")
    return split(
        standing, given["grids"][0], new_code=next_code(standing, community.code), new_name=name, line=given["line"]
    )


def _from_file(upload: Any) -> list[Wanted]:
    if upload is None:
        raise Refusal("grid.nothing_wanted", "upload")
    if upload.size > MOST_BYTES:
        raise Refusal("file.too_large", "upload", megabytes=MOST_BYTES // (1024 * 1024))
    try:
        return read_geojson(upload.read().decode())
    except UnicodeDecodeError as error:
        raise Refusal("geojson.malformed", "upload") from error
