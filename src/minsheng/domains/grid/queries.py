"""Reads of the grids. Rounds, visits and absences start from what the actor may see; the board is public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.domains.grid.coverage import Days
from minsheng.domains.grid.enums import DutyRole
from minsheng.domains.grid.models import Absence, GridContact, GridDuty, Round, RoundFinding, RoundPoint, Visit
from minsheng.domains.grid.module import DUTY, PATROL, PROCEDURE, REVIEW, VISIT
from minsheng.domains.grid.reach import audience
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.models import Post, Unit
from minsheng.kernel.access.rules import overlapping, visible
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.queries import visible_cases

PAGE = 50
F = TypeVar("F", Round, Visit)


@dataclass(frozen=True, slots=True)
class Board:
    """What everybody may know of a grid: the names at work and the telephone. ``present`` is who is there today."""

    grid: AreaNode
    main: str
    backups: tuple[str, ...]
    present: str
    phone: str

    @property
    def is_backup_present(self) -> bool:
        """Whether somebody stands in for the main worker today."""
        return bool(self.present) and self.present != self.main


def boards(grids: Sequence[AreaNode], on: date | None = None) -> list[Board]:
    """The boards of some grids: four statements, however many they are (absences are read as the system)."""
    day = on or timezone.localdate()
    ids = [grid.id for grid in grids]
    rows: dict[int, list[GridDuty]] = {}
    for duty in standing_duties(ids, day).select_related("account").order_by("role", "valid_from", "id"):
        rows.setdefault(duty.area_id, []).append(duty)
    with acting_as_system():
        away = set(
            Absence.objects.filter(duty__area_id__in=ids, first_day__lte=day, last_day__gte=day).values_list(
                "duty_id", flat=True
            )
        )
    phones = dict(GridContact.objects.filter(area_id__in=ids).values_list("area_id", "phone"))
    offices = _offices({grid.parent_id for grid in grids} - set(phones))
    return [
        _board(grid, rows.get(grid.id, []), away, phones.get(grid.id) or offices.get(grid.parent_id or 0, ""))
        for grid in grids
    ]


def standing_duties(area_ids: Iterable[int], day: date) -> QuerySet[GridDuty]:
    """The duties that stand in some grids on a day. Public."""
    ends = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    return GridDuty.objects.filter(ends, area_id__in=list(area_ids), valid_from__lte=day)


def duties_of(actor: Actor, area_id: int) -> list[GridDuty]:
    """All duties of a grid, newest first, each with the absences that the actor may see. Two statements."""
    absences = Prefetch("absences", visible(Absence.objects.order_by("first_day"), actor))
    rows = GridDuty.objects.filter(area_id=area_id).select_related("account").prefetch_related(absences)
    return list(rows.order_by("-valid_from", "-id"))


def duty_of(actor: Actor, duty_id: int) -> GridDuty:
    """A duty that the actor may manage. Raises Refusal ``grid.unknown_duty`` (404)."""
    found = GridDuty.objects.select_related("account").filter(pk=duty_id).first()
    if found is None or not _reaches(actor, DUTY, found.area_id):
        raise Refusal("grid.unknown_duty", status=404)
    return found


def absence_of(actor: Actor, absence_id: int) -> Absence:
    """An absence in a grid that the actor manages. Raises Refusal ``grid.unknown_absence`` (404)."""
    rows = overlapping(Absence.objects.select_related("duty", "duty__account"), actor.tokens(DUTY))
    found = rows.filter(pk=absence_id).first()
    if found is None:
        raise Refusal("grid.unknown_absence", status=404)
    return found


def own_duties(account_id: int, day: date) -> list[GridDuty]:
    """The grids in which somebody is on duty on a day, main worker's first, with absences. Two statements."""
    ends = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    rows = GridDuty.objects.filter(ends, account_id=account_id, valid_from__lte=day).prefetch_related("absences")
    return sorted(rows, key=lambda it: (it.role != DutyRole.MAIN, it.area_id))


def visible_rounds(actor: Actor) -> QuerySet[Round]:
    """Rounds in grids where the actor goes on rounds, reads them or manages duties."""
    return overlapping(Round.objects.all(), _line(actor, PATROL, REVIEW, DUTY))


def visible_visits(actor: Actor) -> QuerySet[Visit]:
    """Visits in grids where the actor visits or reads visits; not all who read grid events do."""
    return overlapping(Visit.objects.all(), _line(actor, VISIT, REVIEW))


