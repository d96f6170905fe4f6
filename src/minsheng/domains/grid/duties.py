"""AB岗: who is main worker and who backup of a grid, from when to when; who is away; the telephone on the board.

Law: GB/T 34300-2017 (one grid, one worker in charge); 滨州市网格化服务管理条例 art. 6 (name, area, worker and telephone
are shown to the public). Every write checks the whole grid again, so that no order of steps leaves a main worker's
absence without a backup. ``by`` must hold ``grid.duty.manage`` for the grid: else Refusal ``access.denied`` (403).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from minsheng.base.codes.phone import PhoneKind, check_phone, phone_kind
from minsheng.base.errors import Refusal
from minsheng.domains.grid.coverage import Days, first_gap, present
from minsheng.domains.grid.enums import DutyRole
from minsheng.domains.grid.models import Absence, GridContact, GridDuty
from minsheng.domains.grid.module import DUTY, PATROL
from minsheng.domains.grid.reach import audience, grid_named, require_in
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.models import Account, Post
from minsheng.kernel.areas.models import Area
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.audit.services import NewLine, record, record_many

MOST_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A person for a grid (an id or a code of fifteen digits). ``valid_to`` None: until further notice."""

    grid: int | str
    account_id: int
    role: str
    valid_from: date
    valid_to: date | None = None


def appoint_worker(*, by: Actor, duty: NewDuty) -> GridDuty:
    """Put somebody on duty in a grid. Raises Refusal as `appoint_workers`."""
    return appoint_workers(by=by, duties=[duty])[0]


def appoint_workers(*, by: Actor, duties: Sequence[NewDuty]) -> list[GridDuty]:
    """Put people on duty, all or none: three reads, one insert and one for the log, however many they are.

    Raises Refusal ``grid.unknown``, ``grid.no_grid``, ``grid.role``, ``dates.order``, ``grid.not_there`` (not there on
    those days), ``grid.no_post`` (no post to go on rounds in this grid on the first day), ``grid.main_taken``,
    ``grid.twice``, ``grid.unknown_account``, ``grid.too_many``.
    """
    if len(duties) > MOST_AT_ONCE:
        raise Refusal("grid.too_many", "duties", limit=MOST_AT_ONCE, count=len(duties))
    checked = [(duty, _checked(by, duty)) for duty in duties]
    with acting_as_system():
        _lock(node.id for _, node in checked)
        _require_posts(checked)
        rows = [
            GridDuty(
                area_id=node.id, account_id=it.account_id, role=it.role, valid_from=it.valid_from, valid_to=it.valid_to
            )
            for it, node in checked
        ]
        _refuse_twins(rows)
        try:
            with transaction.atomic():
                rows = GridDuty.objects.bulk_create(rows)
        except IntegrityError as error:
            raise Refusal("grid.main_taken", "role", grid="", name="", day="") from error
        record_many([_line(by, duty, node) for duty, node in checked])
    return rows


def end_duty(*, by: Actor, duty_id: int, valid_to: date) -> GridDuty:
    """End a duty after a day. Raises Refusal ``grid.unknown_duty`` (404), ``dates.order``, ``grid.no_backup``."""
    with acting_as_system():
        duty, node = _duty(by, duty_id)
        if valid_to < duty.valid_from or (duty.valid_to is not None and valid_to > duty.valid_to):
            raise Refusal("dates.order", "valid_to")
        duty.valid_to = valid_to
        duty.save(update_fields=["valid_to"])
        Absence.objects.filter(duty=duty, first_day__gt=valid_to).delete()
        Absence.objects.filter(duty=duty, last_day__gt=valid_to).update(last_day=valid_to)
        _require_backup(node, valid_to, "valid_to")
        data = {"grid": node.code, "last": valid_to.isoformat()}
        record("grid.duty_ended", by=by, subject="grid", subject_id=node.id, data=data)
    return duty


