"""The checker: what is wrong with a procedure before it may be used."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from minsheng.base.errors import Refusal
from minsheng.kernel.access.permissions import is_permission, realms
from minsheng.kernel.deadlines.rules import Days
from minsheng.kernel.procedures import interpreter as _interpreter  # noqa: F401 -- registers guards and effects
from minsheng.kernel.procedures.interpreter import term_of
from minsheng.kernel.procedures.registry import EFFECTS, GUARDS, EffectEntry, GuardEntry
from minsheng.kernel.procedures.schema import (
    AT_ONCE,
    BIRTH,
    STAY,
    Act,
    Branch,
    Clock,
    FieldSpec,
    Function,
    Procedure,
    call_parts,
    content_hash,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``severity`` error blocks activation; notice is shown (a source not yet checked)."""

    code: str
    place: str
    detail: str
    severity: str = "error"

    def __str__(self) -> str:
        return f"{self.severity}: {self.place}: {self.detail} [{self.code}]"


def check_procedure(procedure: Procedure, known_hashes: Mapping[str, str] | None = None) -> list[Finding]:
    """All findings on one procedure. ``known_hashes`` maps ``key@version`` to the hash under which it was released."""
    findings = [finding for rule in _RULES for finding in rule(procedure)]
    findings.extend(_unchanged(procedure, known_hashes or {}))
    return findings


def _unchanged(procedure: Procedure, known: Mapping[str, str]) -> Iterator[Finding]:
    name = f"{procedure.key}@{procedure.version}"
    if name in known and known[name] != content_hash(procedure):
        yield Finding("version.not_raised", name, "content changed without a new version")


def edges(procedure: Procedure) -> Iterator[tuple[str, str, str]]:
    """All moves: (state before, act, state after). Staying acts lead back to the same state."""
    for key, act in procedure.act.items():
        before = [s for s in procedure.states if procedure.is_open(act, s)] if act.source != BIRTH else [BIRTH]
        for state in before:
            for target in act.targets():
                yield state, key, state if target == STAY else target


def _names(procedure: Procedure) -> Iterator[Finding]:
    states = set(procedure.states)
    for place, wanted in (("initial", [procedure.initial]), ("final", procedure.final)):
        for state in wanted:
            if state not in states:
                yield Finding("state.unknown", place, state)
    for key, act in procedure.act.items():
        yield from _act_names(procedure, key, act, states)
    for key, clock in procedure.clock.items():
        named = [
            *clock.starts,
            *clock.until,
            *clock.pause,
            *clock.resume,
            *([clock.extend.act] if clock.extend else []),
        ]
        yield from (Finding("act.unknown", f"clock.{key}", name) for name in named if name not in procedure.act)
        yield from (Finding("state.unknown", f"clock.{key}", name) for name in clock.within if name not in states)
        if not clock.until and not clock.within:
            yield Finding("clock.endless", f"clock.{key}", "names neither acts nor states that stop it")


def _act_names(procedure: Procedure, key: str, act: Act, states: set[str]) -> Iterator[Finding]:
    place = f"act.{key}"
    sources = act.source if isinstance(act.source, list) else []
    targets = [target for target in act.targets() if target != STAY]
    told = [name for notice in act.notify for name in notice.into]
    yield from (Finding("state.unknown", place, name) for name in [*sources, *targets, *told] if name not in states)
    if isinstance(act.source, str) and act.source not in {BIRTH, "*"}:
        yield Finding("state.unknown", place, act.source)
    yield from (Finding("function.unknown", place, name) for name in act.who if name not in procedure.who)
    yield from (Finding("guard.unknown", place, call) for call in act.needs if call_parts(call)[0] not in GUARDS)
    yield from (Finding("effect.unknown", place, call) for call in act.does if call_parts(call)[0] not in EFFECTS)
    yield from (Finding("field.unknown", place, name) for name in act.fields if name not in procedure.fields)
    if act.undo_of is not None and act.undo_of not in procedure.act:
        yield Finding("act.unknown", place, act.undo_of)
    if isinstance(act.to, Branch):
        yield from _branch(procedure, place, act, act.to)
    called: list[tuple[str, GuardEntry | EffectEntry | None]] = [(c, GUARDS.get(call_parts(c)[0])) for c in act.needs]
    called += [(c, EFFECTS.get(call_parts(c)[0])) for c in act.does]
    for call, entry in called:
        if entry is not None:
            yield from _call(procedure, place, act, call, entry)
    for name in [*act.keeps, *act.stamps, *act.counts, *act.clears]:
        if name not in procedure.facts:
            yield Finding("fact.unknown", place, name)
    yield from (Finding("field.missing", place, f"keeps {name}") for name in act.keeps if name not in act.fields)


