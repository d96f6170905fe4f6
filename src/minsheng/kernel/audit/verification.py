"""Verifying the log: every sealed line is what it was, each seal follows from the last, nothing was slipped in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import cast

from django.db import connection, transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from minsheng.base.crypto import DigestName
from minsheng.kernel.audit.canonical import DIGEST_BYTES, SealContent, line_digest, split_digests
from minsheng.kernel.audit.models import AuditLine, AuditSeal

_COLUMNS = (
    "at", "kind", "actor_account_id", "actor_role", "channel", "subject", "subject_id", "case_id", "data", "algorithm",
)  # fmt: skip
_ANCHOR = re.compile(r"([0-9]{1,18}):([0-9a-fA-F]{64})")
_SEALS_AT_ONCE = 20
_LINES_AT_ONCE = 5000

# A hash anti-join in the database: the ids of all sealed lines would not fit into this process.
_UNSEALED = RawSQL(
    "NOT EXISTS (SELECT 1 FROM (SELECT unnest(line_ids) AS id FROM audit_seal) AS sealed"
    " WHERE sealed.id = audit_line.id)",
    [],
    output_field=BooleanField(),
)


class Fault(StrEnum):
    """What can be wrong. The value stands in reports."""

    LINE_CHANGED = "line changed"
    LINE_MISSING = "line missing"
    LINE_INSERTED = "line inserted behind the seal"
    SEAL_CHANGED = "seal changed"
    SEAL_MISSING = "seal missing"
    SEAL_UNLINKED = "seal does not follow from the one before"
    ANCHOR_MISSING = "anchored seal missing"
    ANCHOR_DIFFERS = "anchored seal has another digest"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. ``where`` is the id of a line or the number of a seal."""

    fault: Fault
    where: int
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.fault}: {self.where}{f' ({self.detail})' if self.detail else ''}"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A seal that somebody has written down outside of this database."""

    seq: int
    digest: bytes

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """Read ``SEQ:HEXDIGEST``, as ``minsheng audit head`` prints it. Raises ValueError on another form."""
        found = _ANCHOR.fullmatch(text.strip())
        if found is None:
            raise ValueError("an anchor is SEQ:HEXDIGEST (64 hexadecimal digits), as `minsheng audit head` prints it")
        return cls(int(found[1]), bytes.fromhex(found[2]))


