"""The metrics page: what all web processes have counted, and what the database knows of connections and jobs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psutil
from django.db import DatabaseError, connection
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

JOBS_BY_STATUS = "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status"
# How long the job has waited that could have begun first: since its appointed time, or since it was put in the queue.
OLDEST_DUE = """
SELECT coalesce(extract(epoch FROM now() - min(coalesce(job.scheduled_at, event.at))), 0)
FROM procrastinate_jobs job
LEFT JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())
"""
CONNECTIONS = """
SELECT application_name, coalesce(state, 'unknown'), count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name LIKE 'minsheng-%%' GROUP BY 1, 2
"""
JOB_STATES = ("todo", "doing", "failed")


class DatabaseNumbers(Collector):
    """Asks the database at the moment of collection; when it does not answer, says so and gives the rest."""

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges that come from the database."""
        reachable = GaugeMetricFamily("minsheng_database_up", "1 when the database answers.")
        try:
            found = [*self._jobs(), self._connections()]
        except DatabaseError:
            found = []
        reachable.add_metric([], 1 if found else 0)
        yield from (reachable, *found)

    def _jobs(self) -> Iterator[Metric]:
        with connection.cursor() as cursor:
            cursor.execute(JOBS_BY_STATUS)
            counts = dict(cursor.fetchall())
            cursor.execute(OLDEST_DUE)
            oldest = cursor.fetchone()[0]
        depth = GaugeMetricFamily("minsheng_jobs", "Jobs in the queue by status.", labels=["status"])
        for state in sorted({*JOB_STATES, *counts}):
            depth.add_metric([state], counts.get(state, 0))
        yield depth
        text = "Seconds that the longest waiting due job has waited; 0 when none waits."
        yield GaugeMetricFamily("minsheng_oldest_due_job_seconds", text, value=float(oldest))

    def _connections(self) -> Metric:
        text = "Database connections by process and state."
        family = GaugeMetricFamily("minsheng_database_connections", text, labels=["process", "state"])
        with connection.cursor() as cursor:
            cursor.execute(CONNECTIONS)
            for name, state, count in cursor.fetchall():
                family.add_metric([name.removeprefix("minsheng-"), state], count)
        return family


def metrics_text() -> bytes:
    """Return all metrics in Prometheus's text format."""
    registry = CollectorRegistry()
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder:
        _forget_ended_processes(Path(folder))
        multiprocess.MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
    registry.register(DatabaseNumbers())
    return (b"" if folder else generate_latest(REGISTRY)) + generate_latest(registry)


def _forget_ended_processes(folder: Path) -> None:
    for path in folder.glob("gauge_live*_*.db"):
        pid = path.stem.rpartition("_")[2]
        if pid.isdecimal() and not psutil.pid_exists(int(pid)):
            multiprocess.mark_process_dead(int(pid), str(folder))  # type: ignore[no-untyped-call]
