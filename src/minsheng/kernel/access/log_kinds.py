"""The kinds of audit lines that the room `access` writes. Ids, keys and counts only: nothing personal is in them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine


def _account_created(line: AuditLine) -> str:
    return _("An account was opened")


def _account_changed(line: AuditLine) -> str:
    return str(_("An account was changed: %(fields)s") % line.data)


def _unit_created(line: AuditLine) -> str:
    return str(_("Unit %(code)s was registered") % line.data)


def _unit_changed(line: AuditLine) -> str:
    return str(_("A unit was changed: %(fields)s") % line.data)


def _unit_closed(line: AuditLine) -> str:
    return str(_("A unit was closed on %(on)s") % line.data)


def _role_defined(line: AuditLine) -> str:
    return str(_("A role was defined with %(permissions)s") % line.data)


def _appointed(line: AuditLine) -> str:
    return str(_("A person was given the role %(role)s") % line.data)


def _post_ended(line: AuditLine) -> str:
    return str(_("Post %(post)s was ended") % line.data)


def _token_issued(line: AuditLine) -> str:
    return str(_("API token %(token)s was issued") % line.data)


def _token_revoked(line: AuditLine) -> str:
    return str(_("API token %(token)s was revoked") % line.data)


def _signed_in(line: AuditLine) -> str:
    return _("Somebody signed in")


def _sign_in_failed(line: AuditLine) -> str:
    return _("A sign-in failed")


KINDS = (
    LogKind("access.account_created", _account_created, {}),
    LogKind("access.account_changed", _account_changed, {"fields": Holds.CODE}),
    LogKind("access.unit_created", _unit_created, {"code": Holds.CODE}),
    LogKind("access.unit_changed", _unit_changed, {"fields": Holds.CODE}),
    LogKind("access.unit_closed", _unit_closed, {"on": Holds.CODE}),
    LogKind("access.role_defined", _role_defined, {"permissions": Holds.CODE}),
    LogKind("access.appointed", _appointed, {"post": Holds.CODE, "role": Holds.CODE}),
    LogKind("access.post_ended", _post_ended, {"post": Holds.CODE}),
    LogKind("access.token_issued", _token_issued, {"token": Holds.CODE}),
    LogKind("access.token_revoked", _token_revoked, {"token": Holds.CODE}),
    LogKind("access.signed_in", _signed_in, {}),
    LogKind("access.sign_in_failed", _sign_in_failed, {}),
)
