"""Intake: what somebody reports becomes a case. Idempotent by the client's key.

One case or a thousand (an import) take the same way: checked, routed and moved in memory by the interpreter, then
stored by one statement per table.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.base.ids import Chooser, new_code
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.permissions import realm
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.audit.services import NewLine, writing
from minsheng.kernel.cases.acts import entry_of
from minsheng.kernel.cases.consequences import after_act
from minsheng.kernel.cases.events import CaseFiled
from minsheng.kernel.cases.inserting import as_one, insert_rows, send
from minsheng.kernel.cases.loading import begin_filing
from minsheng.kernel.cases.models import Case, Content
from minsheng.kernel.cases.persons import identified
from minsheng.kernel.cases.projection import case_columns
from minsheng.kernel.cases.registers import check_registers
from minsheng.kernel.cases.reports import Checked, Report, check_report
from minsheng.kernel.cases.search import vector_terms
from minsheng.kernel.cases.store import Entry, append_acts, insert_children, next_case_ids
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.events import announce
from minsheng.kernel.parties.models import PartyKind
from minsheng.kernel.parties.services import register_party
from minsheng.kernel.procedures.inputs import Inputs, clean_inputs
from minsheng.kernel.procedures.interpreter import apply, check
from minsheng.kernel.procedures.library import active_version, procedure_of, released_version
from minsheng.kernel.procedures.models import ProcedureVersion
from minsheng.kernel.procedures.registry import Question
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.procedures.snapshot import Done, Snapshot
from minsheng.kernel.routing.registry import routing_registry
from minsheng.kernel.routing.rules import Matter, Routed

KEY_LIMIT = 100
_CODE_ATTEMPTS = 4
_NAMES = [field.attname for field in Case._meta.concrete_fields]


@dataclass(frozen=True, slots=True)
class Filed:
    """The case that a report became. ``created`` is False when the same report had been filed before."""

    case: Case
    created: bool


@dataclass(slots=True)
class Opening:
    """A case that is about to be stored: its snapshot and the acts that led to it, all still in memory.

    ``doers`` are the actors of the ``entries``, in the same order. ``case_id`` is an id drawn beforehand, or 0.
    ``terms`` are the index terms of title, text and address where the caller has worked them out already. ``untold``
    are audiences that cannot be reached or know already.
    """

    by: Actor
    version: ProcedureVersion
    procedure: Procedure
    checked: Checked
    snapshot: Snapshot
    client_key: str | None
    digest: bytes
    code: str
    entries: list[Entry] = field(default_factory=list)
    doers: list[Actor] = field(default_factory=list)
    routed: Routed | None = None
    case_id: int = 0
    terms: list[str] | None = None
    untold: frozenset[str] = frozenset()

    def append(self, entry: Entry, by: Actor) -> None:
        """Add an act that was done, and who did it."""
        self.entries.append(entry)
        self.doers.append(by)


def file_case(*, by: Actor, procedure: str, report: Report, client_key: str = "", at: datetime | None = None) -> Filed:
    """File a report under the active version of a procedure, in one transaction: checks, party, route, clocks, audit.

    The same ``client_key`` with the same content gives the same case; with other content Refusal ``key.reused`` (409).
    Raises Refusals naming every field at fault: ``text.*``, ``category.unknown``, ``kind.unknown``, ``place.*``,
    ``phone.format``, ``identity.*``.
    """
    key = scoped_key(by, client_key)
    digest = report.digest(procedure)
    for attempt in range(_CODE_ATTEMPTS):
        try:
            with transaction.atomic():
                look_as_system()
                begun = begin_filing(procedure, key)
                if begun.known is not None:
                    return Filed(refuse_other_content(begun.known, digest), created=False)
                version = released_version(begun.version_id)
                opening = open_case(
                    by=by, procedure=version, report=report, at=at or timezone.now(), case_id=begun.case_id
                )
                opening.client_key, opening.digest = key, digest
                return Filed(store_openings([opening])[0], created=True)
        except IntegrityError:  # the same key at the same moment, or a code drawn twice: look again
            if attempt == _CODE_ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def scoped_key(by: Actor, client_key: str) -> str | None:
    """The client's key, made unique to the client. Raises Refusal ``key.format``."""
    if not client_key:
        return None
    if len(client_key) > KEY_LIMIT or not client_key.isprintable():
        raise Refusal("key.format", "client_key", limit=KEY_LIMIT)
    owner = by.account_id if by.account_id is not None else f"{by.channel}-{by.party_id or 0}"
    return f"{owner}:{client_key}"


