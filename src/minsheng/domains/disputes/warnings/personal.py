"""What warnings hold of persons: the words of those who decided. They are blanked with the texts of the case."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from minsheng.domains.disputes.models import CaseWarning


def erase_person(party_id: int) -> None:
    """Blank the reasons given for decisions on cases of which the person is a party. Runs as SYSTEM."""
    mine = Q(case__reporter_id=party_id) | Q(case__parties__party_id=party_id)
    ids = list(CaseWarning.objects.filter(mine, note_erased_at__isnull=True).values_list("pk", flat=True))
    CaseWarning.objects.filter(pk__in=ids).exclude(note="").update(note="", note_erased_at=timezone.now())
