"""The log of who did what, and the seals that make it provable."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

_TRANSACTION_NUMBER = Cast(
    Cast(models.Func(function="pg_current_xact_id", output_field=models.TextField()), models.TextField()),
    models.BigIntegerField(),
)


class AuditLine(models.Model):
    """One line of the log. Never changed: triggers refuse it for every role. Holds no personal data in clear.

    ``transaction`` is PostgreSQL's number of the writing transaction; it tells which lines can be sealed. It stands before
    ``id`` so that the transaction has its number before the line draws an id: see `sealing` on restored databases.
    """

    transaction = models.BigIntegerField(db_default=_TRANSACTION_NUMBER, editable=False)
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
            models.Index(fields=("transaction", "id"), name="audit_line_to_seal"),
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

    ``line_ids`` and ``line_digests`` (32 bytes each, one after another) say what the lines were; ``previous`` is the digest
    of the seal before. (``up_to_transaction``, ``up_to_line``) is the mark up to which all lines are sealed; it holds within
    the database cluster ``cluster`` for lines with an id above ``floor``.
    """

    seq = models.BigIntegerField(primary_key=True)
    made_at = models.DateTimeField(_("made at"))
    algorithm = models.CharField(_("algorithm"), max_length=8)
    cluster = models.BigIntegerField(_("database cluster"))
    up_to_transaction = models.BigIntegerField()
    up_to_line = models.BigIntegerField()
    floor = models.BigIntegerField()
    line_ids = ArrayField(models.BigIntegerField())
    line_digests = models.BinaryField()
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        db_table = "audit_seal"
        ordering = ("seq",)

    def __str__(self) -> str:
        return f"{self.seq}:{bytes(self.digest).hex()}"
