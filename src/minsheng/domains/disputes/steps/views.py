"""Pages of the composer: templates, versions, steps and axes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from minsheng.base.errors import Refusal, Refusals
from minsheng.domains.disputes.models import StepVersion
from minsheng.domains.disputes.steps import queries
from minsheng.domains.disputes.steps.definition import MOST_AXES, MOST_STEPS, Definition, read
from minsheng.domains.disputes.steps.forms import AxisForm, StepForm, TemplateForm, axis_initial, step_initial
from minsheng.domains.disputes.steps.showing import axis_lines, changes, difference_words, preview, step_lines
from minsheng.domains.disputes.steps.templates import (
    PARTS,
    create_template,
    move_item,
    put_axis,
    put_step,
    release_version,
    remove_item,
    start_draft,
)
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.doors import needs
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.requests import WebRequest, go
from minsheng.surface.web.words import language_now
from minsheng.surface.wording import say

PERMISSION = "disputes.templates"
PAGE = 50


@needs(PERMISSION)
@require_GET
def templates(request: WebRequest) -> HttpResponse:
    """All templates."""
    after = request.GET.get("after", "")
    behind = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
    found = list(queries.templates(request.actor, after=behind)[: PAGE + 1])
    context = {"templates": found[:PAGE], "next": found[PAGE - 1].pk if len(found) > PAGE else None}
    return render(request, "disputes/step_templates.html", context)


@needs(PERMISSION)
@require_http_methods(["GET", "POST"])
def add(request: WebRequest) -> HttpResponse:
    """Name a new template."""
    return form_page(
        request,
        TemplateForm(request.POST or None),
        lambda data: create_template(by=request.actor, **data),
        title=_("New step template"),
        note=_("Steps and axes are composed afterwards. Nothing is prepared: the district writes its own."),
        back=reverse("disputes:admin_steps"),
        done=_("The template is there. Compose its first version now."),
        more={"verb": _("Create")},
    )


@needs(PERMISSION)
@require_GET
def template(request: WebRequest, pk: int) -> HttpResponse:
    """A template with its versions and where they are used."""
    found = queries.template(request.actor, pk)
    versions = queries.versions(request.actor, pk)
    context = {
        "template": found,
        "versions": versions,
        "has_draft": any(one.released_at is None for one in versions),
        "assignments": queries.assignments(request.actor, template_id=pk)[:PAGE],
    }
    return render(request, "disputes/step_template.html", context)


@needs(PERMISSION)
@require_POST
def draft(request: WebRequest, pk: int) -> HttpResponse:
    """Begin a new version."""
    try:
        made = start_draft(by=request.actor, template_id=pk)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        messages.error(request, say(refusal, language_now()))
        return go(request, "disputes:admin_step_template", pk)
    return go(request, "disputes:admin_step_version", made.pk)


@needs(PERMISSION)
@require_GET
def version(request: WebRequest, pk: int) -> HttpResponse:
    """A version: its steps and axes, the diagram, what acts ask, and what is new."""
    found = queries.version(request.actor, pk)
    language = language_now()
    definition = read(found.content)
    before = queries.before(found)
    context: dict[str, Any] = {
        "version": found,
        "steps": step_lines(definition, language),
        "axes": axis_lines(definition, language),
        "may_add_step": len(definition.steps) < MOST_STEPS,
        "may_add_axis": len(definition.axes) < MOST_AXES,
        "preview": preview(found, language),
        "before": before,
        "changes": [difference_words(one, language) for one in changes(found, before)],
    }
    return render(request, "disputes/step_version.html", context)


@needs(PERMISSION)
@require_http_methods(["GET", "POST"])
def put(request: WebRequest, pk: int, part: str, place: int | None = None) -> HttpResponse:
    """Add a step or an axis to a draft, or change one."""
    found = queries.version(request.actor, pk)
    form = _form(request, found, part, place)
    service = put_step if part == "steps" else put_axis
    titles = {
        ("steps", False): _("Add a step"),
        ("steps", True): _("Change the step"),
        ("axes", False): _("Add an axis"),
        ("axes", True): _("Change the axis"),
    }
    return form_page(
        request,
        form,
        lambda data: service(by=request.actor, version_id=pk, given=data, place=place),
        title=titles[part, place is not None],
        back=reverse("disputes:admin_step_version", args=[pk]),
        done=_("Saved in the draft."),
    )


def _form(request: WebRequest, found: StepVersion, part: str, place: int | None) -> WebForm:
    if part not in PARTS:
        raise Refusal("steps.unknown", status=404)
    initial = _initial(read(found.content), part, place)
    kind = StepForm if part == "steps" else AxisForm
    return kind(request.POST or None, initial=initial)


def _initial(definition: Definition, part: str, place: int | None) -> dict[str, Any]:
    if place is None:
        return {}
    items = definition.steps if part == "steps" else definition.axes
    if place >= len(items):
        raise Refusal("steps.unknown", status=404)
    return step_initial(definition.steps[place]) if part == "steps" else axis_initial(definition.axes[place])


@needs(PERMISSION)
@require_POST
def move(request: WebRequest, pk: int, part: str, place: int) -> HttpResponse:
    """Move a step or an axis of a draft, or take it out."""
    step = request.POST.get("step", "")
    try:
        if step == "remove":
            remove_item(by=request.actor, version_id=pk, part=part, place=place)
        else:
            move_item(by=request.actor, version_id=pk, part=part, place=place, later=step == "down")
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        messages.error(request, say(refusal, language_now()))
    return go(request, "disputes:admin_step_version", pk)


@needs(PERMISSION)
@require_POST
def release(request: WebRequest, pk: int) -> HttpResponse:
    """Release a draft."""
    try:
        release_version(by=request.actor, version_id=pk)
    except Refusals as several:
        messages.error(request, " ".join(say(one, language_now()) for one in several.refusals))
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        messages.error(request, say(refusal, language_now()))
    else:
        messages.success(request, _("The version is released. It can be assigned to areas now."))
    return go(request, "disputes:admin_step_version", pk)
