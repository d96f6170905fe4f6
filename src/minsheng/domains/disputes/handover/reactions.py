"""What the acts of handing over lead to, and what comes back when the court has decided."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from minsheng.base.time import local_date
from minsheng.domains.disputes.agreements.papers.kinds import HANDED, PAPERS
from minsheng.domains.disputes.agreements.reactions import standing
from minsheng.domains.disputes.handover.dates import Dates, Way, dates_for
from minsheng.domains.disputes.handover.opening import SIDES, SYSTEM, open_case_for, open_referral_for
from minsheng.domains.disputes.models import Agreement, Handover
from minsheng.domains.disputes.petitions.rules import receiver_of
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.reactions import Change, reaction
from minsheng.kernel.procedures.library import procedure_of

CONFIRMATION = "disputes.confirmation"
LED_ALONE = {"litigation": "court", "administrative": "department"}
"""What is noted of a route that leads to more than one kind of organ, where none was named."""
_NO_DATES = Dates(None, None, None, None, None, "")
KINDS = {
    "disputes.mediation": "mediation",
    "disputes.court_mediation": "court",
    "disputes.labour_mediation": "labour",
}
"""Kind of a confirmation by the procedure that led to the agreement; any other body is ``other``."""
_ONLY_FOR = {"confirmation": True, "ending": False}
"""Papers that go along only to the court that confirms (True), or to everybody but it (False)."""


@reaction("apply_confirmation", replayed=False)
def open_confirmation(change: Change) -> None:
    """The court gets a case of its own: the joint application with the agreement and its dates."""
    data, origin = change.done.data, change.case
    row = standing(origin.pk)
    dates = _dates(Way.CONFIRMATION, change, row)
    parties = [int(party) for side in SIDES for party in origin.facts.get(side) or ()]
    inputs: dict[str, Any] = {
        "unit": data["court"],
        "applying": list(data["applying"]),
        "agreed_parties": list(dict.fromkeys(parties)),
        "agreed_on": dates.agreed_on.isoformat() if dates.agreed_on else None,
        "perform_by": dates.perform_by.isoformat() if dates.perform_by else None,
        "amount": str(row.amount) if row is not None and row.amount is not None else None,
        "mediation": origin.pk,
    }
    kind = KINDS.get(change.procedure.key, "other")
    opened = open_case_for(change, procedure=CONFIRMATION, kind=kind, link="handed_over_to", inputs=_known(inputs))
    _note(change, Way.CONFIRMATION, dates, row, opened, data["court"])


@reaction("hand_over_dispute", replayed=False)
def open_referral(change: Change) -> None:
    """The agency gets a case with papers and dates.

    Where the act gives the very case to another unit (labour arbitration takes over the case itself), or names no unit
    (the parties go by themselves), no second case is opened; what was handed over is noted all the same.
    """
    data, origin = change.done.data, change.case
    row, way = standing(origin.pk), Way(data["way"])
    dates = _dates(way, change, row)
    unit, opened = data.get("unit"), None
    if unit is not None and "assign" not in change.spec.does:
        opened = open_referral_for(change, kind=way.value, unit=unit)
    _note(change, way, dates, row, opened, unit)


@reaction("lead_to", replayed=False)
def open_led_referral(change: Change) -> None:
    """A petition led to its legal route: the named organ gets a referral with what the petitioner has handed in.

    Without an organ the petitioner goes there alone; the route is noted all the same. A petition has no agreement and
    says nothing of the day on which a time limit of that route begins, so no dates go along.
    """
    data = change.done.data
    way = Way(receiver_of(data["way"], data.get("receiver")) or LED_ALONE[data["way"]])
    unit = data.get("unit")
    opened = open_referral_for(change, kind=way.value, unit=unit) if unit is not None else None
    _note(change, way, _NO_DATES, None, opened, unit)


@reaction("close", replayed=False)
def tell_mediation(change: Change) -> None:
    """When a confirmation ends, the case of the agreement learns how: the system notes it there at once.

    Not when that case takes no such note any more (its file is closed): the link between the two still tells.
    """
    if change.procedure.key != CONFIRMATION:
        return
    handed = Handover.objects.select_related("case").filter(received_id=change.case.pk, way=Way.CONFIRMATION).first()
    if handed is None:
        return
    origin = Case.objects.get(pk=handed.case_id)
    key = _noting_act(origin)
    ruling = _ruling(change)
    if key is not None and ruling in _rulings(origin):
        at = max(change.done.at, origin.acted_at)
        perform(by=SYSTEM, case_id=origin.pk, act=key, data={"ruling": ruling}, at=at)


def _noting_act(origin: Case) -> str | None:
    """The act by which a case takes note of a ruling in the state that it is in."""
    offered = procedure_of(origin.procedure_id).acts_from(origin.state)
    return next((key for key, spec in offered.items() if "note_confirmation" in spec.does), None)


def _rulings(origin: Case) -> set[str]:
    return set(procedure_of(origin.procedure_id).fields["ruling"].choices or ())


def _ruling(change: Change) -> str:
    """What the court has decided: the state into which its act led, which is named as the ruling is."""
    to = change.spec.to
    return to if isinstance(to, str) else to.cases[str(change.done.data[to.field])]


def _known(inputs: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in inputs.items() if value is not None}


def _dates(way: Way, change: Change, row: Agreement | None) -> Dates:
    return dates_for(
        way,
        agreed_on=local_date(row.effective_at) if row is not None and row.effective_at is not None else None,
        perform_by=row.perform_by if row is not None else None,
        breached_on=_stamped(change, "breached_at"),
        ended_on=_stamped(change, "ended_at"),
    )


def _stamped(change: Change, fact: str) -> date | None:
    """The day of an instant that the case had got by the time of the act: a history stored at once knows later ones."""
    value = change.case.facts.get(fact)
    at = datetime.fromisoformat(value) if value else None
    return local_date(at) if at is not None and at <= change.done.at else None


def _note(change: Change, way: Way, dates: Dates, row: Agreement | None, opened: Case | None, unit: int | None) -> None:
    confirms = way is Way.CONFIRMATION
    along = [key for key in HANDED if _ONLY_FOR.get(key, confirms) is confirms]
    Handover.objects.create(
        case_id=change.case.pk,
        seq=change.done.seq,
        received=opened,
        way=way,
        unit_id=unit,
        at=change.done.at,
        agreement=row,
        papers=[key for key in along if PAPERS[key].has_content(change.case, row)],
        agreed_on=dates.agreed_on,
        perform_by=dates.perform_by,
        breached_on=dates.breached_on,
        counts_from=dates.counts_from,
        apply_by=dates.apply_by,
        law=dates.law,
    )
