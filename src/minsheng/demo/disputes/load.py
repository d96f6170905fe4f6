"""The year of disputes into the simulated district: what is missing of it, shared out among processes."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from minsheng.base.ids import ALPHABET, RANDOM_LENGTH
from minsheng.demo.disputes.plan import DisputePlanner, Shard
from minsheng.demo.disputes.player import DisputePlayer
from minsheng.demo.models import DemoLoad
from minsheng.demo.simulation.chance import Tail
from minsheng.demo.simulation.workers import share
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.store import next_case_ids


def missing_shards(load: DemoLoad) -> list[Shard]:
    """The shards of which nothing is stored; a shard is stored whole or not at all."""
    shards = DisputePlanner(load.seed, load.disputes, load.now).shards()
    with acting_as_system():
        codes = Case.objects.values_list("code", flat=True)
        stored = {code.rpartition("-")[2][:RANDOM_LENGTH] for code in codes}
    return [shard for shard in shards if _tail(load.seed, shard.plots[0].number) not in stored]


def play_shards(
    shards: list[Shard], load: DemoLoad, *, workers: int | None, progress: Callable[[int], None] | None
) -> None:
    """Play shards, each in one transaction."""
    plots = sorted((plot for shard in shards for plot in shard.plots), key=lambda plot: (plot.filed_at, plot.number))
    with transaction.atomic():
        ids = {plot.number: pk for plot, pk in zip(plots, next_case_ids(len(plots)), strict=True)}
    share(shards, lambda: DisputePlayer(load.seed, load.now, ids).play, workers=workers, progress=progress)


def _tail(seed: int, number: int) -> str:
    chooser = Tail(seed, number)
    return "".join(chooser.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
