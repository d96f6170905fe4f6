"""Who is told of what happened in a case: its reporter, its parties, those whom it names, units, and posts by area."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from minsheng.kernel.access.enums import Reach
from minsheng.kernel.access.models import Account, Post
from minsheng.kernel.access.queries import actor_for
from minsheng.kernel.access.tokens import party_token
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.cases.audience import seeing
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.store import watchers_of
from minsheng.kernel.messages.addresses import Recipient, ToAccount, ToArea, ToParty, ToUnit
from minsheng.kernel.messages.models import Channel
from minsheng.kernel.messages.services import NewMessage, enqueue_messages
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.procedures.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class _Addressee:
    """Who is told, by what name in the key of the message, and the code by which they know the matter."""

    to: Recipient
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class _News:
    """What the audiences of one act are found from. ``besides`` are all audiences that are told of it."""

    case: Case
    procedure: Procedure
    before: Snapshot
    after: Snapshot
    besides: frozenset[str]


def send_news(
    case: Case, procedure: Procedure, news: Iterable[tuple[str, str]], seq: int, before: Snapshot, after: Snapshot
) -> None:
    """Queue messages: each item names an audience and a template. Parties get an SMS, staff a notice.

    Whoever is told as the reporter or the handler is not told once more as one of the parties or of those named.
    """
    wanted = list(news)
    found = _News(case, procedure, before, after, frozenset(audience for audience, _template in wanted))
    messages = [
        NewMessage(
            template=template,
            audience=audience,
            to=addressee.to,
            channel=Channel.SMS if isinstance(addressee.to, ToParty) else Channel.INAPP,
            params={"code": addressee.code},
            dedup_key=f"case:{case.pk}:{seq}:{template}:{audience}:{addressee.name}",
            case_id=case.pk,
        )
        for audience, template in wanted
        for addressee in _AUDIENCES[audience](found)
    ]
    enqueue_messages(messages)


def _reporter(news: _News) -> list[_Addressee]:
    return [_Addressee(ToParty(party), f"p{party}", code) for party, code in _reporters(news.case, news.after)]


def _reporters(case: Case, after: Snapshot) -> list[tuple[int, str]]:
    """Each reporter once, with the code of their own case.

    Once there is a result it is told to the reporters of all cases that were merged into this one, however deep.
    """
    told = {after.reporter_id: case.code}
    has_result = after.merged_into_id is None and (after.closed_at or after.answered_at) is not None
    level = [case.pk] if has_result else []
    while level:
        below = Case.objects.filter(merged_into_id__in=level).order_by("pk")
        merged = list(below.values_list("pk", "reporter_id", "code"))
        for _, reporter, code in merged:
            told.setdefault(reporter, code)
        level = [pk for pk, _, _ in merged]
    return sorted((party, code) for party, code in told.items() if party is not None)


def _parties(news: _News) -> list[_Addressee]:
    """All who may see the case as a party to it, each once, without those whom it bars."""
    case, after = news.case, news.after
    reporter = [after.reporter_id] if after.reporter_id is not None else []
    found = dict.fromkeys([*reporter, *watchers_of(case), *seeing(news.procedure, after, "parties")])
    told = {party for party, _code in _reporters(case, after)} if "reporter" in news.besides else set()
    wanted = [party for party in found if party not in told and party_token(party) not in case.barred]
    return [_Addressee(ToParty(party), f"p{party}", case.code) for party in wanted]


def _handler(news: _News) -> list[_Addressee]:
    return _to_accounts(news.case, [news.after.handler_id] if news.after.handler_id is not None else [])


def _named(news: _News) -> list[_Addressee]:
    told = news.after.handler_id if "handler" in news.besides else None
    return _to_accounts(news.case, [pk for pk in seeing(news.procedure, news.after, "accounts") if pk != told])


def _to_accounts(case: Case, accounts: Iterable[int]) -> list[_Addressee]:
    found = list(accounts)
    if case.barred and found:
        found = _unbarred(case, Account.objects.filter(pk__in=found))
    return [_Addressee(ToAccount(pk), f"a{pk}", case.code) for pk in found]


def _lead(news: _News) -> list[_Addressee]:
    unit = news.after.lead_unit_id or news.before.lead_unit_id
    return _to_units(news.case, [unit] if unit is not None else [])


def _co(news: _News) -> list[_Addressee]:
    return _to_units(news.case, news.after.co_unit_ids)


def _to_units(case: Case, units: list[int]) -> list[_Addressee]:
    if case.barred:
        return _to_holders(case, Q(unit_id__in=units))
    return [_Addressee(ToUnit(unit), f"u{unit}", case.code) for unit in units]


def _by_area(permission: str) -> Callable[[_News], list[_Addressee]]:
    def addressees(news: _News) -> list[_Addressee]:
        area, needs = news.after.area_id or 0, f"{news.procedure.realm}.{permission}"
        if news.case.barred:
            line = area_registry().ancestors(area)
            held = Q(role__reach=Reach.AREA, area_id__in=line, role__permissions__contains=[needs])
            return _to_holders(news.case, held)
        return [_Addressee(ToArea(area, needs), f"r{area}-{permission}", news.case.code)]

    return addressees


def _to_holders(case: Case, held: Q) -> list[_Addressee]:
    """Each holder of such a post by itself, where the case bars some: a notice to a unit is read by all its people."""
    today = timezone.localdate()
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    posts = Post.objects.filter(held, still, valid_from__lte=today)
    accounts = Account.objects.filter(pk__in=posts.values("account_id"), is_active=True)
    return _to_accounts(case, accounts.values_list("pk", flat=True))


def _unbarred(case: Case, accounts: QuerySet[Account]) -> list[int]:
    actors = [actor_for(account) for account in accounts.order_by("pk")]
    return [actor.account_id for actor in actors if actor.account_id and not actor.is_barred(case.barred)]


_AUDIENCES: dict[str, Callable[[_News], list[_Addressee]]] = {
    "reporter": _reporter,
    "parties": _parties,
    "handler": _handler,
    "named": _named,
    "lead": _lead,
    "co": _co,
    "dispatcher": _by_area("dispatch"),
    "district": _by_area("supervise"),
}
