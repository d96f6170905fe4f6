"""Cases of the tests' own procedure in the database: two sides, mediators, and whoever is accused."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.acts import Performed, perform
from minsheng.kernel.cases.following import prove_case
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.procedures.services import release_procedure
from tests.factories.district import SYSTEM, District, a_report
from tests.kernel.procedures.quarrel import QUARREL

OTHER = {"name": "李四", "phone": "13900001234"}
INPUTS = {"people": 2, "amount": "1200", "level": "hard", "other_party": OTHER}


class Quarrel:
    """One quarrel in the small district, and short words for what people do to it."""

    def __init__(self, district: District, at: datetime | None = None, **inputs: Any) -> None:
        """File it as a resident; the other side is 李四 unless ``inputs`` say otherwise."""
        self.district = district
        release_procedure(by=SYSTEM, source=QUARREL)
        report = a_report(kind="plain", inputs={**INPUTS, **inputs})
        self.case = file_case(by=Actor.anonymous(), procedure="test.quarrel", report=report, at=at).case

    def fresh(self) -> Case:
        """The case as it is stored now; leaves the transaction with system eyes."""
        look_as_system()
        self.case.refresh_from_db()
        return self.case

    def party(self, fact: str = "respondents") -> int:
        """The first party in a list."""
        return int(self.fresh().facts[fact][0])

    def account(self, name: str) -> int:
        """The id of an account."""
        return int(self.district.accounts[name].pk)

    def proved(self, tail: str) -> Actor:
        """Whoever proves the case by the tail of a telephone number."""
        return prove_case(by=Actor.anonymous(), code=self.case.code, tail=tail).kept_by(Actor.anonymous())

    def actor(self, who: str | Actor) -> Actor:
        """Somebody of the district, ``reporter`` and ``respondent`` by their proofs."""
        if isinstance(who, Actor):
            return who
        tails = {"reporter": "7890", "respondent": "1234"}
        if who in tails:
            return self.proved(tails[who])
        return SYSTEM if who == "system" else self.district.actor(who)

    def do(self, who: str | Actor, act: str, at: datetime | None = None, **data: Any) -> Performed:
        """Somebody does an act."""
        return perform(by=self.actor(who), case_id=self.case.pk, act=act, data=data, at=at)

    def refused(
        self, who: str | Actor, act: str, at: datetime | None = None, **data: Any
    ) -> list[tuple[str, str | None]]:
        """Codes and fields of the refusals that an act meets; it changes nothing."""
        try:
            with transaction.atomic():
                self.do(who, act, at, **data)
        except Refusals as several:
            return [(refusal.code, refusal.field) for refusal in several.refusals]
        except Refusal as refusal:
            return [(refusal.code, refusal.field)]
        raise AssertionError(f"{act} was not refused")

    def begin(self, *mediators: str) -> None:
        """Give it to the housing department and name mediators."""
        self.do("dispatcher", "give", unit=self.district.unit("housing"))
        if mediators:
            self.do("housing", "name", mediators=[self.account(name) for name in mediators])
