"""Making papers for whoever may have them. Who is named how, see ``people``."""

from __future__ import annotations

from dataclasses import dataclass

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.agreements.papers.dossier import load_dossier
from minsheng.domains.disputes.agreements.papers.kinds import FAMILY, PAPERS, Paper
from minsheng.domains.disputes.agreements.papers.people import (
    Naming,
    masked_people,
    people_for_parties,
    people_in_clear,
)
from minsheng.domains.disputes.agreements.reactions import standing
from minsheng.domains.disputes.models import Handover
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.audit.services import record
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.queries import get_for
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.web.cases.queries import is_official

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper ready to be sent."""

    content: bytes
    file_name: str


def offered_papers(by: Actor, case: Case) -> list[Paper]:
    """Papers that ``by`` may open from a case that it sees: the case's own, or those handed over with it.

    One query, two for a case that another agency has handed over.
    """
    official = is_official(by, case)
    if procedure_of(case.procedure_id).key in FAMILY:
        row = standing(case.pk)
        found = [paper for paper in PAPERS.values() if paper.has_content(case, row)]
    else:
        handed = Handover.objects.filter(received_id=case.pk).first()
        found = [PAPERS[key] for key in handed.papers] if handed is not None else []
    return [paper for paper in found if official or paper.for_parties]


def make_paper(*, by: Actor, code: str, kind: str, reason: str | None = None) -> MadePaper:
    """Make one paper of the case ``code``, as DOCX. With a ``reason`` everybody stands in it in clear.

    Raises Refusal ``case.unknown`` (404), ``paper.unknown`` (404) for one that is not offered, and, with a reason, what
    ``reveal_party`` raises. Needs a transaction with the eyes of ``by``.
    """
    case = get_for(by, code)
    paper = next((one for one in offered_papers(by, case) if one.key == kind), None)
    if paper is None:
        raise Refusal("paper.unknown", "kind", status=404)
    official = is_official(by, case)
    if reason is not None and not official:
        raise Refusal("access.denied", status=403, permission="parties.reveal")
    if reason is not None:
        how, naming = "clear", people_in_clear(by, case.pk, reason)
    elif official:
        how, naming = "masked", masked_people
    else:
        how, naming = "party", people_for_parties(_own(by, case), agreed=paper.agreed)
    with acting_as_system():
        content = _made(case, paper, naming)
        data = {"paper": paper.key, "how": how}
        record("disputes.paper_made", by=by, subject="case", subject_id=case.pk, case_id=case.pk, data=data)
    return MadePaper(content, f"{case.code}-{paper.key}.docx")


def _made(case: Case, paper: Paper, naming: Naming) -> bytes:
    """The bytes, from the case itself or from the one that it was handed over from. Needs system eyes."""
    if procedure_of(case.procedure_id).key in FAMILY:
        return paper.make(load_dossier(case, standing(case.pk), naming))
    handed = Handover.objects.select_related("case", "agreement__number").get(received_id=case.pk)
    return paper.make(load_dossier(handed.case, handed.agreement, naming))


def _own(by: Actor, case: Case) -> frozenset[int]:
    """The parties as whom the actor reads the case."""
    own = set(by.proved_as(case.pk))
    if by.party_id is not None:
        own.add(by.party_id)
    if case.pk in by.case_ids and case.reporter_id is not None:
        own.add(case.reporter_id)
    return frozenset(own)
