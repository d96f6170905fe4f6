"""Writes of the access room: accounts, units, roles, posts, API tokens."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account, ApiToken, Post, Role, Unit
from minsheng.kernel.access.permissions import is_permission
from minsheng.kernel.access.queries import token_digest
from minsheng.kernel.access.rules import require
from minsheng.kernel.access.units import units_changed
from minsheng.kernel.audit.services import record

MAX_FAILED_SIGN_INS = 5
LOCK_MINUTES = 15
MAX_TOKEN_DAYS = 366


@transaction.atomic
def create_account(*, by: Actor, username: str, display_name: str, password: str | None, **fields: object) -> Account:
    """Open an account. Raises Refusal ``account.exists`` or ``password.weak`` with the rules that it breaks.

    Without a password (``None``) nobody can sign in to it by one.
    """
    require(by, "accounts.manage")
    if Account.objects.filter(username=username).exists():
        raise Refusal("account.exists", "username", username=username)
    account = Account(username=username, display_name=display_name, **fields)
    if password is not None:
        _check_password(account, password)
    account.set_password(password)
    account.save()
    record("access.account_created", by=by, subject="account", subject_id=account.pk, data={})
    return account


def _check_password(account: Account, password: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Refusal("password.weak", "password", rules=" ".join(error.messages)) from error


@transaction.atomic
def create_unit(*, by: Actor, code: str, name: str, kind: str, valid_from: date, **fields: object) -> Unit:
    """Register a unit. Raises Refusal ``unit.exists`` when the code is taken."""
    require(by, "units.manage")
    if Unit.objects.filter(code=code).exists():
        raise Refusal("unit.exists", "code", value=code)
    unit = Unit.objects.create(code=code, name=name, kind=kind, valid_from=valid_from, **fields)
    units_changed()
    record("access.unit_created", by=by, subject="unit", subject_id=unit.pk, data={"code": code})
    return unit


@transaction.atomic
def close_unit(*, by: Actor, unit: Unit, valid_to: date) -> Unit:
    """End a unit on a day; its posts end with it."""
    require(by, "units.manage")
    if valid_to < unit.valid_from:
        raise Refusal("dates.order", "valid_to")
    unit.valid_to = valid_to
    unit.save(update_fields=["valid_to"])
    unit.posts.filter(valid_to__isnull=True).update(valid_to=valid_to)
    units_changed()
    record("access.unit_closed", by=by, subject="unit", subject_id=unit.pk, data={"on": valid_to.isoformat()})
    return unit


@transaction.atomic
def define_role(*, by: Actor, key: str, permissions: list[str], **fields: object) -> Role:
    """Create a role or change its bundle. Raises Refusal ``role.unknown_permission`` naming the first unknown one."""
    require(by, "roles.manage")
    unknown = [name for name in permissions if not is_permission(name)]
    if unknown:
        raise Refusal("role.unknown_permission", "permissions", permission=unknown[0])
    role, _ = Role.objects.update_or_create(key=key, defaults={"permissions": sorted(permissions), **fields})
    record("access.role_defined", by=by, subject="role", subject_id=role.pk, data={"permissions": sorted(permissions)})
    return role


@transaction.atomic
def appoint(*, by: Actor, account: Account, role: Role, unit: Unit, valid_from: date, **fields: object) -> Post:
    """Give a person a role in a unit from a day on. The role's duty must be the account's (separation of duties)."""
    require(by, "units.manage")
    if role.duty != account.duty:
        raise Refusal("post.duty", "role", role=role.name, duty=account.duty)
    if role.reach == "area" and fields.get("area") is None and fields.get("area_id") is None:
        raise Refusal("post.area_required", "area")
    post = Post.objects.create(account=account, role=role, unit=unit, valid_from=valid_from, **fields)
    record(
        "access.appointed", by=by, subject="account", subject_id=account.pk, data={"post": post.pk, "role": role.key}
    )
    return post


@transaction.atomic
def end_post(*, by: Actor, post: Post, valid_to: date) -> Post:
    """End a post on a day (the last day on which it counts)."""
    require(by, "units.manage")
    if valid_to < post.valid_from:
        raise Refusal("dates.order", "valid_to")
    post.valid_to = valid_to
    post.save(update_fields=["valid_to"])
    record("access.post_ended", by=by, subject="account", subject_id=post.account_id, data={"post": post.pk})
    return post


@transaction.atomic
def issue_token(*, by: Actor, account: Account, name: str, scopes: list[str], days: int) -> tuple[ApiToken, str]:
    """Issue a bearer token; the secret is shown once and only its digest is kept. At most a year."""
    require(by, "tokens.manage")
    unknown = [scope for scope in scopes if not is_permission(scope)]
    if unknown:
        raise Refusal("role.unknown_permission", "scopes", permission=unknown[0])
    if not 1 <= days <= MAX_TOKEN_DAYS:
        raise Refusal("token.days", "days", limit=MAX_TOKEN_DAYS)
    secret = "ms_" + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        account=account,
        name=name,
        digest=token_digest(secret),
        scopes=sorted(scopes),
        expires_at=timezone.now() + timedelta(days=days),
    )
    record("access.token_issued", by=by, subject="account", subject_id=account.pk, data={"token": token.pk})
    return token, secret


@transaction.atomic
def revoke_token(*, by: Actor, token: ApiToken) -> None:
    """End a bearer token at once."""
    require(by, "tokens.manage")
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    record("access.token_revoked", by=by, subject="account", subject_id=token.account_id, data={"token": token.pk})


def sign_in(*, username: str, password: str, now: datetime | None = None) -> Account:
    """Check a password. Refuses ``sign_in.wrong``, and ``sign_in.locked`` for a quarter of an hour after five failures.

    The counter must outlive the refusal, so it is written in a transaction of its own before anything is raised.
    """
    at = now or timezone.now()
    with transaction.atomic():
        # No name holds what cannot be printed, and PostgreSQL would not even look for one with NUL.
        known = Account.objects.select_for_update().filter(username=username) if username.isprintable() else None
        account = known.first() if known is not None else None
        refusal = _check_sign_in(account, password, at)
    if refusal is not None or account is None:
        raise refusal or Refusal("sign_in.wrong", status=401)
    return account


def _check_sign_in(account: Account | None, password: str, at: datetime) -> Refusal | None:
    if account is None or not account.is_active:
        check_password(password, _DUMMY_HASH)  # takes as long as a real check, so that names cannot be guessed by time
        return Refusal("sign_in.wrong", status=401)
    if account.locked_until is not None and account.locked_until > at:
        return Refusal("sign_in.locked", status=403, minutes=LOCK_MINUTES)
    if account.check_password(password):
        Account.objects.filter(pk=account.pk).update(failed_sign_ins=0, locked_until=None, last_login=at)
        record("access.signed_in", by=Actor(account_id=account.pk), subject="account", subject_id=account.pk, data={})
        return None
    failures = account.failed_sign_ins + 1
    locked = at + timedelta(minutes=LOCK_MINUTES) if failures >= MAX_FAILED_SIGN_INS else None
    kept = 0 if locked else failures
    Account.objects.filter(pk=account.pk).update(failed_sign_ins=kept, locked_until=locked)
    record("access.sign_in_failed", by=Actor.anonymous(), subject="account", subject_id=account.pk, data={})
    return Refusal("sign_in.wrong", status=401)


_DUMMY_HASH = "pbkdf2_sha256$1000000$l8Wq2c8eMGbWmDGbOo1jVn$vR9mAfJYkRz5cY0sQzJt5h1p0nq0e7mJw1mX3jWgLrA="
