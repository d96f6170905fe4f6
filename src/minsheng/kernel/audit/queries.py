"""Reading the log. The database shows lines only to an auditor (setting ``minsheng.auditor``) or to the system."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from minsheng.kernel.audit.kinds import AuditKindError, log_kind
from minsheng.kernel.audit.models import AuditLine, AuditSeal


@dataclass(frozen=True, slots=True)
class Head:
    """The newest seal: what to write down elsewhere, so that a cut-off tail can be proved later."""

    seq: int
    digest: bytes

    def __str__(self) -> str:
        return f"{self.seq}:{self.digest.hex()}"


def head() -> Head | None:
    """The newest seal, or None when nothing has been sealed yet."""
    row = AuditSeal.objects.order_by("-seq").values_list("seq", "digest").first()
    return Head(row[0], bytes(row[1])) if row else None


def lines_about(subject: str, subject_id: int | str) -> QuerySet[AuditLine]:
    """Lines about one thing, newest first; empty for whoever may not read the log."""
    return AuditLine.objects.filter(subject=subject, subject_id=str(subject_id))


def lines_of_case(case_id: int) -> QuerySet[AuditLine]:
    """Lines that belong to one case, newest first; empty for whoever may not read the log."""
    return AuditLine.objects.filter(case_id=case_id)


def lines_by(account_id: int) -> QuerySet[AuditLine]:
    """Lines of what one account has done, newest first; empty for whoever may not read the log."""
    return AuditLine.objects.filter(actor_account_id=account_id)


def says(line: AuditLine) -> str:
    """The line in words. A kind of a module that is no longer installed is named by its key."""
    try:
        return log_kind(line.kind).says(line)
    except AuditKindError:
        return line.kind
