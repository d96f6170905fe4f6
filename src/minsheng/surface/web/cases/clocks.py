"""The clocks of a case in words: what is left, what paused or prolonged them, and by which law."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from minsheng.kernel.deadlines.clock import Clock, is_late
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.deadlines.terms import Language
from minsheng.kernel.procedures.schema import Procedure
from minsheng.surface.web.due import Due, due_words
from minsheng.surface.web.times import instant_words
from minsheng.surface.web.words import language_now, law_of, law_text


@dataclass(frozen=True, slots=True)
class ClockView:
    """One clock as a reader sees it. ``status`` is running, paused, kept or missed (the last two: it has stopped)."""

    key: str
    name: str
    run: int
    term: str
    status: str
    due: Due | None
    started_at: datetime
    stopped_at: datetime | None
    paused_at: datetime | None
    pauses: list[str]
    extensions: list[str]
    law: str
    is_unchecked: bool
    is_provisional: bool

    @property
    def is_open(self) -> bool:
        """Whether it has not stopped yet."""
        return self.stopped_at is None


def clock_views(procedure: Procedure, clocks: Iterable[Clock], now: datetime) -> list[ClockView]:
    """All clocks: those that run by their deadline, then those that stand still, then those that have stopped."""
    views = [_view(procedure, clock, now) for clock in clocks if clock.key in procedure.clock]
    order = {"running": 0, "paused": 1}
    return sorted(views, key=lambda view: (order.get(view.status, 2), view.due.at if view.due else view.started_at))


def _view(procedure: Procedure, clock: Clock, now: datetime) -> ClockView:
    language = language_now()
    law, _passage = law_of(procedure, clock.law)
    return ClockView(
        key=clock.key,
        name=procedure.clock[clock.key](language),
        run=clock.run,
        term=clock.term.text(_short(language)),
        status=_status(clock, now),
        due=due_words(clock.due_at, clock.stopped_at or now, current_calendar().with_fallback()),
        started_at=clock.started_at,
        stopped_at=clock.stopped_at,
        paused_at=clock.paused_at,
        pauses=[f"{instant_words(span.start)} – {instant_words(span.end)}" for span in clock.suspended],
        extensions=[_extension(item.term.text(_short(language)), item.at) for item in clock.extensions],
        law=law_text(procedure, clock.law, language),
        is_unchecked=law is None or law.checked is None,
        is_provisional=clock.provisional,
    )


def _short(language: str) -> Language:
    return "en" if language.startswith("en") else "zh"


def _status(clock: Clock, now: datetime) -> str:
    if clock.stopped_at is not None:
        return "missed" if is_late(clock, now) else "kept"
    return "paused" if clock.due_at is None else "running"


def _extension(term: str, at: datetime) -> str:
    return _("prolonged by %(term)s on %(day)s") % {"term": term, "day": instant_words(at)}