@dataclass(slots=True)
class Report:
    """Outcome of `verify`.

    ``seals`` and ``lines`` (sealed ones) were checked; ``pending`` lines wait for their seal, the oldest from the
    instant ``pending_since``; ``unproven`` lines lost theirs, because a seal is missing.
    """

    seals: int = 0
    lines: int = 0
    pending: int = 0
    unproven: int = 0
    pending_since: datetime | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong. Lines that wait for their seal are no fault."""
        return not self.findings

    def add(self, fault: Fault, where: int, detail: str = "") -> None:
        """Note one fault."""
        self.findings.append(Finding(fault, where, detail))


@dataclass(frozen=True, slots=True)
class _Gap:
    """The ids between which the lines of one or more missing seals lie."""

    after: int
    up_to: int


def verify(anchor: Anchor | None = None, progress: Callable[[int], object] | None = None) -> Report:
    """Check the whole log. ``anchor`` proves that its tail was not cut off; ``progress`` is told of lines checked.

    Writing and sealing may go on meanwhile: only seals up to the present newest one are looked at. Memory is bounded
    by a few seals. Looks with the eyes of an auditor, whoever calls.
    """
    report = Report()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('minsheng.auditor', 'on', true)")
        newest = AuditSeal.objects.order_by("-seq").first()
        gaps = _check_seals(report, newest, progress or _silent) if newest else []
        _check_unsealed(report, gaps, newest)
        if anchor is not None:
            _check_anchor(report, anchor)
    return report


def _silent(_lines: int) -> None:
    """Tell nobody of the progress."""


def _check_seals(report: Report, newest: AuditSeal, progress: Callable[[int], object]) -> list[_Gap]:
    gaps: list[_Gap] = []
    before: AuditSeal | None = None
    for seal in AuditSeal.objects.filter(seq__lte=newest.seq).order_by("seq").iterator(_SEALS_AT_ONCE):
        gap = _check_link(report, before, seal)
        if gap:
            gaps.append(gap)
        _check_lines(report, seal)
        report.seals += 1
        report.lines += len(seal.line_ids)
        progress(len(seal.line_ids))
        before = seal
    return gaps


def _check_link(report: Report, before: AuditSeal | None, seal: AuditSeal) -> _Gap | None:
    if not _is_intact(seal):
        report.add(Fault.SEAL_CHANGED, seal.seq)
    expected = before.seq + 1 if before else 0
    if seal.seq != expected:
        for seq in range(expected, seal.seq):
            report.add(Fault.SEAL_MISSING, seq)
        return _Gap(before.up_to_line if before else 0, seal.after_line)
    if bytes(seal.previous) != (bytes(before.digest) if before else bytes(DIGEST_BYTES)):
        report.add(Fault.SEAL_UNLINKED, seal.seq)
    return None


def _check_lines(report: Report, seal: AuditSeal) -> None:
    rows = {row["id"]: row for row in AuditLine.objects.filter(id__in=seal.line_ids).values("id", "digest", *_COLUMNS)}
    digests = split_digests(bytes(seal.line_digests))
    digests += [b""] * (len(seal.line_ids) - len(digests))
    for line_id, sealed in zip(seal.line_ids, digests, strict=False):
        row = rows.get(line_id)
        if row is None:
            report.add(Fault.LINE_MISSING, line_id, f"seal {seal.seq}")
        elif _digest(row) != sealed or bytes(row["digest"]) != sealed:
            report.add(Fault.LINE_CHANGED, line_id, f"seal {seal.seq}")


def _digest(row: Mapping[str, object]) -> bytes:
    try:
        return line_digest(row)
    except (ValueError, TypeError):  # an algorithm or a type that this program never writes
        return b""


def _check_unsealed(report: Report, gaps: list[_Gap], newest: AuditSeal | None) -> None:
    """Lines in no seal: they wait for the next one, or have lost theirs, or were slipped in behind it."""
    mark = newest.up_to_line if newest else 0
    for line in AuditLine.objects.filter(_UNSEALED).order_by("id").iterator(_LINES_AT_ONCE):
        if line.id > mark:
            _note_pending(report, line)
        elif any(gap.after < line.id <= gap.up_to for gap in gaps):
            report.unproven += 1
        else:
            report.add(Fault.LINE_INSERTED, line.id)


def _note_pending(report: Report, line: AuditLine) -> None:
    report.pending += 1
    report.pending_since = min(report.pending_since or line.at, line.at)
    if _digest({name: getattr(line, name) for name in _COLUMNS}) != bytes(line.digest):
        report.add(Fault.LINE_CHANGED, line.id, "not sealed yet")


def _check_anchor(report: Report, anchor: Anchor) -> None:
    found = AuditSeal.objects.filter(seq=anchor.seq).values_list("digest", flat=True).first()
    if found is None:
        report.add(Fault.ANCHOR_MISSING, anchor.seq)
    elif bytes(found) != anchor.digest:
        report.add(Fault.ANCHOR_DIFFERS, anchor.seq)


def _is_intact(seal: AuditSeal) -> bool:
    content = SealContent(
        seq=seal.seq,
        made_at=seal.made_at,
        algorithm=cast("DigestName", seal.algorithm),  # whatever stands there is tried
        after_line=seal.after_line,
        up_to_line=seal.up_to_line,
        line_ids=seal.line_ids,
        digests=bytes(seal.line_digests),
        previous=bytes(seal.previous),
    )
    try:
        return content.digest() == bytes(seal.digest)
    except ValueError:  # an algorithm that this program never writes
        return False
