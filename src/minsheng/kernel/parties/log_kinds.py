"""Permissions and kinds of log lines of the parties room."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minsheng.kernel.access.permissions import Permission
from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine

PERMISSIONS = (Permission("parties.update", "修改当事人信息", "Correct particulars of a party"),)


def _says_updated(line: AuditLine) -> str:
    return _("Changed of party %(party)s: %(fields)s") % {"party": line.subject_id, "fields": _fields(line)}


def _says_revealed(line: AuditLine) -> str:
    text = _("Looked at %(fields)s of party %(party)s. Reason: %(reason)s")
    return text % {"party": line.subject_id, "fields": _fields(line), "reason": line.data.get("reason", "")}


def _says_looked_up(line: AuditLine) -> str:
    text = _("Looked a party up by %(field)s, %(count)s found")
    return text % {"field": line.subject_id, "count": len(line.data.get("found", []))}


def _says_exported(line: AuditLine) -> str:
    text = _("Exported all data of party %(party)s. Reason: %(reason)s")
    return text % {"party": line.subject_id, "reason": line.data.get("reason", "")}


def _says_erased(line: AuditLine) -> str:
    text = _("Erased the data of party %(party)s. Ground: %(ground)s")
    return text % {"party": line.subject_id, "ground": line.data.get("ground", "")}


def _fields(line: AuditLine) -> str:
    return ", ".join(line.data.get("fields", []))


KINDS = (
    LogKind("parties.updated", _says_updated, {"fields": Holds.CODE}),
    LogKind("parties.revealed", _says_revealed, {"fields": Holds.CODE, "reason": Holds.TEXT}),
    LogKind("parties.looked_up", _says_looked_up, {"found": Holds.CODE}),
    LogKind("parties.exported", _says_exported, {"sources": Holds.CODE, "reason": Holds.TEXT}),
    LogKind("parties.erased", _says_erased, {"ground": Holds.CODE, "erasers": Holds.CODE}),
)
