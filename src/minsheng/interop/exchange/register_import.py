"""A register of mediations becomes cases: each row filed and led to its result by the acts that the procedure knows.

The acts bear the days of the register. Whatever the procedure refuses, it refuses here too, and the row with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from minsheng.base.errors import Refusal, Refusals
from minsheng.base.time import start_of_day
from minsheng.domains.disputes.register.entries import MEDIATION
from minsheng.interop.exchange import register_rows as columns
from minsheng.interop.exchange.posting_rows import BadLine
from minsheng.interop.exchange.register_rows import RegisterLine
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.rules import require
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.audit.services import record
from minsheng.kernel.cases.advancing import advance_checked
from minsheng.kernel.cases.intake import Opening, find_known, open_case, store_openings
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.cases.store import next_case_ids
from minsheng.kernel.procedures.library import active_version, procedure_of
from minsheng.kernel.procedures.models import ProcedureVersion
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.procedures.snapshot import Snapshot

BATCH = 200
BY = Actor.system("import")
_OPENS_AT = timedelta(hours=9)
_COLUMN_OF = {
    "area": columns.AREA, "unit": columns.COMMITTEE, "kind": columns.KIND, "source": columns.SOURCE,
    "manner": columns.MANNER, "level": columns.LEVEL, "people": columns.PEOPLE, "amount": columns.AMOUNT,
    "other_party": columns.RESPONDENT, "name": columns.APPLICANT, "phone": columns.APPLICANT_PHONE,
    "body": columns.MATTER, "mediators": columns.MEDIATORS, "perform_by": columns.PERFORM_BY,
    "agreed_amount": columns.AGREED_AMOUNT, "terms": columns.TERMS, "paid_on": columns.PERFORMED,
}  # fmt: skip


@dataclass(slots=True)
class Landed:
    """What came of a register: cases made, rows known from before, rows refused."""

    landed: int = 0
    known: int = 0
    refused: list[BadLine] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


def import_register(
    *,
    by: Actor,
    lines: Iterable[RegisterLine | BadLine],
    digest: str = "",
    progress: Callable[[int], None] | None = None,
) -> Landed:
    """Turn rows into cases, in batches that are committed one by one; a refused row stops no other.

    Idempotent by committee and number: the same register again adds nothing. Needs ``disputes.register``, and
    ``imports.run`` for committees in which the actor has no post; raises Refusal ``access.denied``.
    """
    require(by, "disputes.register")
    own = None if by.is_system or by.holds("imports.run") else by.units()
    done = Landed()
    version = active_version(MEDIATION)
    for batch in _batches(lines):
        with transaction.atomic():
            look_as_system()
            _land(batch, version, done, own)
        if progress is not None:
            progress(len(batch))
    done.refused.sort(key=lambda bad: bad.row)
    with transaction.atomic():
        look_as_system()
        counts = {"landed": done.landed, "known": done.known, "refused": len(done.refused)}
        record(
            "disputes.register_imported",
            by=by,
            subject="procedure",
            subject_id=MEDIATION,
            data={**counts, "digest": digest},
        )
    return done


def _batches(lines: Iterable[RegisterLine | BadLine]) -> Iterator[list[RegisterLine | BadLine]]:
    waiting = iter(lines)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _land(
    batch: list[RegisterLine | BadLine], version: ProcedureVersion, done: Landed, own: frozenset[int] | None
) -> None:
    done.refused.extend(line for line in batch if isinstance(line, BadLine))
    fresh = [line for line in batch if isinstance(line, RegisterLine)]
    known = find_known([key_of(line) for line in fresh])
    seen = set(known)
    openings: list[Opening] = []
    for line in fresh:
        key = key_of(line)
        if key in seen:
            done.known += 1
            continue
        seen.add(key)
        try:
            _check_own(line, own)
            with transaction.atomic():
                openings.append(_opened(line, version, key))
        except (Refusal, Refusals) as error:
            refusals = error.refusals if isinstance(error, Refusals) else [error]
            done.refused.append(BadLine(line.row, tuple(_at_column(refusal) for refusal in refusals)))
    cases = store_openings(openings)
    done.landed += len(cases)
    done.codes.extend(case.code for case in cases)


def _check_own(line: RegisterLine, own: frozenset[int] | None) -> None:
    if own is not None and _unit(line.committee) not in own:
        raise Refusal("register.other_committee", "unit")


def key_of(line: RegisterLine) -> str:
    """The key under which a row is known again: its committee and its number there."""
    return f"register:{line.committee}:{line.number}"[:160]


def _opened(line: RegisterLine, version: ProcedureVersion, key: str) -> Opening:
    """The case of a row, led to where the register says that it stands. Nothing but parties is stored yet."""
    procedure = procedure_of(version.pk)
    story = _Story(line, procedure)
    opening = open_case(
        by=BY,
        procedure=version,
        report=_report(line, procedure),
        at=story.at(line.filed),
        case_id=next_case_ids(1)[0],
        dispatches=False,
    )
    opening.client_key, opening.untold = key, frozenset({"reporter", "lead", "co", "dispatcher", "handler", "district"})
    for step in story.steps(opening.snapshot):
        advance_checked(opening, by=step.by, act=step.act, at=story.at(step.day), data=step.data)
    return opening


def _report(line: RegisterLine, procedure: Procedure) -> Report:
    other = {"name": line.respondent, "phone": line.respondent_phone}
    inputs: dict[str, Any] = {"other_party": {key: value for key, value in other.items() if value}}
    inputs |= {name: _key(procedure, name, text) for name, text in _chosen(line) if text}
    inputs |= {name: text for name, text in (("people", line.people), ("amount", line.amount)) if text}
    return Report(
        title="",
        body=line.matter,
        kind=_kind(procedure, line.kind),
        place=Place(area=line.area),
        name=line.applicant,
        phone=line.applicant_phone,
        inputs=inputs,
    )


def _chosen(line: RegisterLine) -> tuple[tuple[str, str], ...]:
    return (("source", line.source), ("manner", line.manner))


def _kind(procedure: Procedure, text: str) -> str:
    """The type as the register writes it: by its key, its whole name, or the name before a bracket."""
    for key, name in procedure.kinds.items():
        if text in {key, name.zh, name.zh.split("（")[0]}:
            return key
    raise Refusal("kind.unknown", "kind", value=text[:40], choices=[name.zh for name in procedure.kinds.values()])


def _key(procedure: Procedure, name: str, text: str) -> str:
    choices = procedure.fields[name].choices or {}
    for key, word in choices.items():
        if text in {key, word.zh}:
            return key
    raise Refusal("field.choice", name, value=text[:40], choices=[word.zh for word in choices.values()])


def _at_column(refusal: Refusal) -> Refusal:
    column = _COLUMN_OF.get((refusal.field or "").partition(".")[0], refusal.field)
    return Refusal(refusal.code, column, status=refusal.status, **refusal.params)


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a row: on which day, with which inputs, by whom."""

    act: str
    day: date
    data: dict[str, Any]
    by: Actor = BY


