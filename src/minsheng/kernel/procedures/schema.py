"""The model of a procedure file: states, acts, who may act, guards, clocks, and the article of law behind each.

A procedure is data that a lawyer can read. Nothing here knows a particular procedure, Django or the database.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=48)]
DottedKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$", max_length=64)]
Call = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(:[a-z][a-z0-9_]*)*$", max_length=120)]
Version = Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d+$")]

STAY = "="
"""Target of an act that leaves the case in its state."""
ANY_OPEN = "*"
"""Source of an act that is open in every state that is not final."""
BIRTH = ""
"""Source of the act that opens a case."""
AT_ONCE = "PT0H"
"""Rung of a ladder that is reached as soon as its clock has run out. No term is empty, so this is not one."""


class Part(BaseModel):
    """Base of all parts: unknown keys are refused, so that a typing error in a file is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Part):
    """A name or sentence in both languages of the interface."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __call__(self, language: str) -> str:
        """The text in ``language`` (``en…``: English, anything else Chinese)."""
        return self.en if language.startswith("en") else self.zh


class State(Text):
    """A state, and what a resident is told while the case is in it."""

    public: Text


class Law(Part):
    """A source: statute, standard or local rule. ``checked``: when its text was read; without it the file says so."""

    title: str = Field(min_length=2)
    title_en: str = Field(min_length=2)
    checked: date | None = None
    local: bool = False
    note: str = ""


class Function(Text):
    """A legal function on a case: ``relation`` is how the actor must stand to it, ``permission`` what it must hold.

    ``party``: a party to the case, ``named``: an account that the case names (a mediator); ``fact`` says in which list
    of the case. A party without ``fact`` may stand in any of them.
    """

    relation: Literal["area", "lead", "co", "unit", "reporter", "handler", "system", "anyone", "party", "named"]
    permission: DottedKey | None = None
    fact: Key | None = None


class FactSpec(Text):
    """Something that a case knows beyond what all cases know: kept, stamped, counted or listed by its acts.

    ``sees``: whoever stands in this list of parties or accounts may see the case. ``bars``: whoever stands in this
    list, or belongs to a unit that does, never sees it, whatever posts they hold. ``public``: shown to the parties.
    ``names`` are those of its values, where no input of the same name has them.
    """

    type: Literal["value", "count", "instant", "parties", "accounts", "units"] = "value"
    sees: bool = False
    bars: bool = False
    public: bool = False
    names: dict[Key, Text] | None = None


FieldType = Literal[
    "text",
    "choice",
    "unit",
    "units",
    "account",
    "accounts",
    "category",
    "area",
    "case",
    "integer",
    "date",
    "flag",
    "files",
    "instant",
    "money",
    "person",
    "party",
    "parties",
    "entry",
    "entries",
    "rows",
]


class FieldSpec(Text):
    """An input of an act. ``text`` is free text, kept apart from the act so that it can be erased.

    ``instant``: a date and time of the district; ``money``: yuan with two decimals. ``person``: the particulars of a
    person or organisation, which are registered, so that the act holds an id. ``party`` and ``parties``: of those to
    the case (of the list ``of`` when named). ``entry`` and ``entries``: ids in the register ``of`` that a module keeps;
    ``accounts`` of that register likewise. ``rows``: a list of lines with ``columns`` of plain types. ``past``: a date
    or instant that may not lie after the act. ``optional`` is for columns alone; an act says it for its fields.
    """

    type: FieldType
    choices: dict[Key, Text] | None = None
    min: int | None = None
    max: int | None = None
    public: bool = False
    past: bool = False
    of: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_.]*$", max_length=64)
    columns: dict[Key, FieldSpec] | None = None
    optional: bool = False


class Branch(Part):
    """Where an act leads when that depends on one of its choices."""

    field: Key
    cases: dict[Key, str]


class Notice(Part):
    """A message that goes out when the act is done: to whom, by which template.

    ``parties`` are all who may see the case as a party to it, ``named`` the accounts that it names (its mediators).
    ``into``: only when the act has led to one of these states; empty: always.
    """

    to: Literal["reporter", "parties", "lead", "co", "handler", "named", "dispatcher", "district"]
    template: Key
    into: list[Key] = []


class Act(Text):
    """Something that can be done to a case.

    ``needs`` and ``does`` name guards and effects, with arguments after colons (``in_time:confirmation``). ``keeps``
    are inputs that become facts of the case under their own name, ``stamps`` facts that become the instant of the act,
    ``counts`` facts that grow by one, ``clears`` facts that are forgotten.
    """

    source: str | list[Key] = Field(alias="from")
    to: str | Branch
    who: list[Key] = Field(min_length=1)
    needs: list[Call] = []
    does: list[Call] = []
    keeps: list[Key] = []
    stamps: list[Key] = []
    counts: list[Key] = []
    clears: list[Key] = []
    fields: dict[Key, Literal["required", "optional"]] = {}
    law: str
    says: Text | None = None
    notify: list[Notice] = []
    undo_of: Key | None = None

    def targets(self) -> list[str]:
        """All states that the act may lead to (``=`` for staying)."""
        return list(self.to.cases.values()) if isinstance(self.to, Branch) else [self.to]


class RunsWhen(Part):
    """One line of a clock's term: the first line whose conditions hold gives the term.

    ``where`` asks the facts of the case: each named fact must be one of the values listed. ``days_from`` is a fact
    that holds the number of days where somebody has set one for this case; without it the term stands.
    """

    term: str
    days: Literal["working", "calendar"]
    kind: list[Key] | None = None
    urgent: bool | None = None
    where: dict[Key, list[str | int | bool]] | None = None
    days_from: Key | None = None
    law: str | None = None


class Extension(Part):
    """How a clock may be extended: by which act, by how much at most, how often, with the field that holds the days.

    Without ``max`` or ``count`` the law sets no bound, as when the parties agree on a longer mediation.
    """

    act: Key
    days_field: Key
    max: str | None = None
    days: Literal["working", "calendar"]
    count: int | None = Field(default=None, ge=1)
    law: str


class Clock(Text):
    """A time limit. Several run on one case; each knows what starts, stops, pauses and extends it.

    ``within`` lists the states in which it may run: an act that starts it but leads elsewhere does not start it, and
    leaving these states stops it. Empty: every state that is not final. ``lapse`` is the act that the system does when
    a clock that lapses has run out. ``counts_from`` is an input of the starting act that says from which date or
    instant on the term counts (the day of service of a decision, not that on which it was entered). ``outlives``: the
    clock goes on in final states, as the term for a remedy after a decision.
    """

    starts: list[Key] = Field(min_length=1, alias="from")
    counts_from: Key | None = None
    outlives: bool = False
    until: list[Key] = []
    within: list[Key] = []
    runs: list[RunsWhen] = Field(min_length=1)
    pause: list[Key] = []
    resume: list[Key] = []
    extend: Extension | None = None
    missed: Literal["warn", "lapse", "escalate"]
    lapse: Key | None = None
    statutory: bool = False
    law: str


class Step(Part):
    """A rung of the escalation ladder: how long after the deadline, and who is told."""

    after: str
    days: Literal["working", "calendar"]
    tell: list[Literal["handler", "lead", "dispatcher", "district"]] = Field(min_length=1)


class Ladder(Part):
    """What happens when a clock is missed, step by step. It also covers cases that nobody has taken."""

    clock: Key
    act: Key
    steps: list[Step] = Field(min_length=1)


class Procedure(Part):
    """A whole procedure in one version."""

    key: DottedKey
    version: Version
    realm: Key
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    name: Text
    summary: Text
    initial: Key
    final: list[Key] = Field(min_length=1)
    kinds: dict[Key, Text]
    states: dict[Key, State]
    law: dict[Key, Law]
    who: dict[Key, Function]
    facts: dict[Key, FactSpec] = {}
    fields: dict[Key, FieldSpec]
    act: dict[Key, Act]
    clock: dict[Key, Clock] = {}
    ladder: list[Ladder] = []

    @property
    def opening(self) -> str:
        """Key of the act that opens a case (the checker makes sure that there is exactly one)."""
        return next(key for key, act in self.act.items() if act.source == BIRTH)

    def acts_from(self, state: str) -> dict[str, Act]:
        """Acts that are open in ``state``, in the order of the file."""
        return {key: act for key, act in self.act.items() if self.is_open(act, state)}

    def is_open(self, act: Act, state: str) -> bool:
        """Whether ``act`` may be done in ``state`` at all."""
        if act.source == ANY_OPEN:
            return state != BIRTH and state not in self.final
        return state in act.source if isinstance(act.source, list) else act.source == state != BIRTH


def parse(text: str) -> Procedure:
    """Read a procedure from TOML. Raises tomllib.TOMLDecodeError or pydantic.ValidationError naming the place."""
    return Procedure.model_validate(tomllib.loads(text))


def call_parts(call: str) -> tuple[str, tuple[str, ...]]:
    """The name of a guard or effect and its arguments: ``add:mediators:accounts`` is ``add`` of two."""
    name, *arguments = call.split(":")
    return name, tuple(arguments)


_LATER: dict[str, Any] = {
    "facts": {}, "keeps": [], "stamps": [], "counts": [], "clears": [], "counts_from": None, "outlives": False,
    "where": None, "fact": None, "past": False, "optional": False, "names": None, "of": None, "columns": None,
    "days_from": None,
}  # fmt: skip
"""Keys that the model has gained, with the value that they have where a file does not name them."""


def _as_released(content: Any) -> Any:
    """``content`` without the keys that came later and say nothing: hashes of older versions stay as they are."""
    if isinstance(content, dict):
        return {
            key: _as_released(value) for key, value in content.items() if not (key in _LATER and value == _LATER[key])
        }
    return [_as_released(item) for item in content] if isinstance(content, list) else content


def content_hash(procedure: Procedure) -> str:
    """SHA-256 over the canonical content: layout and comments of the file do not count, every value does."""
    content: dict[str, Any] = _as_released(procedure.model_dump(mode="json", by_alias=True))
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
