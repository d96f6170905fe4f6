"""Reading the register: mediations that the actor may see, as entries, in chunks by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from minsheng.base.time import local_date, start_of_day
from minsheng.domains.disputes.module import DISPUTES
from minsheng.domains.disputes.register.rules import Entry, Period, performance_of, result_of
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.rules import overlapping
from minsheng.kernel.access.tokens import MAX_CLEARANCE, Kind, pack
from minsheng.kernel.cases.models import Case, ClockRow
from minsheng.kernel.cases.queries import visible_cases
from minsheng.kernel.parties.queries import masked
from minsheng.surface.web.cases.queries import account_names

MEDIATION = "disputes.mediation"
CHUNK = 1000
_CLOCK = "mediate"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the register: touched in a period, below an area, of a committee, of a kind. Ids; None for all."""

    period: Period
    area_id: int | None = None
    unit_id: int | None = None
    kind: str = ""


def cases_of(actor: Actor, wanted: Wanted) -> QuerySet[Case]:
    """Mediations in which something happened that the period may count: filed before its end, not closed before it."""
    begin, end = _bounds(wanted.period)
    rows = visible_cases(actor).filter(procedure__key=MEDIATION, filed_at__lt=end)
    rows = rows.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=begin))
    if wanted.unit_id is not None:
        rows = rows.filter(lead_unit_id=wanted.unit_id)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.area_id is not None:
        rows = overlapping(rows, _tokens_of(wanted.area_id))
    return rows


def entries(actor: Actor, wanted: Wanted) -> Iterator[Entry]:
    """All of them, oldest first, four statements for each thousand. Reads with the eyes of the transaction."""
    after = 0
    while True:
        page = list(cases_of(actor, wanted).filter(pk__gt=after).order_by("pk")[:CHUNK])
        yield from entries_of(page)
        if len(page) < CHUNK:
            return
        after = page[-1].pk


def page_of(actor: Actor, wanted: Wanted, *, before_id: int | None, size: int) -> tuple[list[Entry], int | None]:
    """One page, newest first, and the key of the next one (None at the end)."""
    rows = cases_of(actor, wanted).order_by("-pk")
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    found = list(rows[: size + 1])
    shown = found[:size]
    return list(entries_of(shown)), shown[-1].pk if len(found) > size else None


def entries_of(cases: list[Case]) -> Iterator[Entry]:
    """The entries of these cases, in their order: clocks, names of parties and of mediators by one statement each."""
    if not cases:
        return
    clocks = _clocks([case.pk for case in cases])
    parties = masked(_ids(cases, "applicants", "respondents"))
    names = {pk: party.name for pk, party in parties.items()}
    accounts = account_names(_ids(cases, "mediators"))
    for case in cases:
        yield _entry(case, clocks.get(case.pk), names, accounts)


def _clocks(ids: list[int]) -> dict[int, ClockRow]:
    """The last run of the term for mediation, by case."""
    rows = ClockRow.objects.filter(case_id__in=ids, key=_CLOCK).order_by("case_id", "run")
    return {row.case_id: row for row in rows}


def _entry(case: Case, clock: ClockRow | None, names: dict[int, str], accounts: dict[int, str]) -> Entry:
    facts = case.facts
    agreed, ended = _day(facts, "agreed_at"), _day(facts, "ended_at")
    result = result_of(case.state, case.outcome, agreed=agreed is not None, ended=ended is not None)
    return Entry(
        code=case.code,
        unit_id=case.lead_unit_id,
        area_id=case.area_id,
        kind=case.kind,
        source=str(facts.get("source") or ""),
        manner=str(facts.get("manner") or ""),
        level=str(facts.get("level") or ""),
        people=facts.get("people"),
        amount=_money(facts, "amount"),
        filed_on=local_date(case.filed_at),
        accepted_on=local_date(clock.started_at) if clock is not None else None,
        settled_on=agreed or ended,
        result=result,
        form=str(facts.get("form") or "") if agreed is not None else "",
        agreed_amount=_money(facts, "agreed_amount") if agreed is not None else None,
        perform_by=date.fromisoformat(facts["perform_by"]) if agreed is not None and facts.get("perform_by") else None,
        performance=performance_of(
            case.state,
            case.outcome,
            agreed=agreed is not None,
            performed=bool(facts.get("performed_at")),
            breached=bool(facts.get("breached_at")),
        ),
        performed_on=_day(facts, "performed_at"),
        applied_on=_day(facts, "confirm_applied_at"),
        ruling=str(facts.get("ruling") or ""),
        sessions=int(facts.get("sessions") or 0),
        late=_is_late(clock),
        risk_reported=bool(facts.get("risk_at")),
        handed_over=bool(facts.get("handed_over_at")),
        applicants=_named(facts, "applicants", names),
        respondents=_named(facts, "respondents", names),
        mediators=_named(facts, "mediators", accounts),
        title=case.title,
    )


def _is_late(clock: ClockRow | None) -> bool:
    if clock is None or clock.due_at is None or clock.stopped_at is None:
        return False
    return clock.stopped_at > clock.due_at


def _day(facts: dict[str, Any], key: str) -> date | None:
    value = facts.get(key)
    return local_date(datetime.fromisoformat(value)) if value else None


def _money(facts: dict[str, Any], key: str) -> Decimal | None:
    value = facts.get(key)
    return Decimal(value) if value not in (None, "") else None


def _named(facts: dict[str, Any], key: str, names: dict[int, str]) -> tuple[str, ...]:
    return tuple(names[pk] for pk in facts.get(key) or () if names.get(pk))


def _ids(cases: Iterable[Case], *keys: str) -> set[int]:
    return {int(pk) for case in cases for key in keys for pk in case.facts.get(key) or ()}


def _bounds(period: Period) -> tuple[datetime, datetime]:
    return start_of_day(period.first), start_of_day(period.last, plus=1)


def _tokens_of(area_id: int) -> frozenset[int]:
    """Tokens that every case below an area carries, whatever its confidentiality."""
    levels = range(MAX_CLEARANCE + 1)
    return frozenset(pack(Kind.AREA, area_id, realm=DISPUTES.number, clearance=level) for level in levels)