class _Story:
    """The acts of one row, in their order, each on its day; several on one day follow each other by minutes."""

    def __init__(self, line: RegisterLine, procedure: Procedure) -> None:
        self.line = line
        self.procedure = procedure
        self._last: datetime | None = None

    def at(self, day: date) -> datetime:
        """The next instant on a day: office hours, after what was before, never in the future."""
        wished = start_of_day(day) + _OPENS_AT
        if self._last is not None:
            wished = max(wished, self._last + timedelta(minutes=5))
        self._last = wished
        if wished > timezone.now():
            raise Refusal("act.in_future", columns.FILED, at=wished.isoformat())
        return wished

    def steps(self, snapshot: Snapshot) -> Iterator[Step]:
        """The acts, each asked for when the one before has been done to ``snapshot``."""
        line = self.line
        if line.result == "not_accepted":
            message = {"ground_of_decline": "refused", "message": line.terms or line.matter}
            yield Step("decline", line.ended or line.filed, message)
            return
        if line.accepted is None and not line.result:
            return
        accepted = line.accepted or line.filed
        yield Step("send", accepted, {"unit": _unit(line.committee)})
        level = _key(self.procedure, "level", line.level) if line.level else "normal"
        yield Step("accept", accepted, {"level": level})
        if line.mediators or line.result:
            yield Step("assign_mediators", accepted, {"mediators": _accounts(line.mediators)})
        if line.result and line.ended is not None:
            yield from self._result(snapshot, line.ended)

    def _result(self, snapshot: Snapshot, ended: date) -> Iterator[Step]:
        line, words = self.line, self.line.terms or self.line.matter
        told = {"told": True, "route": "court", "message": words}
        if line.result == "agreed":
            yield from self._agreed(snapshot, ended)
        elif line.result == "failed":
            yield Step("fail", ended, {"reason": words, **told})
        else:
            yield Step("withdraw", ended, {"reason": words, "party": snapshot.listed("applicants")[0]})
            yield Step("inform", ended, told)

    def _agreed(self, snapshot: Snapshot, ended: date) -> Iterator[Step]:
        if self.line.form == "written":
            yield Step("agree_written", ended, self._agreement())
            for party in [*snapshot.listed("applicants"), *snapshot.listed("respondents")]:
                signed = {"party": party, "method": "signature", "signed_on": ended.isoformat()}
                yield Step("sign", ended, signed)
            for account in snapshot.listed("mediators"):
                yield Step("mediator_sign", ended, {}, Actor(account_id=account, channel="import"))
            yield Step("seal", ended, {})
        else:
            yield Step("agree_oral", ended, self._agreement())
        yield from self._performance(ended)

    def _agreement(self) -> dict[str, Any]:
        line = self.line
        given: dict[str, Any] = {"terms": line.terms or line.matter}
        if line.agreed_amount:
            given["amount"] = line.agreed_amount
        if line.perform_by is not None:
            given["perform_by"] = line.perform_by.isoformat()
        return given

    def _performance(self, ended: date) -> Iterator[Step]:
        line, words = self.line, self.line.terms or self.line.matter
        day = max(line.performed or line.perform_by or ended, ended)
        if line.performance == "performed":
            yield Step("confirm_performed", day, {"otherwise": True})
        if line.performance == "partly":
            yield Step("declare_partly", day, {"note": words})
        if line.performance == "breached":
            yield Step("declare_breach", day, {"reason": words})


def _unit(text: str) -> int:
    units = unit_registry()
    if text in units.by_code:
        return units.by_code[text].id
    named = [unit.id for unit in units.by_id.values() if unit.name == text]
    if len(named) != 1:
        raise Refusal("unit.unknown", "unit", id=text[:40])
    return named[0]


def _accounts(usernames: tuple[str, ...]) -> list[int]:
    """Accounts by user name. Raises Refusal ``text.empty`` without any, ``account.unknown`` for one that is none."""
    if not usernames:
        raise Refusal("text.empty", "mediators")
    found = dict(Account.objects.filter(username__in=usernames).values_list("username", "pk"))
    missing = [name for name in usernames if name not in found]
    if missing:
        raise Refusal("account.unknown", "mediators", id=missing[0][:40])
    return [found[name] for name in usernames]
