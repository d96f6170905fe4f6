"""Permissions and realms: named in code by each module, bundled into roles as data.

A permission belongs to a realm when its key begins with a registered realm (``hotline.dispatch``); it then opens rows
of that realm only. Permissions without a realm (``areas.manage``) answer yes or no.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Realm:
    """A field of work whose cases are closed to other fields. ``number`` (1–255) is stored in tokens: never reuse."""

    key: str
    number: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that a role may allow. ``zh`` and ``en`` say it to an administrator."""

    key: str
    zh: str
    en: str


_realms: dict[str, Realm] = {}
_permissions: dict[str, Permission] = {}


def register_realm(realm: Realm) -> None:
    """Add a realm at start-up. A key or number registered twice is a programming error."""
    known = _realms.get(realm.key)
    if known == realm:
        return
    if known is not None or any(other.number == realm.number for other in _realms.values()):
        raise ValueError(f"realm registered twice: {realm}")
    _realms[realm.key] = realm


def register_permissions(*permissions: Permission) -> None:
    """Add permissions at start-up. Two different permissions with one key are a programming error."""
    for permission in permissions:
        if _permissions.setdefault(permission.key, permission) != permission:
            raise ValueError(f"permission registered twice: {permission.key}")


def realm(key: str) -> Realm:
    """Return the realm named ``key``; raises KeyError when no module registered it."""
    return _realms[key]


def realms() -> list[Realm]:
    """All realms, by number."""
    return sorted(_realms.values(), key=lambda r: r.number)


def realm_number(permission_key: str) -> int:
    """Number of the realm of a permission, 0 when it has none."""
    found = _realms.get(permission_key.partition(".")[0])
    return found.number if found else 0


def permissions() -> list[Permission]:
    """All permissions, by key."""
    return [_permissions[key] for key in sorted(_permissions)]


def is_permission(key: str) -> bool:
    """Whether some module named this permission."""
    return key in _permissions


register_permissions(
    Permission("areas.manage", "维护区域与网格", "Maintain areas and grids"),
    Permission("units.manage", "维护单位与岗位", "Maintain units and posts"),
    Permission("roles.manage", "维护角色", "Maintain roles"),
    Permission("routing.manage", "维护派单规则与事项分类", "Maintain routing rules and categories"),
    Permission("calendars.manage", "维护工作日历", "Maintain working calendars"),
    Permission("procedures.manage", "维护程序版本", "Maintain procedure versions"),
    Permission("templates.manage", "维护消息模板", "Maintain message templates"),
    Permission("accounts.manage", "维护账号", "Maintain accounts"),
    Permission("tokens.manage", "发放接口令牌", "Issue API tokens"),
    Permission("parties.look_up", "按电话或证件查找当事人", "Look up a party by phone or id"),
    Permission("parties.reveal", "查看当事人未遮盖信息", "Reveal masked particulars of a party"),
    Permission("parties.erase", "导出或删除个人信息", "Export or erase one person's data"),
    Permission("audit.read", "查看审计日志", "Read the audit log"),
    Permission("imports.run", "导入数据", "Import data"),
)
