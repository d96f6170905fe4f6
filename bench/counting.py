"""Statements per call, and the processor time that one call costs in Python, without server and network."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bench.harness import Bench, Line
from bench.serving import NO_LIMITS
from bench.stored import stored

CPU_AIMS = {"file": 6.0, "file_own": 6.0}
ACT_AIM = 4.0


def run(bench: Bench) -> Iterator[Line]:
    """One line for each call: how many statements, and its processor time beside the aim."""
    home = stored(bench.size or 0)
    with home.running():
        found = json.loads(home.run("bench.inprocess", **NO_LIMITS).splitlines()[-1])
    for name, values in found.items():
        more = {"wall_ms": values["wall"]}
        yield Line(f"query_counts_{name}", values["statements"], "statements", more=more)
        yield Line(f"python_cpu_{name}", values["cpu"], "ms", ("aim", CPU_AIMS.get(name, ACT_AIM), "ms"))
