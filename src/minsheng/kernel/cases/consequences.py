"""What follows from an act beyond the case's own rows: messages, acts on other cases, rulings kept for routing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.reactions import Change, react
from minsheng.kernel.files.services import attach_files
from minsheng.kernel.messages.addresses import Recipient, ToAccount, ToArea, ToParty, ToUnit
from minsheng.kernel.messages.models import Channel
from minsheng.kernel.messages.services import NewMessage, enqueue_messages
from minsheng.kernel.procedures.schema import Act, Procedure
from minsheng.kernel.procedures.snapshot import Done, Snapshot
from minsheng.kernel.routing.services import keep_ruling

NEWS_AGE = timedelta(days=1)
"""An act that is entered more than a day after it happened is history: nobody is told of it as if it were news."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An act that the system does to another case because of this one."""

    case_id: int
    act: str
    data: dict[str, Any]


def follow_ups(spec: Act, case: Case, done: Done, before: Snapshot) -> list[FollowUp]:
    """Acts on other cases: the case that takes in a merged one records it, and records when it is released."""
    if "merge" in spec.does:
        return [FollowUp(done.data["into"], "absorb", {"other": case.pk})]
    if "unmerge" in spec.does and before.merged_into_id is not None:
        return [FollowUp(before.merged_into_id, "release", {"other": case.pk})]
    return []


def after_act(
    *,
    case: Case,
    procedure: Procedure,
    spec: Act,
    done: Done,
    before: Snapshot,
    after: Snapshot,
    by: Actor,
    texts: Mapping[str, str],
    files: Iterable[int] = (),
    untold: Container[str] = (),
) -> None:
    """Claim the act's files, let modules react, keep a ruling, queue messages to all audiences but the ``untold``."""
    react(Change(case, procedure, spec, done, texts, by))
    claimed = list(files)
    if claimed:
        attach_files(claimed)
    if "rule" in spec.does and after.lead_unit_id is not None:
        keep_ruling(
            case_code=case.code,
            category_id=after.category_id,
            area_id=after.area_id,
            unit_id=after.lead_unit_id,
            at=done.at,
        )
    if spec.notify and timezone.now() - done.at < NEWS_AGE:
        told = [notice for notice in spec.notify if not notice.into or after.state in notice.into]
        news = [(notice.to, notice.template) for notice in told if notice.to not in untold]
        send_news(case, procedure, news, done.seq, before, after)


@dataclass(frozen=True, slots=True)
class _Addressee:
    """Who is told, by what name in the key of the message, and the code by which they know the matter."""

    to: Recipient
    name: str
    code: str


def send_news(
    case: Case, procedure: Procedure, news: Iterable[tuple[str, str]], seq: int, before: Snapshot, after: Snapshot
) -> None:
    """Queue messages: each item names an audience and a template. Reporters get an SMS, staff a notice."""
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
        for audience, template in news
        for addressee in _addressees(case, procedure, audience, before, after)
    ]
    enqueue_messages(messages)


def _addressees(case: Case, procedure: Procedure, audience: str, before: Snapshot, after: Snapshot) -> list[_Addressee]:
    if case.barred and audience not in {"reporter", "handler"}:
        return []  # a notice to a unit or an area is read by all of its people, those who are barred among them
    if audience == "reporter":
        return [_Addressee(ToParty(party), f"p{party}", code) for party, code in _reporters(case, after)]
    return [_Addressee(to, name, case.code) for to, name in _staff(procedure, audience, before, after)]


def _staff(procedure: Procedure, audience: str, before: Snapshot, after: Snapshot) -> list[tuple[Recipient, str]]:
    if audience == "handler":
        return [(ToAccount(after.handler_id), f"a{after.handler_id}")] if after.handler_id is not None else []
    if audience == "co":
        return [(ToUnit(unit), f"u{unit}") for unit in after.co_unit_ids]
    if audience == "lead":
        unit = after.lead_unit_id or before.lead_unit_id
        return [(ToUnit(unit), f"u{unit}")] if unit is not None else []
    permission = "dispatch" if audience == "dispatcher" else "supervise"
    area = after.area_id or 0
    return [(ToArea(area, f"{procedure.realm}.{permission}"), f"r{area}-{permission}")]


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
