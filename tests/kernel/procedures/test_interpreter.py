"""The interpreter on the small procedure: who may try what, and what an act does to clocks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from minsheng.base.errors import Refusal
from minsheng.base.time import SHANGHAI
from minsheng.kernel.deadlines.rules import Calendar, bundled_years, read_year
from minsheng.kernel.procedures.interpreter import apply, check, check_extension, find_act, open_acts
from minsheng.kernel.procedures.registry import Question
from minsheng.kernel.procedures.snapshot import Done, Snapshot
from tests.kernel.procedures.small import procedure

STRICT = Calendar(bundled_years())
GUESSING = STRICT.with_fallback()
SMALL = procedure()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def done(snapshot: Snapshot, key: str, when: str, account: int | None = 2, **data: Any) -> Done:
    return Done(snapshot.seq + 1, key, at(when), account, None, None, data)


def life(*steps: tuple[str, str, dict[str, Any]], calendar: Calendar = STRICT) -> Snapshot:
    snapshot = Snapshot()
    for key, when, data in steps:
        apply(SMALL, snapshot, done(snapshot, key, when, **data), calendar)
    return snapshot


FILED = ("file", "2026-04-30T10:00", {"kind": "plain"})
GIVEN = ("give", "2026-04-30T11:00", {"unit": 10})


def asked(snapshot: Snapshot, key: str, functions: set[str], account: int | None = 2, **data: Any) -> Question:
    act = SMALL.act[key]
    return Question(SMALL, snapshot, act, data, account, None, frozenset(functions), at("2026-05-06T10:00"))


@pytest.mark.parametrize(
    ("functions", "acts"),
    [({"clerk"}, ["judge"]), ({"worker"}, ["ask", "extend"]), ({"system"}, ["late"]), (set(), []), ({"filer"}, [])],
)
def test_acts_open_to_a_function(functions: set[str], acts: list[str]) -> None:
    assert list(open_acts(SMALL, life(FILED, GIVEN), frozenset(functions))) == acts


def test_nothing_but_the_opening_is_open_before_a_case_is_born() -> None:
    assert open_acts(SMALL, Snapshot(), frozenset(SMALL.who)) == {}
    check(asked(Snapshot(), "file", {"filer"}))
    for key in ("give", "late"):
        with pytest.raises(Refusal) as refused:
            check(asked(Snapshot(), key, {"clerk", "system"}))
        assert refused.value.code == "act.not_open"


def test_a_refusal_names_act_state_and_law_in_both_languages() -> None:
    with pytest.raises(Refusal) as refused:
        check(asked(life(FILED), "ask", {"worker"}))
    assert (refused.value.code, refused.value.status) == ("act.not_open", 409)
    named = {"act": "补正", "act_en": "Ask", "law": "act 3", "state": "待办", "state_en": "Open"}
    assert refused.value.params == named
    with pytest.raises(Refusal) as refused:
        check(asked(life(FILED, GIVEN), "ask", {"clerk"}))
    assert (refused.value.code, refused.value.status) == ("act.not_your_role", 403)


def test_guards_are_asked_in_the_files_order_and_name_the_law() -> None:
    worked = life(FILED, GIVEN)
    worked.handled_by_ids = [2]
    with pytest.raises(Refusal) as refused:
        check(asked(worked, "judge", {"clerk"}, verdict="pass"))
    assert (refused.value.code, refused.value.params["law"]) == ("guard.handler_is_rater", "act 6")
    with pytest.raises(Refusal) as refused:
        check(asked(worked, "judge", {"clerk"}, account=3, verdict="pass"))
    assert (refused.value.code, refused.value.field) == ("guard.no_evidence", "evidence")
    check(asked(worked, "judge", {"clerk"}, account=3, verdict="pass", evidence=[1]))


def test_an_unknown_act() -> None:
    with pytest.raises(Refusal) as refused:
        find_act(SMALL, "dance")
    assert (refused.value.code, refused.value.status, refused.value.field) == ("act.unknown", 404, "act")


def test_the_first_line_that_fits_gives_the_term() -> None:
    plain = life(FILED).clocks[0]
    odd = life(("file", "2026-04-30T10:00", {"kind": "odd"})).clocks[0]
    assert (str(plain.term), plain.law, plain.due_at) == ("P5D", "act 7", at("2026-05-12T00:00"))
    assert (str(odd.term), odd.law, odd.due_at) == ("P1D", "local 特殊", at("2026-05-07T00:00"))


def test_a_clock_starts_again_as_another_run() -> None:
    back = life(FILED, GIVEN, ("judge", "2026-05-06T10:00", {"verdict": "back"}))
    assert [(clock.key, clock.run, clock.stopped_at) for clock in back.clocks] == [("work", 1, None)]
    over = life(FILED, GIVEN, ("judge", "2026-05-06T10:00", {"verdict": "pass"}))
    assert [(clock.run, clock.stopped_at, clock.stop_reason) for clock in over.clocks] == [
        (1, at("2026-05-06T10:00"), "judge")
    ]


def test_a_pause_stops_with_its_state_and_leaves_its_trace() -> None:
    waiting = life(FILED, GIVEN, ("ask", "2026-05-06T10:00", {}))
    work, wait = waiting.clocks
    assert (work.paused_at, work.due_at, wait.due_at) == (at("2026-05-06T10:00"), None, at("2026-05-10T00:00"))
    resumed = life(FILED, GIVEN, ("ask", "2026-05-06T10:00", {}), ("reply", "2026-05-08T10:00", {}))
    work, wait = resumed.clocks
    assert (work.paused_at, work.due_at) == (None, at("2026-05-14T00:00"))
    assert (wait.stopped_at, wait.stop_reason) == (at("2026-05-08T10:00"), "reply")


def test_a_rung_belongs_to_the_run_of_its_clock() -> None:
    late = {"step": 2, "late_clock": "work"}
    climbed = life(FILED, GIVEN, ("late", "2026-05-13T00:05", late), ("late", "2026-05-14T00:05", {**late, "step": 1}))
    assert (climbed.escalation, climbed.clocks[0].warned) == (2, ("2", "1"))
    assert life(FILED, ("late", "2026-05-13T00:05", {"step": 1, "late_clock": "wait"})).clocks[0].warned == ()


EXTENDED = ("extend", "2027-01-05T16:00", {"days": 2})
EARLY_2027 = read_year(
    2027,
    [
        ("元旦", "2027-01-01", "2027-01-01"),
        ("春节", "2027-02-05", "2027-02-11"),
        ("清明节", "2027-04-05", "2027-04-05"),
        ("劳动节", "2027-05-01", "2027-05-05"),
        ("端午节", "2027-06-09", "2027-06-09"),
        ("中秋节", "2027-09-15", "2027-09-15"),
        ("国庆节", "2027-10-01", "2027-10-07"),
    ],
    ["2027-01-02", "2027-01-03"],
    "made up",
)


def test_what_was_granted_in_time_stays_granted_on_another_calendar() -> None:
    """2027 was guessed with a free weekend 01-02/03; announced, it is worked, and the term had run out on 01-04."""
    steps = (("file", "2026-12-29T10:00", {"kind": "plain"}), ("give", "2026-12-29T11:00", {"unit": 10}))
    guessed = life(*steps, calendar=GUESSING)
    assert (guessed.clocks[0].due_at, guessed.clocks[0].provisional) == (at("2027-01-07T00:00"), True)
    check_extension(SMALL, "extend", done(guessed, *EXTENDED[:2], **EXTENDED[2]), guessed, GUESSING)
    announced = Calendar(bundled_years() | {2027: EARLY_2027})
    bare = life(*steps, calendar=announced)
    assert (bare.clocks[0].due_at, bare.clocks[0].provisional) == (at("2027-01-05T00:00"), False)
    with pytest.raises(Refusal) as refused:
        check_extension(SMALL, "extend", done(bare, *EXTENDED[:2], **EXTENDED[2]), bare, announced)
    assert refused.value.code == "extension.too_late"
    replayed = life(*steps, EXTENDED, calendar=announced)
    assert replayed.clocks[0].due_at == at("2027-01-07T00:00")


def test_there_must_be_a_clock_to_extend() -> None:
    over = life(FILED, GIVEN, ("judge", "2026-05-06T10:00", {"verdict": "pass"}))
    with pytest.raises(Refusal) as refused:
        check_extension(SMALL, "extend", done(over, "extend", "2026-05-06T11:00", days=1), over, STRICT)
    assert (refused.value.code, refused.value.params) == ("extension.no_clock", {"law": "act 5"})


def test_nobody_in_particular_cannot_approve_an_extension() -> None:
    working = life(FILED, GIVEN)
    with pytest.raises(Refusal) as refused:
        check_extension(SMALL, "extend", done(working, "extend", "2026-05-06T11:00", None, days=1), working, STRICT)
    assert refused.value.code == "extension.no_approver"
