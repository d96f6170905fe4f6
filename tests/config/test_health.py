"""The pages for machines: what they say, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from minsheng.config.observability import health


def beat(seconds_ago: int) -> None:
    """Write a job worker's sign of life."""
    statement = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))"
    with connection.cursor() as cursor:
        cursor.execute(statement, [seconds_ago])


def test_alive_needs_no_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_everything_is_there(client: Client) -> None:
    beat(5)
    answer = client.get("/readyz")
    assert answer.status_code == 200, answer.json()
    assert set(answer.json()["checks"]) == {"database", "migrations", "job_worker", "disk"}


@pytest.mark.django_db
@pytest.mark.parametrize(("beats", "words"), [([], "none is running"), ([90], "90 s ago")])
def test_a_silent_worker_is_not_ready(client: Client, beats: list[int], words: str) -> None:
    for seconds in beats:
        beat(seconds)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert words in answer.json()["checks"]["job_worker"]["detail"]


@pytest.mark.django_db
def test_no_worker_is_missed_where_none_is_expected(client: Client, settings: Settings) -> None:
    settings.JOB_WORKER_EXPECTED = False
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_full_disk_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 1 << 60)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "MB left" in answer.json()["checks"]["disk"]["detail"]


@pytest.mark.django_db
def test_a_missing_migration_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: [("one", False)])
    check = health.Migrations()()
    assert not check.ok
    assert "minsheng migrate" in check.detail


def _unreachable(*_: Any, **__: Any) -> None:
    raise OperationalError("password of 13900000000 refused")


def test_an_unreachable_database_is_said_without_its_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.connection, "cursor", _unreachable)
    monkeypatch.setattr(health, "CHECKS", health.CHECKS[:1])
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"]["detail"] == "OperationalError"


@pytest.mark.django_db
def test_metrics_count_requests_by_route_and_read_the_queue(client: Client) -> None:
    client.get("/healthz?name=wang")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, scheduled_at) "
            "VALUES ('late', 'default', now() - interval '90 seconds')"
        )
    text = client.get("/metrics").content.decode()
    assert 'minsheng_requests_total{method="GET",route="healthz",status="200"}' in text
    assert 'minsheng_jobs{status="todo"} 1.0' in text
    waited = next(line for line in text.splitlines() if line.startswith("minsheng_oldest_due_job_seconds "))
    assert 89 < float(waited.split()[1]) < 120
    assert "minsheng_database_up 1.0" in text
    assert 'minsheng_database_connections{process="command-app"' in text
    assert "wang" not in text


Ask = Callable[..., Any]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "address", "status"),
    [
        ({}, "127.0.0.1", 200),
        ({}, "::1", 200),
        ({}, "10.0.0.7", 403),
        ({}, "", 403),
        ({"x-forwarded-for": "10.0.0.7"}, "127.0.0.1", 403),
        ({"authorization": "Bearer wrong"}, "127.0.0.1", 403),
        ({"authorization": "Bearer word"}, "10.0.0.7", 200),
    ],
)
def test_metrics_are_for_this_machine_or_the_token(
    client: Client, settings: Settings, headers: dict[str, str], address: str, status: int
) -> None:
    settings.METRICS_TOKEN = "word"
    assert client.get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_the_pages_take_no_writes(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
