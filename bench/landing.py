"""Lands files of messages inside the bench's installation and tells what it took. See `bench.import_messages`."""

from __future__ import annotations

import random
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import psutil
from django.db import connection
from django.utils import timezone

from bench.words import message, phrases
from minsheng.interop.exchange.columns import read_heading
from minsheng.interop.exchange.messages import read_messages
from minsheng.interop.exchange.preparing import has_model
from minsheng.interop.exchange.services import land_messages
from minsheng.interop.exchange.tables import read_file, read_table
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Case
from minsheng.kernel.routing.registry import routing_registry
from minsheng.kernel.routing.services import load_categories
from minsheng.kernel.routing.training import train_suggestions

SYSTEM = Actor.system("import")
SAMPLES = 5_000
CLASSES = 15


def main(paths: list[str]) -> list[dict[str, Any]]:
    """Import each file by the code that the command uses, reading included."""
    if not has_model("hotline"):
        _teach()
    connection.ensure_connection()
    server = psutil.Process(connection.connection.info.backend_pid)
    return [_landed(Path(path), server) for path in paths]


def _teach() -> None:
    """Train a model, so that suggesting categories is a part of what is measured."""
    rng, known = random.Random(1), phrases()  # noqa: S311 - made-up messages
    with acting_as_system():
        load_categories(by=SYSTEM, realm="hotline", rows=[(f"学习{number}",) for number in range(CLASSES)])
        tree = routing_registry().categories.values()
        classes = [entry.id for entry in tree if entry.name.startswith("学习")]
        samples = [(message(rng, known), rng.choice(classes)) for _ in range(SAMPLES)]
        train_suggestions(by=SYSTEM, realm="hotline", samples=samples)


def _landed(path: Path, server: psutil.Process) -> dict[str, Any]:
    last = _last_case()
    began, python, postgres = perf_counter(), process_time(), sum(server.cpu_times()[:2])
    first, *rows = read_table(read_file(path))
    reading = perf_counter() - began
    messages = read_messages(rows, read_heading(first.cells), timezone.now())
    done = land_messages(by=SYSTEM, rows=messages)
    seconds = perf_counter() - began
    if done.landed != len(rows):
        raise RuntimeError(f"{len(rows) - done.landed} of {len(rows)} rows did not land: {done.refused[:3]}")
    return {
        "rows": len(rows),
        "seconds": seconds,
        "reading": reading,
        "python": process_time() - python,
        "postgres": sum(server.cpu_times()[:2]) - postgres,
        "first": last + 1,
        "last": _last_case(),
    }


def _last_case() -> int:
    with acting_as_system():
        return Case.objects.order_by("-id").values_list("id", flat=True).first() or 0
