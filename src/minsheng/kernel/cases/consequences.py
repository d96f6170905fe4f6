"""What follows from an act beyond the case's own rows: messages, acts on other cases, rulings kept for routing."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from minsheng.kernel.cases.models import Case
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
    files: Iterable[int] = (),
    untold: Container[str] = (),
) -> None:
    """Claim the act's files, keep a ruling on responsibility, queue messages to all audiences but the ``untold``."""
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
        news = [(notice.to, notice.template) for notice in spec.notify if notice.to not in untold]
        send_news(case, procedure, news, done.seq, before, after)


def send_news(
    case: Case, procedure: Procedure, news: Iterable[tuple[str, str]], seq: int, before: Snapshot, after: Snapshot
) -> None:
    """Queue messages: each item names an audience and a template. Reporters get an SMS, staff a notice."""
    messages = [
        NewMessage(
            template=template,
            audience=audience,
            to=to,
            channel=Channel.SMS if isinstance(to, ToParty) else Channel.INAPP,
            params={"code": case.code},
            dedup_key=f"case:{case.pk}:{seq}:{template}:{audience}:{name}",
            case_id=case.pk,
        )
        for audience, template in news
        for to, name in _recipients(case, procedure, audience, before, after)
    ]
    enqueue_messages(messages)


def _recipients(
    case: Case, procedure: Procedure, audience: str, before: Snapshot, after: Snapshot
) -> list[tuple[Recipient, str]]:
    if audience == "reporter":
        return [(ToParty(party), f"p{party}") for party in _reporters(case, after)]
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


def _reporters(case: Case, after: Snapshot) -> list[int]:
    parties = {after.reporter_id}
    if after.closed_at is not None:
        parties.update(Case.objects.filter(merged_into_id=case.pk).values_list("reporter_id", flat=True))
    return sorted(party for party in parties if party is not None)
