"""Sessions: what may be appointed and what a record must say. Rows are written by reactions of the same names. Pure."""

from __future__ import annotations

from datetime import datetime

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.mediation.parties import SIDES, parties_of
from minsheng.kernel.procedures.registry import Question, effect, guard
from minsheng.kernel.procedures.snapshot import Done, Snapshot


@guard("session_fits", fields=("session_begins", "session_ends"))
def session_fits(question: Question) -> Refusal | None:
    """调解时间须在今后，且先开始后结束 · A session lies ahead and ends after it begins."""
    given = [question.data.get(name) for name in ("session_begins", "session_ends")]
    if None in given:
        return None  # asked before anything was filled in
    begins, ends = (datetime.fromisoformat(str(value)) for value in given)
    if begins < question.at:
        return Refusal("session.past", "session_begins")
    return None if ends > begins else Refusal("session.order", "session_ends")


@guard("attendance_of_parties", fields=("attendance",), facts=SIDES)
def attendance_of_parties(question: Question) -> Refusal | None:
    """到场情况逐一记录，每名当事人只记一次 · Attendance is recorded of parties, of each once."""
    listed = [line["party"] for line in question.data.get("attendance") or []]
    if len(set(listed)) < len(listed):
        return Refusal("session.attendance_twice", "attendance")
    if set(listed) <= set(parties_of(question.snapshot)):
        return None
    return Refusal("mediation.not_a_party", "attendance")


@effect("schedule_session", fields=("session_begins", "session_ends"))
def schedule_session(snapshot: Snapshot, done: Done) -> None:
    """A session is appointed: its row, room and notices follow from the act."""


@effect("move_session", fields=("session", "session_begins", "session_ends"))
def move_session(snapshot: Snapshot, done: Done) -> None:
    """A session is moved: its row follows from the act."""


@effect("cancel_session", fields=("session",))
def cancel_session(snapshot: Snapshot, done: Done) -> None:
    """A session is called off: its row follows from the act."""


@effect("hold_session", fields=("session", "attendance"))
def hold_session(snapshot: Snapshot, done: Done) -> None:
    """A session was held: attendance and record follow from the act."""
