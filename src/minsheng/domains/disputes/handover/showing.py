"""Chains in words: for the panel of a case and for the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minsheng.base.time import local_date
from minsheng.domains.disputes.handover.chain import Step
from minsheng.domains.disputes.handover.dates import Way
from minsheng.domains.disputes.models import Handover
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.api.showing.names import name_in

WAY_WORDS: dict[str, str | Promise] = {
    Way.CONFIRMATION: _("judicial confirmation"),
    Way.ARBITRATION: _("arbitration"),
    Way.PAYMENT_ORDER: _("payment order"),
    Way.COURT: _("court"),
    Way.RECONSIDERATION: _("administrative reconsideration"),
    Way.DEPARTMENT: _("the department in charge"),
}


LAW_WORDS: dict[str, str | Promise] = {
    Way.CONFIRMATION: _("People's Mediation Law, art. 33"),
    Way.ARBITRATION: _("Law on Mediation and Arbitration of Labour Disputes, art. 27"),
    Way.COURT: _("Civil Code, art. 188"),
    Way.RECONSIDERATION: _("Administrative Reconsideration Law, art. 20"),
}
"""Sources of the last day to apply, where the way has one."""


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step of a chain. Of one that the reader does not see only ``handed`` is filled, or nothing at all."""

    is_this: bool
    code: str
    procedure: str
    state: str
    unit: str
    filed: date | None
    is_open: bool
    way: str | Promise
    dates: list[tuple[str | Promise, date]]
    law: str | Promise
    alone: bool


def shown_step(step: Step, language: str) -> ShownStep:
    """One step in the reader's language."""
    handed, case = step.by, step.case
    way = WAY_WORDS[handed.way] if handed is not None else ""
    dates = dates_of(handed) if handed is not None else []
    law = LAW_WORDS.get(handed.way, "") if handed is not None and handed.apply_by else ""
    alone = handed is not None and handed.received_id is None
    if case is None:
        return ShownStep(False, "", "", "", "", None, False, way, dates, law, alone)
    procedure = procedure_of(case.procedure_id)
    entry = unit_registry().by_id.get(case.lead_unit_id or 0)
    return ShownStep(
        step.is_this,
        case.code,
        procedure.name(language),
        procedure.states[case.state](language),
        name_in(language, entry) if entry is not None else "",
        local_date(case.filed_at),
        case.closed_at is None,
        way,
        dates,
        law,
        alone,
    )


def dates_of(handed: Handover) -> list[tuple[str | Promise, date]]:
    """The dates that went along, with what each is."""
    pairs = (
        (_("Agreement effective"), handed.agreed_on),
        (_("Last day of performance"), handed.perform_by),
        (_("Breach found"), handed.breached_on),
        (_("Last day to apply"), handed.apply_by),
    )
    return [(label, day) for label, day in pairs if day is not None]
