"""Reads of the register of mediators. The list of those whom parties may choose is public."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.days import check_choice
from minsheng.domains.disputes.kinds import DisputeType
from minsheng.domains.disputes.models import Mediator
from minsheng.domains.disputes.reach import reaches_unit, require_for_unit
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account, Post
from minsheng.kernel.access.rules import require
from minsheng.kernel.access.units import unit_registry

PERMISSION = "disputes.panel"


def serving(day: date) -> Q:
    """The condition that somebody is a mediator on ``day`` and may still sign in."""
    return Q(valid_from__lte=day, account__is_active=True) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def public_mediators(*, speciality: str = "", unit_id: int | None = None, after: int = 0) -> QuerySet[Mediator]:
    """Mediators of today whom parties may choose, by number behind ``after``: for everybody (人民调解法 art 19).

    ``speciality`` finds those who name the type, and those without a speciality. Raises Refusal ``field.choice``.
    """
    rows = Mediator.objects.select_related("account", "unit").filter(serving(timezone.localdate()), pk__gt=after)
    rows = rows.filter(open_to_choice=True).order_by("pk")
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    if speciality:
        check_choice(speciality, DisputeType.values, "speciality")
        rows = rows.filter(Q(specialities__contains=[speciality]) | Q(specialities=[]))
    return rows


def public_units() -> list[int]:
    """Ids of the units that have mediators whom parties may choose today."""
    rows = Mediator.objects.filter(serving(timezone.localdate()), open_to_choice=True)
    return sorted(set(rows.values_list("unit_id", flat=True)))


def kept_mediators(by: Actor, *, after: int = 0) -> QuerySet[Mediator]:
    """All entries that ``by`` keeps, ended ones too, by number. Raises Refusal ``access.denied`` (403)."""
    require(by, PERMISSION)
    rows = Mediator.objects.select_related("account", "unit").filter(pk__gt=after).order_by("pk")
    return rows if by.is_system else rows.filter(unit_id__in=kept_units(by))


def mediator(by: Actor, pk: int) -> Mediator:
    """One entry, for whoever keeps it. Raises Refusal ``access.denied`` (403), ``mediator.unknown`` (404)."""
    require(by, PERMISSION)
    found = Mediator.objects.select_related("account", "unit").filter(pk=pk).first()
    if found is None:
        raise Refusal("mediator.unknown", status=404)
    require_for_unit(by, PERMISSION, found.unit_id)
    return found


def kept_units(by: Actor, permission: str = PERMISSION) -> list[int]:
    """Ids of the units that ``permission`` reaches. Out of memory."""
    return [pk for pk in unit_registry().by_id if reaches_unit(by, permission, pk)]


def accounts_for(by: Actor) -> list[tuple[Account, int]]:
    """Accounts with a post today in a unit that ``by`` keeps, with that unit: who may be entered. By name."""
    today = timezone.localdate()
    posts = Post.objects.filter(unit_id__in=kept_units(by), valid_from__lte=today, account__is_active=True)
    posts = posts.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today)).select_related("account")
    return [(post.account, post.unit_id) for post in posts.order_by("account__display_name", "account_id", "unit_id")]


def load_of(account_ids: Iterable[int]) -> dict[int, int]:
    """How many open cases name each account as their mediator, by one statement over an index (``sessions.sql``)."""
    wanted = list(account_ids)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT account_id, cases FROM minsheng_mediator_load(%s)", [wanted])
        return dict(cursor.fetchall())
