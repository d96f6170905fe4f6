"""Mediators, their cases and sessions for the bench of calendars. Run inside an installation's environment."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from bench.district import BEGIN, SYSTEM
from minsheng.base.time import SHANGHAI
from minsheng.demo.geography.load import load_geography
from minsheng.domains.disputes.models import Room, Session
from minsheng.domains.disputes.panels.services import add_mediator
from minsheng.domains.disputes.sessions.placing import Appointment, appoint
from minsheng.domains.disputes.sessions.rooms import add_room
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.models import Account, Unit
from minsheng.kernel.access.services import appoint as give_post
from minsheng.kernel.access.services import create_account, create_unit, define_role, issue_token
from minsheng.kernel.areas.models import Area
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.deadlines.services import load_calendars
from minsheng.kernel.procedures.services import release_all

MEDIATORS, READERS, CHUNK = 200, 8, 1_000
FIRST = date(2025, 1, 6)
_PASSWORD = "a long enough Secret 9"  # noqa: S105 -- of accounts that nobody signs in with


def people() -> dict[str, Any]:
    """Two hundred mediators of ten committees, a case of each, and how eight of them come in."""
    with transaction.atomic():
        look_as_system()
        load_calendars()
        release_all(by=SYSTEM)
        load_geography(SYSTEM)
        look_as_system()
        accounts = _mediators()
    grids = list(Area.objects.filter(kind="grid").order_by("code").values_list("code", flat=True)[:MEDIATORS])
    for number in range(MEDIATORS):
        _case(number, accounts, grids[number % len(grids)])
    return {"calendars": [_reader(account) for account in accounts[:READERS]]}


def _mediators() -> list[Account]:
    role = define_role(by=SYSTEM, key="mediator", name="mediator", permissions=["disputes.mediate"], reach="unit")
    units = [
        create_unit(by=SYSTEM, code=f"c{n}", name=f"调解委员会{n}", kind="other", valid_from=BEGIN) for n in range(10)
    ]
    return [_mediator(number, units[number % len(units)], role) for number in range(MEDIATORS)]


def _mediator(number: int, unit: Unit, role: Any) -> Account:
    name = f"mediator{number}"
    account = create_account(by=SYSTEM, username=name, display_name=f"调解员{number}", password=_PASSWORD)
    give_post(by=SYSTEM, account=account, role=role, unit=unit, valid_from=BEGIN)
    add_mediator(by=SYSTEM, account_id=account.pk, unit_id=unit.pk, kind="full_time", valid_from=BEGIN)
    if number % 2 == 0:
        values = {"address": "康吉路1号", "seats": 8, "valid_from": BEGIN}
        add_room(by=SYSTEM, unit_id=unit.pk, name=f"调解室{number}", **values)
    return account


def _case(number: int, accounts: list[Account], grid: str) -> None:
    """A case of one mediator and, every second time, of the next one too."""
    panel = [accounts[number].pk, accounts[(number + 1) % MEDIATORS].pk][: 1 + number % 2]
    report = Report(
        title="邻里噪声",
        body="楼上夜间噪声影响休息，请求调解。",
        kind="neighbours",
        place=Place(area=grid),
        name="甲",
        phone="13800000000",
        inputs={"other_party": {"name": "乙", "phone": "13800000001"}},
    )
    with transaction.atomic():
        look_as_system()
        case = file_case(by=SYSTEM, procedure="disputes.mediation", report=report).case
        unit = Unit.objects.get(code=f"c{number % 10}")
        steps = (
            ("send", {"unit": unit.pk}),
            ("accept", {"level": "normal"}),
            ("assign_mediators", {"mediators": panel}),
        )
        for act, data in steps:
            perform(by=SYSTEM, case_id=case.pk, act=act, data=data)


def _reader(account: Account) -> dict[str, str]:
    with transaction.atomic():
        look_as_system()
        scopes = ["disputes.mediate"]
        _, token = issue_token(by=SYSTEM, account=account, name="bench", scopes=scopes, days=366)
        client = Client()
        client.force_login(account)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return {"token": token, "cookie": cookie}


def sessions(size: int) -> dict[str, Any]:
    """One session a working day for each mediator, until there are ``size``; a thousand by one call of `appoint`."""
    with transaction.atomic():
        look_as_system()
        rooms = list(Room.objects.order_by("pk").values_list("pk", flat=True))
        cases: dict[tuple[int, ...], list[int]] = {}
        for pk, facts in Case.objects.order_by("pk").values_list("pk", "facts").iterator():
            cases.setdefault(tuple(facts["mediators"]), []).append(pk)
    panels = sorted(cases)
    made, wanted = 0, list[Appointment]()
    for number in range(size):
        wanted.append(_appointment(number, panels, cases, rooms))
        if len(wanted) == CHUNK or number == size - 1:
            with transaction.atomic():
                look_as_system()
                made += len(appoint(wanted))
            wanted = []
    with transaction.atomic():
        look_as_system()
        counts = {"sessions": Session.objects.count(), "cases": Case.objects.count()}
    weeks = max(size // len(panels) // 5, 1)
    return {**counts, "first_day": FIRST.isoformat(), "weeks": weeks}


def _appointment(
    number: int, panels: list[tuple[int, ...]], cases: dict[tuple[int, ...], list[int]], rooms: list[int]
) -> Appointment:
    """Day by day all panels; each has its own hour, so that second mediators are never in two places."""
    round_, place = divmod(number, len(panels))
    week, weekday = divmod(round_, 5)
    day = FIRST + timedelta(days=7 * week + weekday)
    begins = datetime(day.year, day.month, day.day, 8 + place % 8, tzinfo=SHANGHAI)
    panel = panels[place]
    own = cases[panel]
    room = rooms[place // 2 % len(rooms)]
    ends = begins + timedelta(minutes=50)
    return Appointment(own[round_ % len(own)], 1_000 + round_, begins, ends, room, panel, timezone.now())


def main(words: list[str]) -> dict[str, Any]:
    """Make what is named: ``people``, or ``sessions`` with their number."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in with these
    return people() if words[0] == "people" else sessions(int(words[1]))
