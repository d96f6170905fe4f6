"""Hand-over: a case goes on at another agency, with papers and dates."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Handover(models.Model):
    """What one act handed over. ``case`` is the sender's, ``received`` the one that was opened for it, if any.

    Without ``received`` the parties go on by themselves: the agency is not on the platform or was not named. ``papers``
    are the kinds of documents that the receiver may open, ``agreement`` the one that they are made from. The dates are
    those on which the receiver's time limits hang; ``apply_by`` is the last day for the step that was taken.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    received = models.OneToOneField("cases.Case", models.PROTECT, null=True, related_name="+")
    way = models.CharField(_("way"), max_length=16)
    unit_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("handed over"))
    agreement = models.ForeignKey("disputes.Agreement", models.PROTECT, null=True, related_name="+")
    papers = models.JSONField(default=list)
    agreed_on = models.DateField(_("agreement effective"), null=True)
    perform_by = models.DateField(_("last day of performance"), null=True)
    breached_on = models.DateField(_("breach found"), null=True)
    counts_from = models.DateField(_("time counts from"), null=True)
    apply_by = models.DateField(_("last day to apply"), null=True)
    law = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "seq"), name="one_handover_an_act"),)

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.way}"
