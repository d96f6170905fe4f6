"""The kinds of audit lines that the room `procedures` writes: ids, keys and counts, nothing personal."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine


def _released(line: AuditLine) -> str:
    return _("A procedure version was released")


def _activated(line: AuditLine) -> str:
    return _("A procedure version was made active")


KINDS = (
    LogKind("procedures.released", _released, {"hash": Holds.CODE}),
    LogKind("procedures.activated", _activated, {}),
)
