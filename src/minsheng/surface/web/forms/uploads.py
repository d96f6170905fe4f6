"""Files sent with a form: stored at once, and kept over a refusal, so that nobody has to choose them again.

What is kept travels through the page as a signed text: ids of files that this very form has stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from minsheng.base.errors import Refusal
from minsheng.kernel.files.services import store_upload
from minsheng.surface.web.requests import WebRequest
from minsheng.surface.web.words import language_now
from minsheng.surface.wording import say

_SALT = "minsheng.web.uploads"
_HOURS = 20 * 3600
"""Shorter than the day after which files that belong to nothing are swept away."""
MOST = 9


@dataclass(frozen=True, slots=True)
class Upload:
    """A stored file that waits for its form to be accepted."""

    id: int
    name: str


@dataclass(slots=True)
class Uploads:
    """What came with one input: the files that are stored, and what was wrong with the others."""

    files: list[Upload] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[int]:
        """Ids of the stored files."""
        return [file.id for file in self.files]


def take_uploads(request: WebRequest, name: str) -> Uploads:
    """Store the files of the input ``name`` and add those kept from before. Faults are words for beside the input."""
    uploads = Uploads(files=_kept(request.POST.getlist(kept_name(name))))
    sent = [item for item in request.FILES.getlist(name) if isinstance(item, UploadedFile)]
    room = MOST - len(uploads.files)
    for item in sent[:room]:
        try:
            uploads.files.append(_stored(request, item))
        except Refusal as refusal:
            uploads.faults.append(f"{item.name}: {say(refusal, language_now())}")
    if len(sent) > room:
        uploads.faults.append(_("At most %(limit)s files at once; the others were left out.") % {"limit": MOST})
    return uploads


def kept_name(name: str) -> str:
    """Name of the hidden input that keeps stored files over a refusal."""
    return f"{name}_kept"


def sealed(file: Upload) -> str:
    """The signed text that stands for a stored file."""
    return signing.dumps([file.id, file.name], salt=_SALT)


def _stored(request: WebRequest, item: UploadedFile) -> Upload:
    row = store_upload(by=request.actor, stream=item, name=item.name or "file", declared_type=item.content_type or "")
    return Upload(row.pk, row.original_name)


def _kept(texts: Iterable[str]) -> list[Upload]:
    found: dict[int, Upload] = {}
    for text in texts:
        try:
            pk, name = signing.loads(text, salt=_SALT, max_age=_HOURS)
        except signing.BadSignature:  # forged or too old: as if it had not been sent
            continue
        found[pk] = Upload(pk, name)
    return list(found.values())[:MOST]
