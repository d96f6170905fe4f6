"""Agencies on the platform, and the dated compositions of mediation committees. Registers: no case is in them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from minsheng.domains.disputes.kinds import DisputeType


class AgencyKind(models.TextChoices):
    """What an agency is on the platform (domain reference 1.5: 综治中心 and the units that sit in it)."""

    JUDICIAL = "judicial", _("judicial office or bureau")
    PETITIONS = "petitions", _("petitions office")
    COURT = "court", _("people's court")
    COMMITTEE = "committee", _("people's mediation committee")
    POLICE = "police", _("public security")
    PROCURATORATE = "procuratorate", _("procuratorate")
    LABOUR = "labour", _("labour mediation and arbitration")
    CIVIL = "civil", _("civil affairs")
    HOUSING = "housing", _("housing and construction")
    INDUSTRY = "industry", _("industry body")
    CENTRE = "centre", _("governance centre")
    OTHER = "other", _("other agency")


class Stationing(models.TextChoices):
    """How an agency is present in the governance centre (常驻, 轮驻, 随驻)."""

    RESIDENT = "resident", _("every working day")
    ROTATING = "rotating", _("on certain weekdays")
    ON_CALL = "on_call", _("when called")


class MemberPost(models.TextChoices):
    """A member's post in a mediation committee (人民调解法 art 8)."""

    DIRECTOR = "director", _("director")
    DEPUTY = "deputy", _("deputy director")
    MEMBER = "member", _("member")


class Agency(models.Model):
    """A unit that takes part in the platform, with its rules, between two dates.

    ``dispute_types`` empty: it takes every type. ``sign_days``: its own term, in working days, to sign for a transfer.
    ``weekdays`` are ISO numbers (Monday 1), for rotating agencies only. ``contact`` is somebody's name at work.
    """

    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="agencies", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=16, choices=AgencyKind.choices)
    stationing = models.CharField(_("presence"), max_length=12, choices=Stationing.choices)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    dispute_types = ArrayField(models.CharField(max_length=24, choices=DisputeType.choices), default=list, blank=True)
    sign_days = models.PositiveSmallIntegerField(_("days to sign"), default=2)
    contact = models.CharField(_("contact"), max_length=64, blank=True)
    phone = models.CharField(_("telephone at work"), max_length=32, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        ordering = ("kind", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("unit",), condition=models.Q(valid_to__isnull=True), name="one_open_agency_of_a_unit"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="agency_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id}"


class Composition(models.Model):
    """Who makes up a mediation committee between two dates: one term of three years at most (人民调解法 art 9)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="compositions")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))

    class Meta:
        ordering = ("-valid_from",)
        constraints = (
            models.UniqueConstraint(fields=("agency", "valid_from"), name="one_composition_a_day"),
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")), name="composition_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency_id} {self.valid_from}"


class Member(models.Model):
    """A member of a committee in one composition, by name at work; the account is set for who signs in."""

    composition = models.ForeignKey(Composition, models.CASCADE, related_name="members")
    name = models.CharField(_("name"), max_length=64)
    post = models.CharField(_("post"), max_length=12, choices=MemberPost.choices)
    is_woman = models.BooleanField(_("woman"))
    account = models.ForeignKey("access.Account", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("composition", "account"),
                condition=models.Q(account__isnull=False),
                name="one_seat_an_account",
            ),
        )

    def __str__(self) -> str:
        return self.name
