"""Keeping hot issues: found anew each night over the whole window, and each hour around the cases that have come in.

An issue is a projection: the tables may be emptied and are the same after the next night. An issue whose cases are
mostly those of a stored one keeps its id, so that a bookmark stays good.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.audience import area_tokens
from minsheng.kernel.cases.hot_issues import WINDOW_DAYS, Member, figures, is_issue
from minsheng.kernel.cases.issue_reading import Found, found_among, near_cases
from minsheng.kernel.cases.models import Case, HotIssue, HotIssueCase, TermCount

LOOK_BACK = timedelta(hours=3)
"""An hourly run takes cases of the last three hours: one that was missed is made good by the next, or at night."""
MANY = 500
"""When so many have come in (an import), the whole window is quicker than looking around each."""
COUNTED, COUNTED_IN = 50_000, 3
_FIGURES = (
    "area_id", "first_at", "last_at", "cases", "open_cases", "people", "unnamed", "per_week", "heat", "audience",
    "representative_id", "terms", "computed_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """What a run did: how many cases it looked at, and how many issues stand now."""

    looked_at: int
    issues: int


def recompute(now: datetime) -> Kept:
    """Count terms and find all issues of the window anew. Time grows with the cases of the window."""
    with acting_as_system():
        count_terms(now)
        return _keep(None, now)


def refresh(now: datetime) -> Kept:
    """Place the cases of the last hours and bring all figures up to date. Recomputes when nothing was ever counted."""
    with acting_as_system():
        if not TermCount.objects.exists():
            return recompute(now)
        fresh = set(Case.objects.filter(filed_at__gt=now - LOOK_BACK, filed_at__lte=now).values_list("pk", flat=True))
        if len(fresh) > MANY:
            return recompute(now)
        around = fresh | near_cases(fresh)
        touched = HotIssueCase.objects.filter(case_id__in=around).values_list("issue_id", flat=True)
        members = HotIssueCase.objects.filter(issue_id__in=set(touched)).values_list("case_id", flat=True)
        return _keep(around.union(members), now)


def count_terms(now: datetime) -> None:
    """In how many cases of the window each term stands. The database counts; nothing is read here."""
    inner = "SELECT vector FROM cases_content WHERE filed_at > %s::timestamptz AND filed_at <= %s::timestamptz"
    with connection.cursor() as cursor:
        begin = _begin(now)
        cursor.execute("SELECT count(*) FROM cases_content WHERE filed_at > %s AND filed_at <= %s", [begin, now])
        documents = cursor.fetchone()[0]
        question = inner.replace("%s", "'{}'").format(begin.isoformat(), now.isoformat())
        cursor.execute("DELETE FROM cases_termcount")
        cursor.execute("INSERT INTO cases_termcount (term, cases) VALUES ('', %s)", [documents])
        cursor.execute(
            "INSERT INTO cases_termcount (term, cases) SELECT word, ndoc FROM ts_stat(%s)"
            " WHERE ndoc >= %s AND length(word) BETWEEN 2 AND 64 ORDER BY ndoc DESC, word LIMIT %s",
            [question, COUNTED_IN, COUNTED],
        )


def _begin(now: datetime) -> datetime:
    return now - timedelta(days=WINDOW_DAYS)


@transaction.atomic
def _keep(scope: set[int] | None, now: datetime) -> Kept:
    """Find the issues among the cases of ``scope`` (None: all of the window), store them, and renew all figures."""
    looked_at, groups = found_among(scope, _begin(now), now)
    known = _stored(scope)
    ids = matched([group.case_ids for group in groups], known)
    HotIssueCase.objects.filter(issue_id__in=known).delete()
    HotIssue.objects.filter(pk__in=set(known).difference(filter(None, ids))).delete()
    for group, issue_id in zip(groups, ids, strict=True):
        _store(group, issue_id, now)
    return Kept(looked_at, _renew(now))


def _stored(scope: set[int] | None) -> dict[int, set[int]]:
    """Stored issues that have a case in the scope, with all their cases."""
    rows = HotIssueCase.objects.all()
    if scope is not None:
        rows = rows.filter(case_id__in=scope)
    known: dict[int, set[int]] = (
        {pk: set() for pk in HotIssue.objects.values_list("pk", flat=True)} if scope is None else {}
    )
    for case_id, issue_id in rows.values_list("case_id", "issue_id"):
        known.setdefault(issue_id, set()).add(case_id)
    return known


def matched(groups: Sequence[Collection[int]], known: dict[int, set[int]]) -> list[int | None]:
    """For each group the stored issue that it goes on, or None: at least half of the smaller one in common.

    The largest overlap chooses first; no issue goes on in two groups.
    """
    home = {case_id: issue_id for issue_id, case_ids in known.items() for case_id in case_ids}
    overlaps = [
        (-times, issue_id, place)
        for place, group in enumerate(groups)
        for issue_id, times in Counter(home[it] for it in group if it in home).items()
        if 2 * times >= min(len(group), len(known[issue_id]))
    ]
    taken: dict[int, int] = {}
    for _times, issue_id, place in sorted(overlaps):
        if issue_id not in taken.values() and place not in taken:
            taken[place] = issue_id
    return [taken.get(place) for place in range(len(groups))]


def _store(group: Found, issue_id: int | None, now: datetime) -> None:
    """Store a group with its cases. An issue that goes on keeps its row and thereby its id."""
    values = {
        "realm": group.realm,
        "confidentiality": group.confidentiality,
        "representative_id": group.typical,
        "terms": list(group.terms),
        **_columns(group.members, group.realm, group.confidentiality, now),
    }
    issue = HotIssue(pk=issue_id, **values)
    issue.save(force_insert=issue_id is None, force_update=issue_id is not None)
    HotIssueCase.objects.bulk_create([HotIssueCase(case_id=pk, issue=issue) for pk in group.case_ids])


def _columns(members: Sequence[Member], realm: int, confidentiality: int, now: datetime) -> dict[str, object]:
    found = figures(members, now)
    audience = sorted(area_tokens(found.area_id, realm, confidentiality))
    return {**asdict(found), "audience": audience, "computed_at": now}


def _renew(now: datetime) -> int:
    """Bring the figures of all issues up to date: cases close, move and grow old. Returns how many issues stand."""
    members = _members_now(_begin(now))
    renewed, ended = [], []
    for issue in HotIssue.objects.all():
        own = members.get((issue.pk, issue.realm, issue.confidentiality), [])
        if not is_issue(own) or issue.representative_id not in {it.case_id for it in own}:
            ended.append(issue.pk)
            continue
        for name, value in _columns(own, issue.realm, issue.confidentiality, now).items():
            setattr(issue, name, value)
        renewed.append(issue)
    HotIssue.objects.filter(pk__in=ended).delete()
    HotIssue.objects.bulk_update(renewed, _FIGURES, batch_size=500)
    return len(renewed)


def _members_now(begin: datetime) -> dict[tuple[int, int, int], list[Member]]:
    """Cases of each issue as they are now. One that has become confidential, changed its realm or bars is no member."""
    rows = HotIssueCase.objects.filter(case__filed_at__gt=begin, case__barred=[]).values_list(
        "issue_id", "case__realm", "case__confidentiality", "case_id", "case__area_id", "case__filed_at",
        "case__closed_at", "case__reporter_id",
    )  # fmt: skip
    found: dict[tuple[int, int, int], list[Member]] = defaultdict(list)
    for issue_id, realm, level, case_id, area_id, filed_at, closed_at, reporter_id in rows:
        member = Member(case_id, area_id, filed_at, closed_at is None, reporter_id)
        found[issue_id, realm, level].append(member)
    return found
