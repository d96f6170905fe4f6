"""The kinds of audit lines that step templates write. Keys, numbers and days only."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine


def _named(line: AuditLine) -> str:
    return str(_("A step template was named: %(slug)s") % line.data)


def _released(line: AuditLine) -> str:
    return str(_("Version %(number)s of the step template %(slug)s was released") % line.data)


def _assigned(line: AuditLine) -> str:
    return str(_("Version %(number)s of a step template was assigned to area %(area)s from %(on)s on") % line.data)


def _unassigned(line: AuditLine) -> str:
    return str(_("A step template ends in area %(area)s on %(on)s") % line.data)


_CODE = Holds.CODE
KINDS = (
    LogKind("disputes.steps_named", _named, {"slug": _CODE}),
    LogKind("disputes.steps_released", _released, {"slug": _CODE, "number": _CODE}),
    LogKind("disputes.steps_assigned", _assigned, {"area": _CODE, "number": _CODE, "on": _CODE}),
    LogKind("disputes.steps_unassigned", _unassigned, {"area": _CODE, "on": _CODE}),
)
