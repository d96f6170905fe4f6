"""What the cases room holds of one person: for export, for erasure, and why something must be kept."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.rules import unbarred, visible
from minsheng.kernel.cases.models import Act, ActText, Case, Content
from minsheng.kernel.parties.hooks import Retention

ERASED = "（已删除）"


def export_person(party_id: int) -> dict[str, Any]:
    """Cases that the person reported or is a party to, with what it said itself and what parties are told (PIPL 45).

    Not what others said in confidence, and not cases that bar the person. Runs as SYSTEM.
    """
    reported = Case.objects.filter(reporter_id=party_id).select_related("content").order_by("filed_at")
    joined = Case.objects.filter(parties__party_id=party_id).exclude(reporter_id=party_id).distinct()
    joined = unbarred(joined, Actor(account_id=None, party_id=party_id)).order_by("filed_at")
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
                "acts": _acts(case, party_id),
            }
            for case in reported
        ],
        "party_to": [
            {
                "code": case.code,
                "filed_at": case.filed_at.isoformat(),
                "title": case.title,
                "as": sorted(case.parties.filter(party_id=party_id).values_list("role", flat=True)),
                "acts": _acts(case, party_id),
            }
            for case in joined
        ],
    }


def _acts(case: Case, party_id: int) -> list[dict[str, Any]]:
    """The acts of a case with the texts that are the person's own or told to all parties."""
    acts = list(Act.objects.filter(case_id=case.pk).order_by("seq"))
    own = {act.seq for act in acts if act.party_id == party_id}
    texts: dict[int, dict[str, str]] = {}
    for row in ActText.objects.filter(Q(public=True) | Q(seq__in=own), case_id=case.pk):
        texts.setdefault(row.seq, {})[row.field] = row.text
    return [{"act": act.key, "at": act.at.isoformat(), "texts": texts.get(act.seq, {})} for act in acts]


def holds_on_person(party_id: int) -> list[Retention]:
    """While a case of the person is open, its data is needed for the duty it serves (PIPL arts. 13, 47)."""
    concerned = Case.objects.filter(Q(reporter_id=party_id) | Q(parties__party_id=party_id), closed_at__isnull=True)
    return [Retention("case.open")] if concerned.exists() else []


def reaches_party(actor: Actor, party_id: int, case_id: int | None) -> bool:
    """An actor meets the parties of the cases that it may see; in one case when that is named."""
    rows = visible(Case.objects.filter(Q(reporter_id=party_id) | Q(parties__party_id=party_id)), actor)
    return (rows.filter(pk=case_id) if case_id is not None else rows).exists()


def erase_person(party_id: int) -> None:
    """Blank texts, titles, addresses and points of the person's closed cases. Acts, clocks and counts stay.

    In cases of others only the texts go that the person gave itself.
    """
    now = timezone.now()
    ids = list(Case.objects.filter(reporter_id=party_id).values_list("pk", flat=True))
    standing = ActText.objects.filter(erased_at__isnull=True)
    standing.filter(case_id__in=ids).update(text="", erased_at=now)
    given = Act.objects.filter(case_id=OuterRef("case_id"), seq=OuterRef("seq"), party_id=party_id)
    elsewhere = Act.objects.filter(party_id=party_id).exclude(case_id__in=ids).values("case_id")
    standing.filter(Exists(given), case_id__in=elsewhere).update(text="", erased_at=now)
    Content.objects.filter(case_id__in=ids).update(
        body=ERASED, address="", lon=None, lat=None, vector="", erased_at=now
    )
    Case.objects.filter(pk__in=ids).update(title=ERASED)