def _call(procedure: Procedure, place: str, act: Act, call: str, entry: GuardEntry | EffectEntry) -> Iterator[Finding]:
    arguments = call_parts(call)[1]
    missing = [field for field in entry.fields if field not in act.fields]
    yield from (Finding("field.missing", place, f"{entry.name} needs the field {field}") for field in missing)
    facts = [fact for fact in entry.facts if fact not in procedure.facts]
    yield from (Finding("fact.unknown", place, f"{entry.name} needs the fact {fact}") for fact in facts)
    if len(arguments) != len(entry.takes):
        yield Finding("call.arguments", place, f"{call}: {entry.name} takes {len(entry.takes)}")
        return
    known: dict[str, Collection[str]] = {"clock": procedure.clock, "fact": procedure.facts, "field": act.fields}
    for kind, name in zip(entry.takes, arguments, strict=True):
        if kind != "word" and name not in known[kind]:
            yield Finding(f"{kind}.unknown", place, f"{call}: {name}")


def _branch(procedure: Procedure, place: str, act: Act, branch: Branch) -> Iterator[Finding]:
    spec = procedure.fields.get(branch.field)
    if spec is None or not spec.choices or act.fields.get(branch.field) != "required":
        yield Finding("branch.field", place, f"{branch.field} must be a required choice of the act")
        return
    for choice in spec.choices:
        if choice not in branch.cases:
            yield Finding("branch.open", place, f"{branch.field}={choice} leads nowhere")
    for choice in branch.cases:
        if choice not in spec.choices:
            yield Finding("branch.unknown", place, f"{choice} is no choice of {branch.field}")


def _graph(procedure: Procedure) -> Iterator[Finding]:
    moves = list(edges(procedure))
    births = [key for key, act in procedure.act.items() if act.source == BIRTH]
    if len(births) != 1 or procedure.act[births[0]].to != procedure.initial:
        yield Finding("birth", "act", "exactly one act must open a case, leading to the initial state")
    reached = _closure({procedure.initial}, lambda state: {after for before, _, after in moves if before == state})
    for state in procedure.states:
        if state not in reached:
            yield Finding("state.unreachable", f"states.{state}", "no path leads here from the initial state")
    ends = _closure(set(procedure.final), lambda state: {before for before, _, after in moves if after == state})
    for state in procedure.states:
        if state not in ends:
            yield Finding("state.dead_end", f"states.{state}", "no path leads from here to a final state")


def _closure(start: set[str], step: Callable[[str], set[str]]) -> set[str]:
    found, todo = set(start), list(start)
    while todo:
        new = step(todo.pop()) - found
        found |= new
        todo.extend(new)
    return found


def _sources(procedure: Procedure) -> Iterator[Finding]:
    cited = [(f"act.{key}", act.law) for key, act in procedure.act.items()]
    cited += [(f"clock.{key}", clock.law) for key, clock in procedure.clock.items()]
    cited += [(f"clock.{k}.extend", c.extend.law) for k, c in procedure.clock.items() if c.extend]
    cited += [(f"clock.{k}.runs", run.law) for k, c in procedure.clock.items() for run in c.runs if run.law]
    for place, law in cited:
        if law.split(" ")[0] not in procedure.law:
            yield Finding("law.missing", place, f"cites {law or 'nothing'}, which is not among the sources")
    used = {law.split(" ")[0] for _, law in cited}
    for key, source in procedure.law.items():
        if key not in used:
            yield Finding("law.unused", f"law.{key}", "no act or clock cites it")
        if source.checked is None:
            yield Finding("law.unchecked", f"law.{key}", f"{source.title}: text not checked", severity="notice")


