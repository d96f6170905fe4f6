"""Mediators of committees and agencies: a register by name at work, from which the public list is made."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from minsheng.domains.disputes.kinds import DisputeType


class MediatorKind(models.TextChoices):
    """As what somebody mediates (专职, 兼职, 特邀, 行业专家)."""

    FULL_TIME = "full_time", _("full-time mediator")
    PART_TIME = "part_time", _("part-time mediator")
    INVITED = "invited", _("invited mediator")
    EXPERT = "expert", _("expert of the trade")


class Mediator(models.Model):
    """An account mediates for a unit between two days (both included).

    ``specialities`` empty: disputes of every type. ``languages`` says what they speak beside Putonghua, as people would
    say it. ``open_to_choice``: parties may name them (人民调解法 art 19) and the public list shows them.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="mediators", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=12, choices=MediatorKind.choices)
    specialities = ArrayField(models.CharField(max_length=24, choices=DisputeType.choices), default=list, blank=True)
    languages = models.CharField(_("languages and dialects"), max_length=100, blank=True)
    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    open_to_choice = models.BooleanField(_("open to be chosen by the parties"), default=True)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("account", "unit"),
                condition=models.Q(valid_to__isnull=True),
                name="one_open_mediator_of_an_account_and_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="mediator_ends_after_it_begins",
            ),
        )
        indexes = (models.Index(fields=("unit", "valid_from"), name="mediator_unit"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.unit_id}"
