"""How often somebody may come: rates, and two ways of counting.

Most requests are counted in the process that serves them: no statement, a microsecond. With n workers a caller may
reach n times the rate at most, which is what the rate is for: to keep one client from starving the others.

Anonymous filings and proofs by code and telephone must not be multiplied by the number of workers, so they are counted
in PostgreSQL by one statement over two windows. The estimate assumes that requests of the window before were spread
evenly: in any stretch of one window's length at most the limit passes, or twice the limit where they all came at one
edge.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import threading
import time
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import connection

from minsheng.base.errors import Refusal

_MOST_BUCKETS = 50_000
_COUNT = """
INSERT INTO api_tally AS t (key, "window", hits, before) VALUES (%(key)s, %(window)s, 1, 0)
ON CONFLICT (key) DO UPDATE SET
  before = CASE WHEN t."window" = excluded."window" THEN t.before
                WHEN t."window" = excluded."window" - %(seconds)s THEN t.hits ELSE 0 END,
  hits = CASE WHEN t."window" = excluded."window" THEN least(t.hits + 1, %(most)s) ELSE 1 END,
  "window" = excluded."window"
RETURNING hits, before
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds; ``count`` 0 means no limit."""

    name: str
    count: int
    seconds: int


@lru_cache(maxsize=64)
def _parsed(name: str, text: str) -> Rate:
    count, _, seconds = text.partition("/")
    return Rate(name, int(count), max(1, int(seconds or "60")))


def rate(name: str) -> Rate:
    """The rate that the setting ``API_RATES`` gives under ``name``, written as ``30/3600``."""
    return _parsed(name, settings.API_RATES[name])


class Buckets:
    """Counting in this process by the generic cell rate algorithm: one number per caller, exact, no windows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._theory: dict[tuple[str, str], float] = {}

    def wait(self, caller: str, limit: Rate) -> float:
        """Seconds until ``caller`` may come again; 0 when it may now, which is counted."""
        if not limit.count:
            return 0.0
        now, step, key = time.monotonic(), limit.seconds / limit.count, (limit.name, caller)
        with self._lock:
            arrival = max(self._theory.get(key, 0.0), now) + step
            if arrival - now > limit.seconds:
                return arrival - now - limit.seconds
            if len(self._theory) >= _MOST_BUCKETS:
                self._theory = {known: at for known, at in self._theory.items() if at > now}
            self._theory[key] = arrival
        return 0.0


_buckets = Buckets()


def throttle(caller: str, name: str) -> None:
    """Count a request of ``caller`` in this process. Raises Refusal ``rate.exceeded`` (429, param seconds)."""
    _refuse(_buckets.wait(caller, rate(name)))


def throttle_strictly(caller: str, name: str) -> None:
    """Count a request of ``caller`` for all workers together. Raises Refusal ``rate.exceeded`` (429, param seconds).

    Must not run inside a transaction that may be rolled back: refused requests count too.
    """
    limit = rate(name)
    if limit.count:
        _refuse(_shared_wait(caller, limit, time.time()))


def _shared_wait(caller: str, limit: Rate, now: float) -> float:
    window, passed = divmod(now, limit.seconds)
    most = limit.count + 1  # one that hammers on does not prolong its own wait beyond the next window
    begin = int(window) * limit.seconds
    values: dict[str, bytes | int] = {
        "key": _fingerprint(caller, limit.name),
        "window": begin,
        "seconds": limit.seconds,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        hits, before = cursor.fetchone()
    share = 1 - passed / limit.seconds
    if hits + before * share <= limit.count:
        return 0.0
    if hits > limit.count or not before:
        return limit.seconds - passed
    # The weight of the window before falls steadily: this is when both together fit again.
    return float((share - (limit.count - hits) / before) * limit.seconds)


def _fingerprint(caller: str, name: str) -> bytes:
    return hmac.digest(settings.INDEX_KEY, f"rate:{name}:{caller}".encode(), hashlib.sha256)[:16]


def _refuse(wait: float) -> None:
    if wait > 0:
        raise Refusal("rate.exceeded", status=429, seconds=max(1, math.ceil(wait)))


def forget_old_tallies(now: int) -> None:
    """Delete counters whose two windows lie in the past under the longest of all rates."""
    longest = max(rate(name).seconds for name in settings.API_RATES)
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM api_tally WHERE "window" < %s', [now - 2 * longest])
