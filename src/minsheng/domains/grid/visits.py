"""Visits (走访): to a household or shop, for a purpose, with what came of it.

No identity numbers, nothing of health or criminal records, no word on anybody's character: a household is an address.
Address and result can be blanked (`erase_visit`, and when a person is erased). Law: GB/T 34300-2017; PIPL 6, 28, 47.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from minsheng.base.errors import Refusal, Refusals
from minsheng.domains.grid.enums import Purpose, Subject
from minsheng.domains.grid.fieldwork import clean_note, digest_of, refuse_other, sent_key
from minsheng.domains.grid.models import Visit
from minsheng.domains.grid.module import VISIT
from minsheng.domains.grid.reach import audience, grid_named, require_in
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting, acting_as_system
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.audit.services import record
from minsheng.kernel.cases.places import ADDRESS_LIMIT
from minsheng.kernel.cases.queries import visible_cases

OLDEST_DAYS = 31
_IMPORTED_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class VisitReport:
    """What a worker says of a visit. ``case`` is the code of a case that it belongs to, if any."""

    grid: int | str
    visited_on: date
    subject: str
    purpose: str
    address: str
    result: str
    follow_up: bool = False
    case: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A visit and whether this call has made it; False when the same had been sent before."""

    visit: Visit
    created: bool


def record_visit(*, by: Actor, report: VisitReport, client_key: str = "") -> Recorded:
    """Record a visit in a grid that a post of ``by`` with ``grid.visit`` reaches.

    The same ``client_key`` with the same content gives the same visit. Raises Refusals with all that is wrong:
    ``grid.unknown``, ``grid.no_grid``, ``access.denied`` (403), ``grid.in_future``, ``grid.too_old``, ``grid.subject``,
    ``grid.purpose``, ``text.*``, ``grid.identity_in_text``, ``grid.sensitive``, ``case.unknown``; or a Refusal
    ``grid.key_reused`` (409).
    """
    node = grid_named(report.grid, "grid")
    require_in(by, VISIT, node)
    if by.account_id is None:
        raise Refusal("grid.unknown_account", "account")
    row = _checked(report, node.id, by.account_id)
    if report.case:
        row.case_id = _case(by, report.case)
    row.client_key = sent_key(by, client_key, "visit")
    digest = digest_of(asdict(report))
    row.client_digest = digest if row.client_key else None
    with acting_as_system():
        known = Visit.objects.filter(client_key=row.client_key).first() if row.client_key else None
        if known is None:
            try:
                with transaction.atomic():
                    row.save(force_insert=True)
            except IntegrityError:  # the same key at the same moment
                known = Visit.objects.get(client_key=row.client_key)
        if known is not None:
            refuse_other(known.client_digest, digest)
            return Recorded(known, created=False)
        _log(by, row, "recorded")
    return Recorded(row, created=True)


def follow_up_visit(*, by: Actor, visit_id: int, on: date) -> Visit:
    """Note the day on which what a visit left open was followed up. Sent again it changes nothing.

    Raises Refusal ``grid.unknown_visit`` (404), ``grid.no_follow_up``, ``grid.in_future``, ``dates.order``.
    """
    with acting_as_system():
        found = Visit.objects.select_for_update(no_key=True).filter(pk=visit_id).first()
        if found is None or by.tokens(VISIT).isdisjoint(found.audience):
            raise Refusal("grid.unknown_visit", status=404)
        if not found.follow_up:
            raise Refusal("grid.no_follow_up", "on")
        if on > timezone.localdate():
            raise Refusal("grid.in_future", "on")
        if on < found.visited_on:
            raise Refusal("dates.order", "on")
        if found.followed_up_on is None:
            found.followed_up_on, found.changed_at = on, timezone.now()
            found.save(update_fields=["followed_up_on", "changed_at"])
            _log(by, found, "followed_up")
    return found


