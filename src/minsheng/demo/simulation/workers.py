"""Sharing out a plan among processes. What comes out does not depend on how many there are or who is faster."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import Any, TypeVar

from django.db import connections

from minsheng.base.errors import Refusal, Refusals
from minsheng.demo.simulation.plan import Job
from minsheng.demo.simulation.player import Player, do_not_wait_for_the_disk

BATCH = 60
MOST_WORKERS = 4
LOOK_EVERY = 0.5

Chunk = TypeVar("Chunk")
Plays = Callable[[Chunk], int]
"""Plays one chunk of the work and says how much that was."""

_plays: Plays[Any] | None = None


def play_all(
    jobs: Sequence[Job],
    player: Callable[[], Player],
    *,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Play all jobs in batches, see ``share``."""
    share(batches(jobs), lambda: player().play, workers=workers, progress=progress)


def share(
    chunks: Sequence[Chunk],
    player: Callable[[], Plays[Chunk]],
    *,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Play all chunks, in other processes when there is more than one worker (default: one for each core).

    With several, nothing may be uncommitted: they have connections of their own.
    """
    count = workers or min(len(os.sched_getaffinity(0)), MOST_WORKERS)
    report = progress or _unheard
    if count == 1:
        own = player()
        for chunk in chunks:
            report(own(chunk))
        return
    connections.close_all()  # a connection must not be shared with a child
    with ProcessPoolExecutor(count, get_context("fork"), _begin, (player, os.getpid())) as pool:
        try:
            for done in as_completed([pool.submit(_play, chunk) for chunk in chunks]):
                report(done.result())
        except BaseException:  # Ctrl-C too: what has not begun is not begun any more
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _unheard(cases: int) -> None:
    """Nobody wants to know."""


def batches(jobs: Sequence[Job]) -> list[Sequence[Job]]:
    """Groups together and first: within a transaction they take locks on pictures, so one process plays them all."""
    groups = [job for job in jobs if len(job.specs) > 1]
    singles = [job for job in jobs if len(job.specs) == 1]
    chunks: list[Sequence[Job]] = [singles[at : at + BATCH] for at in range(0, len(singles), BATCH)]
    return [groups, *chunks] if groups else chunks


def _begin(player: Callable[[], Plays[Any]], parent: int) -> None:
    """Set a child process up. It ends with its parent; Ctrl-C is the parent's business."""
    global _plays  # noqa: PLW0603 - one for each child process, made when it starts
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    do_not_wait_for_the_disk()
    _plays = player()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os._exit(1)


def _play(chunk: Any) -> int:
    if _plays is None:
        raise RuntimeError("the worker was not set up")
    try:
        return _plays(chunk)
    except (Refusal, Refusals) as refusal:  # it cannot be sent to another process; only a fault in a story leads here
        notes = " ".join(getattr(refusal, "__notes__", ()))
        raise RuntimeError(f"a story was refused: {refusal!r} {notes}") from None


def ids_in_order(jobs: Sequence[Job], drawn: Sequence[int]) -> Mapping[int, int]:
    """Ids for the numbers of all cases, in the order in which they are filed."""
    specs = sorted((spec for job in jobs for spec in job.specs), key=lambda it: (it.filed_at, it.number))
    return {spec.number: pk for spec, pk in zip(specs, drawn, strict=True)}
