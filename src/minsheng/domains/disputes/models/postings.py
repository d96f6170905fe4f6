"""Party branches of compounds (小区党支部) and the cadres posted to them. Registers: no case is in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EndReason(models.TextChoices):
    """Why a posting ended."""

    TERM = "term", _("term completed")
    ROTATION = "rotation", _("replaced in turn")
    TRANSFER = "transfer", _("transferred to other work")
    RETIRED = "retired", _("retired")
    RECALLED = "recalled", _("recalled by the sending unit")
    OTHER = "other", _("other reason")


class CompoundBranch(models.Model):
    """A party branch of a residential compound. ``due_from`` to ``due_to``: when it is due to have a posted cadre."""

    name = models.CharField(_("branch"), max_length=100)
    compound = models.CharField(_("compound"), max_length=100)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="compound_branches", verbose_name=_("area"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    due_from = models.DateField(_("due from"), null=True, blank=True)
    due_to = models.DateField(_("due to"), null=True, blank=True)

    class Meta:
        ordering = ("area_id", "name", "id")
        constraints = (
            models.UniqueConstraint(fields=("name", "area"), name="one_branch_of_a_name"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="branch_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(due_to__isnull=True)
                | models.Q(due_from__isnull=False, due_to__gte=models.F("due_from")),
                name="due_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Posting(models.Model):
    """A cadre posted to a branch between two dates.

    The person is known by name at work and staff number within the sending unit, and by the account where there is one.
    """

    branch = models.ForeignKey(CompoundBranch, models.PROTECT, related_name="postings")
    unit = models.ForeignKey(
        "access.Unit", models.PROTECT, related_name="cadre_postings", verbose_name=_("sending unit")
    )
    cadre = models.CharField(_("cadre"), max_length=64)
    staff_number = models.CharField(_("staff number"), max_length=32, blank=True)
    account = models.ForeignKey("access.Account", models.PROTECT, null=True, blank=True, related_name="+")
    position = models.CharField(_("position"), max_length=64, blank=True)
    full_time = models.BooleanField(_("full time"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=12, choices=EndReason.choices, blank=True)
    end_note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ("-valid_from", "-id")
        indexes = (models.Index(fields=("branch", "valid_from")), models.Index(fields=("unit", "cadre")))
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "cadre", "staff_number"),
                condition=models.Q(full_time=True, valid_to__isnull=True),
                name="one_open_full_time_posting",
            ),
            models.UniqueConstraint(
                fields=("account",),
                condition=models.Q(full_time=True, valid_to__isnull=True, account__isnull=False),
                name="one_open_full_time_account",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="posting_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | ~models.Q(end_reason=""), name="posting_ends_with_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.cadre} {self.branch_id}"
