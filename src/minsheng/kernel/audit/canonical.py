"""One exact byte string for a line and for a seal, and the digest over it.

The form is JSON with sorted keys, no spaces and UTC instants with microseconds: what goes into PostgreSQL and what
comes back give the same bytes, in every version of this program.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from minsheng.base.crypto import DigestName
from minsheng.base.crypto import digest as digest_of

DIGEST_BYTES = 32
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chosen_algorithm() -> DigestName:
    """The algorithm for new lines and seals: setting ``MINSHENG_DIGEST``, ``sha256`` (default) or ``sm3``."""
    name: DigestName = getattr(settings, "MINSHENG_DIGEST", "sha256")
    return name


def line_digest(content: Mapping[str, Any]) -> bytes:
    """Digest (32 bytes) of a line. ``content`` has the columns of AuditLine but ``id`` and ``digest``."""
    return digest_of(
        content["algorithm"],
        _bytes(
            [
                _instant(content["at"]),
                content["kind"],
                content["actor_account_id"],
                content["actor_role"],
                content["channel"],
                content["subject"],
                content["subject_id"],
                content["case_id"],
                content["data"],
                content["algorithm"],
            ]
        ),
    )


@dataclass(frozen=True, slots=True)
class SealContent:
    """Everything that the digest of a seal covers. ``digests`` are those of ``line_ids``, in the same order."""

    seq: int
    made_at: datetime
    algorithm: DigestName
    after_line: int
    up_to_line: int
    line_ids: Sequence[int]
    digests: bytes
    previous: bytes

    def digest(self) -> bytes:
        """Digest (32 bytes) of the seal."""
        return digest_of(
            self.algorithm,
            _bytes(
                [
                    self.seq,
                    _instant(self.made_at),
                    self.algorithm,
                    self.after_line,
                    self.up_to_line,
                    list(self.line_ids),
                    self.digests.hex(),
                    self.previous.hex(),
                ]
            ),
        )


def split_digests(joined: bytes) -> list[bytes]:
    """Cut the joined digests of a seal back into 32 bytes each; a remainder becomes a last, shorter piece."""
    return [joined[start : start + DIGEST_BYTES] for start in range(0, len(joined), DIGEST_BYTES)]


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _bytes(content: list[Any]) -> bytes:
    return _ENCODER.encode(content).encode()
