"""Mediations in the small district, led to where sessions begin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from minsheng.base.time import SHANGHAI
from minsheng.domains.disputes.models import Mediator, Room, Session
from minsheng.domains.disputes.panels.services import add_mediator
from minsheng.domains.disputes.sessions.rooms import add_room
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.acts import Performed, perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reports import Report
from tests.factories.district import SYSTEM, District

BEGIN = date(2024, 1, 1)
PHONES = ("13834567890", "13834567891")


def a_mediator(district: District, name: str = "mediator", **changes: Any) -> Mediator:
    """Enter an account of the district as a mediator of the committee."""
    values: dict[str, Any] = {"unit_id": district.unit("tiaowei"), "kind": "full_time", "valid_from": BEGIN, **changes}
    return add_mediator(by=SYSTEM, account_id=district.accounts[name].pk, **values)


def a_room(district: District, name: str = "第一调解室", **changes: Any) -> Room:
    """A room of the committee in which people may take part online."""
    values: dict[str, Any] = {"address": "康吉路1号", "seats": 8, "allows_link": True, "valid_from": BEGIN, **changes}
    return add_room(by=SYSTEM, unit_id=district.unit(values.pop("unit", "tiaowei")), name=name, **values)


def do(case: Case, act: str, *, by: Actor = SYSTEM, **data: Any) -> Performed:
    """Do an act."""
    with acting_as_system():
        return perform(by=by, case_id=case.pk, act=act, data=data)


def a_mediation(district: District, mediators: Sequence[str] = ("mediator",), *, kind: str = "neighbours") -> Case:
    """Noise between neighbours, accepted by the committee, with its mediators."""
    report = Report(
        title="楼上夜间噪声",
        body="楼上每晚使用跑步机，影响休息，多次沟通没有结果。",
        kind=kind,
        place=Place(lon=113.22, lat=40.05),
        name="石建国",
        phone=PHONES[0],
        inputs={"other_party": {"name": "白秀兰", "phone": PHONES[1]}},
    )
    with acting_as_system():
        case = file_case(by=SYSTEM, procedure="disputes.mediation", report=report).case
    do(case, "send", unit=district.unit("tiaowei"))
    do(case, "accept", level="normal")
    do(case, "assign_mediators", mediators=[district.accounts[name].pk for name in mediators])
    return fresh(case)


def fresh(case: Case) -> Case:
    """The case as it is stored now."""
    with acting_as_system():
        return Case.objects.get(pk=case.pk)


def moment(days: int, hour: int = 9, minute: int = 0) -> datetime:
    """An hour of a day from now on, in the district's zone."""
    day = timezone.localdate() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def soon() -> datetime:
    """A moment from now, for a session that is recorded at once."""
    return timezone.now() + timedelta(seconds=2)


def schedule(case: Case, begins: datetime, hours: float = 1.5, *, by: Actor = SYSTEM, **more: Any) -> Session:
    """Schedule a session and give it."""
    ends = begins + timedelta(hours=hours)
    times = {"session_begins": begins.isoformat(), "session_ends": ends.isoformat()}
    done = do(case, "schedule", by=by, **times, **more)
    with acting_as_system():
        return Session.objects.get(case_id=case.pk, seq=done.seq)


def attendance(case: Case, *presences: str) -> list[dict[str, Any]]:
    """Lines of attendance: of the applicant, then of the respondent."""
    parties = [*fresh(case).facts["applicants"], *fresh(case).facts["respondents"]]
    return [{"party": party, "presence": presence} for party, presence in zip(parties, presences, strict=False)]
