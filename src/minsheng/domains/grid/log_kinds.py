"""The kinds of audit lines of the grids. Ids, codes and days only."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine


def _appointed(line: AuditLine) -> str:
    return str(_("Grid %(grid)s has account %(account)s as %(role)s from %(first)s") % line.data)


def _ended(line: AuditLine) -> str:
    return str(_("A duty in grid %(grid)s ends on %(last)s") % line.data)


def _absent(line: AuditLine) -> str:
    return str(_("Somebody on duty in grid %(grid)s is away from %(first)s to %(last)s") % line.data)


def _contact(line: AuditLine) -> str:
    return str(_("The public telephone of grid %(grid)s was set") % line.data)


def _round(line: AuditLine) -> str:
    return str(_("Round in grid %(grid)s: %(step)s") % line.data)


def _visit(line: AuditLine) -> str:
    return str(_("Visit in grid %(grid)s: %(step)s") % line.data)


def _imported(line: AuditLine) -> str:
    return str(_("%(count)s rows were taken over: %(what)s") % line.data)


def _redrawn(line: AuditLine) -> str:
    return str(_("Grids were redrawn from %(first)s: %(opened)s new, %(closed)s closed, %(drawn)s drawn") % line.data)


def _codes(*names: str) -> dict[str, Holds]:
    return dict.fromkeys(names, Holds.CODE)


KINDS = (
    LogKind("grid.appointed", _appointed, _codes("grid", "account", "role", "first", "last")),
    LogKind("grid.duty_ended", _ended, _codes("grid", "last")),
    LogKind("grid.absence", _absent, _codes("grid", "first", "last")),
    LogKind("grid.contact_set", _contact, _codes("grid")),
    LogKind("grid.round", _round, _codes("grid", "step")),
    LogKind("grid.visit", _visit, _codes("grid", "step")),
    LogKind("grid.imported", _imported, _codes("count", "what")),
    LogKind("grid.redrawn", _redrawn, _codes("first", "opened", "closed", "drawn")),
)
