"""One case as a line of a list: everything in words, nothing asked of the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from minsheng.kernel.cases.models import Case
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.web.due import Due, due_words
from minsheng.surface.web.words import category_leaf, language_now, place_name, unit_name


@dataclass(frozen=True, slots=True)
class Mark:
    """A short word on a case that somebody must not overlook. ``tone`` colours it."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list."""

    code: str
    title: str
    procedure: str
    state: str
    is_open: bool
    kind: str
    category: str
    place: str
    unit: str
    due: Due | None
    marks: list[Mark]
    filed_at: datetime
    closed_at: datetime | None
    public: str


def rows_of(cases: Iterable[Case], now: datetime | None = None) -> list[Row]:
    """Lines for a list of cases. Reads procedures, areas, units and categories from memory."""
    at = now or timezone.now()
    return [row_of(case, at) for case in cases]


def row_of(case: Case, now: datetime) -> Row:
    """One line."""
    language = language_now()
    procedure = procedure_of(case.procedure_id)
    state = procedure.states[case.state]
    kind = procedure.kinds.get(case.kind)
    return Row(
        code=case.code,
        title=case.title,
        procedure=procedure.name(language),
        state=state(language),
        is_open=case.closed_at is None,
        kind=kind(language) if kind else case.kind,
        category=category_leaf(case.category_id, language),
        place=place_name(case.area_id, language),
        unit=unit_name(case.lead_unit_id, language),
        due=due_words(case.due_at, now, current_calendar().with_fallback()),
        marks=[mark for mark in marks_of(case) if not state(language).lower().startswith(mark.text)],
        filed_at=case.filed_at,
        closed_at=case.closed_at,
        public=state.public(language),
    )


def marks_of(case: Case) -> list[Mark]:
    """Marks of a case, the gravest first."""
    wanted = (
        (case.urgent, _("urgent"), "alarm"),
        (case.supervised, _("supervised"), "alarm"),
        (case.escalation, _("escalated"), "warn"),
        (case.returns, _("returned ×%(count)s") % {"count": case.returns}, "warn"),
        (case.reopens, _("reopened ×%(count)s") % {"count": case.reopens}, "warn"),
        (case.binding, _("unit ruled"), "plain"),
        (case.waiting, _("waiting for the reporter"), "plain"),
        (case.confidentiality, _("confidential"), "plain"),
        (case.exempt, _("exempt"), "plain"),
        (case.provisional, _("provisional deadline"), "plain"),
    )
    return [Mark(text, tone) for holds, text, tone in wanted if holds]
