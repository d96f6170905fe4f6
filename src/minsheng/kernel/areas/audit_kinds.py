"""The kinds of audit lines that this room writes. Names and codes of areas are public: nothing personal is in them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine


def _created(line: AuditLine) -> str:
    return str(_("Area %(code)s %(name)s was entered, valid from %(valid_from)s") % line.data)


def _renamed(line: AuditLine) -> str:
    return str(_("Area %(code)s was renamed from %(old)s to %(new)s") % line.data)


def _closed(line: AuditLine) -> str:
    return str(_("Area %(code)s %(name)s was closed, last day %(valid_to)s") % line.data)


def _drawn(line: AuditLine) -> str:
    return str(_("The outline of area %(code)s was drawn, valid from %(valid_from)s; source: %(source)s") % line.data)


def _redrawn(line: AuditLine) -> str:
    return str(
        _("The outlines of %(count)s areas were drawn, valid from %(valid_from)s; source: %(source)s") % line.data
    )


def _imported(line: AuditLine) -> str:
    return str(_("Areas were imported: %(created)s entered, %(renamed)s renamed, %(refused)s rows refused") % line.data)


_SHAPE = {"valid_from": Holds.CODE, "source": Holds.TEXT, "simulated": Holds.CODE, "digest": Holds.CODE}

KINDS = (
    LogKind("areas.created", _created, dict.fromkeys(("code", "name", "kind", "valid_from"), Holds.CODE)),
    LogKind("areas.renamed", _renamed, dict.fromkeys(("code", "old", "new"), Holds.CODE)),
    LogKind("areas.closed", _closed, dict.fromkeys(("code", "name", "valid_to", "successor"), Holds.CODE)),
    LogKind("areas.drawn", _drawn, {"code": Holds.CODE, "square_metres": Holds.CODE, **_SHAPE}),
    LogKind("areas.drawn_together", _redrawn, {"count": Holds.CODE, "codes": Holds.CODE, **_SHAPE}),
    LogKind("areas.imported", _imported, dict.fromkeys(("created", "renamed", "unchanged", "refused"), Holds.CODE)),
)
