"""Early warnings: a row hangs on a case and says nothing of any person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WarningReason(models.TextChoices):
    """Why a case needs a look."""

    SAME_PARTIES = "same_parties", _("same parties again")
    SAME_PLACE = "same_place", _("several disputes at one place")
    GROWING = "growing", _("more people or more money")
    THREAT = "threat", _("threatening words")
    REFUSALS = "refusals", _("mediation refused or failed again and again")
    MISSED = "missed", _("deadlines missed again by one unit")


class WarningDecision(models.TextChoices):
    """What a person has decided. Nothing follows by itself: whoever decides sees to it."""

    WATCH = "watch", _("eased, keep an eye on it")
    STRENGTHEN = "strengthen", _("strengthen the mediation")
    POLICE = "police", _("report to the police")
    RAISE = "raise", _("take it up a level")
    FALSE_ALARM = "false_alarm", _("false alarm")


class CaseWarning(models.Model):
    """A sign on a case, and what a person has decided on it.

    ``causes`` are the marks that led to it (other cases, a word of the list, a step of growth): the same marks never
    lead to a second warning on the case. ``data`` are numbers and places to explain it by: never a text of the case.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(_("reason"), max_length=16, choices=WarningReason.choices)
    causes = models.JSONField(default=list)
    data = models.JSONField(default=dict)
    seq = models.PositiveIntegerField(_("act"))
    raised_at = models.DateTimeField(_("raised"))
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decision = models.CharField(_("decision"), max_length=16, choices=WarningDecision.choices, blank=True)
    note = models.TextField(_("reasons"), blank=True)
    note_erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("case", "id"), name="warning_case"),
            models.Index(fields=("raised_at", "id"), name="warning_raised"),
            models.Index(fields=("raised_at", "id"), name="warning_open", condition=models.Q(decided_at__isnull=True)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("case", "reason"), condition=models.Q(decided_at__isnull=True), name="one_open_warning"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True, decision="")
                | (models.Q(decided_at__isnull=False) & ~models.Q(decision="")),
                name="warning_decided_with_decision",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.reason}"
