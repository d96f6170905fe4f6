"""The log of who did what, and the seals that make it provable."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditLine(models.Model):
    """One line of the log. Never changed: triggers refuse it for every role. Holds no personal data in clear."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("kind"), max_length=64)
    actor_account_id = models.BigIntegerField(_("account"), null=True)
    actor_role = models.CharField(_("role"), max_length=128)
    channel = models.CharField(_("channel"), max_length=16)
    subject = models.CharField(_("subject"), max_length=48)
    subject_id = models.CharField(_("subject id"), max_length=64)
    case_id = models.BigIntegerField(_("case"), null=True)
    data = models.JSONField(_("data"), default=dict)
    algorithm = models.CharField(_("algorithm"), max_length=8)
    digest = models.BinaryField(_("digest"), max_length=32)

    class Meta:
        db_table = "audit_line"
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("case_id", "id"), name="audit_line_case", condition=models.Q(case_id__isnull=False)),
            models.Index(fields=("subject", "subject_id", "id"), name="audit_line_subject"),
            models.Index(
                fields=("actor_account_id", "id"),
                name="audit_line_actor",
                condition=models.Q(actor_account_id__isnull=False),
            ),
            # Lines come nearly in order of time, so a block-range index does, at hardly any cost for writers.
            BrinIndex(fields=("at",), name="audit_line_at"),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.kind} {self.subject}:{self.subject_id}"


class AuditSeal(models.Model):
    """A block of lines, bound to the block before it. Never changed.

    It holds every line with an id above ``after_line`` up to ``up_to_line``: their ids in ``line_ids`` and their
    digests, 32 bytes each and one after another, in ``line_digests``. ``previous`` is the digest of the seal before.
    """

    seq = models.BigIntegerField(primary_key=True)
    made_at = models.DateTimeField(_("made at"))
    algorithm = models.CharField(_("algorithm"), max_length=8)
    after_line = models.BigIntegerField()
    up_to_line = models.BigIntegerField()
    line_ids = ArrayField(models.BigIntegerField())
    line_digests = models.BinaryField()
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_seal"
        ordering = ("seq",)

    def __str__(self) -> str:
        return f"{self.seq}:{bytes(self.digest).hex()}"
