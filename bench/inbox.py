"""The inbox at a million stored cases over HTTP: open cases by deadline, first page and the pages behind it by key.

For a clerk whose unit has a few hundred open cases, and for the dispatcher who sees some 50,000; one client.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from bench.client import Connection, closed_loop, expect, request_bytes
from bench.harness import Bench, Line
from bench.serving import serving
from bench.stored import stored

SIZE, PAGES = 1_000_000, 5
AIM = ("aim", 100.0, "ms")
READERS = {
    "district": ("dispatcher", ""),
    "unit_with_300_open": ("clerk40", "&unit=d40"),
    "unit_with_3300_open": ("clerk1", "&unit=d1"),
    "few_visible_without_a_unit": ("clerk40", ""),
}
"""Whose inbox, and of which unit. The last is the hard one: all open cases are looked at and hardly any is shown."""


def paging(token: str, path: str, pages: int = PAGES) -> Callable[[Connection, Any], Coroutine[Any, Any, None]]:
    """A round is one page: the first, then those behind it by their links, and after some the first again."""
    following = [path]

    async def page(connection: Connection, number: int) -> None:
        wanted = following[0] if number % pages else path
        answer = await expect(connection, request_bytes("GET", wanted, token), 200)
        following[0] = answer["next"] or path

    return page


def run(bench: Bench) -> Iterator[Line]:
    """One line for each reader."""
    home = stored(SIZE if bench.size is None else bench.size)
    with serving(home, workers=bench.workers, jobs=bench.jobs) as server:
        for name, (reader, unit) in READERS.items():
            page = paging(home.facts["tokens"][reader], f"/api/v1/cases?sort=due&open=true&limit=50{unit}")
            closed_loop(server.port, 1, 1.0, itertools.count(), page)
            tally = closed_loop(server.port, 1, bench.seconds, itertools.count(), page)
            yield Line(f"inbox_page_{name}", tally.quantile(0.95), "ms p95", AIM, more=_more(tally))
        yield Line("web_worker_memory_reading", max(server.megabytes()), "MB", ("aim", 200.0, "MB"))


def _more(tally: Any) -> dict[str, Any]:
    return {
        "p50_ms": round(tally.quantile(0.5), 1),
        "pages": len(tally.seconds),
        "pages_per_second": round(tally.rate, 1),
    }
