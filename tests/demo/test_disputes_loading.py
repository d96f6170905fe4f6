"""Loading the year of disputes: the same every time, in one process or in two, at once or after a break."""

from __future__ import annotations

from minsheng.demo.disputes.load import missing_shards, play_shards
from minsheng.demo.loading import Reporter, load_cases
from minsheng.demo.models import DemoLoad
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Case
from tests import database
from tests.demo.conftest import NOW, SEED, Databases

SMALLEST = 1


def begun() -> DemoLoad:
    return DemoLoad.objects.create(seed=SEED, cases=10, disputes=SMALLEST, now=NOW)


def stories() -> list[tuple[str, str, str, int, str]]:
    """What must come out the same; cases that other cases open have codes of their own each time."""
    with acting_as_system():
        rows = Case.objects.values_list("code", "kind", "state", "seq", "title")
        return sorted((code[:2] if code[:2] in {"QR", "YJ"} else code, *rest) for code, *rest in rows)


def test_broken_off_and_gone_on_with_in_two_processes_it_is_the_same(offices: str, working_in: Databases) -> None:
    with database.copy_of(offices) as name, working_in(name):
        load_cases(begun(), reporter=Reporter(), workers=1)
        alone = stories()
    with database.copy_of(offices) as name, working_in(name):
        load = begun()
        play_shards(missing_shards(load)[:6], load, workers=1, progress=None)
        assert 20 < len(stories()) < len(alone)
        load_cases(load, reporter=Reporter(), workers=2)
        assert stories() == alone
