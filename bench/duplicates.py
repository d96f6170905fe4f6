"""Likely duplicates at a million stored cases over HTTP, and how long the search for hot issues takes.

The first line is the answer of ``GET /cases/{code}/similar`` for recent cases drawn at random, by eyes that see all, some
4 in 100, or hardly any. The others are the jobs: the hourly one, and the nightly one over the whole window.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable, Coroutine, Iterator
from time import perf_counter, process_time
from typing import Any

from bench.client import Connection, closed_loop, expect, request_bytes
from bench.harness import Bench, Line
from bench.homes import Home
from bench.inbox import AIM, SIZE
from bench.serving import serving
from bench.stored import stored

READERS = ("dispatcher", "street", "clerk1")
DRAWN = 400


def run(bench: Bench) -> Iterator[Line]:
    """A line for each job and each reader."""
    home = stored(SIZE if bench.size is None else bench.size)
    with home.running():
        for job in ("recompute", "refresh"):
            took = json.loads(home.run("bench.inside", "bench.duplicates", job).splitlines()[-1])
            yield Line(f"hot_issues_{job}", took.pop("seconds"), "s", more=took)
    with serving(home, workers=bench.workers, jobs=bench.jobs) as server:
        for reader in READERS:
            similar = _asking(home, reader)
            closed_loop(server.port, 1, min(1.0, bench.seconds), itertools.count(), similar)
            tally = closed_loop(server.port, 1, bench.seconds, itertools.count(), similar)
            more = {"p50_ms": round(tally.quantile(0.5), 1), "answers": len(tally.seconds)}
            yield Line(f"likely_duplicates_{reader}", tally.quantile(0.95), "ms p95", AIM, more=more)


def _asking(home: Home, reader: str) -> Callable[[Connection, Any], Coroutine[Any, Any, None]]:
    with home.running():
        codes = json.loads(home.run("bench.inside", "bench.duplicates", "codes", reader).splitlines()[-1])
    token, drawn = home.facts["tokens"][reader], itertools.cycle(codes)

    async def similar(connection: Connection, _: Any) -> None:
        await expect(connection, request_bytes("GET", f"/api/v1/cases/{next(drawn)}/similar", token), 200)

    return similar


def main(words: list[str]) -> Any:
    """Run a job (``recompute``, ``refresh``), or draw the codes of recent cases that somebody sees. Inside an installation."""
    from django.utils import timezone  # noqa: PLC0415 - Django must be set up

    from minsheng.kernel.cases import keeping  # noqa: PLC0415 - the same

    if words[0] == "codes":
        return _codes(words[1])
    wall, cpu = perf_counter(), process_time()
    kept = getattr(keeping, words[0])(timezone.now())
    took = {"seconds": round(perf_counter() - wall, 1), "python_cpu_s": round(process_time() - cpu, 1)}
    return {**took, "looked_at": kept.looked_at, "issues": kept.issues, "peak_mb": _peak_megabytes()}


def _peak_megabytes() -> float:
    import resource  # noqa: PLC0415 - only here

    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0)


def _codes(reader: str) -> list[str]:
    from minsheng.kernel.access.context import acting  # noqa: PLC0415 - Django must be set up
    from minsheng.kernel.access.models import Account  # noqa: PLC0415 - the same
    from minsheng.kernel.access.queries import actor_for  # noqa: PLC0415 - the same
    from minsheng.kernel.cases.queries import visible_cases  # noqa: PLC0415 - the same

    actor = actor_for(Account.objects.get(username=reader))
    with acting(actor):
        recent = list(visible_cases(actor).order_by("-filed_at").values_list("code", flat=True)[:20_000])
    return random.Random(5).sample(recent, min(DRAWN, len(recent)))  # noqa: S311 - which cases are asked about