def round_of(actor: Actor, round_id: int) -> Round:
    """A round that the actor may see, with its worker. Raises Refusal ``grid.unknown_round`` (404)."""
    found = visible_rounds(actor).select_related("account").filter(pk=round_id).first()
    if found is None:
        raise Refusal("grid.unknown_round", status=404)
    return found


def visit_of(actor: Actor, visit_id: int) -> Visit:
    """A visit that the actor may see. Raises Refusal ``grid.unknown_visit`` (404)."""
    found = visible_visits(actor).select_related("account").filter(pk=visit_id).first()
    if found is None:
        raise Refusal("grid.unknown_visit", status=404)
    return found


def behind(rows: QuerySet[F], column: str, key: tuple[date, int] | None) -> QuerySet[F]:
    """Rows newest first, behind a key of day and id."""
    ordered = rows.order_by(f"-{column}", "-id")
    if key is None:
        return ordered
    day, last_id = key
    return ordered.filter(Q(**{f"{column}__lt": day}) | Q(**{column: day}, id__lt=last_id))


def counts_of(rounds: Sequence[Round]) -> dict[int, int]:
    """How many cases were found on each round. One statement."""
    counts: dict[int, int] = {}
    found = RoundFinding.objects.filter(round_id__in=[row.pk for row in rounds])
    for pk in found.values_list("round_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return counts


def points_of(found: Round) -> list[RoundPoint]:
    """Where a round came through, in order. One statement."""
    return list(RoundPoint.objects.filter(round=found).order_by("at", "id"))


def findings_of(actor: Actor, found: Round) -> list[Case]:
    """The cases found on a round, as far as the actor may see them. One statement."""
    ids = RoundFinding.objects.filter(round=found).values("case_id")
    return list(visible_cases(actor).filter(pk__in=ids).order_by("filed_at", "id"))


def under_way(account_id: int | None) -> Round | None:
    """The round that somebody is on now. One statement."""
    rows = Round.objects.filter(begun_at__isnull=False, finished_at__isnull=True, cancelled_at__isnull=True)
    return rows.filter(account_id=account_id or 0).first()


def planned_for(account_id: int | None, day: date) -> list[Round]:
    """Rounds that somebody is to begin on a day. One statement."""
    rows = Round.objects.filter(planned_on=day, begun_at__isnull=True, cancelled_at__isnull=True)
    return list(rows.filter(account_id=account_id or 0).order_by("id"))


def tasks_in(actor: Actor, area_ids: Iterable[int], limit: int = 20) -> list[Case]:
    """Open grid events in some grids, the nearest deadline first. One statement."""
    rows = visible_cases(actor).filter(closed_at__isnull=True, procedure__key=PROCEDURE, area_id__in=list(area_ids))
    return list(rows.order_by("due_at", "id")[:limit])


def _line(actor: Actor, *permissions: str) -> frozenset[int]:
    return frozenset().union(*(actor.tokens(name) for name in permissions))


def _reaches(actor: Actor, permission: str, area_id: int) -> bool:
    return actor.is_system or not actor.tokens(permission).isdisjoint(audience(area_id))


def _offices(area_ids: set[int | None]) -> dict[int, str]:
    """The public telephones of the committees that stand for some communities."""
    rows = Unit.objects.filter(area_id__in=[pk for pk in area_ids if pk], valid_to__isnull=True).exclude(phone="")
    return {pk: phone for pk, phone in rows.values_list("area_id", "phone") if pk is not None}


def _board(grid: AreaNode, duties: Sequence[GridDuty], away: set[int], phone: str) -> Board:
    mains = [it for it in duties if it.role == DutyRole.MAIN]
    backups = [it for it in duties if it.role == DutyRole.BACKUP]
    there = [it for it in (*mains, *backups) if it.pk not in away]
    return Board(
        grid=grid,
        main=mains[0].account.display_name if mains else "",
        backups=tuple(it.account.display_name for it in backups),
        present=there[0].account.display_name if there else "",
        phone=phone,
    )


def is_away(duty: GridDuty, day: date) -> bool:
    """Whether a duty with its absences at hand is not there on a day."""
    return any(Days(it.first_day, it.last_day).holds(day) for it in duty.absences.all())


def workers_for(grid: AreaNode, day: date) -> list[tuple[int, str]]:
    """Ids and names of those whose posts go on rounds in a grid on a day, by name. One statement."""
    posts = Post.objects.filter(role__permissions__contains=[PATROL], area_id__in=grid.path, valid_from__lte=day)
    held = posts.exclude(valid_to__lt=day).filter(account__is_active=True)
    return list(
        held.order_by("account__display_name", "account_id")
        .values_list("account_id", "account__display_name")
        .distinct()
    )