def find_known(keys: Sequence[str]) -> dict[str, Case]:
    """Cases that were filed under these (scoped) keys. Needs system eyes."""
    if not keys:
        return {}
    return {case.client_key or "": case for case in Case.objects.filter(client_key__in=keys)}


def refuse_other_content(known: Case, digest: bytes) -> Case:
    """The known case if the content is the same; Refusal ``key.reused`` (409) otherwise."""
    if bytes(known.client_digest or b"") != digest:
        raise Refusal("key.reused", "client_key", status=409, case=known.code)
    return known


def open_case(
    *,
    by: Actor,
    procedure: str | ProcedureVersion,
    report: Report,
    at: datetime,
    reporter_id: int | None = None,
    case_id: int = 0,
    chooser: Chooser = secrets,
    dispatches: bool = True,
) -> Opening:
    """Check a report and open a case in memory: route, first acts, clocks. Only the party register is written to.

    ``procedure`` is a key (its active version counts) or a version, for callers who open many. ``dispatches`` False: a
    rule that dispatches without a person only suggests here; see ``dispatch_by_rule``. ``case_id`` is one of
    ``next_case_ids``, when it must be known before the case is stored; ``chooser`` draws the code (a simulation's must
    come out the same every time).
    """
    version = active_version(procedure) if isinstance(procedure, str) else procedure
    parsed = procedure_of(version.pk)
    checked = check_report(parsed, report, at)
    if reporter_id is None:
        reporter_id = _reporter(by, report)
    routed = _route(parsed, checked, at)
    opening = Opening(
        by=by,
        version=version,
        procedure=parsed,
        checked=checked,
        snapshot=Snapshot(),
        client_key=None,
        digest=b"",
        code=new_code(parsed.prefix, timezone.localdate(at), chooser),
        routed=routed,
        case_id=case_id,
    )
    data = _birth_data(report, checked, reporter_id, routed)
    said = _said(by, parsed, report, data, at)
    files = {"files": list(report.files)} if report.files else {}
    advance(opening, by=by, act=parsed.opening, at=at, data={**said.data, **data}, texts=said.texts, files=files)
    if dispatches:
        dispatch_by_rule(opening, at)
    return opening


def _said(by: Actor, procedure: Procedure, report: Report, data: dict[str, Any], at: datetime) -> Inputs:
    """What the opening act asks beyond what every report has, checked like the inputs of any act, its guards asked."""
    spec = procedure.act[procedure.opening]
    if not spec.fields and not spec.needs and not report.inputs:
        return Inputs({}, {})
    inputs = clean_inputs(procedure, spec, report.inputs)
    check_registers(procedure, spec, inputs, by=by, case=None)
    known = {**inputs.data, **inputs.texts, **data}
    question = Question(procedure, Snapshot(), spec, known, by.account_id, by.party_id, frozenset(spec.who), at)
    check(question)
    return identified(procedure, spec, inputs, by=by, question=question)


def dispatch_by_rule(opening: Opening, at: datetime) -> None:
    """Give a case that has just been opened to its unit, when the rule that fits it dispatches without a person."""
    routed = opening.routed
    if routed is None or not routed.dispatches:
        return
    offered = opening.procedure.acts_from(opening.snapshot.state)
    # Only an act that names the rule takes one: where a person must judge first, no rule goes past the guards.
    act = next((key for key, spec in offered.items() if "assign" in spec.does and "rule" in spec.fields), None)
    if act is not None:
        target = {"unit": routed.unit_id, "co_units": list(routed.co_units), "rule": routed.rule_id}
        advance(opening, by=Actor.system(opening.by.channel), act=act, at=at, data=target)


def advance(
    opening: Opening,
    *,
    by: Actor,
    act: str,
    at: datetime,
    data: dict[str, Any],
    texts: dict[str, str] | None = None,
    files: dict[str, list[int]] | None = None,
) -> None:
    """Do one more act to a case that is still in memory. The caller has checked that it is open."""
    snapshot, procedure = opening.snapshot, opening.procedure
    unit = min(by.units(), default=None)
    done = Done(snapshot.seq + 1, act, at, by.account_id, by.party_id, unit, data)
    before = snapshot.state
    apply(procedure, snapshot, done, current_calendar().with_fallback())
    inputs = Inputs(data, texts or {})
    entry = entry_of(procedure, procedure.act[act], done, inputs, by.channel, before, snapshot.state)
    if files:
        entry.files, entry.public_files = {**entry.files, **files}, True
    opening.append(entry, by)


def store_openings(openings: Sequence[Opening]) -> list[Case]:
    """Store cases with all that belongs to them, one statement per table. Needs a transaction and system eyes."""
    cases = write_openings(openings)
    follow_openings(cases, openings)
    return cases


