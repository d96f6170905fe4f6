"""Categories of matters and the rules that say which unit a matter goes to."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.Model):
    """A node of the category tree (事项分类). ``path`` is the chain of codes from the root, separated by dots."""

    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=150, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=120, db_index=True)
    level = models.PositiveSmallIntegerField(default=1)
    realm = models.CharField(_("realm"), max_length=32, default="hotline")
    active = models.BooleanField(_("active"), default=True)
    legal_route = models.TextField(_("legal route instead"), blank=True)

    class Meta:
        ordering = ("path",)
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class Rule(models.Model):
    """One routing rule. Rules are asked in order of ``position``; the first that fits says the unit.

    Empty conditions fit everything. ``unit`` fixed, or ``unit_of_area``: the unit of that kind which stands at the
    case's area or the nearest area above it. ``text_any``: at least one of these words stands in the text.
    """

    realm = models.CharField(_("realm"), max_length=32)
    position = models.PositiveIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=100)
    active = models.BooleanField(_("active"), default=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="rules")
    area = models.ForeignKey("areas.Area", models.PROTECT, null=True, blank=True, related_name="+")
    kinds = ArrayField(models.CharField(max_length=48), default=list, blank=True)
    text_any = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    months = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    unit = models.ForeignKey("access.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    unit_of_area = models.CharField(_("unit at the area, of kind"), max_length=16, blank=True)
    co_units = ArrayField(models.BigIntegerField(), default=list, blank=True)
    dispatches = models.BooleanField(_("dispatches without a person"), default=False)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("realm", "position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("realm", "position"), name="one_rule_per_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False) ^ ~models.Q(unit_of_area=""), name="rule_names_one_target"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Ruling(models.Model):
    """A written ruling on who is responsible, kept so that routing can learn from it (退单裁定)."""

    case_code = models.CharField(max_length=24)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey("areas.Area", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.case_code


class SuggestionModel(models.Model):
    """What was learned about the first-level categories of a realm (see ``bayes``). The newest version counts.

    ``classes`` are category ids and ``priors`` their log-probabilities, in one order; ``packed`` holds terms and
    weights. ``right`` of ``held_out`` samples were told right by a model that had not seen them.
    """

    realm = models.CharField(_("realm"), max_length=32)
    version = models.PositiveIntegerField(_("version"))
    trained_at = models.DateTimeField(_("trained"))
    samples = models.PositiveIntegerField(_("samples"))
    held_out = models.PositiveIntegerField(_("held out"))
    right = models.PositiveIntegerField(_("told right"))
    classes = ArrayField(models.BigIntegerField())
    priors = ArrayField(models.FloatField())
    sharpness = models.FloatField()
    packed = models.BinaryField()

    class Meta:
        ordering = ("realm", "-version")
        constraints = (models.UniqueConstraint(fields=("realm", "version"), name="one_suggestion_model_per_version"),)

    def __str__(self) -> str:
        return f"{self.realm} {self.version}"


class RoutingVersion(models.Model):
    """One row; raised on each change of categories or rules."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)
