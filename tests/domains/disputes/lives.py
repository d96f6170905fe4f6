"""Mediations told briefly, through the services: from the application to an agreement, and on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from minsheng.base.time import SHANGHAI
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reports import Report
from tests.factories.district import SYSTEM, District

BEGUN = datetime(2026, 8, 20, 9, 0, tzinfo=SHANGHAI)
ONE = {"name": "王小明", "phone": "13834567890", "identity": "140213198506151237"}
OTHER = {"name": "李秀英", "phone": "13934567891", "identity": "140202195603074621", "address": "康吉里5号楼2单元"}
TERMS = "被申请人赔偿申请人因漏水受到的损失，分两期付清；双方今后互不追究。"


@dataclass
class Mediation:
    """One case and the moment up to which it has been told."""

    district: District
    case: Case
    now: datetime

    @property
    def parties(self) -> list[int]:
        """Applicant and respondent."""
        facts = self.fresh().facts
        return [*facts["applicants"], *facts["respondents"]]

    def fresh(self) -> Case:
        """The case as it stands in the database."""
        look_as_system()
        return Case.objects.get(pk=self.case.pk)

    def do(self, who: str, act: str, at: datetime | None = None, **data: Any) -> None:
        """Do an act, half an hour after the one before if no time is named; ``who`` may be ``system``."""
        self.now = at or self.now + timedelta(minutes=30)
        by = SYSTEM if who == "system" else self.district.actor(who)
        perform(by=by, case_id=self.case.pk, act=act, data=data, at=self.now)
        look_as_system()

    def plan(self) -> list[dict[str, Any]]:
        """Two instalments of six hundred yuan."""
        applicant, respondent = self.parties
        line = {"sum": "600.00", "debtor": respondent, "creditor": applicant}
        return [{"due": "2026-10-10", **line}, {"due": "2026-11-10", **line}]

    def draft(self, **changes: Any) -> None:
        """A written agreement on 1,200 yuan in two instalments."""
        agreed = {"terms": TERMS, "amount": "1200.00", "perform_by": "2026-11-10", "instalments": self.plan()}
        self.do("mediator", "agree_written", **{**agreed, **changes})

    def sign(self) -> None:
        """Everybody signs, the other side by fingerprint."""
        day = self.now.date().isoformat()
        for party, method in zip(self.parties, ("signature", "fingerprint"), strict=True):
            self.do("mediator", "sign", party=party, method=method, signed_on=day)
        self.do("mediator", "mediator_sign")

    def seal(self, at: datetime | None = None) -> None:
        """The committee seals it."""
        self.do("director", "seal", at)

    def apply_confirmation(self, at: datetime | None = None, applying: list[int] | None = None) -> None:
        """All turn to the court."""
        court = self.district.unit("fayuan")
        self.do("mediator", "apply_confirmation", at, applying=applying or self.parties, court=court)


def a_mediation(district: District, *, begun: datetime = BEGUN, **changes: Any) -> Mediation:
    """A dispute over a leak between two neighbours, with its mediator named."""
    look_as_system()
    report = Report(
        title="楼上漏水",
        body="楼上卫生间漏水，把我家客厅墙面泡坏了。",
        kind="neighbours",
        place=Place(lon=113.22, lat=40.05, address="红卫里3号楼"),
        inputs={"other_party": OTHER, "manner": "written", "source": "application", "people": 2, "amount": "2000.00"},
        **{**ONE, **changes},
    )
    case = file_case(by=SYSTEM, procedure="disputes.mediation", report=report, at=begun).case
    told = Mediation(district, case, begun)
    told.do("system", "send", unit=district.unit("tiaowei"))
    told.do("director", "accept", level="simple")
    told.do("system", "assign_mediators", mediators=[district.accounts["mediator"].pk])
    return told


def agreed(district: District, *, sealed: datetime | None = None, **changes: Any) -> Mediation:
    """The same with a written agreement in force."""
    told = a_mediation(district, **changes)
    told.draft()
    told.sign()
    told.seal(sealed)
    return told
