"""Whole lives per second: a resident files, the dispatcher assigns, a clerk accepts and answers, the resident rates.

Five HTTP calls by the proper accounts, one after another, by some clients at once; beside 0, 100,000 and 1,000,000
stored cases. All installations run at once and take turns, so that what else the machine does hits all of them.
"""

from __future__ import annotations

import contextlib
import itertools
import random
from collections.abc import Callable, Coroutine, Iterator
from statistics import median
from typing import Any

from bench.client import Connection, Tally, closed_loop, expect, request_bytes
from bench.filing import EAST, NORTH, SOUTH, WEST
from bench.harness import Bench, Line
from bench.homes import Home
from bench.serving import Server, serving
from bench.stored import stored
from bench.words import message, phrases

SIZES = (0, 100_000, 1_000_000)
CLIENTS = 8
CLERK, UNIT = "clerk1", "d1"
Life = Callable[[Connection, Any], Coroutine[Any, Any, None]]


def life_of(home: Home) -> Life:
    """One life: five calls by their roles."""
    facts, rng, known = home.facts, random.Random(), phrases()  # noqa: S311 - made-up messages
    dispatcher, clerk, unit = facts["tokens"]["dispatcher"], facts["tokens"][CLERK], facts["units"][UNIT]
    residents = itertools.cycle(facts["residents"])
    bodies = [message(rng, known) for _ in range(2000)]

    async def live(connection: Connection, _: Any) -> None:
        resident = next(residents)
        place = {"lon": rng.uniform(WEST, EAST), "lat": rng.uniform(SOUTH, NORTH), "address": "3号楼"}
        report = {"procedure": "hotline.order", "body": rng.choice(bodies), "place": place}
        key = f"{rng.getrandbits(96):024x}"
        filed = await expect(connection, request_bytes("POST", "/api/v1/cases", resident, report, key), 201)

        async def act(token: str, name: str, inputs: dict[str, Any]) -> None:
            path = f"/api/v1/cases/{filed['code']}/acts/{name}"
            await expect(connection, request_bytes("POST", path, token, inputs), 200)

        await act(dispatcher, "dispatch", {"unit": unit})
        await act(clerk, "contact", {"note": "已电话联系诉求人，约定明日上门查看。"})
        await act(clerk, "answer", {"answer": rng.choice(bodies), "result": "solved"})
        await act(resident, "rate", {"solved": "yes", "satisfied": "satisfied"})

    return live


def run(bench: Bench) -> Iterator[Line]:
    """One line for each number of stored cases; the peer of the others is the empty installation."""
    sizes = SIZES if bench.size is None else (0, bench.size) if bench.size else (0,)
    homes = {size: stored(size) for size in sizes}
    clients = bench.clients[0] if bench.clients else CLIENTS
    with contextlib.ExitStack() as stack:
        servers = {
            size: stack.enter_context(serving(home, workers=bench.workers, jobs=bench.jobs))
            for size, home in homes.items()
        }
        lives = {size: life_of(home) for size, home in homes.items()}
        for size, server in servers.items():
            _turn(server, lives[size], clients, min(4.0, bench.seconds))
        turns: dict[int, list[Tally]] = {size: [] for size in sizes}
        cpu: dict[int, tuple[float, float]] = dict.fromkeys(sizes, (0.0, 0.0))
        for _ in range(bench.rounds):
            for size, server in servers.items():
                before = server.cpu_seconds(), server.database_seconds()
                turns[size].append(_turn(server, lives[size], clients, bench.seconds))
                after = server.cpu_seconds(), server.database_seconds()
                cpu[size] = (cpu[size][0] + after[0] - before[0], cpu[size][1] + after[1] - before[1])
        memory = {size: server.megabytes() for size, server in servers.items()}
    empty = median(tally.rate for tally in turns[0])
    for size in sizes:
        yield _line(size, turns[size], cpu[size], empty, memory[size], clients)
    yield Line("web_worker_memory", max(max(each) for each in memory.values()), "MB", peer=("aim", 200.0, "MB"))


def _turn(server: Server, life: Life, clients: int, seconds: float) -> Tally:
    return closed_loop(server.port, clients, seconds, itertools.count(), life)


def _line(
    size: int, turns: list[Tally], cpu: tuple[float, float], empty: float, memory: list[float], clients: int
) -> Line:
    lives = sum(len(tally.seconds) for tally in turns)
    return Line(
        f"lives_per_second_{size}_stored",
        median(tally.rate for tally in turns),
        "lives/s",
        peer=("the same with no stored case", empty, "lives/s"),
        more={
            "clients": clients,
            "turns": [round(tally.rate, 1) for tally in turns],
            "p95_ms": round(median(tally.quantile(0.95) for tally in turns), 1),
            "worker_cpu_ms_per_life": round(1000 * cpu[0] / max(lives, 1), 1),
            "postgres_cpu_ms_per_life": round(1000 * cpu[1] / max(lives, 1), 1),
            "worker_mb": memory,
        },
    )
