"""The kinds of file that may be attached, and what they may be called."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    """What a file is for a reader: how a screen shows it."""

    IMAGE = "image", _("picture")
    DOCUMENT = "document", _("document")
    TEXT = "text", _("text")
    AUDIO = "audio", _("sound recording")
    VIDEO = "video", _("video")


@dataclass(frozen=True, slots=True)
class FileType:
    """One allowed type. A file found to be of it must have one of ``extensions`` and may be declared as ``aliases``."""

    kind: FileKind
    media_type: str
    extensions: tuple[str, ...]
    aliases: tuple[str, ...] = ()

    def is_declared_as(self, media_type: str) -> bool:
        """Whether a client that says ``media_type`` may mean this type; nothing said, or "some bytes", is no claim."""
        said = media_type.partition(";")[0].strip().lower()
        return said in {"", "application/octet-stream", self.media_type.partition(";")[0], *self.aliases}


_OFFICE = "application/vnd.openxmlformats-officedocument."
JPEG = FileType(FileKind.IMAGE, "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), ("image/jpg", "image/pjpeg"))
PNG = FileType(FileKind.IMAGE, "image/png", ("png",), ("image/x-png",))
WEBP = FileType(FileKind.IMAGE, "image/webp", ("webp",))
PDF = FileType(FileKind.DOCUMENT, "application/pdf", ("pdf",), ("application/x-pdf",))
DOCX = FileType(FileKind.DOCUMENT, f"{_OFFICE}wordprocessingml.document", ("docx",), ("application/zip",))
XLSX = FileType(FileKind.DOCUMENT, f"{_OFFICE}spreadsheetml.sheet", ("xlsx",), ("application/zip",))
TXT = FileType(FileKind.TEXT, "text/plain; charset=utf-8", ("txt",))
MP3 = FileType(FileKind.AUDIO, "audio/mpeg", ("mp3",), ("audio/mp3", "audio/x-mpeg", "audio/x-mp3"))
M4A = FileType(FileKind.AUDIO, "audio/mp4", ("m4a",), ("audio/x-m4a", "audio/m4a", "audio/aac", "video/mp4"))
AMR = FileType(FileKind.AUDIO, "audio/amr", ("amr",), ("audio/x-amr", "audio/3gpp"))
MP4 = FileType(FileKind.VIDEO, "video/mp4", ("mp4", "m4v"), ("video/x-m4v",))

ALLOWED = (JPEG, PNG, WEBP, PDF, DOCX, XLSX, TXT, MP3, M4A, AMR, MP4)
EXTENSIONS = tuple(extension for file_type in ALLOWED for extension in file_type.extensions)
"""Every extension that an upload may have: for the ``accept`` attribute of a form."""
