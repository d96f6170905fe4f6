"""The kinds of audit lines that the room `cases` writes. Ids, keys and counts only: nothing personal is in them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine


def _filed(line: AuditLine) -> str:
    return str(_("A case was filed under %(procedure)s") % line.data)


def _acted(line: AuditLine) -> str:
    return str(_("Act %(act)s (no. %(seq)s) was done: %(from)s → %(to)s") % line.data)


def _linked(line: AuditLine) -> str:
    return str(_("The case was linked to case %(other)s: %(kind)s") % line.data)


def _party_added(line: AuditLine) -> str:
    return str(_("Party %(party)s was added as %(role)s") % line.data)


def _imported(line: AuditLine) -> str:
    return str(_("A file was imported: %(landed)s rows landed, %(known)s known, %(refused)s refused") % line.data)


def _clocks_restated(line: AuditLine) -> str:
    return str(_("%(count)s clocks were computed anew after the calendar of %(year)s was entered") % line.data)


KINDS = (
    LogKind("cases.filed", _filed, {"procedure": Holds.CODE, "category": Holds.CODE, "rule": Holds.CODE}),
    LogKind("cases.acted", _acted, {"act": Holds.CODE, "seq": Holds.CODE, "from": Holds.CODE, "to": Holds.CODE}),
    LogKind("cases.linked", _linked, {"other": Holds.CODE, "kind": Holds.CODE}),
    LogKind("cases.party_added", _party_added, {"party": Holds.CODE, "role": Holds.CODE}),
    LogKind(
        "cases.imported",
        _imported,
        dict.fromkeys(("landed", "answered", "known", "refused", "digest"), Holds.CODE),
    ),
    LogKind("cases.clocks_restated", _clocks_restated, {"count": Holds.CODE, "year": Holds.CODE}),
)
