"""The numbers that a web process keeps. With ``PROMETHEUS_MULTIPROC_DIR`` set they are added up over all of them."""

from __future__ import annotations

from django.db import connection
from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("minsheng_requests_total", "Requests by route, method and status.", ["route", "method", "status"])
REQUEST_SECONDS = Histogram(
    "minsheng_request_seconds",
    "Time to answer a request, in seconds, by route.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
POOL_SIZE = Gauge("minsheng_database_pool_size", "Connections in the pool.", multiprocess_mode="livesum")
POOL_IDLE = Gauge("minsheng_database_pool_idle", "Connections that wait for work.", multiprocess_mode="livesum")
POOL_WAITING = Gauge(
    "minsheng_database_pool_waiting", "Requests that wait for a connection.", multiprocess_mode="livesum"
)


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request; ``seconds`` is the time that it took."""
    REQUESTS.labels(route=route, method=method, status=str(status)).inc()
    REQUEST_SECONDS.labels(route=route).observe(seconds)
    note_pool()


def note_pool() -> None:
    """Note how full this process's pool of database connections is; nothing to note where there is no pool."""
    pool = getattr(connection, "pool", None)
    if pool is None:
        return
    found = pool.get_stats()
    POOL_SIZE.set(found.get("pool_size", 0))
    POOL_IDLE.set(found.get("pool_available", 0))
    POOL_WAITING.set(found.get("requests_waiting", 0))
