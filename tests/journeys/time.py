"""Moving the time of the server, which runs in this process. The browser keeps its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import time_machine


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the server think that it is ``moment``; its clock goes on from there.

    Windows that signed in before the time was moved by more than a day must sign in again.
    """
    with time_machine.travel(moment, tick=True):
        yield
