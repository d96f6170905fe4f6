"""Official numbers of agreements: counted by committee and year, given once and never again."""

from __future__ import annotations

from django.db import connection
from django.db.models import Max

from minsheng.base.time import local_date
from minsheng.domains.disputes.models import AgreementNumber
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.cases.reactions import Change


def number_for(change: Change) -> AgreementNumber:
    """The number of the agreement that an act draws up; the same each time that the act is looked at."""
    done = change.done
    known = AgreementNumber.objects.filter(case_id=change.case.pk, seq=done.seq).first()
    if known is not None:
        return known
    year = local_date(done.at).year
    return AgreementNumber.objects.create(
        case_id=change.case.pk,
        seq=done.seq,
        unit_id=done.unit_id,
        year=year,
        ordinal=_next_ordinal(done.unit_id, year),
    )


def _next_ordinal(unit_id: int | None, year: int) -> int:
    """The next number of a committee in a year. Nobody else draws one until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"disputes.agreement:{unit_id}:{year}"]
        )
    same = AgreementNumber.objects.filter(year=year)
    own = same.filter(unit__isnull=True) if unit_id is None else same.filter(unit_id=unit_id)
    found = own.aggregate(last=Max("ordinal"))
    return int(found["last"] or 0) + 1


def written_number(number: AgreementNumber) -> str:
    """As it stands on the paper: 〔2026〕康吉社区人民调解委员会调协字第3号."""
    entry = unit_registry().by_id.get(number.unit_id or 0)
    return f"〔{number.year}〕{entry.name if entry is not None else ''}调协字第{number.ordinal}号"
