"""The kinds of audit lines that the room `routing` writes. Ids, keys and counts only: nothing personal is in them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine


def _category_created(line: AuditLine) -> str:
    return str(_("Category %(code)s was added") % line.data)


def _category_changed(line: AuditLine) -> str:
    return str(_("A category was changed: %(fields)s") % line.data)


def _categories_loaded(line: AuditLine) -> str:
    return str(_("%(added)s categories were added") % line.data)


def _rule_created(line: AuditLine) -> str:
    return str(_("A routing rule was added at position %(position)s") % line.data)


def _rule_changed(line: AuditLine) -> str:
    return str(_("A routing rule was changed: %(fields)s") % line.data)


def _rule_moved(line: AuditLine) -> str:
    return str(_("A routing rule was moved to position %(position)s") % line.data)


def _suggestions_trained(line: AuditLine) -> str:
    return str(_("Category suggestions were learned anew from %(samples)s samples") % line.data)


KINDS = (
    LogKind("routing.category_created", _category_created, {"code": Holds.CODE}),
    LogKind("routing.category_changed", _category_changed, {"fields": Holds.CODE}),
    LogKind("routing.categories_loaded", _categories_loaded, {"added": Holds.CODE}),
    LogKind("routing.rule_created", _rule_created, {"position": Holds.CODE}),
    LogKind("routing.rule_changed", _rule_changed, {"fields": Holds.CODE}),
    LogKind("routing.rule_moved", _rule_moved, {"position": Holds.CODE}),
    LogKind(
        "routing.suggestions_trained",
        _suggestions_trained,
        {"version": Holds.CODE, "samples": Holds.CODE, "held_out": Holds.CODE, "right": Holds.CODE},
    ),
)
