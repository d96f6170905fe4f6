"""The kinds of audit lines that the room writes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine


def _exported(line: AuditLine) -> str:
    return str(_("The register of mediations from %(first)s to %(last)s was exported: %(rows)s rows") % line.data)


def _imported(line: AuditLine) -> str:
    return str(_("A register of mediations was imported: %(landed)s cases, %(refused)s rows refused") % line.data)


_CODE = Holds.CODE
KINDS = (
    LogKind(
        "disputes.register_exported",
        _exported,
        {"first": _CODE, "last": _CODE, "rows": _CODE, "area": _CODE, "unit": _CODE, "kind": _CODE},
    ),
    LogKind(
        "disputes.register_imported",
        _imported,
        {"landed": _CODE, "known": _CODE, "refused": _CODE, "digest": _CODE},
    ),
)
