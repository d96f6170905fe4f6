"""Rounds (巡查): planned or not, begun, points on the way, what was found, finished.

A worker goes on rounds of its own in grids that its posts reach (``grid.patrol``). Kept are grid, beginning, end, areas
on the way and the cases that came of it; no track of the person. A phone may send each step again: it changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.base.time import local_date
from minsheng.domains.grid.enums import RoundKind
from minsheng.domains.grid.fieldwork import clean_note, digest_of, refuse_other, sent_key, settle_instant
from minsheng.domains.grid.models import Round, RoundFinding, RoundPoint
from minsheng.domains.grid.module import DUTY, PATROL, PROCEDURE
from minsheng.domains.grid.reach import audience, grid_named, require_in
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting, acting_as_system
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.queries import actor_for
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.audit.services import record
from minsheng.kernel.cases.models import Act, Case
from minsheng.kernel.cases.places import Place, settle_place
from minsheng.kernel.cases.queries import visible_cases

MOST_POINTS = 200
"""More of them would be a track."""
_IMPORTED_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Begun:
    """A round and whether this call has made it; False when the same had been sent before."""

    round: Round
    created: bool


def plan_round(*, by: Actor, grid: int | str, planned_on: date, account_id: int | None = None) -> Round:
    """Plan a round for a day, for oneself or (with ``grid.duty.manage``) for a worker whose post reaches the grid.

    Raises Refusal ``grid.unknown``, ``grid.no_grid``, ``access.denied``, ``grid.past_day``, ``grid.no_post``,
    ``grid.planned_already``.
    """
    node = grid_named(grid, "grid")
    own = account_id is None or account_id == by.account_id
    require_in(by, PATROL if own else DUTY, node)
    if planned_on < timezone.localdate():
        raise Refusal("grid.past_day", "planned_on")
    worker = by.account_id if own else account_id
    if worker is None:
        raise Refusal("grid.unknown_account", "account")
    with acting_as_system():
        if not own:
            _require_post(worker, node.id)
        if _planned(worker, node.id, planned_on):
            raise Refusal("grid.planned_already", "planned_on", grid=node.name)
        made = Round.objects.create(
            area_id=node.id,
            account_id=worker,
            kind=RoundKind.PLANNED,
            planned_on=planned_on,
            day=planned_on,
            changed_at=timezone.now(),
            audience=audience(node.id),
        )
        _log(by, made, "planned")
    return made


def start_round(*, by: Actor, grid: int | str, at: datetime | None = None, client_key: str = "") -> Begun:
    """Begin a round in a grid: the one that is planned for this worker, grid and day, or an unplanned one.

    The same ``client_key`` with the same content gives the same round. Raises Refusal ``grid.unknown``,
    ``grid.no_grid``, ``access.denied``, ``grid.in_future``, ``grid.too_old``, ``grid.round_under_way`` (409),
    ``grid.key_reused`` (409).
    """
    node = grid_named(grid, "grid")
    require_in(by, PATROL, node)
    if by.account_id is None:
        raise Refusal("grid.unknown_account", "account")
    key = sent_key(by, client_key, "round")
    digest = digest_of({"grid": node.id, "at": at})
    begun_at = settle_instant(at, "begun_at")
    with acting_as_system():
        known = Round.objects.filter(client_key=key).first() if key else None
        if known is not None:
            refuse_other(known.client_digest, digest)
            return Begun(known, created=False)
        begun = _planned(by.account_id, node.id, local_date(begun_at)) or Round(
            area_id=node.id, account_id=by.account_id, kind=RoundKind.UNPLANNED, audience=audience(node.id)
        )
        begun.begun_at, begun.day = begun_at, local_date(begun_at)
        begun.client_key, begun.client_digest = key, digest if key else None
        begun.changed_at = timezone.now()
        try:
            with transaction.atomic():
                begun.save()
        except IntegrityError:
            return _raced(by, key, digest)
        _log(by, begun, "begun")
    return Begun(begun, created=True)


def mark_point(*, by: Actor, round_id: int, place: Place, at: datetime | None = None) -> RoundPoint:
    """Note that the round has come through an area. Of a point only the smallest area is kept.

    A point of the way may reach us after the end, from a phone that was off line; sent again it changes nothing.

    Raises Refusal ``grid.unknown_round`` (404), ``grid.not_under_way`` (409), ``place.*``, ``area.unknown``,
    ``grid.elsewhere`` (outside of the round's community), ``grid.in_future``, ``grid.too_old``, ``grid.before_round``,
    ``grid.too_many_points``.
    """
    when = settle_instant(at, "at")
    with acting_as_system():
        own = _own(by, round_id)
        if own.begun_at is None or own.cancelled_at is not None or (own.finished_at and when > own.finished_at):
            raise Refusal("grid.not_under_way", status=409)
        if when < own.begun_at:
            raise Refusal("grid.before_round", "at")
        area_id = settle_place(place, when).area_id
        community = registry().node(own.area_id).parent_id
        if community not in registry().ancestors(area_id):
            raise Refusal("grid.elsewhere", "place", area=registry().node(area_id).name)
        if RoundPoint.objects.filter(round=own).count() >= MOST_POINTS:
            raise Refusal("grid.too_many_points", "place", limit=MOST_POINTS)
        point, _ = RoundPoint.objects.get_or_create(round=own, at=when, defaults={"area_id": area_id})
    return point


def add_finding(*, by: Actor, round_id: int, code: str) -> RoundFinding:
    """Attach a grid event to a round on which it was found, until a week after. The same again changes nothing.

    Raises Refusal ``grid.unknown_round`` (404), ``case.unknown`` (404), ``grid.no_event``, ``grid.found_elsewhere``
    (it belongs to another round), ``grid.not_begun`` (409).
    """
    with acting(by):
        case = visible_cases(by).select_related("procedure").filter(code=code[:24]).first()
    if case is None:
        raise Refusal("case.unknown", "case", status=404)
    if case.procedure.key != PROCEDURE:
        raise Refusal("grid.no_event", "case")
    with acting_as_system():
        own = _own(by, round_id)
        if own.begun_at is None or own.cancelled_at is not None:
            raise Refusal("grid.not_begun", status=409)
        finding, created = RoundFinding.objects.get_or_create(case_id=case.pk, defaults={"round": own})
        if finding.round_id != own.pk:
            raise Refusal("grid.found_elsewhere", "case")
        if created:
            _touch(own)
            _log(by, own, "found")
    return finding


def finish_round(*, by: Actor, round_id: int, note: str = "", at: datetime | None = None) -> Round:
    """End a round. The grid events that the worker has reported meanwhile become its findings by themselves.

    Sent again for a round that is finished it changes nothing. Raises Refusal ``grid.unknown_round`` (404),
    ``grid.not_under_way`` (409), ``text.*``, ``grid.identity_in_text``, ``grid.sensitive``, ``grid.in_future``,
    ``grid.too_old``, ``grid.before_round``.
    """
    text = clean_note(note, "note", required=False)
    when = settle_instant(at, "finished_at")
    with acting_as_system():
        own = _own(by, round_id)
        if own.finished_at is not None:
            return own
        _require_under_way(own)
        if own.begun_at is not None and when < own.begun_at:
            raise Refusal("grid.before_round", "finished_at")
        own.finished_at, own.note, own.changed_at = when, text, timezone.now()
        own.save(update_fields=["finished_at", "note", "changed_at"])
        found = RoundFinding.objects.bulk_create(
            [RoundFinding(round=own, case_id=pk) for pk in reported_on(own)], ignore_conflicts=True
        )
        _log(by, own, "finished" if not found else "finished_with_findings")
    return own


def cancel_round(*, by: Actor, round_id: int) -> Round:
    """Call off a round that is planned and has not begun: the worker itself, or who manages duties there.

    Raises Refusal ``grid.unknown_round`` (404), ``grid.begun_already`` (409).
    """
    with acting_as_system():
        found = Round.objects.select_for_update(no_key=True).filter(pk=round_id).first()
        if found is None or (found.account_id != by.account_id and not _manages(by, found)):
            raise Refusal("grid.unknown_round", status=404)
        if found.begun_at is not None:
            raise Refusal("grid.begun_already", status=409)
        if found.cancelled_at is None:
            found.cancelled_at = found.changed_at = timezone.now()
            found.save(update_fields=["cancelled_at", "changed_at"])
            _log(by, found, "cancelled")
    return found


@dataclass(frozen=True, slots=True)
class PastRound:
    """A round that another system has recorded, as an import takes it over. ``case_ids``: grid events found on it."""

    area_id: int
    account_id: int
    kind: str
    planned_on: date | None
    begun_at: datetime | None
    finished_at: datetime | None
    note: str = ""
    case_ids: tuple[int, ...] = field(default=())


def import_rounds(*, by: Actor, rounds: Sequence[PastRound]) -> int:
    """Take over rounds, all or none, a few statements for each thousand. Needs ``imports.run``.

    Raises Refusal ``access.denied``, ``grid.no_grid``, ``text.*``, ``grid.identity_in_text``, ``grid.sensitive``.
    """
    if not by.is_system and not by.holds("imports.run"):
        raise Refusal("access.denied", status=403, permission="imports.run")
    now = timezone.now()
    rows = [_past(it, now) for it in rounds]
    with acting_as_system():
        made = Round.objects.bulk_create(rows, batch_size=_IMPORTED_AT_ONCE)
        found = [
            RoundFinding(round=row, case_id=pk) for row, it in zip(made, rounds, strict=True) for pk in it.case_ids
        ]
        RoundFinding.objects.bulk_create(found, batch_size=_IMPORTED_AT_ONCE, ignore_conflicts=True)
        data = {"count": len(rows), "what": "rounds"}
        record("grid.imported", by=by, subject="grid", subject_id="rounds", data=data)
    return len(rows)


def reported_on(found: Round) -> list[int]:
    """Ids of the grid events that the worker of a round has reported between its beginning and its end (or now)."""
    if found.begun_at is None:
        return []
    mine = Act.objects.filter(case_id__in=_filed_between(found).values("pk"), seq=1, account_id=found.account_id)
    return list(mine.order_by("case_id").values_list("case_id", flat=True))


def _filed_between(found: Round) -> QuerySet[Case]:
    end = found.finished_at or timezone.now()
    return Case.objects.filter(procedure__key=PROCEDURE, filed_at__gte=found.begun_at, filed_at__lte=end)


def _past(it: PastRound, now: datetime) -> Round:
    grid_named(it.area_id)
    begun_on = local_date(it.begun_at) if it.begun_at else None
    return Round(
        area_id=it.area_id,
        account_id=it.account_id,
        kind=it.kind,
        planned_on=it.planned_on,
        begun_at=it.begun_at,
        finished_at=it.finished_at,
        day=begun_on or it.planned_on or local_date(now),
        note=clean_note(it.note, "note", required=False),
        changed_at=it.finished_at or it.begun_at or now,
        audience=audience(it.area_id),
    )


def _planned(account_id: int, area_id: int, day: date) -> Round | None:
    waiting = Round.objects.select_for_update(no_key=True).filter(begun_at__isnull=True, cancelled_at__isnull=True)
    return waiting.filter(account_id=account_id, area_id=area_id, planned_on=day).order_by("pk").first()


def _raced(by: Actor, key: str | None, digest: bytes) -> Begun:
    """Another request was faster: with this very key, or another round of this worker is under way."""
    known = Round.objects.filter(client_key=key).first() if key else None
    if known is not None:
        refuse_other(known.client_digest, digest)
        return Begun(known, created=False)
    raise Refusal("grid.round_under_way", status=409)


def _own(by: Actor, round_id: int) -> Round:
    own = Round.objects.select_for_update(no_key=True).filter(pk=round_id, account_id=by.account_id or 0).first()
    if own is None:
        raise Refusal("grid.unknown_round", status=404)
    require_in(by, PATROL, registry().node(own.area_id))
    return own


def _require_under_way(own: Round) -> None:
    if own.state != "under_way":
        raise Refusal("grid.not_under_way", status=409)


def _manages(by: Actor, found: Round) -> bool:
    return by.is_system or not by.tokens(DUTY).isdisjoint(found.audience)


def _require_post(account_id: int, area_id: int) -> None:
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise Refusal("grid.unknown_account", "account")
    node = registry().node(area_id)
    if actor_for(account).tokens(PATROL).isdisjoint(audience(area_id)):
        raise Refusal("grid.no_post", "account", grid=node.name, name=account.display_name)


def _touch(own: Round) -> None:
    own.changed_at = timezone.now()
    own.save(update_fields=["changed_at"])


def _log(by: Actor, found: Round, step: str) -> None:
    data = {"grid": registry().node(found.area_id).code, "step": step}
    record("grid.round", by=by, subject="round", subject_id=found.pk, data=data)
