"""The checker finds each fault: one procedure for each finding, sound but for that one thing."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

from minsheng.kernel.procedures import checker
from minsheng.kernel.procedures.checker import Finding, check_procedure, edges
from minsheng.kernel.procedures.schema import content_hash
from tests.kernel.procedures.small import Change, procedure

Content = dict[str, Any]
WORDS = {"zh": "新", "en": "new"}
STATE = {**WORDS, "public": WORDS}
ACT = {**WORDS, "from": ["open"], "to": "done", "who": ["clerk"], "law": "act 9"}
CLOCK = {
    **WORDS,
    "from": ["file"],
    "until": ["give"],
    "runs": [{"term": "P1D", "days": "working"}],
    "missed": "warn",
    "law": "act 9",
}


def _dead_end_that_is_reached(content: Content) -> None:
    content["states"]["lost"] = STATE
    content["act"]["lose"] = {**ACT, "to": "lost"}
    content["act"]["lose_again"] = {**ACT, "from": ["lost"], "to": "="}


def _second_birth(content: Content) -> None:
    content["act"]["phone"] = {**ACT, "from": "", "to": "open"}


def _leads(content: Content, **cases: str) -> None:
    content["act"]["judge"]["to"]["cases"].update(cases)


def _field(content: Content, name: str, **changes: object) -> None:
    content["fields"][name].update(changes)


def _needs(content: Content, act: str, **fields: str) -> None:
    content["act"][act]["fields"].update(fields)


def _facts(content: Content, **changes: object) -> None:
    content["facts"] = {"known": {**WORDS, **changes}}


def _fact(content: Content, act: str, **changes: object) -> None:
    _facts(content)
    content["act"][act].update(changes)


def _asked(content: Content, **changes: object) -> None:
    """A further input of giving."""
    content["fields"]["new"] = {**_NUMBER, **changes}
    _needs(content, "give", new="optional")


_NUMBER = {**WORDS, "type": "integer"}
_COUNTS = ("clock.counts_from", "clock.work")


# What is done to the sound procedure, and all errors that must be found then: (code, place).
BROKEN: list[tuple[str, Change, set[tuple[str, str]]]] = [
    ("realm", lambda c: c.update(realm="nowhere"), {("realm.unknown", "realm")}),
    ("final", lambda c: c["final"].append("gone"), {("state.unknown", "final")}),
    ("from", lambda c: c["act"]["give"]["from"].append("gone"), {("state.unknown", "act.give")}),
    ("from is one word", lambda c: c["act"].update(new={**ACT, "from": "open"}), {("state.unknown", "act.new")}),
    ("to", lambda c: c["act"].update(new={**ACT, "to": "gone"}), {("state.unknown", "act.new")}),
    ("branch to", lambda c: _leads(c, back="gone"), {("state.unknown", "act.judge")}),
    (
        "notice into",
        lambda c: c["act"]["give"].update(notify=[{"to": "lead", "template": "assigned", "into": ["gone"]}]),
        {("state.unknown", "act.give")},
    ),
    ("within", lambda c: c["clock"]["wait"]["within"].append("gone"), {("state.unknown", "clock.wait")}),
    ("clock from", lambda c: c["clock"]["wait"]["from"].append("gone"), {("act.unknown", "clock.wait")}),
    ("clock until", lambda c: c["clock"]["work"]["until"].append("gone"), {("act.unknown", "clock.work")}),
    ("clock pause", lambda c: c["clock"]["work"]["pause"].append("gone"), {("act.unknown", "clock.work")}),
    ("clock resume", lambda c: c["clock"]["work"]["resume"].append("gone"), {("act.unknown", "clock.work")}),
    ("clock extend", lambda c: c["clock"]["work"]["extend"].update(act="gone"), {("act.unknown", "clock.work")}),
    ("undo", lambda c: c["act"]["reply"].update(undo_of="gone"), {("act.unknown", "act.reply")}),
    ("who", lambda c: c["act"]["give"]["who"].append("gone"), {("function.unknown", "act.give")}),
    ("needs", lambda c: c["act"]["give"].update(needs=["gone"]), {("guard.unknown", "act.give")}),
    ("does", lambda c: c["act"]["give"]["does"].append("gone"), {("effect.unknown", "act.give")}),
    ("field", lambda c: c["act"]["give"]["fields"].update(gone="optional"), {("field.unknown", "act.give")}),
    (
        "field of effect",
        lambda c: c["act"]["give"].update(fields={}),
        {("field.missing", "act.give"), ("field.unused", "fields.unit")},
    ),
    ("field of guard", lambda c: c["act"]["give"].update(needs=["evidence_attached"]), {("field.missing", "act.give")}),
    ("field unused", lambda c: c["fields"].update(new={**WORDS, "type": "date"}), {("field.unused", "fields.new")}),
    ("choice without choices", lambda c: c["fields"]["step"].update(type="choice"), {("field.choices", "fields.step")}),
    ("choices of a number", lambda c: _field(c, "step", choices={"a": WORDS}), {("field.choices", "fields.step")}),
    ("branch on a number", lambda c: c["act"]["judge"]["to"].update(field="days"), {("branch.field", "act.judge")}),
    ("branch on nothing", lambda c: c["act"]["judge"]["to"].update(field="gone"), {("branch.field", "act.judge")}),
    ("branch optional", lambda c: _needs(c, "judge", verdict="optional"), {("branch.field", "act.judge")}),
    ("branch open", lambda c: c["act"]["judge"]["to"]["cases"].pop("back"), {("branch.open", "act.judge")}),
    ("branch case", lambda c: _leads(c, maybe="open"), {("branch.unknown", "act.judge")}),
    ("two births", _second_birth, {("birth", "act")}),
    ("born elsewhere", lambda c: c["act"]["file"].update(to="working"), {("birth", "act")}),
    ("never born", lambda c: c["act"]["file"].update({"from": ["open"]}), {("birth", "act")}),
    (
        "unreachable",
        lambda c: c["states"].update(new=STATE),
        {("state.unreachable", "states.new"), ("state.dead_end", "states.new")},
    ),
    ("dead end", _dead_end_that_is_reached, {("state.dead_end", "states.lost")}),
    ("no law", lambda c: c["act"]["give"].update(law=""), {("law.missing", "act.give")}),
    ("no such law", lambda c: c["clock"]["wait"].update(law="gone 5"), {("law.missing", "clock.wait")}),
    ("law of a term", lambda c: c["clock"]["work"]["runs"][1].update(law="x"), {("law.missing", "clock.work.runs")}),
    (
        "law of extension",
        lambda c: c["clock"]["work"]["extend"].update(law="x"),
        {("law.missing", "clock.work.extend")},
    ),
    ("law unused", lambda c: c["law"].update(new=c["law"]["act"]), {("law.unused", "law.new")}),
    ("term", lambda c: c["clock"]["wait"]["runs"][0].update(term="5 days"), {("clock.term", "clock.wait")}),
    ("term of no length", lambda c: c["clock"]["wait"]["runs"][0].update(term="P0D"), {("clock.term", "clock.wait")}),
    ("working weeks", lambda c: c["clock"]["work"]["runs"][1].update(term="P1W"), {("clock.term", "clock.work")}),
    ("cap", lambda c: c["clock"]["work"]["extend"].update(max="much"), {("clock.term", "clock.work.extend")}),
    ("rung", lambda c: c["ladder"][0]["steps"][1].update(after="soon"), {("clock.term", "ladder.work")}),
    ("kind of a term", lambda c: c["clock"]["work"]["runs"][0].update(kind=["gone"]), {("kind.unknown", "clock.work")}),
    ("last term for some", lambda c: c["clock"]["work"]["runs"].pop(), {("clock.open", "clock.work")}),
    (
        "last term if urgent",
        lambda c: c["clock"]["wait"]["runs"][0].update(urgent=False),
        {("clock.open", "clock.wait")},
    ),
    ("endless", lambda c: c["clock"]["wait"].update(within=[]), {("clock.endless", "clock.wait")}),
    ("never resumed", lambda c: c["clock"]["work"].update(resume=[]), {("clock.pause", "clock.work")}),
    ("never paused", lambda c: c["clock"]["work"].update(pause=[]), {("clock.pause", "clock.work")}),
    ("lapse without act", lambda c: c["clock"]["wait"].pop("lapse"), {("clock.lapse", "clock.wait")}),
    ("act without lapse", lambda c: c["clock"]["wait"].update(missed="warn"), {("clock.lapse", "clock.wait")}),
    ("lapse by people", lambda c: c["act"]["reply"].update(who=["clerk"]), {("clock.lapse", "clock.wait")}),
    ("lapse by nothing", lambda c: c["clock"]["wait"].update(lapse="gone"), {("clock.lapse", "clock.wait")}),
    ("no ground", lambda c: c["act"]["extend"]["fields"].update(ground="optional"), {("clock.extend", "clock.work")}),
    ("no days", lambda c: c["clock"]["work"]["extend"].update(days_field="gone"), {("clock.extend", "clock.work")}),
    ("ladder gone", lambda c: c["ladder"].clear(), {("ladder.missing", "clock.work")}),
    ("ladder on a warning", lambda c: c["clock"]["work"].update(missed="warn"), {("ladder", "ladder.work")}),
    ("ladder by people", lambda c: c["act"]["late"]["who"].__setitem__(0, "clerk"), {("ladder", "ladder.work")}),
    ("ladder by nothing", lambda c: c["ladder"][0].update(act="gone"), {("ladder", "ladder.work")}),
    ("ladder not offered", lambda c: _field(c, "late_clock", choices={"x": WORDS}), {("ladder", "ladder.work")}),
    ("no permission", lambda c: c["who"]["clerk"].pop("permission"), {("function.permission", "who.clerk")}),
    ("no such permission", lambda c: c["who"]["clerk"].update(permission="a.b"), {("permission.unknown", "who.clerk")}),
    (
        "fact kept that is none",
        lambda c: c["act"]["extend"].update(keeps=["days"]),
        {("fact.unknown", "act.extend")},
    ),
    ("fact kept of no field", lambda c: _fact(c, "give", keeps=["known"]), {("field.missing", "act.give")}),
    ("fact stamped", lambda c: c["act"]["give"].update(stamps=["gone"]), {("fact.unknown", "act.give")}),
    ("fact counted", lambda c: c["act"]["give"].update(counts=["gone"]), {("fact.unknown", "act.give")}),
    ("fact cleared", lambda c: c["act"]["give"].update(clears=["gone"]), {("fact.unknown", "act.give")}),
    ("value that sees", lambda c: _facts(c, sees=True), {("fact.list", "facts.known")}),
    ("units that see", lambda c: _facts(c, type="units", sees=True), {("fact.list", "facts.known")}),
    ("instant that bars", lambda c: _facts(c, type="instant", bars=True), {("fact.list", "facts.known")}),
    ("count that bars", lambda c: _facts(c, type="count", bars=True), {("fact.list", "facts.known")}),
    (
        "named in no list",
        lambda c: c["who"]["worker"].update(relation="named"),
        {("function.fact", "who.worker")},
    ),
    (
        "named in a list of parties",
        lambda c: (_facts(c, type="parties"), c["who"]["worker"].update(relation="named", fact="known")),
        {("function.fact", "who.worker")},
    ),
    (
        "party in a list that is none",
        lambda c: c["who"]["worker"].update(relation="party", fact="gone"),
        {("fact.unknown", "who.worker")},
    ),
    (
        "unit in a list",
        lambda c: (_facts(c, type="parties"), c["who"]["worker"].update(fact="known")),
        {("function.fact", "who.worker")},
    ),
    ("arguments too few", lambda c: c["act"]["give"].update(needs=["fact"]), {("call.arguments", "act.give")}),
    ("arguments too many", lambda c: c["act"]["give"]["does"].append("file:x"), {("call.arguments", "act.give")}),
    ("clock of a guard", lambda c: c["act"]["give"].update(needs=["in_time:gone"]), {("clock.unknown", "act.give")}),
    ("fact of a guard", lambda c: c["act"]["give"].update(needs=["fact:gone"]), {("fact.unknown", "act.give")}),
    (
        "field of an effect's argument",
        lambda c: (_facts(c, type="units"), c["act"]["give"]["does"].append("add:known:gone")),
        {("field.unknown", "act.give")},
    ),
    (
        "clock asks a fact that is none",
        lambda c: c["clock"]["work"]["runs"][0].update(where={"gone": ["x"]}),
        {("fact.unknown", "clock.work")},
    ),
    (
        "days from a fact that is none",
        lambda c: c["clock"]["work"]["runs"][1].update(days_from="gone"),
        {("fact.unknown", "clock.work")},
    ),
    (
        "clock asks facts to the last line",
        lambda c: (_facts(c), c["clock"]["work"]["runs"][1].update(where={"known": ["x"]})),
        {("clock.open", "clock.work")},
    ),
    ("counts from a number", lambda c: c["clock"]["work"].update(counts_from="days"), {_COUNTS}),
    ("counts from nothing", lambda c: c["clock"]["work"].update(counts_from="gone"), {_COUNTS}),
    (
        "opening asks what every report says",
        lambda c: (
            c["fields"].update(kind={**WORDS, "type": "integer"}),
            c["act"]["file"].update(fields={"kind": "optional"}),
        ),
        {("opening.field", "act.file")},
    ),
    ("rows without columns", lambda c: _asked(c, type="rows"), {("field.columns", "fields.new")}),
    ("columns of a number", lambda c: _asked(c, columns={"a": _NUMBER}), {("field.columns", "fields.new")}),
    (
        "a text in a line",
        lambda c: _asked(c, type="rows", columns={"a": {**WORDS, "type": "text"}}),
        {("field.columns", "fields.new")},
    ),
    ("entry of no register", lambda c: _asked(c, type="entry"), {("field.of", "fields.new")}),
    ("party of no list", lambda c: _asked(c, type="party", of="gone"), {("field.of", "fields.new")}),
    (
        "parties of a value",
        lambda c: (_facts(c), _asked(c, type="parties", of="known")),
        {("field.of", "fields.new")},
    ),
    (
        "party in a line of no list",
        lambda c: _asked(c, type="rows", columns={"a": {**WORDS, "type": "party", "of": "gone"}}),
        {("field.of", "fields.new.a")},
    ),
    ("function unused", lambda c: c["who"].update(new=c["who"]["clerk"]), {("function.unused", "who.new")}),
]


def errors_of(change: Change | None = None) -> set[tuple[str, str]]:
    return {(f.code, f.place) for f in check_procedure(procedure(change)) if f.severity == "error"}


def test_the_sound_procedure_has_no_findings() -> None:
    assert check_procedure(procedure()) == []


@pytest.mark.parametrize(("change", "found"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_one_fault_is_found_and_nothing_else(change: Change, found: set[tuple[str, str]]) -> None:
    assert errors_of(change) == found


def test_an_unknown_initial_state_makes_everything_unreachable() -> None:
    found = errors_of(lambda c: c.update(initial="gone"))
    lost = {("state.unreachable", f"states.{state}") for state in ("open", "working", "waiting", "done")}
    assert found == {("state.unknown", "initial"), ("birth", "act"), *lost}


def test_a_source_that_nobody_has_read_is_a_notice() -> None:
    found = check_procedure(procedure(lambda c: c["law"]["act"].pop("checked")))
    assert found == [Finding("law.unchecked", "law.act", "某条例: text not checked", severity="notice")]


def test_changed_content_needs_a_new_version() -> None:
    sound = procedure()
    locked = {"test.matter@2026.1": content_hash(sound)}
    assert check_procedure(sound, locked) == []
    changed = procedure(lambda c: c["clock"]["work"]["extend"].update(max="P8D"))
    found = check_procedure(changed, locked)
    assert [(finding.code, finding.place) for finding in found] == [("version.not_raised", "test.matter@2026.1")]
    raised = procedure(lambda c: (c["clock"]["work"]["extend"].update(max="P8D"), c.update(version="2026.2")))
    assert check_procedure(raised, locked) == []


def test_a_finding_reads_as_a_line() -> None:
    (finding,) = check_procedure(procedure(lambda c: c["law"].update(new=c["law"]["act"])))
    assert str(finding) == "error: law.new: no act or clock cites it [law.unused]"


def test_every_code_of_the_checker_is_tried_here() -> None:
    written = set(re.findall(r'Finding\(\s*"([a-z_.]+)"', inspect.getsource(checker)))
    tried = {code for _, _, found in BROKEN for code, _ in found} | {"version.not_raised", "law.unchecked"}
    by_kind = {"clock.unknown", "fact.unknown", "field.unknown"}  # of what an argument names
    assert written | by_kind == tried


def test_edges_name_every_move() -> None:
    moves = set(edges(procedure()))
    judged = {(state, target) for state, act, target in moves if act == "judge"}
    assert judged == {("working", "done"), ("working", "open")}
    assert {move for move in moves if move[1] == "late"} == {(s, "late", s) for s in ("open", "working", "waiting")}
    assert {move for move in moves if move[1] == "file"} == {("", "file", "open")}
