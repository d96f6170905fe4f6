"""The chain of a dispute over the agencies: from where a case came, where it went on, as far as the reader may see.

Cases of a chain are those linked as handed over, following, caused by, or appealed from, in either direction and
however far. Of a case that the reader does not see it is told that it is at another agency: no code, no agency, no
state, no day. The dates of a hand-over are told to whoever sees one of its two cases.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from minsheng.domains.disputes.models import Handover
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Case, CaseLink
from minsheng.kernel.cases.queries import visible_cases

_KINDS = ("handed_over_to", "follows", "caused_by", "appeal_of")
MOST = 12
"""So many cases of one chain are looked at; a dispute does not go through more agencies."""


@dataclass(frozen=True, slots=True)
class Step:
    """One case of a chain. ``case`` is None where the reader does not see it; ``by`` is how it got there."""

    case: Case | None
    is_this: bool
    by: Handover | None


def chain_of(actor: Actor, case: Case) -> list[Step]:
    """The whole chain in order of time; empty for a case that stands alone. Needs a transaction with the actor's eyes.

    At most three statements more than the chain has steps to its ends (each link is followed once).
    """
    ids = _linked(case.pk)
    own = list(Handover.objects.filter(case_id=case.pk, received__isnull=True).order_by("seq"))
    if len(ids) == 1 and not own:
        return []
    seen = visible_cases(actor).in_bulk(ids)
    handed = {row.received_id: row for row in Handover.objects.filter(received_id__in=ids)}
    steps = [Step(seen.get(pk), pk == case.pk, handed.get(pk)) for pk in ids]
    return steps + [Step(None, False, row) for row in own]


def _linked(case_id: int) -> list[int]:
    """Ids of all cases of the chain, the earliest filed first. Looks as the system: ids alone leave this function."""
    known, fresh = {case_id}, {case_id}
    with acting_as_system():
        while fresh and len(known) < MOST:
            around = Q(case_id__in=fresh) | Q(other_id__in=fresh)
            pairs = CaseLink.objects.filter(around, kind__in=_KINDS).values_list("case_id", "other_id")
            fresh = {pk for pair in pairs for pk in pair} - known
            known |= fresh
        if len(known) == 1:
            return [case_id]
        return list(Case.objects.filter(pk__in=known).order_by("filed_at", "id").values_list("pk", flat=True))
