"""What tests of cases share: filing, uploading, reading rows as the system."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from minsheng.base.errors import Refusal
from minsheng.base.time import SHANGHAI
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.acts import Performed, perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Act, AssignmentRow, Case, ClockRow, RatingRow
from minsheng.kernel.files.services import store_upload
from tests.factories.district import District, a_report

RESIDENT = Actor.anonymous()
ROWS = (Act, ClockRow, AssignmentRow, RatingRow)


def at(text: str) -> datetime:
    """The instant ``2026-04-30 10:00`` in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def filed(when: datetime | None = None, procedure: str = "hotline.order", **changes: object) -> Case:
    """A case as a resident files it."""
    return file_case(by=RESIDENT, procedure=procedure, report=a_report(**changes), at=when).case


def upload(by: Actor, name: str = "photo.txt") -> int:
    """A file that waits to be attached."""
    content = io.BytesIO(f"evidence of {by.account_id}".encode())
    return int(store_upload(by=by, stream=content, name=name, declared_type="text/plain").pk)


def reporter_of(case: Case) -> Actor:
    """The reporter, who proved the case by its code."""
    return Actor(account_id=None, case_ids=(case.pk,))


def everything(*cases: Case) -> list[dict[str, Any]]:
    """All rows that cases and their acts have in the database, to be compared before and after."""
    with transaction.atomic():
        look_as_system()
        ids = [case.pk for case in cases]
        found = list(Case.objects.filter(pk__in=ids).order_by("pk").values())
        return found + [row for model in ROWS for row in model.objects.filter(case_id__in=ids).order_by("pk").values()]


class Office:
    """People of the district at work on one case: short words for long calls."""

    def __init__(self, district: District, case: Case) -> None:
        self.district = district
        self.case = case

    def do(self, who: str, act: str, when: datetime | None = None, **data: Any) -> Performed:
        """Somebody does an act; ``reporter`` and ``system`` are somebody too."""
        return perform(by=self.actor(who), case_id=self.case.pk, act=act, data=self._named(data), at=when)

    def refused(self, who: str, act: str, when: datetime | None = None, **data: Any) -> str:
        """The code of the refusal that the act meets."""
        try:
            self.do(who, act, when, **data)
        except Refusal as refusal:
            return refusal.code
        raise AssertionError(f"{act} by {who} was not refused")

    def actor(self, who: str) -> Actor:
        """Somebody of the district, the reporter or the system."""
        if who == "reporter":
            return reporter_of(self.case)
        return Actor.system("job") if who == "system" else self.district.actor(who)

    def fresh(self) -> Case:
        """The case as it is stored now."""
        with transaction.atomic():
            look_as_system()
            self.case.refresh_from_db()
        return self.case

    def _named(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Units by their code."""
        found = dict(data)
        if isinstance(found.get("unit"), str):
            found["unit"] = self.district.unit(found["unit"])
        if "co_units" in found:
            found["co_units"] = [self.district.unit(code) for code in found["co_units"]]
        return found
