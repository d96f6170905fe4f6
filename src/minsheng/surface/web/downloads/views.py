"""An attachment, whole or as a small picture. Whoever may not see the case, or not this file of it, gets a 404."""

from __future__ import annotations

from django.http import FileResponse, HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from minsheng.base.errors import Refusal
from minsheng.kernel.files.kinds import FileKind
from minsheng.kernel.files.services import open_file, open_thumbnail
from minsheng.surface.web.cases.queries import attachment_for
from minsheng.surface.web.doors import public
from minsheng.surface.web.requests import WebRequest


@public
@require_GET
@cache_control(private=True, max_age=3600)
def attachment(request: WebRequest, pk: int) -> HttpResponseBase:
    """The file itself. Pictures open in the browser; everything else is saved, never run."""
    file = attachment_for(request.actor, pk).file
    try:
        content = open_file(file)
    except FileNotFoundError as error:
        raise Refusal("file.unknown", "files", status=404, id=pk) from error
    is_picture = file.kind == FileKind.IMAGE
    return FileResponse(
        content, as_attachment=not is_picture, filename=file.original_name, content_type=file.media_type
    )


@public
@require_GET
@cache_control(private=True, max_age=3600)
def thumbnail(request: WebRequest, pk: int) -> HttpResponseBase:
    """The small picture."""
    file = attachment_for(request.actor, pk).file
    try:
        return FileResponse(open_thumbnail(file), content_type="image/jpeg")
    except FileNotFoundError as error:
        raise Refusal("file.unknown", "files", status=404, id=pk) from error
