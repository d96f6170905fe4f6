"""What follows from an act beyond the case's own rows: messages, acts on other cases, rulings kept for routing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case, HotIssue, HotIssueCase
from minsheng.kernel.cases.reactions import Change, react
from minsheng.kernel.cases.telling import send_news
from minsheng.kernel.files.services import attach_files
from minsheng.kernel.procedures.schema import Act, Procedure
from minsheng.kernel.procedures.snapshot import Done, Snapshot
from minsheng.kernel.routing.services import keep_ruling

NEWS_AGE = timedelta(days=1)
"""An act that is entered more than a day after it happened is history: nobody is told of it as if it were news."""


def _leave_hot_issues(case: Case) -> None:
    """A case that bars somebody is in no group, from now on: whoever sees the group would learn of it."""
    HotIssue.objects.filter(representative=case).delete()
    HotIssueCase.objects.filter(case=case).delete()


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
    if case.barred:
        _leave_hot_issues(case)
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
