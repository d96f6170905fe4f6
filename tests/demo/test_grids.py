"""The field work of the simulated district: everybody covered, rounds with what was found, the same every time."""

from __future__ import annotations

from django.db import transaction

from minsheng.demo.grids.load import ROUNDS, VISITS, load_grids
from minsheng.demo.loading import LOADER
from minsheng.domains.grid.models import Absence, GridContact, GridDuty, Round, RoundFinding, Visit
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.areas.enums import GRID_KINDS
from minsheng.kernel.areas.models import Area
from minsheng.kernel.facts.registry import fact_table
from tests import database
from tests.demo.conftest import NOW, SEED, Databases, play


def fingerprint() -> tuple[list[object], list[object]]:
    with acting_as_system():
        rounds = Round.objects.order_by("day", "area__code", "begun_at").values_list(
            "area__code", "day", "kind", "note"
        )
        visits = Visit.objects.order_by("visited_on", "address", "result").values_list(
            "visited_on", "address", "result"
        )
        return list(rounds), list(visits)


def test_every_grid_has_worker_and_backup_and_a_year_of_work(offices: str, working_in: Databases) -> None:
    with database.copy_of(offices) as name, working_in(name):
        play(60)
        load_grids(LOADER, seed=SEED, now=NOW)
        first = fingerprint()
        with acting_as_system():
            grids = set(Area.objects.filter(kind__in=GRID_KINDS).values_list("pk", flat=True))
            for role in ("main", "backup"):
                assert set(GridDuty.objects.filter(role=role).values_list("area_id", flat=True)) == grids
            assert GridContact.objects.count() == len(grids)
            assert Absence.objects.count() > 10
            assert RoundFinding.objects.filter(case__outcome="self_handle").exists()
            assert Round.objects.filter(begun_at__isnull=True, planned_on=NOW.date()).exists()
            assert not Round.objects.filter(finished_at__gt=NOW).exists()
            assert (Round.objects.count() > ROUNDS, Visit.objects.count()) == (True, VISITS)
            counts = {model: model.objects.count() for model in (Visit, Round, GridDuty)}
        facts = {key: len(list(fact_table(key).rows(None))) for key in ("grid.visit", "grid.round", "grid.duty")}
        assert list(facts.values()) == list(counts.values())
        load_grids(LOADER, seed=SEED, now=NOW)
        assert fingerprint() == first
        with transaction.atomic(), acting_as_system():
            Round.objects.all().delete()
            Visit.objects.all().delete()
        load_grids(LOADER, seed=SEED, now=NOW)
        assert fingerprint() == first