def record_absence(*, by: Actor, duty_id: int, first_day: date, last_day: date) -> Absence:
    """Let somebody on duty be away. While the main worker is away a backup must be there, on every single day.

    Raises Refusal ``grid.unknown_duty`` (404), ``dates.order``, ``grid.absent_outside`` (days outside of the duty),
    ``grid.absent_twice``, ``grid.no_backup`` (grid, day: the first one on which nobody would be there).
    """
    if last_day < first_day:
        raise Refusal("dates.order", "last_day")
    with acting_as_system():
        duty, node = _duty(by, duty_id)
        days = Days.of(duty.valid_from, duty.valid_to)
        if not (days.holds(first_day) and days.holds(last_day)):
            raise Refusal("grid.absent_outside", "first_day", grid=node.name)
        if Absence.objects.filter(duty=duty, first_day__lte=last_day, last_day__gte=first_day).exists():
            raise Refusal("grid.absent_twice", "first_day")
        absence = Absence.objects.create(
            duty=duty, first_day=first_day, last_day=last_day, audience=audience(duty.area_id)
        )
        _require_backup(node, first_day, "first_day")
        data = {"grid": node.code, "first": first_day.isoformat(), "last": last_day.isoformat()}
        record("grid.absence", by=by, subject="grid", subject_id=node.id, data=data)
    return absence


def end_absence(*, by: Actor, absence_id: int, last_day: date) -> Absence:
    """Somebody is back earlier. Raises Refusal ``grid.unknown_absence`` (404), ``dates.order``."""
    with acting_as_system():
        found = Absence.objects.select_related("duty").filter(pk=absence_id).first()
        if found is None:
            raise Refusal("grid.unknown_absence", status=404)
        duty, node = _duty(by, found.duty_id)
        if not found.first_day <= last_day <= found.last_day:
            raise Refusal("dates.order", "last_day")
        found.last_day = last_day
        found.save(update_fields=["last_day"])
        data = {"grid": node.code, "first": found.first_day.isoformat(), "last": last_day.isoformat()}
        record("grid.absence", by=by, subject="grid", subject_id=duty.area_id, data=data)
    return found


def set_contact(*, by: Actor, grid: int | str, phone: str, is_work_number: bool = False) -> GridContact:
    """Set the telephone of a grid that everybody sees. A mobile number must be said to be one for the duty.

    Raises Refusal ``phone.format``, ``grid.private_phone``.
    """
    node = grid_named(grid)
    require_in(by, DUTY, node)
    number = check_phone(phone)
    if phone_kind(number) is PhoneKind.MOBILE and not is_work_number:
        raise Refusal("grid.private_phone", "phone")
    with acting_as_system():
        contact, _ = GridContact.objects.update_or_create(area_id=node.id, defaults={"phone": number})
        record("grid.contact_set", by=by, subject="grid", subject_id=node.id, data={"grid": node.code})
    return contact


def set_contacts(*, by: Actor, phones: dict[int, str]) -> int:
    """Set the telephones of many grids (by id) at once, as an import does: numbers of units. Needs ``imports.run``."""
    if not by.is_system and not by.holds("imports.run"):
        raise Refusal("access.denied", status=403, permission="imports.run")
    rows = [GridContact(area_id=pk, phone=check_phone(phone)) for pk, phone in phones.items()]
    with acting_as_system():
        GridContact.objects.bulk_create(rows, update_conflicts=True, update_fields=["phone"], unique_fields=["area"])
        data = {"count": len(rows), "what": "contacts"}
        record("grid.imported", by=by, subject="grid", subject_id="contacts", data=data)
    return len(rows)


def close_duties(*, by: Actor, area_ids: Iterable[int], valid_to: date) -> int:
    """End what is still open in grids that are closed: called inside of the service that closes them."""
    ids = list(area_ids)
    open_then = Q(valid_to__isnull=True) | Q(valid_to__gt=valid_to)
    Absence.objects.filter(duty__area_id__in=ids, first_day__gt=valid_to).delete()
    Absence.objects.filter(duty__area_id__in=ids, last_day__gt=valid_to).update(last_day=valid_to)
    GridDuty.objects.filter(area_id__in=ids, valid_from__gt=valid_to).delete()
    rows = list(GridDuty.objects.filter(open_then, area_id__in=ids))
    GridDuty.objects.filter(pk__in=[row.pk for row in rows]).update(valid_to=valid_to)
    known, last = registry(), valid_to.isoformat()
    record_many(
        [
            NewLine("grid.duty_ended", by, "grid", it.area_id, {"grid": known.node(it.area_id).code, "last": last})
            for it in rows
        ]
    )
    return len(rows)


