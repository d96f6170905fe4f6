"""Hot issues planted for the walk: one for each planted case, whose title it shows. Whoever sees it may see the case."""

from __future__ import annotations

from collections.abc import Iterable

from minsheng.kernel.cases.audience import area_tokens
from minsheng.kernel.cases.models import Case, HotIssue, HotIssueCase


def plant_issues(case_ids: Iterable[int]) -> None:
    """An issue for each case. Needs system eyes."""
    for case in Case.objects.filter(pk__in=list(case_ids)).order_by("pk"):
        issue = HotIssue.objects.create(
            realm=case.realm,
            confidentiality=case.confidentiality,
            area_id=case.area_id,
            representative=case,
            terms=[case.title],
            first_at=case.filed_at,
            last_at=case.filed_at,
            cases=1,
            open_cases=1,
            people=1,
            unnamed=0,
            per_week=1.0,
            heat=1.0,
            computed_at=case.filed_at,
            audience=sorted(area_tokens(case.area_id, case.realm, case.confidentiality)),
        )
        HotIssueCase.objects.create(case=case, issue=issue)


def issue_ids() -> list[int]:
    """Ids of all issues. Needs system eyes."""
    return list(HotIssue.objects.order_by("pk").values_list("pk", flat=True))
