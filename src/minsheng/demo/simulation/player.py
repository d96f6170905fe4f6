"""Playing jobs in batches: parties first, then the stories in memory, then one statement per table for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from minsheng.demo.simulation.filing import PROCEDURES, file
from minsheng.demo.simulation.grid import GridStory
from minsheng.demo.simulation.groups import Group
from minsheng.demo.simulation.hotline import HotlineStory
from minsheng.demo.simulation.names import Resident
from minsheng.demo.simulation.plan import Job, dice_of
from minsheng.demo.simulation.scene import Scene, Spec
from minsheng.demo.simulation.staff import Staff
from minsheng.demo.simulation.stage import Rehearsal, Story, play
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.intake import Opening, store_openings
from minsheng.kernel.parties.models import PartyKind
from minsheng.kernel.parties.services import register_party
from minsheng.kernel.procedures.library import active_version
from minsheng.kernel.procedures.snapshot import Snapshot

ATTEMPTS = 14
AGEING = 1.3
_RETURNS = {"disputed": 1, "disputed twice": 2}


class Player:
    """Plays the cases of one plan. ``ids`` are the ids of the cases by their numbers, drawn beforehand."""

    def __init__(self, seed: int, now: datetime, ids: Mapping[int, int]) -> None:
        self._seed = seed
        self._now = now
        self._ids = ids
        self._staff = Staff()
        self._versions = {realm: active_version(key) for realm, key in PROCEDURES.items()}

    def play(self, jobs: Sequence[Job]) -> int:
        """Play a batch and store it; returns the number of cases."""
        parties = self._parties(jobs)
        openings = [self._single(job.specs[0], parties) for job in jobs if len(job.specs) == 1]
        with transaction.atomic():
            look_as_system()
            store_openings(openings)
        for job in jobs:
            if len(job.specs) > 1:
                self._group(job, parties)
        return sum(len(job.specs) for job in jobs)

    def _parties(self, jobs: Iterable[Job]) -> dict[Resident, int]:
        """Register the reporters, always in the same order: two workers must not wait for each other in a circle."""
        residents = {spec.reporter for job in jobs for spec in job.specs if spec.reporter}
        by = Actor.system("import")
        with transaction.atomic():
            look_as_system()
            return {
                one: register_party(by=by, kind=PartyKind.PERSON, name=one.name, phone=one.phone).pk
                for one in sorted(residents)
            }

    def _scene(self, spec: Spec, parties: Mapping[Resident, int], attempt: int = 0) -> Scene:
        party = parties[spec.reporter] if spec.reporter else None
        return Scene(spec, dice_of(self._seed, spec, attempt), self._staff, party)

    def _file(self, scene: Scene, at: datetime) -> Opening:
        version = self._versions[scene.spec.realm]
        return file(scene, version, at, seed=self._seed, case_id=self._ids[scene.spec.number])

    def _single(self, spec: Spec, parties: Mapping[Resident, int]) -> Opening:
        """The whole story of a case in memory; one that must be left in a state is told again until it gets there."""
        rehearsal = None
        for attempt in range(ATTEMPTS if spec.stop_in else 1):
            at = self._now - spec.age * AGEING**attempt if spec.stop_in else spec.filed_at
            scene = self._scene(spec, parties, attempt)
            rehearsal = Rehearsal(self._file(scene, at.replace(microsecond=0)))
            scene.stage = rehearsal
            if not _is_there(spec, rehearsal.snapshot):
                play(rehearsal, story_of(scene), self._now, lambda it: _is_there(spec, it))
            if _is_there(spec, rehearsal.snapshot):
                break
        if rehearsal is None:
            raise ValueError("no attempt was made")
        return rehearsal.opening

    def _group(self, job: Job, parties: Mapping[Resident, int]) -> None:
        scenes = [self._scene(spec, parties) for spec in job.specs]
        with transaction.atomic():
            look_as_system()
            Group(scenes, self._now, lambda scene: self._file(scene, scene.spec.filed_at), story_of).play()


def story_of(scene: Scene) -> Story:
    """The story that fits a scene's procedure."""
    return HotlineStory(scene).steps() if scene.spec.realm == "hotline" else GridStory(scene).steps()


def _is_there(spec: Spec, snapshot: Snapshot) -> bool:
    if not spec.stop_in:
        return False
    wanted = _RETURNS.get(spec.stop_in)
    return snapshot.state == spec.stop_in.split()[0] and (wanted is None or snapshot.returns == wanted)


def do_not_wait_for_the_disk() -> None:
    """Let this connection's commits be quick: a demonstration that is lost in a crash is loaded again."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
