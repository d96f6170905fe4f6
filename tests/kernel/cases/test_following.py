"""Following one's case without an account: code and tail prove it, and the tail cannot be guessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine

from minsheng.base.errors import Refusal
from minsheng.base.ids import new_code
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.following import MAX_FAILURES, WINDOW, prove_case
from minsheng.kernel.cases.models import Case, ProofAttempt
from minsheng.kernel.cases.tasks import forget_attempts
from tests.factories.district import District
from tests.kernel.cases.support import RESIDENT, filed

NOW = datetime.fromisoformat("2026-11-23T10:00+08:00")


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    """Time stands still until it is moved."""
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.fixture
def case(clock: time_machine.Coordinates, district: District) -> Case:
    """Reported from 138 3456 7890."""
    return filed()


def refused(code: str, tail: str) -> tuple[str, str | None, int]:
    with pytest.raises(Refusal) as caught:
        prove_case(by=RESIDENT, code=code, tail=tail)
    return caught.value.code, caught.value.field, caught.value.status


WRONG = ("proof.wrong", "tail", 403)
LOCKED = ("proof.locked", "code", 429)


def test_code_and_tail_prove_the_case(case: Case) -> None:
    assert prove_case(by=RESIDENT, code=case.code, tail="7890").case.pk == case.pk
    spoken = case.code.replace("-", " ").lower()
    assert prove_case(by=RESIDENT, code=f" {spoken} ", tail=" 7890 ").case.pk == case.pk
    assert ProofAttempt.objects.count() == 0


@pytest.mark.parametrize("tail", ["7891", "", "890", "67890", "****", "78 90", "138*", "７８９０"])
def test_a_wrong_tail_is_refused_and_counted(case: Case, tail: str) -> None:
    assert refused(case.code, tail) == WRONG
    assert list(ProofAttempt.objects.values_list("code", "at")) == [(case.code, NOW)]


def test_an_unknown_code_is_refused_alike(case: Case) -> None:
    """Nobody learns from the answer whether there is such a case."""
    unknown = new_code("HL", NOW.date())
    assert refused(unknown, "7890") == refused(case.code, "0000") == WRONG


def test_a_mistyped_code_is_not_an_attempt(case: Case) -> None:
    wrong = case.code[:-1] + ("2" if case.code[-1] != "2" else "3")
    assert refused(wrong, "7890")[:2] == ("code.check", "code")
    assert ProofAttempt.objects.count() == 0


def test_an_anonymous_case_cannot_be_proved(clock: time_machine.Coordinates, district: District) -> None:
    nameless = filed(name="", phone="")
    look_as_system()
    assert nameless.reporter_id is None
    assert refused(nameless.code, "7890") == WRONG


def test_five_failures_lock_the_code_even_for_the_right_tail(case: Case) -> None:
    for number in range(MAX_FAILURES):
        assert refused(case.code, f"000{number}") == WRONG
    assert refused(case.code, "7890") == LOCKED
    assert refused(case.code, "0000") == LOCKED
    assert ProofAttempt.objects.count() == MAX_FAILURES, "a locked code is not tried"


def test_another_code_is_not_locked(case: Case) -> None:
    other = filed(phone="13934567891")
    for _ in range(MAX_FAILURES):
        assert refused(case.code, "0000") == WRONG
    assert prove_case(by=RESIDENT, code=other.code, tail="7891").case.pk == other.pk


def test_four_failures_do_not_lock(case: Case) -> None:
    for _ in range(MAX_FAILURES - 1):
        assert refused(case.code, "0000") == WRONG
    assert prove_case(by=RESIDENT, code=case.code, tail="7890").case.pk == case.pk


def test_after_an_hour_it_opens_again(case: Case, clock: time_machine.Coordinates) -> None:
    for _ in range(MAX_FAILURES):
        assert refused(case.code, "0000") == WRONG
    clock.shift(WINDOW - timedelta(seconds=1))
    assert refused(case.code, "7890") == LOCKED
    clock.shift(timedelta(seconds=1))
    assert prove_case(by=RESIDENT, code=case.code, tail="7890").case.pk == case.pk


def test_the_window_slides(case: Case, clock: time_machine.Coordinates) -> None:
    for _ in range(MAX_FAILURES):
        assert refused(case.code, "0000") == WRONG
        clock.shift(timedelta(minutes=20))
    # 100 minutes after the first, three failures count.
    assert prove_case(by=RESIDENT, code=case.code, tail="7890").case.pk == case.pk


def test_old_attempts_are_forgotten(case: Case, clock: time_machine.Coordinates) -> None:
    assert refused(case.code, "0000") == WRONG
    clock.shift(timedelta(hours=20))
    assert refused(case.code, "0000") == WRONG
    clock.shift(timedelta(hours=10))
    forget_attempts(0)
    assert [attempt.at for attempt in ProofAttempt.objects.all()] == [NOW + timedelta(hours=20)]
