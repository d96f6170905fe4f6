"""What acts may name of this room: rooms (``disputes.room``) and sessions still to be held (``disputes.session``)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from minsheng.base.time import SHANGHAI
from minsheng.domains.disputes.models import AHEAD, Room, Session
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case
from minsheng.surface.web.times import instant_words
from minsheng.surface.web.words import unit_name


class RoomRegister:
    """Rooms that are open today or later, those of the lead unit first."""

    def known(self, ids: list[int], by: Actor, case: Case | None) -> set[int]:
        """Those of ``ids`` that are not closed for good."""
        return set(self._open().filter(pk__in=ids).values_list("pk", flat=True))

    def choices(self, by: Actor, case: Case | None, language: str) -> list[tuple[int, str]]:
        """Name, unit and seats of each."""
        lead = case.lead_unit_id if case is not None else None
        rows = sorted(self._open(), key=lambda room: (room.unit_id != lead, room.unit_id, room.pk))
        return [(room.pk, f"{room.name} · {unit_name(room.unit_id, language)} · {room.seats}") for room in rows]

    def names(self, ids: Iterable[int], language: str) -> dict[int, str]:
        """Name and address."""
        rows = Room.objects.filter(pk__in=list(ids))
        return {room.pk: f"{room.name}（{room.address}）" for room in rows}

    def _open(self) -> QuerySet[Room]:
        return Room.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate()))


class SessionRegister:
    """Sessions of the case that are still to be held."""

    def known(self, ids: list[int], by: Actor, case: Case | None) -> set[int]:
        """Those of ``ids`` that belong to the case and are to be held."""
        return set(self._ahead(case).filter(pk__in=ids).values_list("pk", flat=True))

    def choices(self, by: Actor, case: Case | None, language: str) -> list[tuple[int, str]]:
        """When and where each is."""
        rows = self._ahead(case).select_related("room").order_by("begins")
        return [(row.pk, _line(row)) for row in rows]

    def names(self, ids: Iterable[int], language: str) -> dict[int, str]:
        """When each is (or was)."""
        return {row.pk: span_words(row.begins, row.ends) for row in Session.objects.filter(pk__in=list(ids))}

    def _ahead(self, case: Case | None) -> QuerySet[Session]:
        rows = Session.objects.filter(state__in=AHEAD)
        return rows.filter(case_id=case.pk) if case is not None else rows.none()


def span_words(begins: datetime, ends: datetime) -> str:
    """From when to when, in the district's zone; the day of the end only where it is another one."""
    last = ends.astimezone(SHANGHAI)
    same_day = last.date() == begins.astimezone(SHANGHAI).date()
    return f"{instant_words(begins)}–{f'{last:%H:%M}' if same_day else instant_words(ends)}"


def _line(row: Session) -> str:
    return " · ".join(part for part in (span_words(row.begins, row.ends), row.room.name if row.room else "") if part)


ROOMS, SESSIONS = RoomRegister(), SessionRegister()
