"""Chinese search at a million stored cases over HTTP: common, medium and rare words, by eyes that see much or little.

The dispatcher sees all; the sub-district's clerk some 4 in 100; the last departments' clerks three and half a thousand
cases. The hard question is a common word asked by a clerk who may see little of what it finds. First page and the pages
behind it by key; one client.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from urllib.parse import quote

from bench.client import closed_loop
from bench.harness import Bench, Line
from bench.inbox import AIM, SIZE, paging
from bench.serving import serving
from bench.stored import stored
from bench.words import COMMON, MEDIUM, RARE

READERS = ("dispatcher", "street", "clerk38", "clerk40")
WORDS = {"common": COMMON, "medium": MEDIUM, "rare": RARE, "phrase": "物业态度很差"}


def run(bench: Bench) -> Iterator[Line]:
    """One line for each reader and word."""
    home = stored(SIZE if bench.size is None else bench.size)
    seconds = bench.seconds / 2
    with serving(home, workers=bench.workers, jobs=bench.jobs) as server:
        for reader, (name, word) in itertools.product(READERS, WORDS.items()):
            page = paging(home.facts["tokens"][reader], f"/api/v1/search?q={quote(word)}", pages=3)
            closed_loop(server.port, 1, min(1.0, seconds), itertools.count(), page)
            tally = closed_loop(server.port, 1, seconds, itertools.count(), page)
            more = {"word": word, "p50_ms": round(tally.quantile(0.5), 1), "pages": len(tally.seconds)}
            yield Line(f"chinese_search_{name}_{reader}", tally.quantile(0.95), "ms p95", AIM, more=more)
