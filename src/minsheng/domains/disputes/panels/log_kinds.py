"""The kinds of audit lines that the room writes. Ids, keys and days only."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine


def _added(line: AuditLine) -> str:
    return str(_("Account no. %(account)s mediates for unit %(unit)s from %(on)s on") % line.data)


def _changed(line: AuditLine) -> str:
    return str(_("The entry of a mediator was changed: %(fields)s") % line.data)


def _ended(line: AuditLine) -> str:
    return str(_("A mediator's last day is %(on)s") % line.data)


KINDS = (
    LogKind("disputes.mediator_added", _added, {"account": Holds.CODE, "unit": Holds.CODE, "on": Holds.CODE}),
    LogKind("disputes.mediator_changed", _changed, {"fields": Holds.CODE}),
    LogKind("disputes.mediator_ended", _ended, {"on": Holds.CODE}),
)
