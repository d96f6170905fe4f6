"""Loading the simulated district: once, and going on where an earlier loading was broken off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.base.ids import ALPHABET, RANDOM_LENGTH
from minsheng.demo.disputes.load import missing_shards, play_shards
from minsheng.demo.geography.load import load_geography
from minsheng.demo.grids.load import load_grids
from minsheng.demo.models import DemoLoad
from minsheng.demo.office.load import load_office
from minsheng.demo.simulation.chance import Tail
from minsheng.demo.simulation.plan import Job, Planner
from minsheng.demo.simulation.player import Player, do_not_wait_for_the_disk
from minsheng.demo.simulation.workers import ids_in_order, play_all
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Case, Content
from minsheng.kernel.cases.store import next_case_ids
from minsheng.kernel.cases.sweeping import sweep
from minsheng.kernel.routing.training import FEWEST_SAMPLES, train_suggestions

LOADER = Actor.system("import")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: how many orders and events, by which seed, seen from which instant; how many mediations."""

    cases: int
    seed: int
    now: datetime
    disputes: int = 0


class Reporter:
    """Hears how far the loading is. The default says nothing."""

    def begin(self, what: str, total: int) -> None:
        """A part of the work begins; ``total`` is 0 where it is not counted."""

    def advance(self, count: int) -> None:
        """So much more is done."""

    def end(self) -> None:
        """The part is done."""


def loaded() -> DemoLoad | None:
    """The demonstration that stands in the database completely, or None."""
    return DemoLoad.objects.filter(finished_at__isnull=False).first()


def load_district(
    wish: Wish, *, password: str, reporter: Reporter | None = None, workers: int | None = None
) -> DemoLoad:
    """Load geography, offices and cases, and run the sweep; what an earlier call has done is not done again.

    Raises Refusal ``demo.not_empty`` (409) in an installation that has cases of its own, ``demo.future`` for a ``now``
    that is to come. A loading that was broken off goes on with the values it began with.
    """
    heard = reporter or Reporter()
    load = _begun(wish)
    if load.finished_at is not None:
        return load
    do_not_wait_for_the_disk()
    _part(heard, "geography", lambda: load_geography(LOADER))
    _part(heard, "offices", lambda: load_office(LOADER, password))
    load_cases(load, reporter=heard, workers=workers)
    _part(heard, "grids", lambda: load_grids(LOADER, seed=load.seed, now=load.now))
    _part(heard, "suggestions", _learn)
    load.finished_at = timezone.now()
    load.save(update_fields=["finished_at"])
    return load


def load_cases(load: DemoLoad, *, reporter: Reporter, workers: int | None = None) -> None:
    """Play the cases that are missing, then sweep what is late. Areas and offices must be there."""
    jobs = _missing(Planner(load.seed, load.cases, load.now).jobs(), load.seed)
    reporter.begin("cases", sum(len(job.specs) for job in jobs))
    _play(jobs, load, workers, reporter.advance)
    reporter.end()
    if load.disputes:
        shards = missing_shards(load)
        reporter.begin("disputes", sum(len(shard.plots) for shard in shards))
        play_shards(shards, load, workers=workers, progress=reporter.advance)
        reporter.end()
    _part(reporter, "deadlines", lambda: sweep(load.now))


def _learn() -> None:
    """Let routing learn its suggestions from the simulated texts, if there are enough of them."""
    with acting_as_system():
        rows = Content.objects.filter(case__category__realm="hotline")
        samples = list(rows.values_list("case__title", "body", "case__category_id"))
        if len(samples) > FEWEST_SAMPLES:
            texts = ((f"{title}\n{body}", category) for title, body, category in samples)
            train_suggestions(by=LOADER, realm="hotline", samples=texts)


def _begun(wish: Wish) -> DemoLoad:
    with transaction.atomic():
        known = DemoLoad.objects.select_for_update().filter(pk=1).first()
        if known is not None:
            return known
        if wish.now > timezone.now():
            raise Refusal("demo.future", "now", now=wish.now.isoformat())
        with acting_as_system():
            if Case.objects.exists():
                raise Refusal("demo.not_empty", status=409)
        values = {"seed": wish.seed, "cases": wish.cases, "disputes": wish.disputes, "now": wish.now}
        return DemoLoad.objects.create(**values)


def _part(reporter: Reporter, what: str, work: Callable[[], object]) -> None:
    reporter.begin(what, 0)
    work()
    reporter.end()


def _missing(jobs: Sequence[Job], seed: int) -> list[Job]:
    """The jobs of which nothing is stored; a case's code tells its number."""
    with acting_as_system():
        codes = Case.objects.values_list("code", flat=True)
        stored = {code.rpartition("-")[2][:RANDOM_LENGTH] for code in codes}
    return [job for job in jobs if _tail(seed, job.specs[0].number) not in stored]


def _tail(seed: int, number: int) -> str:
    chooser = Tail(seed, number)
    return "".join(chooser.choice(ALPHABET) for _ in range(RANDOM_LENGTH))


def _play(jobs: Sequence[Job], load: DemoLoad, workers: int | None, progress: Callable[[int], None]) -> None:
    ids = ids_in_order(jobs, next_case_ids(sum(len(job.specs) for job in jobs)))
    play_all(jobs, lambda: Player(load.seed, load.now, ids), workers=workers, progress=progress)
