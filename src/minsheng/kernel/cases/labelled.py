"""Texts whose category a person chose: what suggestions may learn from."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from minsheng.kernel.access.permissions import realm as realm_of
from minsheng.kernel.cases.models import Act, Case

NEWEST = 50_000
_AT_INTAKE = Q(seq=1) & ~Q(data__contains={"category_id": None}) & ~Q(data__contains={"category_by": "suggestion"})
_LATER = Q(data__has_key="category")


def labelled_cases(realm: str) -> Iterator[tuple[str, int]]:
    """Text and category id of the newest cases of ``realm`` whose category a reporter, a clerk or another system chose.

    A category that was only suggested counts once somebody has classified the case. Needs system eyes.
    """
    chosen = Act.objects.filter(_AT_INTAKE | _LATER, case_id=OuterRef("pk"))
    rows = Case.objects.filter(
        Exists(chosen), realm=realm_of(realm).number, category__isnull=False, content__erased_at__isnull=True
    )
    newest = rows.order_by("-filed_at", "-id").values_list("title", "content__body", "category_id")[:NEWEST]
    for title, body, category_id in newest.iterator():
        yield f"{title}\n{body}", category_id
