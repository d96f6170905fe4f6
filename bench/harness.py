"""What all benches share: their options, the line that each prints, and under what conditions it was measured."""

from __future__ import annotations

import functools
import json
import os
import platform
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import psutil

from bench.homes import ROOT, bench_home
from minsheng.config.database.account import server_user
from minsheng.config.database.programs import run_as

RESULTS = ROOT / "bench" / "results"
FSYNC_TURNS = 60


@dataclass(frozen=True)
class Bench:
    """Options of a run. ``size``: stored cases (None: the bench's own default)."""

    size: int | None = None
    seconds: float = 10.0
    clients: tuple[int, ...] = ()
    workers: int = 0
    jobs: bool = False
    rounds: int = 3


@dataclass(frozen=True)
class Line:
    """One result. ``peer`` was measured beside it in the same run: name, value, unit; ``ratio`` is value / peer."""

    name: str
    value: float
    unit: str
    peer: tuple[str, float, str] | None = None
    ratio: float | None = None
    more: dict[str, Any] = field(default_factory=dict)

    def shown(self, conditions: dict[str, Any]) -> str:
        """The line as JSON."""
        ratio = self.ratio
        if ratio is None and self.peer is not None and self.peer[1]:
            ratio = self.value / self.peer[1]
        peer = dict(zip(("name", "value", "unit"), self.peer, strict=True)) if self.peer else None
        line = {"name": self.name, "value": self.value, "unit": self.unit, "peer": peer, "ratio": ratio, **self.more}
        return json.dumps(_rounded({**line, "conditions": conditions}), ensure_ascii=False)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {key: _rounded(below) for key, below in value.items()}
    return value


def report(line: Line) -> None:
    """Print a line and keep it in ``bench/results``."""
    text = line.shown(conditions())
    print(text, flush=True)
    RESULTS.mkdir(exist_ok=True)
    with (RESULTS / f"{datetime.now(tz=UTC):%Y-%m-%d}.jsonl").open("a", encoding="utf-8") as stream:
        stream.write(text + "\n")


@functools.cache
def _standing() -> dict[str, Any]:
    return {
        "at": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(psutil.virtual_memory().total / 1024**3, 1),
        "python": platform.python_version(),
        "django": version("django"),
        "granian": version("granian"),
        "postgres": run_as(server_user(), "postgres", "--version").stdout.split()[-1],
        "fsync_ms": fsync_ms(bench_home()),
    }


def conditions() -> dict[str, Any]:
    """Versions, cores, what one flush to the disk costs, and how busy the machine is with other things."""
    return {**_standing(), "load_1min": round(os.getloadavg()[0], 2)}


def fsync_ms(folder: Path) -> float:
    """The median time that writing 8 KiB and waiting for the disk takes, in milliseconds (as pg_test_fsync does)."""
    folder.mkdir(parents=True, exist_ok=True)
    took = []
    with tempfile.NamedTemporaryFile(dir=folder, buffering=0) as stream:
        stream.write(bytes(8192))
        for _ in range(FSYNC_TURNS):
            begun = perf_counter()
            stream.seek(0)
            stream.write(os.urandom(8192))
            os.fdatasync(stream.fileno())
            took.append(perf_counter() - begun)
    return round(1000 * median(took), 3)
