"""Local step templates (五步三分): composed by an administrator, released in versions, assigned to areas."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _


class DateRange(models.Func):
    """The days from ``valid_from`` to ``valid_to``, both among them, as a range of the database."""

    function = "daterange"
    output_field = DateRangeField()


class StepTemplate(models.Model):
    """A template under its name. What it consists of stands in its versions. ``slug`` is part of a procedure's key."""

    slug = models.CharField(_("short name"), max_length=24, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=100)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class StepVersion(models.Model):
    """A version of a template: ``content`` is its definition. Released ones are never changed, only followed.

    ``procedure`` is what the kernel was given; it stands as soon as the version is released. A template has one
    draft at most.
    """

    template = models.ForeignKey(StepTemplate, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    year = models.PositiveSmallIntegerField()
    content = models.JSONField(default=dict)
    procedure = models.ForeignKey("procedures.ProcedureVersion", models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(_("released"), null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("template", "number"), name="one_step_version_of_a_number"),
            models.UniqueConstraint(
                fields=("template",), condition=models.Q(released_at__isnull=True), name="one_draft_of_a_template"
            ),
            models.CheckConstraint(
                condition=models.Q(released_at__isnull=True, procedure__isnull=True)
                | models.Q(released_at__isnull=False, procedure__isnull=False),
                name="released_steps_have_a_procedure",
            ),
        )

    def __str__(self) -> str:
        return f"{self.template_id} {self.number}"


class StepAssignment(models.Model):
    """An area in which a released version is used, from a day on. No day of an area has two."""

    version = models.ForeignKey(StepVersion, models.PROTECT, related_name="assignments")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("area"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        ordering = ("area_id", "-valid_from", "id")
        constraints = (
            ExclusionConstraint(
                name="one_step_template_an_area_and_day",
                expressions=(
                    ("area", RangeOperators.EQUAL),
                    (
                        DateRange("valid_from", "valid_to", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="step_assignment_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.area_id} {self.version_id}"
