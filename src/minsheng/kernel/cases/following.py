"""Following one's own case without an account: the code and the last four digits of the telephone prove it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.base.ids import check_code
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.models import Case, ProofAttempt
from minsheng.kernel.parties.queries import masked

TAIL_LENGTH = 4
MAX_FAILURES = 5
WINDOW = timedelta(hours=1)


def prove_case(*, by: Actor, code: str, tail: str) -> Case:
    """The case with this code if ``tail`` ends its reporter's telephone number.

    Wrong tail and unknown code give the same Refusal ``proof.wrong`` (403). After five failures on a code within an
    hour ``proof.locked`` (429): four digits alone must not be guessed.
    """
    wanted = check_code(code)
    with transaction.atomic():
        look_as_system()
        if _failures(wanted) >= MAX_FAILURES:
            raise Refusal("proof.locked", "code", status=429, minutes=int(WINDOW.total_seconds() // 60))
        case = Case.objects.filter(code=wanted).first()
        if case is not None and case.reporter_id is not None and _fits(case.reporter_id, tail):
            return case
        ProofAttempt.objects.create(code=wanted, at=timezone.now())
    raise Refusal("proof.wrong", "tail", status=403)


def _fits(party_id: int, tail: str) -> bool:
    digits = tail.strip()
    return len(digits) == TAIL_LENGTH and digits.isdecimal() and masked([party_id])[party_id].phone.endswith(digits)


def _failures(code: str) -> int:
    return ProofAttempt.objects.filter(code=code, at__gt=timezone.now() - WINDOW).count()
