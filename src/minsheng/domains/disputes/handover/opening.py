"""Opening the case at the other agency, in the transaction of the act that hands over.

The new case knows who the parties are, what the dispute is about and where, has the evidence that the parties have seen
among its files, and is linked to the sender's. Its client key is ``<case>:<act>``: the same hand-over never opens two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.tokens import party_token
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.linking import link_cases
from minsheng.kernel.cases.models import Attachment, Case, CaseParty, Content
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reactions import Change
from minsheng.kernel.cases.reports import TITLE_LIMIT, Report

SYSTEM = Actor.system("job")
"""Always the same, so that the client key is too."""
SIDES = ("applicants", "respondents")
REFERRAL = "disputes.referral"


def parties_of(origin: Case) -> dict[str, list[int]]:
    """Who goes along, by side: those who see the case now. Without sides (a petition) its reporter and representatives.

    Whoever the case bars stays out.
    """
    sides = {side: [int(party) for party in origin.facts.get(side) or ()] for side in SIDES}
    if not any(sides.values()):
        reporter = [origin.reporter_id] if origin.reporter_id is not None else []
        speakers = (int(party) for party in origin.facts.get("representatives") or ())
        sides["applicants"] = list(dict.fromkeys([*reporter, *speakers]))
    return {side: [pk for pk in ids if party_token(pk) not in origin.barred] for side, ids in sides.items()}


def open_referral_for(change: Change, *, kind: str, unit: int) -> Case:
    """A referral at ``unit`` whose parties see it and are told of it. Raises what filing raises.

    A case that bars somebody is refused (``platform.barred_case``): the organ's people are not known to be others.
    """
    inputs = {"unit": unit, "origin": change.case.pk, **parties_of(change.case)}
    known = {name: value for name, value in inputs.items() if value}
    return open_case_for(change, procedure=REFERRAL, kind=kind, link="handed_over_to", inputs=known)


def open_case_for(change: Change, *, procedure: str, kind: str, link: str, inputs: Mapping[str, Any]) -> Case:
    """File the case that follows from ``change`` and join the parties to it. Raises what filing raises."""
    origin = change.case
    report = _report(origin, kind, inputs)
    filed = file_case(
        by=SYSTEM, procedure=procedure, report=report, client_key=f"{origin.pk}:{change.done.seq}", at=change.done.at
    )
    look_as_system()
    if filed.created:
        _join(filed.case, origin)
        link_cases(by=SYSTEM, case_id=origin.pk, other_id=filed.case.pk, kind=link)
    return filed.case


def _report(origin: Case, kind: str, inputs: Mapping[str, Any]) -> Report:
    content = Content.objects.filter(case_id=origin.pk).defer("vector").first()
    evidence = Attachment.objects.filter(case_id=origin.pk, public=True).order_by("seq", "id")
    first = next(iter(parties_of(origin)["applicants"]), None)
    return Report(
        title=origin.title[:TITLE_LIMIT],
        body=content.body if content is not None else origin.title,
        kind=kind,
        confidentiality=origin.confidentiality,
        place=_place(origin, content),
        party_id=first if first is not None else origin.reporter_id,
        files=tuple(dict.fromkeys(evidence.values_list("file_id", flat=True))),
        inputs=inputs,
    )


def _place(origin: Case, content: Content | None) -> Place:
    if content is None:
        return Place(area=origin.area_id)
    return Place(lon=content.lon, lat=content.lat, area=origin.area_id, address=content.address)


def _join(case: Case, origin: Case) -> None:
    """Enter the parties of both sides into the register of the new case, so that its agency knows who they are."""
    known = set(CaseParty.objects.filter(case_id=case.pk).values_list("party_id", "role"))
    wanted = [(party, side) for side, ids in parties_of(origin).items() for party in ids]
    CaseParty.objects.bulk_create(
        CaseParty(case_id=case.pk, party_id=party, role=role) for party, role in wanted if (party, role) not in known
    )
