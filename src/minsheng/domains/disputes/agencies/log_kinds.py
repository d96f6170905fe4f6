"""The kinds of audit lines that the room writes. Ids, keys and days only: nobody is named in them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine


def _registered(line: AuditLine) -> str:
    return str(_("Unit %(unit)s takes part in the disputes platform as %(kind)s") % line.data)


def _changed(line: AuditLine) -> str:
    if "on" not in line.data:
        return str(_("Rules of an agency were changed: %(fields)s") % line.data)
    return str(_("Rules of an agency were changed from %(on)s on: %(fields)s") % line.data)


def _ended(line: AuditLine) -> str:
    return str(_("An agency leaves the platform on %(on)s") % line.data)


def _composed(line: AuditLine) -> str:
    return str(_("A committee of %(members)s members was recorded from %(on)s on") % line.data)


KINDS = (
    LogKind("disputes.agency_registered", _registered, {"unit": Holds.CODE, "kind": Holds.CODE}),
    LogKind("disputes.agency_changed", _changed, {"fields": Holds.CODE, "on": Holds.CODE}),
    LogKind("disputes.agency_ended", _ended, {"on": Holds.CODE}),
    LogKind("disputes.committee_composed", _composed, {"on": Holds.CODE, "members": Holds.CODE}),
)
