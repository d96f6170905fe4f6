"""The kinds of audit lines that the room writes. Ids, keys and days only. Sessions themselves are acts of cases."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine


def _added(line: AuditLine) -> str:
    return str(_("A mediation room of unit %(unit)s was entered, open from %(on)s") % line.data)


def _changed(line: AuditLine) -> str:
    return str(_("A mediation room was changed: %(fields)s") % line.data)


def _ended(line: AuditLine) -> str:
    return str(_("A mediation room is closed after %(on)s") % line.data)


def _key_made(_line: AuditLine) -> str:
    return str(_("A new secret address of one's own calendar was made"))


def _key_revoked(_line: AuditLine) -> str:
    return str(_("The secret address of one's own calendar was revoked"))


KINDS = (
    LogKind("disputes.room_added", _added, {"unit": Holds.CODE, "on": Holds.CODE}),
    LogKind("disputes.room_changed", _changed, {"fields": Holds.CODE}),
    LogKind("disputes.room_ended", _ended, {"on": Holds.CODE}),
    LogKind("disputes.calendar_key_made", _key_made, {}),
    LogKind("disputes.calendar_key_revoked", _key_revoked, {}),
)
