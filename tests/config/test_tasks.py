"""A job whose worker was killed is done all the same."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app

from minsheng.config.tasks import take_up_stalled_jobs

WORKER = """
INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id
"""
JOB = """
INSERT INTO procrastinate_jobs (task_name, queue_name, status, worker_id) VALUES ('work', 'default', 'doing', %s)
RETURNING id
"""


def asked(statement: str, value: int | None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])
        return cursor.fetchone()[0]


@pytest.mark.own_database
def test_jobs_of_silent_and_vanished_workers_go_back_into_the_queue() -> None:
    alive, silent = asked(WORKER, 5), asked(WORKER, 120)
    jobs = {name: asked(JOB, worker) for name, worker in (("alive", alive), ("silent", silent), ("gone", None))}
    async_to_sync(take_up_stalled_jobs.func)(SimpleNamespace(app=app), timestamp=0)
    question = "SELECT status::text FROM procrastinate_jobs WHERE id = %s"
    assert {name: asked(question, job) for name, job in jobs.items()} == {
        "alive": "doing",
        "silent": "todo",
        "gone": "todo",
    }
