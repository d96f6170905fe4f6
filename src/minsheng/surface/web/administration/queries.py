"""Reads of the administration. Views ask for the permission; registers such as areas and units are no secret."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.kernel.access.models import Account, ApiToken, Post, Role, Unit
from minsheng.kernel.areas.models import Area, AreaShape
from minsheng.kernel.areas.queries import shapes_of
from minsheng.kernel.messages.models import Template
from minsheng.kernel.procedures.models import ProcedureVersion
from minsheng.kernel.routing.models import Category, Rule

PAGE = 50


def area(pk: int) -> Area:
    """An area. Raises Refusal ``area.unknown`` (404)."""
    found = Area.objects.select_related("parent", "successor").filter(pk=pk).first()
    if found is None:
        raise Refusal("area.unknown", "area", status=404, id=pk)
    return found


def outlines_of(found: Area) -> list[AreaShape]:
    """All outlines that an area ever had, newest first."""
    return list(shapes_of(found).defer("wkb"))


def units(text: str = "") -> QuerySet[Unit]:
    """Units by code, with the number of posts that are held today; ``text`` narrows by name or code."""
    held = Count("posts", filter=_held_on(timezone.localdate()))
    rows = Unit.objects.select_related("parent", "area").annotate(held=held).order_by("kind", "code")
    wanted = text.strip()
    return rows.filter(Q(name__icontains=wanted) | Q(code__icontains=wanted)) if wanted and "\0" not in wanted else rows


def _held_on(day: date) -> Q:
    still = Q(posts__valid_to__isnull=True) | Q(posts__valid_to__gte=day)
    return still & Q(posts__valid_from__lte=day)


def unit(pk: int) -> Unit:
    """A unit. Raises Refusal ``unit.unknown`` (404)."""
    found = Unit.objects.select_related("parent", "area").filter(pk=pk).first()
    if found is None:
        raise Refusal("unit.unknown", "unit", status=404, id=pk)
    return found


def posts_of_unit(pk: int) -> list[Post]:
    """Posts of a unit, those held now first."""
    rows = Post.objects.filter(unit_id=pk).select_related("account", "role", "area")
    return sorted(rows, key=lambda post: (post.valid_to is not None, post.role.key, post.account.display_name))


def posts_of_account(pk: int) -> list[Post]:
    """Posts of an account, newest first."""
    return list(
        Post.objects.filter(account_id=pk).select_related("unit", "role", "area").order_by("-valid_from", "-id")
    )


def post(pk: int) -> Post:
    """A post. Raises Refusal ``post.unknown`` (404)."""
    found = Post.objects.select_related("account", "role", "unit").filter(pk=pk).first()
    if found is None:
        raise Refusal("post.unknown", "post", status=404, id=pk)
    return found


def accounts(text: str = "", after: str = "") -> list[Account]:
    """A page of accounts and one more, by user name, behind ``after``."""
    rows = Account.objects.order_by("username")
    wanted = text.strip()
    if wanted and "\0" not in wanted:
        rows = rows.filter(Q(username__icontains=wanted) | Q(display_name__icontains=wanted))
    return list(rows.filter(username__gt=after)[: PAGE + 1])


def account(pk: int) -> Account:
    """An account. Raises Refusal ``account.unknown`` (404)."""
    found = Account.objects.filter(pk=pk).first()
    if found is None:
        raise Refusal("account.unknown", "account", status=404, id=pk)
    return found


def account_named(username: str) -> Account:
    """An account by its user name. Raises Refusal ``account.unknown`` on field ``account``."""
    found = Account.objects.filter(username=username.strip()).first()
    if found is None:
        raise Refusal("account.unknown", "account", id=username[:64])
    return found


def roles() -> list[Role]:
    """All roles by key."""
    return list(Role.objects.all())


def role(key: str) -> Role | None:
    """A role by its key, or None."""
    return Role.objects.filter(key=key).first()


def role_named(key: str) -> Role:
    """A role by its key. Raises Refusal ``role.unknown`` on field ``role``."""
    found = role(key)
    if found is None:
        raise Refusal("role.unknown", "role", key=key[:48])
    return found


def categories(realm: str) -> QuerySet[Category]:
    """Categories of a realm in the order of the tree."""
    return Category.objects.filter(realm=realm).order_by("path")


def category(pk: int | None) -> Category | None:
    """A category, or None."""
    return Category.objects.filter(pk=pk).first() if pk else None


def rules(realm: str) -> list[Rule]:
    """Routing rules of a realm in order, those that are off among them."""
    rows = Rule.objects.filter(realm=realm).select_related("category", "area", "unit")
    return list(rows.order_by("position", "id"))


def rule(pk: int) -> Rule:
    """A routing rule. Raises Refusal ``rule.unknown`` (404)."""
    found = Rule.objects.filter(pk=pk).first()
    if found is None:
        raise Refusal("rule.unknown", "rule", status=404, id=pk)
    return found


def version(pk: int) -> ProcedureVersion:
    """A released version. Raises Refusal ``procedure.unknown`` (404)."""
    found = ProcedureVersion.objects.filter(pk=pk).first()
    if found is None:
        raise Refusal("procedure.unknown", "procedure", status=404, key=pk)
    return found


def hashes() -> dict[str, str]:
    """Content hashes of all released versions by ``key@version``."""
    return {str(row): row.content_hash for row in ProcedureVersion.objects.defer("source")}


def templates() -> list[Template]:
    """The newest version of each message template."""
    newest: dict[tuple[str, str, str, str], Template] = {}
    for row in Template.objects.all():  # ordered by version
        newest[row.key, row.audience, row.language, row.channel] = row
    return list(newest.values())


def tokens() -> list[ApiToken]:
    """All API tokens, newest first."""
    return list(ApiToken.objects.select_related("account"))


def token(pk: int) -> ApiToken:
    """An API token. Raises Refusal ``token.unknown`` (404)."""
    found = ApiToken.objects.select_related("account").filter(pk=pk).first()
    if found is None:
        raise Refusal("token.unknown", "token", status=404)
    return found
