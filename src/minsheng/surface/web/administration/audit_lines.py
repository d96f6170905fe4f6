"""Reads of the audit log for its page. The database shows lines to auditors only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.models import Account
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.audit.queries import Head, head
from minsheng.kernel.cases.models import Case


def lines(
    *,
    kind: str = "",
    username: str = "",
    case_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[AuditLine]:
    """Lines that fit all that is given, newest first."""
    rows = AuditLine.objects.all()
    if kind:
        rows = rows.filter(kind__startswith=kind)
    if username:
        rows = rows.filter(actor_account_id__in=Account.objects.filter(username=username).values("pk"))
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    if since is not None:
        rows = rows.filter(at__gte=since)
    return rows.filter(at__lt=until) if until is not None else rows


def case_of_code(code: str) -> int:
    """The id behind a code; 0 for none. An auditor reads the log of a case without seeing the case."""
    with acting_as_system():
        return Case.objects.filter(code=code).values_list("pk", flat=True).first() or 0


def head_now() -> Head | None:
    """The newest seal, to be written down elsewhere."""
    return head()


def procedures_of(case_ids: Iterable[int | None]) -> dict[int, tuple[str, int]]:
    """Codes and procedure versions of cases. The code of a case that the reader may not see is empty.

    An auditor reads the log of a case without seeing the case: a code is half of what opens it to whoever follows it.
    """
    wanted = {pk for pk in case_ids if pk}
    seen = dict(Case.objects.filter(pk__in=wanted).values_list("pk", "code"))
    with acting_as_system():
        rows = Case.objects.filter(pk__in=wanted).values_list("pk", "procedure_id")
        return {pk: (seen.get(pk, ""), version) for pk, version in rows}