def erase_visit(*, by: Actor, visit_id: int) -> Visit:
    """Blank address and result of a visit when somebody of the household asks for it (PIPL 47); the count stays.

    Needs ``parties.erase`` and a post that reaches the grid. Raises Refusal ``access.denied`` (403),
    ``grid.unknown_visit`` (404).
    """
    if not by.is_system and not by.holds("parties.erase"):
        raise Refusal("access.denied", status=403, permission="parties.erase")
    with acting_as_system():
        found = Visit.objects.select_for_update(no_key=True).filter(pk=visit_id).first()
        if found is None or not (by.is_system or not by.reading_tokens().isdisjoint(found.audience)):
            raise Refusal("grid.unknown_visit", status=404)
        if found.erased_at is None:
            found.address, found.result, found.erased_at = "", "", timezone.now()
            found.save(update_fields=["address", "result", "erased_at"])
            _log(by, found, "erased")
    return found


@dataclass(frozen=True, slots=True)
class PastVisit:
    """A visit that another system has recorded, as an import takes it over."""

    area_id: int
    account_id: int
    visited_on: date
    subject: str
    purpose: str
    address: str
    result: str
    follow_up: bool = False
    followed_up_on: date | None = None
    case_id: int | None = None


def import_visits(*, by: Actor, visits: Sequence[PastVisit]) -> int:
    """Take over visits, all or none, one statement for each thousand. Needs ``imports.run``.

    Raises Refusals as `record_visit`, but for old days.
    """
    if not by.is_system and not by.holds("imports.run"):
        raise Refusal("access.denied", status=403, permission="imports.run")
    rows = []
    for it in visits:
        report = VisitReport(it.area_id, it.visited_on, it.subject, it.purpose, it.address, it.result, it.follow_up)
        row = _checked(report, grid_named(it.area_id).id, it.account_id, is_old=True)
        row.followed_up_on, row.case_id = it.followed_up_on, it.case_id
        rows.append(row)
    with acting_as_system():
        Visit.objects.bulk_create(rows, batch_size=_IMPORTED_AT_ONCE)
        data = {"count": len(rows), "what": "visits"}
        record("grid.imported", by=by, subject="grid", subject_id="visits", data=data)
    return len(rows)


def _checked(report: VisitReport, area_id: int, account_id: int, *, is_old: bool = False) -> Visit:
    """An unsaved visit. Raises Refusals with everything that is wrong with the report."""
    row = Visit(
        area_id=area_id,
        account_id=account_id,
        visited_on=report.visited_on,
        subject=report.subject,
        purpose=report.purpose,
        follow_up=report.follow_up,
        changed_at=timezone.now(),
        audience=audience(area_id),
    )
    problems = [*_day_problems(report.visited_on, is_old=is_old)]
    if report.subject not in Subject.values:
        problems.append(Refusal("grid.subject", "subject", value=report.subject[:20]))
    if report.purpose not in Purpose.values:
        problems.append(Refusal("grid.purpose", "purpose", value=report.purpose[:20]))
    for name, limit in (("address", ADDRESS_LIMIT), ("result", 1_000)):
        try:
            setattr(row, name, clean_note(getattr(report, name), name, limit=limit))
        except Refusal as refusal:
            problems.append(refusal)
    if problems:
        raise Refusals(problems)
    return row


def _day_problems(day: date, *, is_old: bool) -> list[Refusal]:
    today = timezone.localdate()
    if day > today:
        return [Refusal("grid.in_future", "visited_on")]
    if not is_old and (today - day).days > OLDEST_DAYS:
        return [Refusal("grid.too_old", "visited_on", days=OLDEST_DAYS)]
    return []


def _case(by: Actor, code: str) -> int:
    """Id of a case that the worker may see. Raises Refusal ``case.unknown``."""
    with acting(by):
        found = visible_cases(by).filter(code=code[:24]).values_list("pk", flat=True).first()
    if found is None:
        raise Refusal("case.unknown", "case")
    return int(found)


def _log(by: Actor, row: Visit, step: str) -> None:
    data = {"grid": registry().node(row.area_id).code, "step": step}
    record("grid.visit", by=by, subject="visit", subject_id=row.pk, data=data)
