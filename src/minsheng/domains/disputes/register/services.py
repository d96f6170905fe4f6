"""Taking the register out: asked, made and written down in the audit log."""

from __future__ import annotations

from django.db import transaction

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.register.entries import MEDIATION, Wanted, entries
from minsheng.domains.disputes.register.rules import Entry, Tally, statistics
from minsheng.domains.disputes.register.sheets import workbook
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as, look_as_system
from minsheng.kernel.access.rules import require
from minsheng.kernel.audit.services import record
from minsheng.kernel.procedures.library import active_version, procedure_of
from minsheng.kernel.procedures.schema import Procedure

MOST_DAYS = 1100
"""Three years: what is asked beyond that is a slip, and would read the whole history."""


def mediation_procedure() -> Procedure:
    """The version of people's mediation under which cases begin now: its names stand in the sheets."""
    return procedure_of(active_version(MEDIATION).pk)


def check_wanted(wanted: Wanted) -> None:
    """Refuse a period that ends before it begins or is longer than three years, and a kind that is none."""
    if wanted.period.last < wanted.period.first:
        raise Refusal("dates.order", "last")
    if (wanted.period.last - wanted.period.first).days > MOST_DAYS:
        raise Refusal("period.long", "last", days=MOST_DAYS)
    kinds = mediation_procedure().kinds if wanted.kind else {}
    if wanted.kind and wanted.kind not in kinds:
        raise Refusal("kind.unknown", "kind", value=wanted.kind[:40], choices=", ".join(kinds))


def statistics_of(by: Actor, wanted: Wanted) -> tuple[dict[str, Tally], Tally]:
    """The statistics over what the actor may see. Needs ``disputes.statistics``; raises as ``check_wanted``."""
    require(by, "disputes.statistics")
    check_wanted(wanted)
    lines, total = statistics(entries(by, wanted), wanted.period, list(mediation_procedure().kinds))
    return dict(lines), total


@transaction.atomic
def export_register(*, by: Actor, wanted: Wanted) -> bytes:
    """The workbook with register and statistics, persons masked. Needs ``disputes.register``; audited.

    Raises Refusal ``access.denied``, ``dates.order``, ``period.long`` or ``kind.unknown``.
    """
    require(by, "disputes.register")
    check_wanted(wanted)
    look_as(by)
    found: list[Entry] = list(entries(by, wanted))
    procedure = mediation_procedure()
    lines, total = statistics(found, wanted.period, list(procedure.kinds))
    made = workbook(found, lines, total, procedure=procedure, period=wanted.period)
    look_as_system()
    data = {
        "first": wanted.period.first.isoformat(),
        "last": wanted.period.last.isoformat(),
        "rows": len(found),
        "area": wanted.area_id,
        "unit": wanted.unit_id,
        "kind": wanted.kind,
    }
    record("disputes.register_exported", by=by, subject="procedure", subject_id=MEDIATION, data=data)
    look_as(by)
    return made
