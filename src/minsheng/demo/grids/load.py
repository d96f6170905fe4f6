"""Grid workers, backups, rounds and visits into the simulated district, in bulk through the services of the grids."""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from minsheng.base.time import SHANGHAI, local_date
from minsheng.demo.grids.found import Found, found_by_workers
from minsheng.demo.simulation.chance import stream
from minsheng.demo.simulation.names import PHONE_BLOCK
from minsheng.demo.simulation.plan import RECENT, YEAR
from minsheng.domains.grid.duties import NewDuty, appoint_workers, record_absence, set_contacts
from minsheng.domains.grid.enums import Purpose, RoundKind, Subject
from minsheng.domains.grid.finding import grids_below
from minsheng.domains.grid.models import GridDuty, Round, Visit
from minsheng.domains.grid.rounds import PastRound, import_rounds
from minsheng.domains.grid.visits import PastVisit, import_visits
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.models import Post
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.kernel.areas.registry import registry

BEGIN = date(YEAR, 1, 1)
AWAY_EVERY = 40
"""Of so many grids one has its main worker away around the present day."""
ROUNDS, VISITS = 2_000, 2_500
_PURPOSES = (18, 22, 24, 10, 9, 14, 3)
"""Weights of the purposes, in their order."""


def load_grids(by: Actor, *, seed: int, now: datetime) -> None:
    """Put everybody on duty, then enter rounds and visits of the year and of the last weeks. Again, it adds nothing."""
    with acting_as_system():
        workers = _workers()
        if not GridDuty.objects.exists():
            _load_duties(by, workers, seed, local_date(now))
        if not Round.objects.exists():
            import_rounds(by=by, rounds=[*_rounds_of(found_by_workers()), *_quiet_rounds(workers, seed, now)])
        if not Visit.objects.exists():
            import_visits(by=by, visits=list(_visits(workers, seed, now)))


def _workers() -> list[tuple[AreaNode, list[int]]]:
    """Each grid of a district with the accounts of the workers of its community, by code; two take turns."""
    held: dict[int, list[int]] = defaultdict(list)
    posts = Post.objects.filter(role__key="grid_worker", area_id__isnull=False).order_by("id")
    for area, account in posts.values_list("area_id", "account_id"):
        held[area or 0].append(account)
    found = []
    for place, grid in enumerate(grid for root in registry().roots() for grid in grids_below(root.id)):
        own = held.get(grid.parent_id or 0, [])
        if own:
            turn = place % len(own)
            found.append((grid, own[turn:] + own[:turn]))
    return found


def _load_duties(by: Actor, workers: list[tuple[AreaNode, list[int]]], seed: int, today: date) -> None:
    duties = [
        NewDuty(grid.id, account, "backup" if place else "main", BEGIN)
        for grid, accounts in workers
        for place, account in enumerate(accounts[:2])
    ]
    made = appoint_workers(by=by, duties=duties)
    mains = {row.area_id: row for row in made if row.role == "main"}
    covered = {row.area_id for row in made if row.role == "backup"}
    rng = stream(seed, "absences")
    away = [grid for grid, _ in workers if grid.id in covered][::AWAY_EVERY]
    for grid in away:
        first = today - timedelta(days=rng.randrange(3))
        last = today + timedelta(days=rng.randrange(5))
        record_absence(by=by, duty_id=mains[grid.id].pk, first_day=max(first, BEGIN), last_day=last)
    set_contacts(by=by, phones={grid.id: _phone(seed, grid.code[:12]) for grid, _ in workers})


def _phone(seed: int, community: str) -> str:
    """The duty's number of a community, in a block that nobody has."""
    return f"{PHONE_BLOCK}{stream(seed, 'duty', community).randrange(10_000_000):07d}"


def _rounds_of(found: list[Found]) -> Iterator[PastRound]:
    """A round around each thing that a worker reported, longer where several were found on one day."""
    by_day: dict[tuple[int, date], list[Found]] = defaultdict(list)
    for it in found:
        by_day[it.account_id, local_date(it.filed_at)].append(it)
    for (account, day), several in by_day.items():
        first, last = several[0], several[-1]
        rng = stream("round", account, day.isoformat())
        begun = first.filed_at - timedelta(minutes=rng.randint(8, 45))
        end = last.filed_at + timedelta(minutes=rng.randint(10, 60))
        planned = day if rng.random() < 0.7 else None
        kind = RoundKind.PLANNED if planned else RoundKind.UNPLANNED
        cases = tuple(it.case_id for it in several)
        yield PastRound(first.area_id, account, kind.value, planned, begun, end, _note(rng), cases)


def _quiet_rounds(workers: list[tuple[AreaNode, list[int]]], seed: int, now: datetime) -> Iterator[PastRound]:
    """Rounds on which nothing was found, and those that are planned for the present day."""
    rng = stream(seed, "rounds")
    for _ in range(ROUNDS if workers else 0):
        grid, accounts = rng.choice(workers)
        begun = _instant(rng, now)
        kind = RoundKind.PLANNED if rng.random() < 0.8 else RoundKind.UNPLANNED
        planned = local_date(begun) if kind is RoundKind.PLANNED else None
        end = min(begun + timedelta(minutes=rng.randint(25, 110)), now)
        yield PastRound(grid.id, accounts[0], kind.value, planned, begun, end, _note(rng))
    for grid, accounts in workers[::9]:
        yield PastRound(grid.id, accounts[0], RoundKind.PLANNED.value, local_date(now), None, None)


def _visits(workers: list[tuple[AreaNode, list[int]]], seed: int, now: datetime) -> Iterator[PastVisit]:
    rng = stream(seed, "visits")
    for _ in range(VISITS if workers else 0):
        grid, accounts = rng.choice(workers)
        day = local_date(_instant(rng, now))
        purpose = rng.choices(Purpose.values, _PURPOSES)[0]
        subject = Subject.SHOP if rng.random() < 0.25 else Subject.HOUSEHOLD
        follow_up = rng.random() < 0.12
        done = (
            min(day + timedelta(days=rng.randint(1, 14)), local_date(now)) if follow_up and rng.random() < 0.8 else None
        )
        result = rng.choice(_words()["results"][purpose])
        address = _address(rng, grid, subject)
        yield PastVisit(
            grid.id, rng.choice(accounts[:2]), day, subject.value, purpose, address, result, follow_up, done
        )


def _instant(rng: random.Random, now: datetime) -> datetime:
    """In the year of the report or in the last weeks, in the hours in which workers are about."""
    year = rng.random() < 0.76
    last = now if not year else min(now, datetime.combine(date(YEAR, 12, 31), time(17), SHANGHAI))
    first = last - RECENT if not year else datetime.combine(BEGIN, time(8), SHANGHAI)
    day = local_date(first + (last - first) * rng.random())
    at = datetime.combine(day, time(rng.randint(8, 17), rng.randrange(60)), SHANGHAI)
    return min(at, now - timedelta(hours=2))


def _address(rng: random.Random, grid: AreaNode, subject: Subject) -> str:
    words = _words()
    if subject is Subject.SHOP:
        return f"{grid.name}{rng.choice(words['shops'])}"
    home = rng.choice(words["homes"]).format(number=rng.randint(1, 24))
    return f"{grid.name}{home}{rng.randint(1, 6)}0{rng.randint(1, 3)}"


def _note(rng: random.Random) -> str:
    return str(rng.choice(_words()["notes"])) if rng.random() < 0.6 else ""


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))
