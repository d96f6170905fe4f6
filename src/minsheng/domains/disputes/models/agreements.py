"""Agreements: what was agreed, who signed, and what is to be paid. Every row follows from acts and can be made again.

The words of an agreement stand in the texts of the act that set them down, nowhere else, so that they can be erased.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    """In which form the parties have agreed (人民调解法 28)."""

    WRITTEN = "written", _("in writing")
    ORAL = "oral", _("by word of mouth")


class Method(models.TextChoices):
    """How somebody has put their name to an agreement (人民调解法 29)."""

    SIGNATURE = "signature", _("signature")
    SEAL = "seal", _("seal")
    FINGERPRINT = "fingerprint", _("fingerprint")


class AgreementNumber(models.Model):
    """The official number that the act ``seq`` was given: counted by committee and year, and never given again.

    Not made by the act alone, since it depends on what others drew before: so it stands here, and is kept for ever.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    unit = models.ForeignKey("access.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    ordinal = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "seq"), name="one_number_an_act"),
            models.UniqueConstraint(
                fields=("unit", "year", "ordinal"), nulls_distinct=False, name="one_agreement_a_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}-{self.ordinal}"


class Agreement(models.Model):
    """One agreement of a case. ``opened_seq`` is the act that drew it up, ``seq`` the one of its present words.

    Its number stays with it, also when the draft falls. ``effective_at`` is empty until it binds, ``dropped_at`` set
    when it no longer stands. Yuan.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", db_index=False)
    opened_seq = models.PositiveIntegerField()
    seq = models.PositiveIntegerField()
    form = models.CharField(_("form"), max_length=8, choices=Form.choices)
    number = models.OneToOneField(AgreementNumber, models.PROTECT, related_name="+")
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2, null=True)
    perform_by = models.DateField(_("last day of performance"), null=True)
    drafted_at = models.DateTimeField(_("drawn up"))
    effective_at = models.DateTimeField(_("effective"), null=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "opened_seq"), name="one_agreement_an_act"),
            models.UniqueConstraint(
                fields=("case",), condition=Q(dropped_at__isnull=True), name="one_standing_agreement_a_case"
            ),
            models.CheckConstraint(condition=Q(seq__gte=F("opened_seq")), name="agreement_words_after_opening"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}#{self.opened_seq}"


class Signature(models.Model):
    """A party (``party``) or a mediator (``account``) has signed an agreement. Falls when its words change."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", db_index=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures", db_index=False)
    seq = models.PositiveIntegerField()
    party = models.ForeignKey("parties.Party", models.PROTECT, null=True, related_name="+")
    account_id = models.BigIntegerField(null=True)
    method = models.CharField(_("way of signing"), max_length=16, choices=Method.choices)
    signed_on = models.DateField(_("signed on"))

    class Meta:
        ordering = ("seq",)
        constraints = (
            models.UniqueConstraint(fields=("agreement", "seq"), name="one_signature_an_act"),
            models.CheckConstraint(
                condition=Q(party__isnull=True, account_id__isnull=False)
                | Q(party__isnull=False, account_id__isnull=True),
                name="party_or_mediator_signs",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.seq}"


class Instalment(models.Model):
    """A payment that was agreed: who pays whom how much until when, and what was paid. Time makes it late."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="instalments", db_index=False)
    number = models.PositiveSmallIntegerField(_("number"))
    due = models.DateField(_("due"))
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    debtor = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    creditor = models.ForeignKey("parties.Party", models.PROTECT, related_name="+")
    paid = models.DecimalField(_("paid"), max_digits=16, decimal_places=2, default=Decimal(0))
    paid_on = models.DateField(_("last paid on"), null=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("agreement", "number"), name="one_instalment_a_number"),)
        indexes = (
            models.Index(fields=("due", "id"), condition=Q(paid__lt=F("amount")), name="instalment_unpaid_by_day"),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.number}"
