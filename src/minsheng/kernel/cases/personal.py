"""What the cases room holds of one person: for export, for erasure, and why something must be kept."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.rules import visible
from minsheng.kernel.cases.models import Act, ActText, Case, Content
from minsheng.kernel.parties.hooks import Retention

ERASED = "（已删除）"


def export_person(party_id: int) -> dict[str, Any]:
    """Cases that the person reported, with texts and own acts (PIPL art. 45). Runs as SYSTEM."""
    cases = Case.objects.filter(reporter_id=party_id).select_related("content").order_by("filed_at")
    return {
        "cases": [
            {
                "code": case.code,
                "filed_at": case.filed_at.isoformat(),
                "title": case.title,
                "text": case.content.body,
                "address": case.content.address,
                "lon": case.content.lon,
                "lat": case.content.lat,
                "acts": _own_acts(case),
            }
            for case in cases
        ]
    }


def _own_acts(case: Case) -> list[dict[str, Any]]:
    texts: dict[int, dict[str, str]] = {}
    for row in ActText.objects.filter(case_id=case.pk, public=True):
        texts.setdefault(row.seq, {})[row.field] = row.text
    acts = Act.objects.filter(case_id=case.pk).order_by("seq")
    return [{"act": act.key, "at": act.at.isoformat(), "texts": texts.get(act.seq, {})} for act in acts]


def holds_on_person(party_id: int) -> list[Retention]:
    """While a case of the person is open, its data is needed for the duty it serves (PIPL arts. 13, 47)."""
    has_open = Case.objects.filter(reporter_id=party_id, closed_at__isnull=True).exists()
    return [Retention("case.open")] if has_open else []


def reaches_party(actor: Actor, party_id: int, case_id: int | None) -> bool:
    """An actor meets the parties of the cases that it may see; in one case when that is named."""
    rows = visible(Case.objects.filter(Q(reporter_id=party_id) | Q(parties__party_id=party_id)), actor)
    return (rows.filter(pk=case_id) if case_id is not None else rows).exists()


def erase_person(party_id: int) -> None:
    """Blank texts, titles, addresses and points of the person's closed cases. Acts, clocks and counts stay."""
    now = timezone.now()
    ids = list(Case.objects.filter(reporter_id=party_id).values_list("pk", flat=True))
    ActText.objects.filter(case_id__in=ids, erased_at__isnull=True).update(text="", erased_at=now)
    Content.objects.filter(case_id__in=ids).update(
        body=ERASED, address="", lon=None, lat=None, vector="", erased_at=now
    )
    Case.objects.filter(pk__in=ids).update(title=ERASED)
