"""A kind of log line for tests, and ways to write lines and to look at them."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from minsheng.kernel.access.actors import Actor, Grant
from minsheng.kernel.audit import kinds
from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.services import record
from tests import database

NOTED = LogKind(
    "tests.noted",
    lambda line: f"noted {line.data['number']}",
    {"number": Holds.CODE, "names": Holds.CODE, "reason": Holds.TEXT, "flag": Holds.CODE, "nothing": Holds.CODE},
)
CLERK = Actor(
    account_id=7,
    name="王小明",
    grants=(Grant(1, "clerk", frozenset(), 3, None, 0), Grant(2, "arbiter", frozenset(), 3, None, 0)),
    channel="api",
)

Note = Callable[[int], None]


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {"tests.noted": NOTED})


@pytest.fixture
def note() -> Note:
    """Write one line with a number."""

    def write(number: int) -> None:
        record("tests.noted", by=CLERK, subject="thing", subject_id=number, data={"number": number})

    return write


@pytest.fixture
def as_auditor() -> Callable[[], None]:
    """Let the rest of the transaction look at the log."""

    def look() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('minsheng.auditor', 'on', true)")

    return look


@pytest.fixture
def tamper() -> Callable[..., None]:
    """Change rows as the owner of the tables, with the triggers switched off for the moment."""

    def change(statement: str, *arguments: object) -> None:
        with database.owner_of(settings.DATABASES["default"]["NAME"]) as owner:
            _change(owner, statement, arguments)

    return change


def _change(owner: psycopg.Connection, statement: str, arguments: tuple[object, ...]) -> None:
    for table in ("audit_line", "audit_seal"):
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
    owner.execute(statement, arguments)
    for table in ("audit_line", "audit_seal"):
        owner.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only")
