"""Writing the log: one INSERT, in the transaction of the thing that is logged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import connection
from django.utils import timezone

from minsheng.base.arrays import array_literal
from minsheng.kernel.audit.canonical import chosen_algorithm, line_digest
from minsheng.kernel.audit.kinds import Data, clean_data, log_kind

_INSERT = """
INSERT INTO audit_line
    (at, kind, actor_account_id, actor_role, channel, subject, subject_id, case_id, data, algorithm, digest)
SELECT at, kind, account, role, channel, subject, subject_id, case_id, data::jsonb, algorithm, digest
FROM unnest(%s::timestamptz[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[],
            %s::text[], %s::text[], %s::bytea[])
     AS line (at, kind, account, role, channel, subject, subject_id, case_id, data, algorithm, digest)
"""
_COLUMNS = (
    "at", "kind", "actor_account_id", "actor_role", "channel", "subject", "subject_id", "case_id", "data", "algorithm",
    "digest",
)  # fmt: skip
_LONGEST_ROLE = 128


class HasRole(Protocol):
    """What the log needs of a grant: the key of its role."""

    @property
    def role(self) -> str:
        """Key of the role."""


class Doer(Protocol):
    """What the log needs of an actor. ``access.actors.Actor`` fits; this room stands below it and cannot name it."""

    @property
    def account_id(self) -> int | None:
        """Id of the account; ``None`` for the system and for somebody who has not signed in."""

    @property
    def channel(self) -> str:
        """Through which surface: ``web``, ``api``, ``job`` and others."""

    @property
    def is_system(self) -> bool:
        """Whether it is the system itself."""

    @property
    def grants(self) -> Sequence[HasRole]:
        """What the actor's posts give."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """One line to be written. ``at`` is the instant of the act; ``None`` means now."""

    kind: str
    by: Doer
    subject: str
    subject_id: int | str
    data: Data = field(default_factory=dict)
    case_id: int | None = None
    at: datetime | None = None


def record(
    kind: str,
    *,
    by: Doer,
    subject: str,
    subject_id: int | str,
    data: Data,
    case_id: int | None = None,
    at: datetime | None = None,
) -> None:
    """Write one line: ``by`` has done ``kind`` to the ``subject`` (its sort, such as ``party``) named ``subject_id``.

    The line is committed or rolled back together with the caller's transaction. Any role may write, only auditors may
    read. Raises AuditKindError when ``kind`` is not registered or does not name a key of ``data``.
    """
    record_many([NewLine(kind, by, subject, subject_id, data, case_id, at)])


def record_many(lines: Sequence[NewLine]) -> None:
    """Write many lines by one statement, in the order given. Errors as in `record`; on an error none is written."""
    if lines:
        with connection.cursor() as cursor:
            cursor.execute(*writing(lines))


def writing(lines: Sequence[NewLine]) -> tuple[str, list[str]]:
    """The statement that writes ``lines``, and its values, for a caller who sends it together with others.

    Raises AuditKindError as `record`.
    """
    now = timezone.now()
    contents = [_content(line, now) for line in lines]
    # No RETURNING: the writer need not be allowed to read the log.
    return _INSERT, [array_literal([content[name] for content in contents]) for name in _COLUMNS]


def role_of(by: Doer) -> str:
    """Keys of the roles under which ``by`` acts, joined by commas; ``system`` for the system, empty for a resident."""
    if by.is_system:
        return "system"
    return ",".join(sorted({grant.role for grant in by.grants}))[:_LONGEST_ROLE]


def _content(line: NewLine, now: datetime) -> dict[str, Any]:
    kind = log_kind(line.kind)
    data = clean_data(kind, line.data)
    content: dict[str, Any] = {
        "at": line.at or now,
        "kind": kind.key,
        "actor_account_id": line.by.account_id,
        "actor_role": role_of(line.by),
        "channel": line.by.channel,
        "subject": line.subject,
        "subject_id": str(line.subject_id),
        "case_id": line.case_id,
        "data": data,
        "algorithm": chosen_algorithm(),
    }
    content["digest"] = line_digest(content)
    content["data"] = json.dumps(data, ensure_ascii=False)
    return content
