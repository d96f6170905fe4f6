"""Which papers there are, what each is called, who may have it, and when there is anything to put into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minsheng.domains.disputes.agreements.papers import acceptance, agreement, confirmation, ending, index, oral
from minsheng.domains.disputes.agreements.papers import sessions as records
from minsheng.domains.disputes.agreements.papers.dossier import Dossier
from minsheng.domains.disputes.models import Agreement, Form
from minsheng.kernel.cases.models import Case
from minsheng.kernel.procedures.library import procedure_of

FAMILY = tuple(agreement.TITLES)
"""Procedures that have these papers."""
HasContent = Callable[[Case, Agreement | None], bool]


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind. ``for_parties``: the parties may have it too; ``agreed``: they have all agreed to what stands in it."""

    key: str
    name: str | Promise
    make: Callable[[Dossier], bytes]
    has_content: HasContent
    for_parties: bool = False
    agreed: bool = False


def _always(_case: Case, _agreement: Agreement | None) -> bool:
    return True


def _held(case: Case, _agreement: Agreement | None) -> bool:
    return bool(case.facts.get("sessions"))


def _written(_case: Case, row: Agreement | None) -> bool:
    return row is not None and row.form == Form.WRITTEN


def _oral(_case: Case, row: Agreement | None) -> bool:
    return row is not None and row.form == Form.ORAL


def _confirmable(case: Case, row: Agreement | None) -> bool:
    acts = procedure_of(case.procedure_id).act.values()
    return row is not None and row.effective_at is not None and any("apply_confirmation" in act.does for act in acts)


def _ended(case: Case, _agreement: Agreement | None) -> bool:
    return bool(case.facts.get("ended_at"))


PAPERS = {
    paper.key: paper
    for paper in (
        Paper("acceptance", _("Acceptance form"), acceptance.acceptance_paper, _always),
        Paper("record", _("Record of the sessions"), records.sessions_paper, _held),
        Paper("agreement", _("Written agreement"), agreement.agreement_paper, _written, for_parties=True, agreed=True),
        Paper("oral", _("Form of the oral agreement"), oral.oral_paper, _oral, for_parties=True, agreed=True),
        Paper(
            "confirmation",
            _("Application for judicial confirmation"),
            confirmation.confirmation_paper,
            _confirmable,
            for_parties=True,
            agreed=True,
        ),
        Paper("ending", _("Notice that the mediation is over"), ending.ending_paper, _ended, for_parties=True),
        Paper("index", _("Index of the file"), index.index_paper, _always),
    )
}
"""All papers by key, in the order in which they are offered."""
HANDED = ("agreement", "oral", "confirmation", "ending")
"""Papers that may go along to another agency: those that the parties themselves have."""
