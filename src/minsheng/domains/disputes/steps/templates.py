"""Writes of step templates: naming one, composing its draft, releasing it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text
from minsheng.domains.disputes.models import StepTemplate, StepVersion
from minsheng.domains.disputes.steps.composing import Named, compose
from minsheng.domains.disputes.steps.definition import (
    Definition,
    Words,
    check_complete,
    make_axis,
    make_step,
    read,
    with_item,
    with_moved,
    without_item,
)
from minsheng.domains.disputes.steps.writing import toml_of
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.rules import require
from minsheng.kernel.audit.services import record
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.procedures.services import release_procedure

PERMISSION = "disputes.templates"
NAME, NAME_EN = 60, 100
PARTS = ("steps", "axes")
_SLUG = re.compile(r"[a-z][a-z0-9_]{0,23}")
Change = Callable[[Definition], Definition]


@transaction.atomic
def create_template(*, by: Actor, slug: str, name: str, name_en: str) -> StepTemplate:
    """Name a template; its first version begins as an empty draft. Needs ``disputes.templates``.

    Raises Refusal ``steps.slug``, ``steps.exists`` (409), ``text.*``.
    """
    require(by, PERMISSION)
    if not _SLUG.fullmatch(slug):
        raise Refusal("steps.slug", "slug")
    made = StepTemplate(slug=slug, name=clean_text(name, "name", NAME), name_en=clean_text(name_en, "name_en", NAME_EN))
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Refusal("steps.exists", "slug", status=409, slug=slug) from error
    StepVersion.objects.create(template=made, number=1, year=timezone.localdate().year)
    record("disputes.steps_named", by=by, subject="step_template", subject_id=made.pk, data={"slug": slug})
    return made


@transaction.atomic
def start_draft(*, by: Actor, template_id: int) -> StepVersion:
    """Begin a new version with the content of the newest one. Needs ``disputes.templates``.

    Raises Refusal ``steps.unknown`` (404), ``steps.draft`` (409) when there is a draft.
    """
    require(by, PERMISSION)
    template = StepTemplate.objects.select_for_update().filter(pk=template_id).first()
    if template is None:
        raise Refusal("steps.unknown", status=404)
    newest = template.versions.order_by("-number").first()
    if newest is None or newest.released_at is None:
        raise Refusal("steps.draft", status=409)
    year = max(timezone.localdate().year, newest.year)
    return StepVersion.objects.create(template=template, number=newest.number + 1, year=year, content=newest.content)


def put_step(*, by: Actor, version_id: int, given: Mapping[str, Any], place: int | None = None) -> StepVersion:
    """Add a step to a draft (``place`` None: at the end), or put it in place of another; places count from 0.

    Raises as ``definition.make_step`` and ``with_item``, ``steps.released`` (409).
    """
    step = make_step(given)
    return _change(by, version_id, lambda known: with_item(known, "steps", place, step))


def put_axis(*, by: Actor, version_id: int, given: Mapping[str, Any], place: int | None = None) -> StepVersion:
    """Add an axis to a draft, or put it in place of another. Raises as ``definition.make_axis`` and ``put_step``."""
    axis = make_axis(given)
    return _change(by, version_id, lambda known: with_item(known, "axes", place, axis))


def remove_item(*, by: Actor, version_id: int, part: str, place: int) -> StepVersion:
    """Take a step or an axis (``part``) out of a draft. Raises Refusal ``steps.unknown`` (404), ``steps.released``."""
    return _change(by, version_id, lambda known: without_item(known, _part(part), place))


def move_item(*, by: Actor, version_id: int, part: str, place: int, later: bool) -> StepVersion:
    """Move a step or an axis of a draft by one. Raises as ``remove_item``."""
    return _change(by, version_id, lambda known: with_moved(known, _part(part), place, later=later))


def _part(part: str) -> str:
    if part not in PARTS:
        raise Refusal("steps.unknown", status=404)
    return part


@transaction.atomic
def _change(by: Actor, version_id: int, change: Change) -> StepVersion:
    found = _draft(by, version_id)
    found.content = change(read(found.content)).stored()
    found.save(update_fields=["content"])
    return found


def _draft(by: Actor, version_id: int) -> StepVersion:
    require(by, PERMISSION)
    rows = StepVersion.objects.select_for_update(of=("self",)).select_related("template")
    found = rows.filter(pk=version_id).first()
    if found is None:
        raise Refusal("steps.unknown", status=404)
    if found.released_at is not None:
        raise Refusal("steps.released", status=409)
    return found


@transaction.atomic
def release_version(*, by: Actor, version_id: int) -> StepVersion:
    """Release a draft: composed, checked by the kernel and stored as a procedure. It is changed no more.

    Cases that run keep their version; areas keep theirs until another is assigned. Raises Refusal ``steps.none``,
    ``steps.released`` (409), ``steps.same`` (says what the version before says), and what ``release_procedure`` raises.
    """
    found = _draft(by, version_id)
    check_complete(read(found.content))
    before = found.template.versions.filter(number__lt=found.number).aggregate(newest=Max("number"))["newest"]
    if before is not None and found.template.versions.get(number=before).content == found.content:
        raise Refusal("steps.same", status=409, number=before)
    source = toml_of(procedure_of_version(found))
    found.procedure = release_procedure(by=Actor.system(by.channel), source=source)
    found.released_at, found.released_by_id = timezone.now(), by.account_id
    found.save(update_fields=["procedure", "released_at", "released_by"])
    data = {"slug": found.template.slug, "number": found.number}
    record("disputes.steps_released", by=by, subject="step_template", subject_id=found.template_id, data=data)
    return found


def procedure_of_version(version: StepVersion) -> Procedure:
    """The procedure that a version is, or would be. Raises as ``composing.compose``."""
    template = version.template
    named = Named(template.slug, Words(template.name, template.name_en), f"{version.year}.{version.number}")
    return compose(named, read(version.content))
