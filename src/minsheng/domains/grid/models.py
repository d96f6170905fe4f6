"""Tables of the grids: who is on duty where, rounds, visits.

Who works in a grid is public (its name at work, never its absences). Rounds, visits and absences carry the tokens of
the grid and of the areas above it: row-level security closes them to everybody else (see ``sql``).
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from minsheng.domains.grid.enums import DutyRole, Purpose, RoundKind, Subject

_BOUNDS = RangeBoundary(inclusive_lower=True, inclusive_upper=True)


def _days(first: str, last: str) -> Func:
    """The days between two columns, both included; no last day means for ever."""
    return Func(F(first), F(last), _BOUNDS, function="daterange", output_field=DateRangeField())


class GridDuty(models.Model):
    """A person is main worker or backup of a grid between two days (both included). Public: it stands on a board."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=8, choices=DutyRole.choices)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True)

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="grid_one_main_worker_at_a_time",
                expressions=[
                    (F("area"), RangeOperators.EQUAL),
                    (_days("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(role=DutyRole.MAIN),
            ),
            ExclusionConstraint(
                name="grid_one_duty_of_a_person_in_a_grid",
                expressions=[
                    (F("area"), RangeOperators.EQUAL),
                    (F("account"), RangeOperators.EQUAL),
                    (_days("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="grid_duty_period"
            ),
        )

    def __str__(self) -> str:
        return f"{self.area_id} {self.account_id} {self.role}"


class Absence(models.Model):
    """Days on which somebody on duty is away. The reason is nobody's business and is not kept."""

    duty = models.ForeignKey(GridDuty, models.PROTECT, related_name="absences")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    audience = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="grid_absences_apart",
                expressions=[
                    (F("duty"), RangeOperators.EQUAL),
                    (_days("first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="grid_absence_period"),
        )

    def __str__(self) -> str:
        return f"{self.duty_id} {self.first_day} {self.last_day}"


class GridContact(models.Model):
    """The telephone of a grid that is shown to everybody: of the unit or a number for the duty, never a private one."""

    area = models.OneToOneField("areas.Area", models.PROTECT, primary_key=True, related_name="+")
    phone = models.CharField(_("public telephone"), max_length=32)

    def __str__(self) -> str:
        return f"{self.area_id} {self.phone}"


class Round(models.Model):
    """A round through a grid: planned, under way, finished or called off, told by which instants are there.

    Of the person nothing is kept but when the round began and ended, and the areas marked on the way.
    """

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=12, choices=RoundKind.choices)
    planned_on = models.DateField(_("planned for"), null=True)
    begun_at = models.DateTimeField(_("begun"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    cancelled_at = models.DateTimeField(_("called off"), null=True)
    day = models.DateField(_("day"))
    changed_at = models.DateTimeField()
    note = models.TextField(_("note"), blank=True)
    erased_at = models.DateTimeField(null=True)
    client_key = models.CharField(max_length=160, null=True, unique=True)  # noqa: DJ001 -- NULL so that uniqueness skips rounds without one
    client_digest = models.BinaryField(max_length=32, null=True)
    audience = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account",),
                condition=Q(begun_at__isnull=False, finished_at__isnull=True, cancelled_at__isnull=True),
                name="grid_one_round_under_way",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("begun_at")), name="grid_round_ends"
            ),
            models.CheckConstraint(
                condition=~Q(kind=RoundKind.PLANNED) | Q(planned_on__isnull=False),
                name="grid_planned_round_has_its_day",
            ),
        )
        indexes = (
            GinIndex(fields=("audience",), name="grid_round_audience"),
            models.Index(fields=("-day", "-id"), name="grid_round_day"),
            models.Index(fields=("account", "-day"), name="grid_round_account"),
            models.Index(fields=("changed_at",), name="grid_round_changed"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.area_id} {self.day}"

    @property
    def state(self) -> str:
        """``planned``, ``under_way``, ``finished`` or ``cancelled``."""
        if self.cancelled_at is not None:
            return "cancelled"
        if self.finished_at is not None:
            return "finished"
        return "planned" if self.begun_at is None else "under_way"


class RoundPoint(models.Model):
    """Somebody was in an area on the way of a round. No coordinates: areas and times say enough."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="points")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(_("at"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("round", "at"), name="grid_one_point_at_a_time"),)

    def __str__(self) -> str:
        return f"{self.round_id} {self.area_id}"


class RoundFinding(models.Model):
    """A case that was reported on a round, settled on the spot or sent on."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="findings")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.round_id} {self.case_id}"


class Visit(models.Model):
    """A visit to a household or shop: where, why, what came of it. ``address`` and ``result`` can be blanked."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    visited_on = models.DateField(_("day of the visit"))
    subject = models.CharField(_("visited"), max_length=12, choices=Subject.choices)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    address = models.CharField(_("address"), max_length=300, blank=True)
    result = models.TextField(_("result"), blank=True)
    follow_up = models.BooleanField(_("follow-up wanted"), default=False)
    followed_up_on = models.DateField(_("followed up on"), null=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    client_key = models.CharField(max_length=160, null=True, unique=True)  # noqa: DJ001 -- NULL so that uniqueness skips visits without one
    client_digest = models.BinaryField(max_length=32, null=True)
    audience = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(followed_up_on__isnull=True) | Q(followed_up_on__gte=F("visited_on")),
                name="grid_followed_up_after_the_visit",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(address="", result=""), name="grid_erased_visit_is_blank"
            ),
        )
        indexes = (
            GinIndex(fields=("audience",), name="grid_visit_audience"),
            models.Index(fields=("-visited_on", "-id"), name="grid_visit_day"),
            models.Index(fields=("account", "-visited_on"), name="grid_visit_account"),
            models.Index(fields=("changed_at",), name="grid_visit_changed"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.area_id} {self.visited_on}"
