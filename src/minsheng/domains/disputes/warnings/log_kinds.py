"""The kinds of audit lines that early warning writes. Keys and counts only."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine


def _raised(line: AuditLine) -> str:
    return str(_("A warning was raised on the case: %(reason)s") % line.data)


def _decided(line: AuditLine) -> str:
    return str(_("A warning (%(reason)s) was decided: %(decision)s") % line.data)


def _forgotten(line: AuditLine) -> str:
    return str(_("%(count)s warnings of cases long ended were deleted") % line.data)


_CODE = Holds.CODE
KINDS = (
    LogKind("disputes.warning_raised", _raised, {"reason": _CODE}),
    LogKind("disputes.warning_decided", _decided, {"reason": _CODE, "decision": _CODE}),
    LogKind("disputes.warnings_forgotten", _forgotten, {"count": _CODE}),
)
