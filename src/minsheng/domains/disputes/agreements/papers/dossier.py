"""What papers are made from: the records of one case, read once. Papers themselves ask the database nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from minsheng.base.time import local_date
from minsheng.domains.disputes.agreements.numbering import written_number
from minsheng.domains.disputes.agreements.papers.people import Naming, Person
from minsheng.domains.disputes.models import Agreement, Instalment, Session, Signature
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.cases.models import Act, ActText, Attachment, Case, Content
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.schema import Procedure

SIDES = ("applicants", "respondents")


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case with everything that a paper may state. ``people`` are its parties as the reader may know them."""

    case: Case
    procedure: Procedure
    facts: str
    address: str
    acts: list[Act]
    texts: Mapping[tuple[int, str], str]
    files: list[Attachment]
    agreement: Agreement | None
    signatures: list[Signature]
    instalments: list[Instalment]
    sessions: Mapping[int, Session]
    staff: Mapping[int, str]
    people: Mapping[int, Person]

    @property
    def unit(self) -> str:
        """Name of the committee: the one whose number the agreement bears, or the one that has the case."""
        unit_id = self.agreement.number.unit_id if self.agreement is not None else self.case.lead_unit_id
        return unit_name(unit_id)

    @property
    def number(self) -> str:
        """Official number of the agreement; the case's own without one."""
        row = self.agreement
        return self.case.code if row is None else written_number(row.number)

    @property
    def recorded_at(self) -> datetime:
        """Of when the records are: the last act."""
        return self.case.acted_at

    def side(self, name: str) -> list[tuple[int, Person]]:
        """The parties of one side, in order."""
        ids = [int(party) for party in self.case.facts.get(name) or ()]
        return [(party, self.people[party]) for party in ids if party in self.people]

    def parties(self) -> list[tuple[int, Person]]:
        """All parties, applicants first, nobody twice."""
        return list({party: (party, person) for side in SIDES for party, person in self.side(side)}.values())

    def mediators(self) -> str:
        """Names of the mediators."""
        return "、".join(self.staff.get(pk, "") for pk in self.case.facts.get("mediators") or ())

    def text(self, seq: int, field: str) -> str:
        """A free text of an act; empty when none was given or it has been erased."""
        return self.texts.get((seq, field), "")

    def terms(self) -> str:
        """The words of the agreement."""
        return self.text(self.agreement.seq, "terms") if self.agreement is not None else ""

    def acts_with(self, effect: str) -> list[Act]:
        """Acts that had an effect, in order."""
        keys = {key for key, spec in self.procedure.act.items() if effect in spec.does}
        return [act for act in self.acts if act.key in keys]

    def acts_that_stamp(self, fact: str) -> list[Act]:
        """Acts that gave the case an instant, in order."""
        keys = {key for key, spec in self.procedure.act.items() if fact in spec.stamps}
        return [act for act in self.acts if act.key in keys]

    def choice(self, field: str, value: Any) -> str:
        """What a choice is called on paper; empty for none."""
        spec = self.procedure.fields.get(field)
        words = (spec.choices or {}).get(str(value)) if spec is not None else None
        return words.zh if words is not None else ""


def load_dossier(case: Case, agreement: Agreement | None, naming: Naming) -> Dossier:
    """Read everything. Needs system eyes: the caller has checked who asks and for what."""
    acts = list(Act.objects.filter(case_id=case.pk).order_by("seq"))
    content = Content.objects.filter(case_id=case.pk).defer("vector").first()
    signatures = list(agreement.signatures.all()) if agreement is not None else []
    instalments = list(agreement.instalments.all()) if agreement is not None else []
    texts = ActText.objects.filter(case_id=case.pk).values_list("seq", "field", "text")
    wanted = {*(case.facts.get("mediators") or ()), *(act.account_id for act in acts if act.account_id)}
    wanted |= {row.account_id for row in signatures if row.account_id}
    sides = {int(party) for side in SIDES for party in case.facts.get(side) or ()}
    return Dossier(
        case=case,
        procedure=procedure_of(case.procedure_id),
        facts=content.body if content else "",
        address=content.address if content else "",
        acts=acts,
        texts={(seq, field): text for seq, field, text in texts},
        files=list(Attachment.objects.filter(case_id=case.pk).select_related("file").order_by("seq", "id")),
        agreement=agreement,
        signatures=signatures,
        instalments=instalments,
        sessions=Session.objects.select_related("room").in_bulk(_sessions_of(acts)),
        staff=dict(Account.objects.filter(pk__in=wanted).values_list("pk", "display_name")),
        people=naming(sides),
    )


def unit_name(unit_id: int | None) -> str:
    """The name of a unit in Chinese; empty for none."""
    entry = unit_registry().by_id.get(unit_id or 0)
    return entry.name if entry is not None else ""


def day_words(value: date | datetime | None) -> str:
    """A day as a paper writes it; blanks to be filled in by hand for none."""
    if value is None:
        return "    年  月  日"
    day = local_date(value) if isinstance(value, datetime) else value
    return f"{day.year}年{day.month}月{day.day}日"


def _sessions_of(acts: list[Act]) -> list[int]:
    return [int(act.data["session"]) for act in acts if isinstance(act.data.get("session"), int)]
