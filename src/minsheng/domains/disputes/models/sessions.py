"""Rooms and sessions of mediation. Sessions follow from acts of cases: ``seq`` says which act made one.

No table here holds a text: link and record of a session stay with the acts that said them. Two sessions of one mediator
or in one room never overlap: the database sees to it, whoever writes.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


def _time() -> Func:
    """The time from ``begins`` up to ``ends``, its end not included: one session may begin when another ends."""
    return Func(F("begins"), F("ends"), function="tstzrange", output_field=DateTimeRangeField())


class Room(models.Model):
    """A room in which sessions are held, of a unit, between two days (both included)."""

    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="rooms", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=64)
    address = models.CharField(_("address"), max_length=200)
    seats = models.PositiveSmallIntegerField(_("seats"))
    has_video = models.BooleanField(_("records sound and picture"), default=False)
    allows_link = models.BooleanField(_("people may take part online"), default=False)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "name"), condition=Q(valid_to__isnull=True), name="one_open_room_of_a_name"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="room_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return self.name


class SessionState(models.TextChoices):
    """What has become of a session. ``MOVED`` still takes place, at another time than first appointed."""

    PLANNED = "planned", _("planned")
    MOVED = "moved", _("moved")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


AHEAD = (SessionState.PLANNED, SessionState.MOVED)
"""States of a session that is still to be held."""


class Presence(models.TextChoices):
    """Whether a party came."""

    PRESENT = "present", _("present")
    REPRESENTED = "represented", _("represented")
    LATE = "late", _("came late")
    ABSENT = "absent", _("absent")


class Session(models.Model):
    """One session of a case. ``revision`` rises with each change: SEQUENCE of the calendar entry (RFC 5545 3.8.7.4).

    ``held_seq`` is the act with the record. ``changed_at`` is the time of the last act that changed it.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="sessions", db_index=False)
    seq = models.PositiveIntegerField()
    begins = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    room = models.ForeignKey(Room, models.PROTECT, null=True, related_name="sessions", db_index=False)
    state = models.CharField(_("state"), max_length=12, choices=SessionState.choices, default=SessionState.PLANNED)
    revision = models.PositiveSmallIntegerField(default=0)
    held_seq = models.PositiveIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "seq"), name="one_session_an_act"),
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="session_ends_after_it_begins"),
            ExclusionConstraint(
                name="one_session_of_a_room_at_a_time",
                expressions=[(F("room"), RangeOperators.EQUAL), (_time(), RangeOperators.OVERLAPS)],
                condition=Q(room__isnull=False) & ~Q(state=SessionState.CANCELLED),
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        )
        indexes = (
            models.Index(fields=("begins", "id"), name="session_begins"),
            models.Index(fields=("room", "begins"), name="session_room"),
            models.Index(fields=("changed_at",), name="session_changed"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq}"


class SessionMediator(models.Model):
    """A mediator of a session; ``place`` 0 presides. Time and case are the session's, for what the database forbids."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="mediators")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    live = models.BooleanField(default=True)

    class Meta:
        ordering = ("session_id", "place")
        constraints = (
            models.UniqueConstraint(fields=("session", "account"), name="one_seat_of_a_mediator"),
            ExclusionConstraint(
                name="one_session_of_a_mediator_at_a_time",
                expressions=[(F("account"), RangeOperators.EQUAL), (_time(), RangeOperators.OVERLAPS)],
                condition=Q(live=True),
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        )
        indexes = (models.Index(fields=("account", "begins"), name="session_of_mediator"),)

    def __str__(self) -> str:
        return f"{self.session_id} {self.account_id}"


class Attendance(models.Model):
    """Whether a party came to a session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendance")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    presence = models.CharField(_("presence"), max_length=12, choices=Presence.choices)

    class Meta:
        ordering = ("session_id", "id")
        constraints = (models.UniqueConstraint(fields=("session", "party"), name="one_attendance_of_a_party"),)

    def __str__(self) -> str:
        return f"{self.session_id} {self.party_id}"


class CalendarKey(models.Model):
    """The secret address of a person's calendar: only its digest is kept. One for each account; it can be revoked."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", primary_key=True)
    digest = models.BinaryField(unique=True, max_length=32)
    made_at = models.DateTimeField(_("made"))

    def __str__(self) -> str:
        return str(self.account_id)
