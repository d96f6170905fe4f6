"""Hot issues: recent cases about the same thing, how many people they touch, and how hot they are.

Reads for the surfaces, and the figures of an issue as pure functions. ``keeping`` finds and stores the issues.

``heat = (people + ½ × cases without a name) × (1 + span / 90) × ½ ** (quiet / 14)``, where *span* is the number of days
from the first report to the last (90 at most) and *quiet* the days since the last one. So: whom it touches, for how
long, and half of it forgotten every fortnight in which nobody reports it again. It is no measure of anybody.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.permissions import realm_number
from minsheng.kernel.access.rules import unbarred, visible
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.cases.models import Case, HotIssue
from minsheng.kernel.cases.queries import visible_cases

WINDOW_DAYS = 90
FEWEST, FEWEST_PEOPLE = 3, 2
"""So many cases make an issue, and so many people: one who writes again and again is no crowd."""
HALF_LIFE_DAYS, WITHOUT_A_NAME = 14.0, 0.5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Member:
    """What the figures of an issue need of one case."""

    case_id: int
    area_id: int
    filed_at: datetime
    is_open: bool
    reporter_id: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of an issue. ``people``: each reporter once; ``unnamed``: cases without one."""

    area_id: int
    first_at: datetime
    last_at: datetime
    cases: int
    open_cases: int
    people: int
    unnamed: int
    per_week: float
    heat: float


def is_issue(members: Sequence[Member]) -> bool:
    """Whether so many cases by so many people are an issue; every case without a name counts as another person."""
    people = {it.reporter_id for it in members if it.reporter_id is not None}
    unnamed = sum(it.reporter_id is None for it in members)
    return len(members) >= FEWEST and len(people) + unnamed >= FEWEST_PEOPLE


def figures(members: Sequence[Member], now: datetime) -> Figures:
    """The figures of an issue with these cases (one or more)."""
    first, last = min(it.filed_at for it in members), max(it.filed_at for it in members)
    people = len({it.reporter_id for it in members if it.reporter_id is not None})
    unnamed = sum(it.reporter_id is None for it in members)
    span, quiet = (last - first) / _DAY, max((now - last) / _DAY, 0.0)
    return Figures(
        area_id=lowest_common(it.area_id for it in members),
        first_at=first,
        last_at=last,
        cases=len(members),
        open_cases=sum(it.is_open for it in members),
        people=people,
        unnamed=unnamed,
        per_week=round(len(members) / max(span / 7, 1.0), 2),
        heat=heat(people, unnamed, span, quiet),
    )


def heat(people: int, unnamed: int, span: float, quiet: float) -> float:
    """How hot an issue is; see the head of this file. ``span`` and ``quiet`` are days."""
    touched = people + WITHOUT_A_NAME * unnamed
    lasting = 1 + min(span, WINDOW_DAYS) / WINDOW_DAYS
    return round(touched * lasting * math.pow(0.5, quiet / HALF_LIFE_DAYS), 4)


def lowest_common(area_ids: Iterable[int]) -> int:
    """The smallest area that holds all of these. Raises LookupError when there is none."""
    known = area_registry()
    lines: list[tuple[int, ...]] = [known.ancestors(area_id) for area_id in dict.fromkeys(area_ids)]
    common: list[int] = [level[0] for level in zip(*lines, strict=False) if len(set(level)) == 1]
    if not common:
        raise LookupError("areas without a common one above them")
    return common[-1]


def reads_issues(actor: Actor) -> bool:
    """Whether some post of the actor reads all cases of an area: only then is there an issue that it may see."""
    area_posts = (grant for grant in actor.grants if grant.area_id is not None)
    keys = {key for grant in area_posts for key in grant.permissions if key.endswith(".read")}
    return any(realm_number(key) and actor.holds(key) for key in keys)


@dataclass(frozen=True, slots=True)
class HeatKey:
    """Where a page begins: behind this issue, the hottest first."""

    heat: float
    issue_id: int


def hot_issues(by: Actor, *, since: datetime | None = None, area_id: int | None = None) -> QuerySet[HotIssue]:
    """Issues that the actor may see, the hottest first: last reported at or after ``since``, within an area.

    Raises LookupError for an unknown area. Run it inside ``acting(by)``.
    """
    rows = visible(HotIssue.objects.select_related("representative"), by)
    rows = unbarred(rows, by, "representative__audience")  # its title is shown, until the next run leaves it out
    if since is not None:
        rows = rows.filter(last_at__gte=since)
    if area_id is not None:
        rows = rows.filter(area_id__in=area_registry().subtree(area_id))
    return rows.order_by("-heat", "-id")


def behind(rows: QuerySet[HotIssue], key: HeatKey | None) -> QuerySet[HotIssue]:
    """The rows of a list behind ``key``."""
    return rows if key is None else rows.filter(Q(heat__lt=key.heat) | Q(heat=key.heat, id__lt=key.issue_id))


def hot_issue(by: Actor, issue_id: int) -> HotIssue:
    """One issue. Raises Refusal ``issue.unknown`` (404), also when it exists but may not be seen."""
    found = hot_issues(by).filter(pk=issue_id).first()
    if found is None:
        raise Refusal("issue.unknown", status=404)
    return found


def cases_of(by: Actor, issue: HotIssue) -> QuerySet[Case]:
    """The cases of an issue that the actor may see, newest first."""
    return visible_cases(by).filter(hot_issue__issue_id=issue.pk).order_by("-filed_at", "-id")
