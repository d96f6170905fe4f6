"""Procedure versions as they were released. A case points at the version that it began under."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProcedureVersion(models.Model):
    """One released version. ``source`` is the TOML text; once released it never changes (the database refuses it)."""

    key = models.CharField(_("key"), max_length=64)
    version = models.CharField(_("version"), max_length=16)
    content_hash = models.CharField(_("content hash"), max_length=64)
    source = models.TextField(_("source"))
    released_at = models.DateTimeField(auto_now_add=True)
    released_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("key", "version")
        constraints = (models.UniqueConstraint(fields=("key", "version"), name="one_row_per_procedure_version"),)

    def __str__(self) -> str:
        return f"{self.key}@{self.version}"


class ActiveProcedure(models.Model):
    """Which version new cases begin under."""

    key = models.CharField(_("key"), max_length=64, unique=True)
    version = models.ForeignKey(ProcedureVersion, models.PROTECT)
    since = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.version)
