"""Lives of stored cases at random, with real people and row-level security.

Rows are what the acts say, and no more eyes see a case than have a part in it.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.forms import model_to_dict
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from minsheng.base.errors import Refusal, Refusals
from minsheng.base.time import SHANGHAI
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as, look_as_system
from minsheng.kernel.access.permissions import realm
from minsheng.kernel.access.tokens import Kind, case_token, pack, party_token
from minsheng.kernel.cases.acts import perform, standing_of
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.loading import load_snapshot
from minsheng.kernel.cases.models import Act, Case
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.schema import STAY, Procedure
from minsheng.kernel.procedures.snapshot import Snapshot
from tests.factories.district import PEOPLE, ROLES, District, a_report
from tests.hypothesis_profile import bounded
from tests.kernel.cases.support import upload
from tests.kernel.procedures import acting, invariants

SETTINGS = bounded(5, stateful_step_count=25)
NUMBERS = st.integers(0, 1_000_000)
BEGINNINGS = [datetime(2025, 4, 30, 10, tzinfo=SHANGHAI), datetime(2025, 9, 26, 17, 30, tzinfo=SHANGHAI)]
NAMES = [name for name, *_ in PEOPLE]


class StoredLifeMachine(RuleBasedStateMachine):
    """One stored case and its neighbour, which it may be merged into."""

    district: ClassVar[District]
    key: ClassVar[str]
    actors: ClassVar[dict[str, Actor]]
    tally: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.tries = 0

    @initialize(number=NUMBERS)
    def file(self, number: int) -> None:
        """A resident reports something; somebody has reported the same before."""
        self.now, self.done, self.seen = BEGINNINGS[number % 2], Counter(), set()
        kind = {"hotline.order": "complaint", "grid.event": "level2"}[self.key]
        report = a_report(kind=kind, urgent=number % 3 == 0, confidentiality=number % 5 // 4)
        neighbour = file_case(by=Actor.anonymous(), procedure=self.key, report=report, at=self.now).case
        self.case = file_case(by=Actor.anonymous(), procedure=self.key, report=report, at=self.now).case
        self.procedure: Procedure = procedure_of(self.case.procedure_id)
        self.values = _values(self.district, [neighbour.pk, self.case.pk])
        self._check()

    @rule(number=NUMBERS)
    def act(self, number: int) -> None:
        """Somebody tries something. Where nothing leads on from an end, another case begins."""
        self.tries += 1
        snapshot = self._snapshot()
        if all(act.to == STAY for act in self.procedure.acts_from(snapshot.state).values()):
            self.file(number)
            return
        trier = acting.Trier(self.procedure, number * 1000 + self.tries, self.values)
        step = trier.step(snapshot, self.now, self.seen, self.done)
        by = self._somebody(trier, step.act)
        data = {name: self._files(by, name, value) for name, value in step.data.items()}
        self.now = step.at
        note(f"{step.at} {step.act} by {by.name or by.channel}: {data}")
        before = self._rows(snapshot)
        try:
            done = perform(by=by, case_id=self.case.pk, act=step.act, data=data, at=step.at)
        except (Refusal, Refusals):
            assert self._rows(self._snapshot()) == before
        else:
            assert done.seq == snapshot.seq + 1 == Act.objects.filter(case_id=self.case.pk).count()
            self.done[step.act] += 1
            self.tally[step.act] += 1
            self.seen.add(done.state_after)
            self._check()
        self._check_eyes(trier)

    def _somebody(self, trier: acting.Trier, act: str) -> Actor:
        """Mostly somebody who has the function that the act needs; now and then anybody."""
        reporter = Actor(account_id=None, name="reporter", case_ids=(self.case.pk,))
        people = [*self.actors.values(), reporter, Actor.anonymous(), Actor.system()]
        who = self.procedure.act[act].who
        able = [actor for actor in people if standing_of(actor, self.case).functions(self.procedure, who)]
        return trier.random.choice(able if able and trier.random.random() < 0.85 else people)

    def _files(self, by: Actor, name: str, value: Any) -> Any:
        """Real uploads in place of made-up numbers."""
        spec = self.procedure.fields.get(name)
        return [upload(by)] if spec is not None and spec.type == "files" and value in acting.VALUES["files"] else value

    def _snapshot(self) -> Snapshot:
        look_as_system()
        self.case.refresh_from_db()
        return load_snapshot(self.case)

    def _rows(self, snapshot: Snapshot) -> tuple[Any, ...]:
        """All that is stored of the case."""
        return model_to_dict(self.case), snapshot, Act.objects.filter(case_id=self.case.pk).count()

    def _check(self) -> None:
        snapshot = self._snapshot()
        invariants.check_state(self.procedure, snapshot, current_calendar().with_fallback())
        assert self.case.audience == sorted(self._parts())

    def _parts(self) -> set[int]:
        """Tokens of everybody who has a part in the case: itself, its reporter, its areas, its units."""
        number, level = realm(self.procedure.realm).number, self.case.confidentiality
        areas = [area.pk for area in self.district.areas.values() if self._area_code().startswith(area.code)]
        lead = [self.case.lead_unit_id] if self.case.lead_unit_id is not None else []
        return {
            case_token(self.case.pk),
            party_token(self.case.reporter_id or 0),
            *(pack(Kind.AREA, area, realm=number, clearance=level) for area in areas),
            *(pack(Kind.UNIT, unit, realm=number, clearance=level) for unit in [*lead, *self.case.co_unit_ids]),
        }

    def _area_code(self) -> str:
        return next(code for code, area in self.district.areas.items() if area.pk == self.case.area_id)

    def _check_eyes(self, trier: acting.Trier) -> None:
        """Somebody of the district sees the case if a post says so, and otherwise it does not exist for them."""
        name = trier.random.choice(NAMES)
        actor = self.actors[name]
        look_as(actor)
        assert Case.objects.filter(pk=self.case.pk).exists() is self._sees(name), name
        if not self._sees(name):
            with pytest.raises(Refusal) as refused:
                perform(by=actor, case_id=self.case.pk, act="add", data={"message": "让我看看"}, at=self.now)
            assert (refused.value.code, refused.value.status) == ("case.unknown", 404)

    def _sees(self, name: str) -> bool:
        """Counted from the tables of the district, not by the code under test."""
        role, unit, area = next((role, unit, area) for person, role, unit, area in PEOPLE if person == name)
        reach, clearance, permissions = ROLES[role]
        if f"{self.procedure.realm}.read" not in permissions or self.case.confidentiality > clearance:
            return False
        if reach == "area":
            return self._area_code().startswith(str(area))
        return self.district.unit(unit) in {self.case.lead_unit_id, *self.case.co_unit_ids}


def _values(district: District, cases: list[int]) -> dict[str, list[Any]]:
    units = [district.unit(code) for code in ("housing", "water", "yongtai")]
    return acting.VALUES | {
        "unit": units,
        "units": [[unit] for unit in units] + [units[:2]],
        "account": [account.pk for account in district.accounts.values()],
        "category": [category.pk for category in district.categories.values()],
        "area": [area.pk for area in district.areas.values()],
        "case": cases,
    }


@pytest.mark.parametrize("key", ["hotline.order", "grid.event"])
def test_stored_lives(key: str, district: District, files_folder: Path) -> None:
    actors = {name: district.actor(name) for name in NAMES}
    attributes = {"district": district, "key": key, "actors": actors, "tally": Counter()}
    machine: type[StoredLifeMachine] = type("Machine", (StoredLifeMachine,), attributes)
    run_state_machine_as_test(machine, settings=SETTINGS)
    assert len(machine.tally) >= 10, "the machine no longer gets anywhere"
    look_as_system()
    report = rebuild(write=False)
    assert report.cases >= 10
    assert report.differences == []
