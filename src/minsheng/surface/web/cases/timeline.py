"""The history of a case in words: each act with what was said, chosen and attached."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.acts import standing_of
from minsheng.kernel.cases.entries import entry_register
from minsheng.kernel.cases.models import Attachment, Case
from minsheng.kernel.cases.queries import TimelineEntry, timeline
from minsheng.kernel.parties.queries import masked
from minsheng.kernel.procedures.schema import Act, FieldSpec, Procedure
from minsheng.surface.web.cases.queries import account_names, codes_of
from minsheng.surface.web.cases.suggestion import RULE, rule_name
from minsheng.surface.web.times import instant_words
from minsheng.surface.web.words import category_name, language_now, law_text, levels, place_name, unit_name

LEVEL = "confidentiality"
"""The one number that acts carry and that has a word for each value."""


@dataclass(frozen=True, slots=True)
class Line:
    """One act as a reader sees it. ``said`` holds label and text pairs, ``chosen`` label and value pairs."""

    seq: int
    at: datetime
    key: str
    title: str
    by: str
    moved_to: str
    law: str
    said: list[tuple[str, str]] = field(default_factory=list)
    chosen: list[tuple[str, str]] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)


def history(actor: Actor, case: Case, procedure: Procedure, *, public: bool) -> list[Line]:
    """The acts of a case, oldest first. ``public``: only what its reporter is shown, and no names of officials.

    Three queries, and one each where accounts or other cases are named.
    """
    entries = timeline(case, public_only=public)
    if public:
        entries = [entry for entry in entries if _is_shown(procedure.act.get(entry.act.key), entry)]
    names = account_names(_accounts(procedure, entries, public=public))
    codes = codes_of(actor, _cases(procedure, entries))
    parties = masked(_ids_in(procedure, entries, _PARTY_TYPES))
    values = Values(procedure, names, codes, language_now(), {pk: known.name for pk, known in parties.items()})
    people = _People(case, procedure, standing_of(actor, case).own_parties() if public else set(), values.language)
    return [_line(procedure, entry, values, people, public=public) for entry in entries]


def _is_shown(spec: Act | None, entry: TimelineEntry) -> bool:
    return spec is not None and (spec.says is not None or bool(entry.texts))


@dataclass(frozen=True, slots=True)
class _People:
    """The parties to a case in words, as one reader is told of them: ``own`` are those that the reader is."""

    case: Case
    procedure: Procedure
    own: set[int]
    language: str

    def words(self, party: int | None) -> str:
        """What a party is to the case; None: whoever filed it, without a name."""
        reporter = self.case.reporter_id
        if party in self.own or (party is None and reporter in self.own):
            return _("you")
        if party is None or party == reporter:
            return _("reporter")
        lists = [key for key, spec in self.procedure.facts.items() if spec.type == "parties" and spec.sees]
        roles = [self.procedure.facts[key](self.language) for key in lists if party in (self.case.facts.get(key) or ())]
        return "、".join(roles) or _("a party")


def _in_order(data: dict[str, Any], spec: Act | None) -> dict[str, Any]:
    """The inputs in the order of the form; the database keeps them in one of its own."""
    known = [name for name in (spec.fields if spec is not None else ()) if name in data]
    return {name: data[name] for name in [*known, *(name for name in data if name not in known)]}


def _line(procedure: Procedure, entry: TimelineEntry, values: Values, people: _People, *, public: bool) -> Line:
    language, act = values.language, entry.act
    spec = procedure.act.get(act.key)
    said = spec.says if public and spec is not None and spec.says is not None else spec
    moved = act.state_after if act.state_after != act.state_before else ""
    return Line(
        seq=act.seq,
        at=act.at,
        key=act.key,
        title=said(language) if said else act.key,
        by=_doer(entry, spec, values, people, public=public),
        moved_to=procedure.states[moved](language) if moved in procedure.states else "",
        law=law_text(procedure, spec.law, language) if spec else "",
        said=[(values.label(text.field), text.text or _("(erased)")) for text in entry.texts],
        chosen=values.chosen(_in_order(act.data, spec), public=public),
        files=entry.files,
    )


def _doer(entry: TimelineEntry, spec: Act | None, values: Values, people: _People, *, public: bool) -> str:
    act = entry.act
    if act.unit_id is not None or (act.account_id is not None and act.party_id is None):
        name = "" if public else values.names.get(act.account_id or 0, "")
        return " · ".join(part for part in (unit_name(act.unit_id, values.language), name) if part)
    # Without account, unit and party it was a reporter without a name, or the system: the procedure says which.
    relations = {values.procedure.who[name].relation for name in spec.who} if spec else set()
    is_party = act.party_id is not None or relations & {"reporter", "anyone"}
    return people.words(act.party_id) if is_party else _("system")


class Values:
    """Turns the values of acts into words."""

    def __init__(
        self,
        procedure: Procedure,
        names: dict[int, str],
        codes: dict[int, str],
        language: str,
        parties: dict[int, str],
    ) -> None:
        self.procedure = procedure
        self.names = names
        self.codes = codes
        self.language = language
        self.parties = parties

    def label(self, name: str) -> str:
        """The name of an input."""
        spec = self.procedure.fields.get(name)
        return spec(self.language) if spec else name

    def chosen(self, data: dict[str, Any], *, public: bool) -> list[tuple[str, str]]:
        """What was chosen in an act, without texts and files, which are shown apart."""
        found = []
        for name, value in data.items():
            spec = self.procedure.fields.get(name)
            if name == RULE and not public:
                found += [(spec(self.language), rule) for rule in [rule_name(value)] if spec and rule]
                continue
            if spec is None or spec.type in {"files", "text"} or (public and not spec.public):
                continue
            words = dict(levels()).get(str(value), "") if name == LEVEL else self.value(spec, value)
            if value and words:
                found.append((spec(self.language), words))
        return found

    def value(self, spec: FieldSpec, value: Any) -> str:
        """One value in words; empty for one that means nothing to a reader, as a "no" to what is seldom so."""
        if not value:
            return ""
        if spec.type == "choice":
            choice = (spec.choices or {}).get(str(value))
            return choice(self.language) if choice else str(value)
        if spec.type in {"unit", "units"}:
            return " · ".join(unit_name(pk, self.language) for pk in (value if isinstance(value, list) else [value]))
        if spec.type == "flag":
            return _("yes")
        if spec.type == "rows":
            return "；".join(self._line(spec, line) for line in value)
        several = value if isinstance(value, list) else [value]
        return "、".join(name for name in (self._named(spec, item) for item in several) if name)

    def _line(self, spec: FieldSpec, line: dict[str, Any]) -> str:
        columns = spec.columns or {}
        words = [self.value(columns[key], value) for key, value in line.items() if key in columns]
        return " · ".join(word for word in words if word)

    def _named(self, spec: FieldSpec, value: Any) -> str:
        if spec.of is not None and spec.type not in _PARTY_TYPES:
            return entry_register(spec.of).names([value], self.language).get(value, "")
        words: dict[str, Callable[[Any], str | None]] = {
            **dict.fromkeys(_ACCOUNT_TYPES, self.names.get),
            **dict.fromkeys(_PARTY_TYPES, self.parties.get),
            "case": self.codes.get,
            "instant": lambda text: instant_words(datetime.fromisoformat(text)),
            "money": lambda text: _("¥%(amount)s") % {"amount": f"{Decimal(text):,.2f}"},
            "category": lambda pk: category_name(pk, self.language),
            "area": lambda pk: place_name(pk, self.language),
        }
        return words.get(spec.type, str)(value) or ""


_ACCOUNT_TYPES = frozenset({"account", "accounts"})
_PARTY_TYPES = frozenset({"party", "parties", "person"})


def _accounts(procedure: Procedure, entries: Iterable[TimelineEntry], *, public: bool) -> set[int]:
    """Accounts to be named: to parties only those that an act names openly (their mediators)."""
    named = _ids_in(procedure, entries, _ACCOUNT_TYPES)
    if public:
        return named
    return named | {entry.act.account_id for entry in entries if entry.act.account_id is not None}


def _cases(procedure: Procedure, entries: Iterable[TimelineEntry]) -> set[int]:
    return _ids_in(procedure, entries, frozenset({"case"}))


def _ids_in(procedure: Procedure, entries: Iterable[TimelineEntry], types: frozenset[str]) -> set[int]:
    """Ids in the inputs of these types, those in lines of tables among them."""
    found: set[int] = set()
    for entry in entries:
        for name, value in entry.act.data.items():
            spec = procedure.fields.get(name)
            if spec is not None:
                found |= _ids_of(spec, value, types)
    return found


def _ids_of(spec: FieldSpec, value: Any, types: frozenset[str]) -> set[int]:
    if spec.type == "rows":
        columns = spec.columns or {}
        pairs = [(columns[key], item) for line in value for key, item in line.items() if key in columns]
        return set().union(*(_ids_of(column, item, types) for column, item in pairs))
    if spec.type not in types:
        return set()
    return {item for item in (value if isinstance(value, list) else [value]) if isinstance(item, int)}
