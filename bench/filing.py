"""Filing over HTTP: requests per second at 1, 8 and 32 clients, beside pgbench inserting the same rows.

A dispatcher files for callers, each with a telephone number and an idempotency key of its own: validation, locating,
routing, clocks, party register, act, audit line, message and job, in one transaction.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from time import time
from typing import Any

from bench.client import Connection, closed_loop, expect, request_bytes
from bench.harness import Bench, Line
from bench.pgbench import inserting_peer
from bench.serving import serving
from bench.stored import stored
from bench.words import message, phrases

CLIENTS = (1, 8, 32)
WEST, EAST, SOUTH, NORTH = 113.24, 113.36, 40.05, 40.12
"""A rectangle well inside the district."""


def reports(seed: int | None = None) -> Iterator[dict[str, Any]]:
    """Bodies of filings without end, each with a reporter of its own."""
    rng, known = random.Random(seed), phrases()  # noqa: S311 - made-up messages
    first = rng.randrange(10**6)
    for number in itertools.count(first):
        yield {
            "procedure": "hotline.order",
            "title": message(rng, known, 1)[:100],
            "body": message(rng, known),
            "place": {
                "lon": round(rng.uniform(WEST, EAST), 6),
                "lat": round(rng.uniform(SOUTH, NORTH), 6),
                "address": f"{rng.randrange(1, 60)}号楼",
            },
            "reporter": {"name": f"居民{number}", "phone": f"139{number % 10**8:08d}"},
        }


def requests(token: str) -> Iterator[bytes]:
    """Filings ready to be sent, made beforehand so that the client costs little while the clock runs."""
    run = f"{time():.0f}"
    made = (
        request_bytes("POST", "/api/v1/cases", token, report, f"bench-{run}-{number:012d}")
        for number, report in enumerate(reports())
    )
    yield from itertools.chain(iter(list(itertools.islice(made, 3000))), made)


async def file_one(connection: Connection, request: bytes) -> None:
    """Send one filing; it must become a new case."""
    await expect(connection, request, 201)


def run(bench: Bench) -> Iterator[Line]:
    """One line for each number of clients."""
    home = stored(bench.size if bench.size is not None else 0)
    with serving(home, workers=bench.workers, jobs=bench.jobs) as server:
        waiting = requests(home.facts["tokens"]["dispatcher"])
        closed_loop(server.port, 4, min(3.0, bench.seconds), waiting, file_one)
        peer = inserting_peer(home, server.port, waiting)
        for clients in bench.clients or CLIENTS:
            limit = peer(clients, bench.seconds)
            before = server.cpu_seconds()
            tally = closed_loop(server.port, clients, bench.seconds, waiting, file_one)
            used = 1000 * (server.cpu_seconds() - before) / max(len(tally.seconds), 1)
            yield Line(
                f"filing_over_http_{clients}_clients",
                tally.rate,
                "requests/s",
                peer=("pgbench, the same rows", limit, "transactions/s"),
                more={
                    "p50_ms": round(tally.quantile(0.5), 1),
                    "p95_ms": round(tally.quantile(0.95), 1),
                    "worker_cpu_ms": round(used, 2),
                    "worker_mb": server.megabytes(),
                },
            )
