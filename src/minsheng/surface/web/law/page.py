"""A procedure file as tables of words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minsheng.kernel.procedures.interpreter import term_of
from minsheng.kernel.procedures.registry import GUARDS
from minsheng.kernel.procedures.schema import ANY_OPEN, BIRTH, STAY, Act, Clock, Law, Procedure, RunsWhen, call_parts
from minsheng.surface.web.words import law_of, law_text


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation in words, marked when its text has not been checked or is a local rule."""

    text: str
    is_unchecked: bool
    is_local: bool


@dataclass(frozen=True, slots=True)
class ActView:
    """One act: where it is open, where it leads, who does it, what must hold, by which article."""

    key: str
    name: str
    sources: list[str]
    targets: list[str]
    who: list[str]
    conditions: list[str]
    inputs: list[tuple[str, bool]]
    law: Cited


@dataclass(frozen=True, slots=True)
class ClockTerms:
    """One clock: its terms by case, what starts, stops, pauses and prolongs it, by which article."""

    name: str
    terms: list[tuple[str, str, Cited]]
    starts: list[str]
    stops: list[str]
    within: list[str]
    pauses: list[str]
    resumes: list[str]
    extension: str
    extension_law: Cited | None
    missed: str
    law: Cited


def cited(procedure: Procedure, text: str, language: str) -> Cited:
    """A citation in words."""
    law, _passage = law_of(procedure, text)
    return Cited(law_text(procedure, text, language), law is None or law.checked is None, law is not None and law.local)


def state_views(procedure: Procedure, language: str) -> list[dict[str, Any]]:
    """States in the file's order, with what a resident is told."""
    return [
        {
            "name": s(language),
            "public": s.public(language),
            "is_final": key in procedure.final,
            "is_first": key == procedure.initial,
        }
        for key, s in procedure.states.items()
    ]


def act_views(procedure: Procedure, language: str) -> list[ActView]:
    """Acts in the file's order."""
    return [_act(procedure, key, act, language) for key, act in procedure.act.items()]


def _act(procedure: Procedure, key: str, act: Act, language: str) -> ActView:
    return ActView(
        key=key,
        name=act(language),
        sources=_sources(procedure, act, language),
        targets=[procedure.states[s](language) if s != STAY else _("stays") for s in dict.fromkeys(act.targets())],
        who=[procedure.who[name](language) for name in act.who],
        conditions=[guard_words(call, language, procedure) for call in act.needs],
        inputs=[(procedure.fields[name](language), need == "required") for name, need in act.fields.items()],
        law=cited(procedure, act.law, language),
    )


def _sources(procedure: Procedure, act: Act, language: str) -> list[str]:
    if act.source == BIRTH:
        return [_("beginning")]
    if act.source == ANY_OPEN:
        return [_("every open state")]
    return [procedure.states[state](language) for state in act.source]


def guard_words(call: str, language: str, procedure: Procedure) -> str:
    """What a guard demands: its docstring holds the sentence in both languages, with a dot between."""
    name, arguments = call_parts(call)
    entry = GUARDS.get(name)
    if entry is None:
        return call
    zh, dot, en = entry.doc.partition(" · ")
    sentence = en if dot and language.startswith("en") else zh
    found = [procedure.clock.get(word) or procedure.facts.get(word) for word in arguments]
    named = [item(language) for item in found if item is not None]
    return f"{sentence} ({', '.join(named)})" if named else sentence


def clock_terms(procedure: Procedure, language: str) -> list[ClockTerms]:
    """Clocks in the file's order."""
    return [_clock(procedure, clock, language) for clock in procedure.clock.values()]


def _clock(procedure: Procedure, clock: Clock, language: str) -> ClockTerms:
    def names(keys: list[str]) -> list[str]:
        return [procedure.act[key](language) for key in keys]

    prolonged = clock.extend
    return ClockTerms(
        name=clock(language),
        terms=[
            (
                _when(procedure, run, language),
                _term(run.term, run.days, language),
                cited(procedure, run.law or clock.law, language),
            )
            for run in clock.runs
        ],
        starts=names(clock.starts),
        stops=names(clock.until),
        within=[procedure.states[state](language) for state in clock.within],
        pauses=names(clock.pause),
        resumes=names(clock.resume),
        extension=_extension(procedure, clock, language),
        extension_law=cited(procedure, prolonged.law, language) if prolonged else None,
        missed=_missed(clock.missed),
        law=cited(procedure, clock.law, language),
    )


def _term(text: str, days: str, language: str) -> str:
    return term_of(text, days).text("en" if language.startswith("en") else "zh")


def _when(procedure: Procedure, run: RunsWhen, language: str) -> str:
    parts = [procedure.kinds[kind](language) for kind in run.kind or ()]
    if run.urgent:
        parts.append(_("urgent"))
    return ", ".join(parts) or _("all others")


def _extension(procedure: Procedure, clock: Clock, language: str) -> str:
    if clock.extend is None:
        return ""
    prolonging = procedure.act[clock.extend.act](language)
    if clock.extend.max is None or clock.extend.count is None:
        return _("%(act)s: as long as is agreed") % {"act": prolonging}
    words = {
        "act": prolonging,
        "term": _term(clock.extend.max, clock.extend.days, language),
        "count": clock.extend.count,
    }
    text = ngettext(
        "%(act)s: at most %(term)s in all, once",
        "%(act)s: at most %(term)s in all, %(count)s times",
        clock.extend.count,
    )
    return text % words


def _missed(kind: str) -> str:
    return {
        "warn": _("the people in charge are warned"),
        "lapse": _("the case goes on by itself"),
        "escalate": _("it climbs the escalation ladder"),
    }[kind]


def source_views(procedure: Procedure, language: str) -> list[tuple[str, Law]]:
    """Sources with their titles in the reader's language."""
    return [(law.title_en if language.startswith("en") else law.title, law) for law in procedure.law.values()]