def _clocks(procedure: Procedure) -> Iterator[Finding]:
    for key, clock in procedure.clock.items():
        yield from _terms(procedure, f"clock.{key}", clock)
        yield from _pauses_and_lapses(procedure, f"clock.{key}", clock)


def _terms(procedure: Procedure, place: str, clock: Clock) -> Iterator[Finding]:
    for run in clock.runs:
        yield from _term(place, run.term, run.days)
        yield from (Finding("kind.unknown", place, name) for name in run.kind or () if name not in procedure.kinds)
    last = clock.runs[-1]
    if last.kind is not None or last.urgent is not None or last.where is not None:
        yield Finding("clock.open", place, "the last line of runs must hold for every case")
    if clock.extend is not None and clock.extend.max is not None:
        yield from _term(f"{place}.extend", clock.extend.max, clock.extend.days)


def _term(place: str, text: str, days: Days) -> Iterator[Finding]:
    try:
        term_of(text, days)
    except Refusal as refusal:
        yield Finding("clock.term", place, str(refusal))


def _ladders(procedure: Procedure) -> Iterator[Finding]:
    climbing = {key for key, clock in procedure.clock.items() if clock.missed == "escalate"}
    for key in sorted(climbing - {ladder.clock for ladder in procedure.ladder}):
        yield Finding("ladder.missing", f"clock.{key}", "escalates when missed, but no ladder says how")
    offered = procedure.fields["late_clock"].choices or {} if "late_clock" in procedure.fields else {}
    for ladder in procedure.ladder:
        place = f"ladder.{ladder.clock}"
        if ladder.clock not in climbing:
            yield Finding("ladder", place, "is no clock that escalates when missed")
        if ladder.clock not in offered:
            yield Finding("ladder", place, "the field late_clock does not offer this clock")
        if not _system_may(procedure, ladder.act):
            yield Finding("ladder", place, f"{ladder.act} is no act that the system may do")
        for step in ladder.steps:
            if step.after != AT_ONCE:
                yield from _term(place, step.after, step.days)


def _pauses_and_lapses(procedure: Procedure, place: str, clock: Clock) -> Iterator[Finding]:
    if bool(clock.pause) != bool(clock.resume):
        yield Finding("clock.pause", place, "what pauses must also resume")
    if (clock.missed == "lapse") != (clock.lapse is not None):
        yield Finding("clock.lapse", place, "a clock that lapses, and no other, names the act of its lapse")
    if clock.lapse is not None and not _system_may(procedure, clock.lapse):
        yield Finding("clock.lapse", place, f"{clock.lapse} is no act that the system may do")
    act = procedure.act.get(clock.extend.act) if clock.extend else None
    if act is not None and clock.extend is not None:
        wanted = {clock.extend.days_field, "ground"}
        if any(act.fields.get(name) != "required" for name in wanted):
            yield Finding("clock.extend", place, "an extension must require its days and a ground")


def _system_may(procedure: Procedure, key: str) -> bool:
    act = procedure.act.get(key)
    functions = [procedure.who[name] for name in act.who if name in procedure.who] if act else []
    return any(function.relation == "system" for function in functions)


def _functions(procedure: Procedure) -> Iterator[Finding]:
    if procedure.realm not in {realm.key for realm in realms()}:
        yield Finding("realm.unknown", "realm", procedure.realm)
    for key, function in procedure.who.items():
        needs_permission = function.relation in {"area", "lead", "co", "unit"}
        if needs_permission and function.permission is None:
            yield Finding("function.permission", f"who.{key}", "names no permission")
        if function.permission is not None and not is_permission(function.permission):
            yield Finding("permission.unknown", f"who.{key}", function.permission)
    used = {name for act in procedure.act.values() for name in act.who}
    yield from (Finding("function.unused", f"who.{key}", "no act names it") for key in procedure.who if key not in used)


