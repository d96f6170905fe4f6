"""Following a case to which one is party without an account: its code and the tail of one's telephone prove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.base.ids import check_code
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system, look_as_system
from minsheng.kernel.access.tokens import party_token
from minsheng.kernel.cases.models import Case, ProofAttempt
from minsheng.kernel.cases.store import watchers_of
from minsheng.kernel.parties.queries import masked
from minsheng.kernel.procedures.library import procedure_of

TAIL_LENGTH = 4
MAX_FAILURES = 5
WINDOW = timedelta(hours=1)
STEPS = 12
"""So many hand-overs behind a proved case are followed; a dispute does not go through more agencies."""
_FOLLOWED = """
WITH RECURSIVE proved(case_id, party_id) AS (
  SELECT c.id, coalesce(p.party_id, c.reporter_id)
  FROM unnest(%s::bigint[], %s::bigint[]) AS p(case_id, party_id) JOIN cases_case c ON c.id = p.case_id
), way(case_id, party_id, steps) AS (
  SELECT case_id, party_id, 0 FROM proved WHERE party_id IS NOT NULL
  UNION
  SELECT l.other_id, w.party_id, w.steps + 1
  FROM way w JOIN cases_caselink l ON l.case_id = w.case_id AND l.kind = 'handed_over_to' WHERE w.steps < %s
)
SELECT DISTINCT c.id, w.party_id, c.reporter_id IS NOT DISTINCT FROM w.party_id, c.audience, c.barred
FROM way w JOIN cases_case c ON c.id = w.case_id
WHERE w.steps > 0 AND NOT EXISTS (SELECT 1 FROM proved p WHERE p.case_id = c.id AND p.party_id = w.party_id)
ORDER BY c.id, w.party_id
"""


@dataclass(frozen=True, slots=True)
class Proof:
    """A case, and which other party to it has proved it; None for its reporter."""

    case: Case
    party_id: int | None

    def kept_by(self, actor: Actor) -> Actor:
        """The actor with this proof beside its own."""
        if self.party_id is None:
            return replace(actor, case_ids=(*actor.case_ids, self.case.pk))
        return replace(actor, party_proofs=(*actor.party_proofs, (self.case.pk, self.party_id)))


@dataclass(frozen=True, slots=True)
class Followed:
    """Follow-up cases that proofs open: ``cases`` as their reporter, ``proofs`` with the other party as whom."""

    cases: tuple[int, ...]
    proofs: tuple[tuple[int, int], ...]


def prove_case(*, by: Actor, code: str, tail: str) -> Proof:
    """The case with this code if ``tail`` ends the telephone number of its reporter or of another party who may see it.

    Where the numbers of two parties end alike the tail does not tell who asks: ``proof.shared`` (409). Wrong tail and
    unknown code give the same Refusal ``proof.wrong`` (403). After five failures on a code within an hour
    ``proof.locked`` (429): four digits alone must not be guessed.
    """
    wanted = check_code(code)
    with transaction.atomic():
        look_as_system()
        if _failures(wanted) >= MAX_FAILURES:
            raise Refusal("proof.locked", "code", status=429, minutes=int(WINDOW.total_seconds() // 60))
        case = Case.objects.filter(code=wanted).first()
        fitting = _fitting(case, tail) if case is not None else []
        if case is not None and len(fitting) == 1:
            return Proof(case, None if fitting[0] == case.reporter_id else fitting[0])
        if fitting:
            raise Refusal("proof.shared", "tail", status=409)
        ProofAttempt.objects.create(code=wanted, at=timezone.now())
    raise Refusal("proof.wrong", "tail", status=403)


def _fitting(case: Case, tail: str) -> list[int]:
    """Parties who may see the case and whose telephone number ends so."""
    digits = tail.strip()
    if len(digits) != TAIL_LENGTH or not digits.isdecimal():
        return []
    procedure = procedure_of(case.procedure_id)
    lists = [key for key, spec in procedure.facts.items() if spec.type == "parties" and spec.sees]
    listed = {int(party) for key in lists for party in case.facts.get(key) or ()}
    own = {case.reporter_id} if case.reporter_id is not None else set()
    ids = sorted(party for party in own | listed | set(watchers_of(case)) if party_token(party) not in case.barred)
    known = masked(ids) if ids else {}
    return [party for party, shown in known.items() if shown.phone.endswith(digits)]


def still_proved(proofs: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Those of the proofs (a case and a party to it) whose party may still see the case: lists change. One query."""
    with acting_as_system():
        rows = Case.objects.filter(pk__in={case for case, _party in proofs}).values_list("pk", "audience", "barred")
        found = {pk: (audience, barred) for pk, audience, barred in rows}
    return tuple((case, party) for case, party in proofs if case in found and may_read_as(party, *found[case]))


def with_proofs(actor: Actor, cases: Sequence[int], proofs: Sequence[tuple[int, int]]) -> Actor:
    """The actor with cases that were proved earlier, as far as the proofs still hold, and with what follows on them."""
    parties = still_proved(proofs) if proofs else ()
    more = followed_on(cases, parties)
    return replace(actor, case_ids=(*cases, *more.cases), party_proofs=(*parties, *more.proofs))


def followed_on(cases: Sequence[int], proofs: Sequence[tuple[int, int]]) -> Followed:
    """What the proofs open beyond themselves: cases to which a proved one was handed over, with the same party in them.

    ``cases`` are proved as their reporter, ``proofs`` as another party; both must still hold. A follow-up case, however
    far on, opens to the very party (by its id) that was proved, where that stands in a list of it that may see it and
    is not barred from it; no case before the proved one opens, and nobody else's. It opens as much as proving it anew
    would: as its reporter, if the party is that. One statement; none without a proof.
    """
    if not cases and not proofs:
        return Followed((), ())
    with acting_as_system(), connection.cursor() as cursor:
        known: list[tuple[int, int | None]] = [*((case, None) for case in cases), *proofs]
        cursor.execute(_FOLLOWED, [[case for case, _ in known], [party for _, party in known], STEPS])
        rows = cursor.fetchall()
    found = [(case, party, own) for case, party, own, seen, barred in rows if may_read_as(party, seen, barred)]
    return Followed(
        tuple(case for case, _party, own in found if own), tuple((case, party) for case, party, own in found if not own)
    )


def may_read_as(party_id: int, audience: Sequence[int], barred: Sequence[int]) -> bool:
    """Whether a case with this audience opens to a party to it."""
    token = party_token(party_id)
    return token in audience and token not in barred


def _failures(code: str) -> int:
    return ProofAttempt.objects.filter(code=code, at__gt=timezone.now() - WINDOW).count()
