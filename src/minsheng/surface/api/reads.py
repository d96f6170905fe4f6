"""Reads that only the API needs; those of cases start from what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.base.time import start_of_day
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account, ApiToken
from minsheng.kernel.access.permissions import realms
from minsheng.kernel.access.rules import sharing, visible
from minsheng.kernel.access.tokens import party_token
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.cases.models import Attachment, Case, CaseLink, ClockRow, Content
from minsheng.kernel.cases.queries import PageKey, after_due, before_filed, visible_cases
from minsheng.kernel.cases.search import in_order
from minsheng.kernel.procedures.models import ActiveProcedure, ProcedureVersion
from minsheng.kernel.routing.registry import routing_registry
from minsheng.surface.api.schemas.cases import CaseFilters

LONGEST_CODE = 24


@dataclass(frozen=True, slots=True)
class Known:
    """What an act needs to know of a case before it is asked for."""

    case_id: int
    procedure_id: int


def known_case(actor: Actor, code: str) -> Known:
    """Id and procedure of a case that the actor may see. Raises Refusal ``case.unknown`` (404). One query."""
    row = visible_cases(actor).filter(code=code[:LONGEST_CODE]).values_list("pk", "procedure_id").first()
    if row is None:
        raise Refusal("case.unknown", status=404)
    return Known(*row)


def seen_case(actor: Actor, code: str) -> Case:
    """A case that the actor may see, with its handler. Raises Refusal ``case.unknown`` (404). One query."""
    case = visible_cases(actor).select_related("handler").filter(code=code[:LONGEST_CODE]).first()
    if case is None:
        raise Refusal("case.unknown", status=404)
    return case


def content_of(case: Case) -> Content | None:
    """What was said in a case that the actor may see. One query."""
    return Content.objects.defer("vector").filter(case_id=case.pk).first()


def links_of(actor: Actor, case: Case) -> QuerySet[CaseLink]:
    """Links of a case to cases that the actor may see too, oldest first. One query."""
    rows = CaseLink.objects.filter(case_id=case.pk).select_related("other").order_by("made_at", "id")
    return visible(rows, actor, column="other__audience")


def clocks_of(case: Case) -> QuerySet[ClockRow]:
    """The time limits of a case in the order in which they began. One query."""
    return ClockRow.objects.filter(case_id=case.pk).order_by("id")


def attachment_of(case: Case, number: int, *, public_only: bool) -> Attachment:
    """A file of a case. Raises Refusal ``file.not_found`` (404). One query."""
    rows = Attachment.objects.filter(case_id=case.pk, pk=number).select_related("file")
    found = (rows.filter(public=True) if public_only else rows).first()
    if found is None:
        raise Refusal("file.not_found", status=404)
    return found


def filtered_cases(actor: Actor, wanted: CaseFilters) -> QuerySet[Case]:
    """Cases that the actor may see and that fit the filters, in the wanted order; no page is cut yet.

    Raises Refusal ``input.choice``, ``category.unknown``, ``area.unknown``, ``unit.unknown``.
    """
    rows = visible_cases(actor).filter(_of_registers(wanted), _of_times(wanted)).select_related("handler")
    if wanted.state:
        rows = rows.filter(state__in=wanted.state)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.mine:
        rows = rows.filter(_mine(actor))
    return rows.order_by("due_at", "id") if wanted.sort == "due" else rows.order_by("-filed_at", "-id")


def found_cases(ids: list[int]) -> list[Case]:
    """Cases that a search has found, in its order, with their handlers. Two queries."""
    cases = in_order(ids)
    prefetch_related_objects(cases, "handler")
    return cases


def behind(rows: QuerySet[Case], key: PageKey | None, sort: str) -> QuerySet[Case]:
    """The rows of a sorted list behind ``key``."""
    return after_due(rows, key) if sort == "due" else before_filed(rows, key)


def _of_registers(wanted: CaseFilters) -> Q:
    found = Q()
    if wanted.realm:
        found &= Q(realm=realm_numbered(wanted.realm))
    if wanted.category:
        found &= Q(category_id__in=_categories(wanted.category))
    if wanted.area:
        found &= Q(area_id__in=area_registry().subtree(area_named(wanted.area)))
    if wanted.unit:
        found &= Q(lead_unit_id=_unit(wanted.unit))
    return found


def _of_times(wanted: CaseFilters) -> Q:
    found = Q()
    if wanted.open is not None:
        found &= Q(closed_at__isnull=wanted.open)
    if wanted.sort == "due" or wanted.late:
        found &= Q(closed_at__isnull=True)
    if wanted.late:
        found &= Q(due_at__lt=timezone.now())
    for column in ("filed", "closed"):
        first, last = getattr(wanted, f"{column}_from"), getattr(wanted, f"{column}_to")
        if first is not None:
            found &= Q(**{f"{column}_at__gte": start_of_day(first)})
        if last is not None:
            found &= Q(**{f"{column}_at__lt": start_of_day(last, plus=1)})
    return found


def _mine(actor: Actor) -> Q:
    found = Q(pk__in=[*actor.case_ids, *(case for case, _ in actor.party_proofs)])
    if actor.account_id is not None:
        found |= Q(handler_id=actor.account_id)
    if actor.party_id is not None:
        found |= sharing([party_token(actor.party_id)])
    return found


def realm_numbered(key: str) -> int:
    """The number of a realm. Raises Refusal ``input.choice``."""
    number = next((realm.number for realm in realms() if realm.key == key), None)
    if number is None:
        raise Refusal("input.choice", "realm", choices=", ".join(realm.key for realm in realms()))
    return number


def category_named(text: str) -> int:
    """The id of a category given by code or id. Raises Refusal ``category.unknown``."""
    registry = routing_registry()
    entry = registry.by_code.get(text) or registry.categories.get(_number(text))
    if entry is None:
        raise Refusal("category.unknown", "category", id=text[:40])
    return entry.id


def _categories(text: str) -> list[int]:
    wanted = category_named(text)
    return [entry.id for entry in routing_registry().categories.values() if wanted in entry.line]


def area_named(text: str) -> int:
    """The id of an area given by code or id. Raises Refusal ``area.unknown``."""
    registry = area_registry()
    node = registry.by_code(text)
    try:
        return node.id if node is not None else registry.node(_number(text)).id
    except LookupError:
        raise Refusal("area.unknown", "area", id=text[:40]) from None


def _unit(text: str) -> int:
    registry = unit_registry()
    entry = registry.by_code.get(text) or registry.by_id.get(_number(text))
    if entry is None:
        raise Refusal("unit.unknown", "unit", id=text[:40])
    return entry.id


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


def names_of_accounts(account_ids: Iterable[int | None]) -> dict[int, str]:
    """Names at work by account. One query, none when there is nobody to name."""
    wanted = {pk for pk in account_ids if pk is not None}
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "display_name")) if wanted else {}


def account_named(username: str) -> Account:
    """An account by its user name. Raises Refusal ``account.not_found`` on field ``account``."""
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise Refusal("account.not_found", "account", username=username)
    return account


def api_tokens() -> QuerySet[ApiToken]:
    """All tokens with their accounts, newest first."""
    return ApiToken.objects.select_related("account").order_by("-id")


def api_token(number: int) -> ApiToken:
    """One token. Raises Refusal ``token.not_found`` (404)."""
    found = ApiToken.objects.filter(pk=number).first()
    if found is None:
        raise Refusal("token.not_found", status=404)
    return found


def active_procedures() -> QuerySet[ActiveProcedure]:
    """The procedures under which new cases begin, by key."""
    return ActiveProcedure.objects.order_by("key")


def released(key: str, version: str = "") -> ProcedureVersion:
    """A released version, the active one when none is named. Raises Refusal ``procedure.not_found`` (404)."""
    if version:
        found = ProcedureVersion.objects.filter(key=key, version=version).first()
    else:
        active = ActiveProcedure.objects.select_related("version").filter(key=key).first()
        found = active.version if active else None
    if found is None:
        raise Refusal("procedure.not_found", status=404)
    return found
