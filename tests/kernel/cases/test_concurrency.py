"""Two people at one case at the same moment: one wins, the other is told so at once, and nothing is half done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, transaction

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.cases.acts import Performed, perform
from minsheng.kernel.cases.intake import Filed, file_case
from minsheng.kernel.cases.models import Act, ActText, Case, Content
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.cases.sweeping import sweep
from minsheng.kernel.messages.models import Outbox
from minsheng.kernel.parties.models import Party
from tests.factories.district import District, a_report, make_district
from tests.kernel.cases.support import Office, at, everything, filed

pytestmark = pytest.mark.own_database
PATIENCE = 30
THREADS = 8


@pytest.fixture
def district(own_database: str) -> District:
    """A district in a database of its own, committed."""
    return make_district()


def at_once(tasks: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all tasks at the same moment, each on a connection of its own; a Refusal is an answer too."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        try:
            start.wait(PATIENCE)
            return task()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def counts() -> dict[str, int]:
    """How many rows there are of whatever an act writes."""
    with acting_as_system():
        return {
            model.__name__: model.objects.count() for model in (Case, Content, Act, ActText, Party, Outbox, AuditLine)
        }


def add(office: Office, number: int) -> int:
    """Say something; who meets a busy case tries again."""
    while True:
        try:
            return office.do("dispatcher", "add", message=f"第{number}句").seq
        except Refusal as refusal:
            assert refusal.code == "case.busy"


class Held:
    """Somebody who is in the middle of an act, in another thread, until the block ends."""

    def __init__(self, office: Office, act: str, **data: Any) -> None:
        self.office, self.act, self.data = office, act, data
        self.inside, self.leave = Event(), Event()
        self.pool = ThreadPoolExecutor(1)

    def __enter__(self) -> None:
        self.done = self.pool.submit(self._run)
        assert self.inside.wait(PATIENCE)

    def __exit__(self, *_: object) -> None:
        self.leave.set()
        self.done.result(PATIENCE)
        self.pool.shutdown()

    def _run(self) -> None:
        try:
            with transaction.atomic():
                self.office.do("dispatcher", self.act, **self.data)
                self.inside.set()
                self.leave.wait(PATIENCE)
        finally:
            connection.close()


def test_while_somebody_acts_the_case_is_busy(district: District) -> None:
    office = Office(district, filed())
    before = counts()
    with Held(office, "dispatch", unit="housing"):
        assert office.refused("dispatcher", "redirect", route="court", message="请向法院起诉") == "case.busy"
        assert counts() == before, "neither the open act nor the refused one shows"
    assert (office.fresh().state, office.case.seq) == ("dispatched", 2)


def test_of_many_at_once_one_wins(district: District) -> None:
    office = Office(district, filed())
    units = ["housing", "water"] * (THREADS // 2)

    def dispatch(unit: str) -> Performed:
        data = {"unit": district.unit(unit), "note": f"给{unit}"}
        return perform(by=dispatcher, case_id=office.case.pk, act="dispatch", data=data, seen_seq=1)

    dispatcher = district.actor("dispatcher")
    answers = at_once([lambda unit=unit: dispatch(unit) for unit in units])
    won = [answer for answer in answers if isinstance(answer, Performed)]
    lost = {answer for answer in answers if isinstance(answer, str)}
    assert len(won) == 1
    assert lost <= {"case.busy", "case.moved_on"}
    case = office.fresh()
    assert (case.state, case.seq, case.lead_unit_id) == ("dispatched", 2, won[0].case.lead_unit_id)
    with acting_as_system():
        assert list(ActText.objects.filter(case=case).values_list("seq", flat=True)) == [2]
        assert case.assignments.count() == 1
    assert rebuild(write=False).differences == []


def test_without_a_seen_number_everybody_acts_in_turn(district: District) -> None:
    """Adding to a case needs no agreement: all words are kept."""
    office = Office(district, filed())

    seqs = at_once([lambda number=number: add(office, number) for number in range(THREADS)])
    assert sorted(seqs) == list(range(2, 2 + THREADS))
    with acting_as_system():
        said = ActText.objects.filter(case=office.case).order_by("seq").values_list("text", flat=True)
        assert sorted(said) == sorted(f"第{number}句" for number in range(THREADS))
    assert rebuild(write=False).differences == []


def test_the_same_report_from_many_connections_is_one_case(district: District) -> None:
    before = counts()

    def send() -> Filed:
        return file_case(by=Actor.anonymous(), procedure="hotline.order", report=a_report(), client_key="phone-1")

    answers: list[Filed] = at_once([send] * THREADS)
    assert len({answer.case.pk for answer in answers}) == 1
    assert sorted(answer.created for answer in answers) == [False] * (THREADS - 1) + [True]
    added = {name: count - before[name] for name, count in counts().items()}
    assert (added["Case"], added["Content"], added["Act"], added["Party"]) == (1, 1, 1, 1)
    with acting_as_system():
        assert AuditLine.objects.filter(kind="cases.filed").count() == 1
        assert Outbox.objects.filter(case_id=answers[0].case.pk).count() == 1


def test_one_key_for_two_reports_files_one_and_refuses_the_other(district: District) -> None:
    def send(title: str) -> str:
        filed_ = file_case(
            by=Actor.anonymous(), procedure="hotline.order", report=a_report(title=title), client_key="phone-2"
        )
        return filed_.case.title

    answers = at_once([lambda title=title: send(title) for title in ("漏水", "停水")])
    with acting_as_system():
        (kept,) = Case.objects.values_list("title", flat=True)
    assert sorted(answers) == sorted([kept, "key.reused"])


def test_a_merge_into_a_busy_case_changes_neither(district: District) -> None:
    one, two = Office(district, filed()), Office(district, filed(phone="13934567890"))
    before = everything(two.case)
    with Held(one, "add", message="同时"):
        assert two.refused("dispatcher", "merge", into=one.case.pk, reason="同一问题") == "case.busy"
        assert everything(two.case) == before
    two.do("dispatcher", "merge", into=one.case.pk, reason="同一问题")
    with acting_as_system():
        assert list(one.case.acts.values_list("key", flat=True)) == ["file", "add", "absorb"]
    assert rebuild(write=False).differences == []


def test_a_busy_case_is_swept_the_next_time(district: District) -> None:
    office, other = Office(district, filed(at("2025-03-03 09:00"))), Office(district, filed(at("2025-03-03 09:00")))
    now = at("2025-03-03 15:31")
    with Held(office, "add", when=at("2025-03-03 10:00"), message="还在漏"):
        swept = sweep(now)
        assert (swept.done, swept.busy) == (1, 1)
        assert (other.fresh().escalation, office.fresh().escalation) == (1, 0)
    swept = sweep(now)
    assert (swept.done, swept.busy) == (1, 0)
    assert office.fresh().escalation == 1
    assert rebuild(write=False).differences == []


def test_two_sweeps_at_once_climb_each_rung_once(district: District) -> None:
    cases = [filed(at("2025-03-03 09:00")) for _ in range(4)]
    swept = at_once([lambda: sweep(at("2025-03-03 15:31"))] * 3)
    assert sum(one.done for one in swept) == len(cases)
    with acting_as_system():
        assert Act.objects.filter(key="escalate").count() == len(cases)


def test_a_rebuild_beside_acts_finds_nothing_and_breaks_nothing(district: District) -> None:
    offices = [Office(district, filed()) for _ in range(3)]

    def work(office: Office) -> int:
        return max(add(office, number) for number in range(6))

    answers = at_once([*(lambda office=office: work(office) for office in offices), lambda: rebuild(write=True)])
    assert answers[:3] == [7, 7, 7]
    assert answers[3].differences == []
    assert rebuild(write=False).differences == []
