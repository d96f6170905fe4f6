"""Files as they are kept: the row of one upload. The bytes stand in the storage, once for each content."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from minsheng.kernel.files.kinds import FileKind


class StoredFile(models.Model):
    """One upload. ``sha256`` is that of the bytes that are kept (a picture is encoded anew, a text becomes UTF-8).

    Two uploads of the same content are two rows over one blob: each has its own name and its own case. Who may open a
    file is for the case to say. ``attached_at`` is empty until something refers to the file.
    """

    sha256 = models.BinaryField(_("SHA-256"), max_length=32)
    size = models.BigIntegerField(_("size in bytes"))
    kind = models.CharField(_("kind"), max_length=16, choices=FileKind.choices)
    media_type = models.CharField(_("media type"), max_length=100)
    original_name = models.CharField(_("name"), max_length=150)
    width = models.PositiveIntegerField(_("width in pixels"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height in pixels"), null=True, blank=True)
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    by_account_id = models.BigIntegerField(_("uploaded by"), null=True, blank=True)
    attached_at = models.DateTimeField(_("attached at"), null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("sha256",), name="files_by_content"),
            models.Index(fields=("created_at",), name="files_unattached", condition=models.Q(attached_at__isnull=True)),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.media_type}"

    @property
    def digest(self) -> str:
        """The content hash in hexadecimal."""
        return bytes(self.sha256).hex()