def _facts(procedure: Procedure) -> Iterator[Finding]:
    for key, fact in procedure.facts.items():
        may_bar, may_see = fact.type in LISTS, fact.type in LISTS - {"units"}
        if (fact.sees and not may_see) or (fact.bars and not may_bar):
            yield Finding("fact.list", f"facts.{key}", "only a list of parties, accounts or units sees or bars")
    for key, function in procedure.who.items():
        yield from _function_list(procedure, f"who.{key}", function)
        if function.fact is not None and function.fact not in procedure.facts:
            yield Finding("fact.unknown", f"who.{key}", function.fact)
    for key, clock in procedure.clock.items():
        asked = {name for line in clock.runs for name in [*(line.where or {}), line.days_from] if name is not None}
        yield from (Finding("fact.unknown", f"clock.{key}", name) for name in asked if name not in procedure.facts)
        starting = [procedure.act[name] for name in clock.starts if name in procedure.act]
        name = clock.counts_from
        if name is not None and (
            name not in procedure.fields
            or procedure.fields[name].type not in {"date", "instant"}
            or not any(name in act.fields for act in starting)
        ):
            yield Finding("clock.counts_from", f"clock.{key}", f"{name} is no date or instant of an act that starts it")


def _function_list(procedure: Procedure, place: str, function: Function) -> Iterator[Finding]:
    """Whether a function that stands in a list of the case names a list of its kind."""
    wanted = {"named": "accounts", "party": "parties"}.get(function.relation)
    spec = procedure.facts.get(function.fact) if function.fact is not None else None
    if function.relation == "named" and function.fact is None:
        yield Finding("function.fact", place, "says not in which list the account stands")
    elif function.fact is not None and wanted is None:
        yield Finding("function.fact", place, "stands in no list")
    elif spec is not None and spec.type != wanted:
        yield Finding("function.fact", place, f"{function.fact} is no list of {wanted}")


def _opening(procedure: Procedure) -> Iterator[Finding]:
    """What every report says may not be asked once more by the act that opens a case."""
    for key, act in procedure.act.items():
        taken = sorted(OF_EVERY_REPORT.intersection(act.fields)) if act.source == BIRTH else []
        yield from (Finding("opening.field", f"act.{key}", f"every report says {name}") for name in taken)


def _fields(procedure: Procedure) -> Iterator[Finding]:
    named = {name for act in procedure.act.values() for name in act.fields}
    for key, spec in procedure.fields.items():
        if key not in named:
            yield Finding("field.unused", f"fields.{key}", "no act names it")
        if bool(spec.choices) != (spec.type == "choice"):
            yield Finding("field.choices", f"fields.{key}", "a choice, and no other field, names its choices")
        if bool(spec.columns) != (spec.type == "rows"):
            yield Finding("field.columns", f"fields.{key}", "rows, and no other field, have columns")
        odd = [name for name, column in (spec.columns or {}).items() if column.type not in PLAIN]
        yield from (Finding("field.columns", f"fields.{key}", f"{name} is of no plain type") for name in odd)
        if (spec.type in {"entry", "entries"}) and spec.of is None:
            yield Finding("field.of", f"fields.{key}", "names no register")
        yield from _of_list(procedure, f"fields.{key}", spec)
        for name, column in (spec.columns or {}).items():
            yield from _of_list(procedure, f"fields.{key}.{name}", column)


def _of_list(procedure: Procedure, place: str, spec: FieldSpec) -> Iterator[Finding]:
    if spec.type in {"party", "parties"} and spec.of is not None:
        fact = procedure.facts.get(spec.of)
        if fact is None or fact.type != "parties":
            yield Finding("field.of", place, f"{spec.of} is no list of parties")


PLAIN = frozenset({"choice", "integer", "date", "instant", "money", "flag", "party"})
"""Types of columns: values alone, for an act holds no free text."""
LISTS = frozenset({"parties", "accounts", "units"})
"""Types of facts that are lists of ids."""
OF_EVERY_REPORT = frozenset(
    {"kind", "category_id", "area_id", "urgent", "confidentiality", "reporter_id", "suggested_unit_id", "rule"}
    | {"category_by"}
)
"""What the data of every opening act hold besides its own inputs."""
_RULES = (_names, _graph, _sources, _clocks, _ladders, _functions, _facts, _opening, _fields)
