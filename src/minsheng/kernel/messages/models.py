"""Templates of messages, and the outbox in which a message waits inside the transaction that caused it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_SENT_SUBJECT = 300


class Channel(models.TextChoices):
    """By what way a message reaches somebody."""

    EMAIL = "email", _("e-mail")
    SMS = "sms", _("text message")
    WEBHOOK = "webhook", _("web hook")
    INAPP = "inapp", _("notice on the screen")


class Origin(models.TextChoices):
    """Who wrote a version of a template."""

    MODULE = "module", _("delivered with the software")
    ADMIN = "admin", _("written by an administrator")


class Template(models.Model):
    """One version of the words for an occasion (``key``), audience, language and channel. Never changed, only followed.

    ``params`` are the placeholders that the sender fills; ``{addressee}`` besides them is the name of the person
    addressed, put in only when the message leaves.
    """

    key = models.CharField(_("occasion"), max_length=64)
    audience = models.CharField(_("audience"), max_length=32)
    language = models.CharField(_("language"), max_length=8)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    version = models.PositiveIntegerField(_("version"))
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices)
    params = ArrayField(models.CharField(max_length=32), default=list, verbose_name=_("placeholders"))
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    body = models.TextField(_("text"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("key", "audience", "language", "channel", "version")
        constraints = (
            models.UniqueConstraint(
                fields=("key", "audience", "language", "channel", "version"), name="template_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key}/{self.audience}/{self.language}/{self.channel} v{self.version}"


class Outbox(models.Model):
    """One message to one recipient.

    The recipient is a party (its number is looked up only at sending), an account, a unit, whoever has a post for an
    area (``area_line``: the area and all above it) with a permission (``needs``), or an address, kept encrypted and
    dropped once the message is sent. A notice to a unit or an area is read once one of its people has read it.
    ``dedup_key`` makes a second enqueueing of the same message a no-op, and is passed to the provider.
    ``claimed_until``: a worker is sending it; when that instant passes without an outcome, the worker has died.
    ``last_error`` is a code, never a provider's text.
    """

    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    template = models.ForeignKey(Template, models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey("access.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    area_line = ArrayField(models.BigIntegerField(), null=True, blank=True)
    needs = models.CharField(max_length=64, blank=True)
    stamp = models.UUIDField(default=uuid.uuid4, editable=False)
    address_cipher = models.BinaryField(null=True)
    subject = models.CharField(_("subject"), max_length=LONGEST_SENT_SUBJECT, blank=True)
    body = models.TextField(_("text"))
    case_id = models.BigIntegerField(_("case"), null=True, blank=True)
    dedup_key = models.CharField(max_length=128, unique=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=64, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("case_id", "id"), name="outbox_case", condition=models.Q(case_id__isnull=False)),
            models.Index(fields=("account", "-id"), name="outbox_account", condition=models.Q(account__isnull=False)),
            models.Index(fields=("party", "-id"), name="outbox_party", condition=models.Q(party__isnull=False)),
            models.Index(fields=("unit", "-id"), name="outbox_unit", condition=models.Q(unit__isnull=False)),
            GinIndex(fields=("area_line",), name="outbox_area", condition=models.Q(area_line__isnull=False)),
            models.Index(
                fields=("claimed_until",),
                name="outbox_claimed",
                condition=models.Q(claimed_until__isnull=False, sent_at__isnull=True, failed_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.channel}"
