"""The kinds of audit lines that the room `deadlines` writes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine


def _calendar_entered(line: AuditLine) -> str:
    text: str = _("The working calendar of %(year)s was entered: %(source)s") % line.data
    return text


KINDS = (
    LogKind(
        "deadlines.calendar_entered",
        _calendar_entered,
        {"year": Holds.CODE, "provisional": Holds.CODE, "source": Holds.TEXT},
    ),
)
