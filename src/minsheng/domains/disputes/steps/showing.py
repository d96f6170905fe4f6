"""A template for its readers: steps and axes in lines, the diagram, what each act will ask, what has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import StepVersion
from minsheng.domains.disputes.steps.comparing import Difference, differences
from minsheng.domains.disputes.steps.composing import doer_words
from minsheng.domains.disputes.steps.definition import Definition, StepSpec, read
from minsheng.domains.disputes.steps.templates import procedure_of_version
from minsheng.kernel.procedures.checker import Finding, check_procedure
from minsheng.kernel.procedures.drawing import svg
from minsheng.kernel.procedures.schema import Procedure


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in words. ``place`` counts from 0."""

    place: int
    name: str
    public: str
    doer: str
    term: str
    law: str


@dataclass(frozen=True, slots=True)
class AxisLine:
    """An axis in words."""

    place: int
    name: str
    values: list[str]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a version would be: its diagram, its acts with what they ask, and what stands against it."""

    diagram: str
    acts: list[tuple[str, list[tuple[str, bool]]]]
    findings: list[Finding]


def step_lines(definition: Definition, language: str) -> list[StepLine]:
    """All steps, in order."""
    return [_step(place, step, language) for place, step in enumerate(definition.steps)]


def axis_lines(definition: Definition, language: str) -> list[AxisLine]:
    """All axes, in order."""
    tongue = _tongue(language)
    return [
        AxisLine(place, getattr(axis.name, tongue), [getattr(value, tongue) for value in axis.values])
        for place, axis in enumerate(definition.axes)
    ]


def preview(version: StepVersion, language: str) -> Preview | None:
    """The procedure that the version is, or would be; None while it has no step."""
    try:
        procedure = procedure_of_version(version)
    except Refusal:
        return None
    findings = [finding for finding in check_procedure(procedure) if finding.severity == "error"]
    return Preview(svg(procedure, language), _acts(procedure, language), findings)


def changes(version: StepVersion, before: StepVersion | None) -> list[Difference]:
    """What differs from the version before; nothing for the first."""
    return differences(read(before.content), read(version.content)) if before is not None else []


def difference_words(one: Difference, language: str) -> str:
    """A difference in one line."""
    words: dict[str, Any] = {"name": one(language), "was": one.was, "now": one.now}
    if one.what == "added":
        return _("New: %(name)s (no. %(now)s)") % words
    if one.what == "removed":
        return _("Left out: %(name)s (was no. %(was)s)") % words
    if one.what == "moved":
        return _("Moved: %(name)s (no. %(was)s → %(now)s)") % words
    return _("Changed: %(name)s") % words


def _step(place: int, step: StepSpec, language: str) -> StepLine:
    tongue = _tongue(language)
    law = f"{step.law} {step.article}".strip() if step.days else ""
    name, public = getattr(step.name, tongue), getattr(step.public, tongue)
    return StepLine(place, name, public, doer_words(step.doer, language), _term(step), law)


def _term(step: StepSpec) -> str:
    if not step.days:
        return _("no term")
    if step.unit == "working":
        return ngettext("%(days)s working day", "%(days)s working days", step.days) % {"days": step.days}
    return ngettext("%(days)s calendar day", "%(days)s calendar days", step.days) % {"days": step.days}


def _acts(procedure: Procedure, language: str) -> list[tuple[str, list[tuple[str, bool]]]]:
    """Each act with the names of what it asks, and whether it must be given."""
    return [
        (act(language), [(procedure.fields[name](language), need == "required") for name, need in act.fields.items()])
        for act in procedure.act.values()
    ]


def _tongue(language: str) -> str:
    return "en" if language.startswith("en") else "zh"