def write_openings(openings: Sequence[Opening]) -> list[Case]:
    """The rows alone, for callers who write a great many inside one ``together``; ``follow_openings`` must follow."""
    drawn = iter(next_case_ids(sum(not opening.case_id for opening in openings)))
    pairs = [(opening.case_id or next(drawn), opening) for opening in openings]
    cases = [_case_row(pk, opening) for pk, opening in pairs]
    if not cases:
        return []
    with as_one():
        insert_rows(Case, cases)
        insert_rows(Content, [_content_row(pk, opening) for pk, opening in pairs])
        append_acts([(pk, entry) for pk, opening in pairs for entry in opening.entries])
        insert_children([(pk, opening.snapshot) for pk, opening in pairs])
        send(*writing([line for pk, opening in pairs for line in _lines(pk, opening)]))
    return [Case.from_db(connection.alias, _NAMES, [row[name] for name in _NAMES]) for row in cases]


def follow_openings(cases: Sequence[Case], openings: Sequence[Opening]) -> None:
    """What follows from the acts of cases that have been written: messages, files, and the event after commit."""
    for case, opening in zip(cases, openings, strict=True):
        _follow(case, opening)


def _follow(case: Case, opening: Opening) -> None:
    snapshot, procedure = opening.snapshot, opening.procedure
    for entry, by in zip(opening.entries, opening.doers, strict=True):
        after_act(
            case=case,
            procedure=procedure,
            spec=procedure.act[entry.done.key],
            done=entry.done,
            before=snapshot,
            after=snapshot,
            by=by,
            texts=entry.texts,
            files=[file for ids in entry.files.values() for file in ids],
            untold=opening.untold,
        )
    announce(CaseFiled(case.pk, case.code, procedure.key, case.filed_at))


def _case_row(pk: int, opening: Opening) -> dict[str, Any]:
    number = realm(opening.procedure.realm).number
    return {
        "id": pk,
        "code": opening.code,
        "procedure_id": opening.version.pk,
        "realm": number,
        **case_columns(opening.snapshot, opening.procedure, case_id=pk, realm=number),
        "watched": False,
        "channel": opening.by.channel,
        "title": opening.checked.title,
        "client_key": opening.client_key,
        "client_digest": opening.digest if opening.client_key else None,
    }


def _content_row(pk: int, opening: Opening) -> dict[str, Any]:
    checked = opening.checked
    return {
        "case_id": pk,
        "filed_at": opening.snapshot.filed_at,
        "body": checked.body,
        "address": checked.address,
        "lon": checked.lon,
        "lat": checked.lat,
        "vector": opening.terms or vector_terms(checked.title, checked.body, checked.address),
    }


def _lines(pk: int, opening: Opening) -> list[NewLine]:
    rule = opening.routed.rule_id if opening.routed else None
    born = {"procedure": str(opening.version), "category": opening.checked.category_id, "rule": rule}
    lines = [NewLine("cases.filed", opening.by, "case", pk, born, pk)]
    for entry, by in zip(opening.entries[1:], opening.doers[1:], strict=True):
        done = entry.done
        data = {"act": done.key, "seq": done.seq, "from": entry.state_before, "to": entry.state_after}
        lines.append(NewLine("cases.acted", by, "case", pk, data, pk))
    return lines


def _reporter(by: Actor, report: Report) -> int | None:
    if report.party_id is not None:
        if not by.is_system and report.party_id != by.party_id:
            raise Refusal("access.denied", "party_id", status=403)
        return report.party_id
    if not report.name and not report.phone and not report.identity:
        return by.party_id
    party = register_party(by=by, kind=PartyKind.PERSON, name=report.name, phone=report.phone, identity=report.identity)
    return party.pk


def _route(procedure: Procedure, checked: Checked, at: datetime) -> Routed | None:
    registry = routing_registry()
    category = registry.categories.get(checked.category_id or 0)
    return registry.route(
        Matter(
            realm=procedure.realm,
            kind=checked.kind,
            category_line=category.line if category else (),
            area_line=area_registry().ancestors(checked.area_id),
            text=f"{checked.title}\n{checked.body}",
            on=timezone.localdate(at),
        )
    )


def _birth_data(report: Report, checked: Checked, reporter_id: int | None, routed: Routed | None) -> dict[str, Any]:
    return {
        "kind": checked.kind,
        "category_id": checked.category_id,
        "area_id": checked.area_id,
        "urgent": report.urgent,
        "confidentiality": report.confidentiality,
        "reporter_id": reporter_id,
        "suggested_unit_id": routed.unit_id if routed else None,
        "rule": routed.rule_id if routed else None,
        **({"category_by": report.category_by} if report.category_by else {}),
    }