def _checked(by: Actor, duty: NewDuty) -> AreaNode:
    node = grid_named(duty.grid, "grid")
    require_in(by, DUTY, node)
    if duty.role not in DutyRole.values:
        raise Refusal("grid.role", "role", value=duty.role[:20])
    if duty.valid_to is not None and duty.valid_to < duty.valid_from:
        raise Refusal("dates.order", "valid_to")
    if not node.exists_on(duty.valid_from) or not node.exists_on(duty.valid_to or duty.valid_from):
        raise Refusal("grid.not_there", "valid_from", grid=node.name)
    return node


def _lock(area_ids: Iterable[int]) -> None:
    """One writer at a time for each grid: what is checked still holds when it is written."""
    list(Area.objects.select_for_update(no_key=True).filter(pk__in=set(area_ids)).order_by("pk").values_list("pk"))


def _require_posts(checked: Sequence[tuple[NewDuty, AreaNode]]) -> None:
    """Whoever is on duty must have a post to go on rounds there: duty alone opens nothing."""
    wanted = {duty.account_id for duty, _ in checked}
    known = dict(Account.objects.filter(pk__in=wanted, is_active=True).values_list("pk", "display_name"))
    posts = Post.objects.filter(account_id__in=wanted, role__permissions__contains=[PATROL], role__reach="area")
    held: dict[int, list[tuple[int | None, Days]]] = {}
    for account, area, first, last in posts.values_list("account_id", "area_id", "valid_from", "valid_to"):
        held.setdefault(account, []).append((area, Days.of(first, last)))
    for duty, node in checked:
        if duty.account_id not in known:
            raise Refusal("grid.unknown_account", "account")
        fits = (area in node.path and days.holds(duty.valid_from) for area, days in held.get(duty.account_id, ()))
        if not any(fits):
            raise Refusal("grid.no_post", "account", grid=node.name, name=known[duty.account_id])


def _refuse_twins(rows: Sequence[GridDuty]) -> None:
    """Name the row that stands against a new one; the database would only say that there is one."""
    standing = GridDuty.objects.filter(area_id__in={row.area_id for row in rows}).select_related("account")
    by_area: dict[int, list[GridDuty]] = {}
    for row in standing:
        by_area.setdefault(row.area_id, []).append(row)
    for row in rows:
        for other in by_area.get(row.area_id, ()):
            _refuse_pair(row, other)
        by_area.setdefault(row.area_id, []).append(row)


def _refuse_pair(row: GridDuty, other: GridDuty) -> None:
    if not Days.of(row.valid_from, row.valid_to).meets(Days.of(other.valid_from, other.valid_to)):
        return
    grid, day = registry().node(row.area_id).name, other.valid_from.isoformat()
    if row.account_id == other.account_id:
        raise Refusal("grid.twice", "account", grid=grid, day=day)
    if row.role == other.role == DutyRole.MAIN:
        raise Refusal("grid.main_taken", "role", grid=grid, day=day, name=other.account.display_name)


def _duty(by: Actor, duty_id: int) -> tuple[GridDuty, AreaNode]:
    duty = GridDuty.objects.filter(pk=duty_id).first()
    if duty is None:
        raise Refusal("grid.unknown_duty", status=404)
    node = registry().node(duty.area_id)
    require_in(by, DUTY, node)
    _lock([node.id])
    duty.refresh_from_db()
    return duty, node


def _require_backup(node: AreaNode, since: date, field: str) -> None:
    """Raise Refusal ``grid.no_backup`` when from a day on the main worker's absence has no backup on every day."""
    duties = GridDuty.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=since), area_id=node.id)
    rows = list(duties.prefetch_related("absences"))
    away = {it.pk: [Days(one.first_day, one.last_day) for one in it.absences.all()] for it in rows}
    covers = [
        days
        for it in rows
        if it.role == DutyRole.BACKUP
        for days in present(Days.of(it.valid_from, it.valid_to), away[it.pk])
    ]
    for main in (it for it in rows if it.role == DutyRole.MAIN):
        for days in away[main.pk]:
            gap = first_gap(days, covers) if days.last >= since else None
            if gap is not None:
                raise Refusal("grid.no_backup", field, grid=node.name, day=gap.isoformat())


def _line(by: Actor, duty: NewDuty, node: AreaNode) -> NewLine:
    data = {
        "grid": node.code,
        "account": duty.account_id,
        "role": duty.role,
        "first": duty.valid_from.isoformat(),
        "last": duty.valid_to.isoformat() if duty.valid_to else None,
    }
    return NewLine("grid.appointed", by, "grid", node.id, data)
