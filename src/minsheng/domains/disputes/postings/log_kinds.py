"""The kinds of audit lines that the room writes. Ids, keys and days only: nobody is named in them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine


def _registered(line: AuditLine) -> str:
    return str(_("A compound branch was registered in area %(area)s") % line.data)


def _due_set(line: AuditLine) -> str:
    return str(_("A compound branch is due to have a posted cadre from %(first)s to %(last)s") % line.data)


def _closed(line: AuditLine) -> str:
    return str(_("A compound branch was closed on %(on)s") % line.data)


def _posted(line: AuditLine) -> str:
    return str(_("A cadre was posted to branch %(branch)s from %(on)s on") % line.data)


def _ended(line: AuditLine) -> str:
    return str(_("A posting to branch %(branch)s ended on %(on)s: %(reason)s") % line.data)


def _imported(line: AuditLine) -> str:
    return str(_("A file of postings was imported: %(posted)s postings, %(branches)s new branches") % line.data)


_CODE = Holds.CODE
KINDS = (
    LogKind("disputes.branch_registered", _registered, {"area": _CODE}),
    LogKind("disputes.branch_due", _due_set, {"first": _CODE, "last": _CODE}),
    LogKind("disputes.branch_closed", _closed, {"on": _CODE}),
    LogKind("disputes.cadre_posted", _posted, {"branch": _CODE, "on": _CODE}),
    LogKind("disputes.posting_ended", _ended, {"branch": _CODE, "on": _CODE, "reason": _CODE}),
    LogKind(
        "disputes.postings_imported",
        _imported,
        {"posted": _CODE, "branches": _CODE, "known": _CODE, "refused": _CODE, "digest": _CODE},
    ),
)
