"""Disputes planted to be found by those who may see them: words of their own in every text, and two sides to each."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from minsheng.domains.disputes.models import CaseWarning, Session
from minsheng.domains.disputes.panels.services import add_mediator
from minsheng.domains.disputes.sessions.rooms import add_room
from minsheng.domains.disputes.warnings.services import raise_warnings
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.queries import actor_for
from minsheng.kernel.access.services import appoint, create_account, create_unit, define_role
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Attachment, Case
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.files.services import store_upload
from minsheng.kernel.parties.models import PartyKind
from minsheng.kernel.parties.services import register_party
from tests.access.planting import COMMON, PASSWORD, Planted, Town, phone_of
from tests.access.planting_issues import plant_issues
from tests.domains.disputes.mediations import moment, soon
from tests.factories.district import BEGIN, SYSTEM, District, make_district
from tests.kernel.files.conftest import picture

DIRECTS = [
    "disputes.read",
    "disputes.accept",
    "disputes.assign",
    "disputes.seal",
    "disputes.sessions",
    "disputes.track",
]
DIRECTS += ["disputes.panel", "disputes.register", "disputes.statistics", "parties.reveal"]
PEOPLE: dict[str, tuple[str, str, list[str], str | None]] = {
    "director2": ("tiaowei2", "unit", DIRECTS, None),  # of the other committee
    "warner": ("gucheng", "area", ["disputes.read", "disputes.warn", "disputes.statistics"], "140213051"),
    "deciding": ("zongzhi", "area", ["disputes.read", "disputes.warn", "disputes.statistics"], "140213050"),
}
SIDES = ("applicant", "respondent")
ANGER = "再不解决我就不想活了"


@dataclass(frozen=True)
class Quarrels:
    """What was planted. ``m`` and ``n`` are mediations of two committees between the same people, ``p`` a petition."""

    town: Town
    rows: dict[str, list[int]]


def respondent_words(key: str) -> set[str]:
    """Name, telephone and home of the other side, in no text: particulars alone."""
    return {f"zq{key}other", phone_of(key.upper()), f"zq{key}home"}


def plant_quarrels() -> Quarrels:
    """Build the district, its people and their disputes. Leaves the transaction with system eyes."""
    district = make_district()
    with transaction.atomic():
        look_as_system()
        gucheng = district.areas["140213051"]
        create_unit(by=SYSTEM, code="tiaowei2", name="古城调委会", kind="other", area=gucheng, valid_from=BEGIN)
        accounts = {**district.accounts, **_people(district)}
        parties = [_resident(accounts[side], key) for side, key in zip(SIDES, ("m", "M"), strict=True)]
        cases = {
            "m": _mediation(district, accounts, "m", parties, ("tiaowei", "mediator")),
            "n": _mediation(district, accounts, "n", None, ("tiaowei2", "mediator2")),
            "p": _petition(district),
        }
        plant_issues(planted.case_id for planted in cases.values())
        raise_warnings(by=SYSTEM, case_ids=[planted.case_id for planted in cases.values()])
        look_as_system()
        warnings = list(CaseWarning.objects.order_by("pk").values_list("pk", flat=True))
        sessions = list(Session.objects.order_by("pk").values_list("pk", flat=True))
    town = Town(district, cases, accounts)
    return Quarrels(town, {"session": sessions, "warning": warnings})


def _people(district: District) -> dict[str, Account]:
    found = {name: _account(name) for name in (*PEOPLE, *SIDES)}
    units = {**district.units}
    units["tiaowei2"] = type(district.units["tiaowei"]).objects.get(code="tiaowei2")
    for name, (unit, reach, permissions, area) in PEOPLE.items():
        role = define_role(by=SYSTEM, key=f"x_{name}", name=name, permissions=permissions, reach=reach, clearance=1)
        where = {"area": district.areas[area]} if area else {}
        appoint(by=SYSTEM, account=found[name], role=role, unit=units[unit], valid_from=date(2020, 1, 1), **where)
    for account, unit in (("mediator", "tiaowei"), ("mediator2", "tiaowei"), ("mediator2", "tiaowei2")):
        pk = district.accounts[account].pk
        add_mediator(by=SYSTEM, account_id=pk, unit_id=units[unit].pk, kind="full_time", valid_from=date(2024, 1, 1))
    return found


def _account(name: str) -> Account:
    return create_account(by=SYSTEM, username=f"q_{name}", display_name=name, password=PASSWORD)


def _resident(account: Account, key: str) -> int:
    party = register_party(
        by=actor_for(account),
        kind=PartyKind.PERSON,
        account=account,
        name="zqmname" if key == "m" else "zqmother",
        phone=phone_of(key),
        address="zqmownhome" if key == "m" else "zqmhome",
    )
    account.refresh_from_db()
    return int(party.pk)


def _mediation(
    district: District, accounts: dict[str, Account], key: str, parties: list[int] | None, by: tuple[str, str]
) -> Planted:
    unit = type(district.units["tiaowei"]).objects.get(code=by[0]).pk
    photo = store_upload(by=SYSTEM, stream=io.BytesIO(picture()), name=f"zq{key}title.jpg", declared_type="image/jpeg")
    other: Any = {"name": f"zq{key}other", "phone": phone_of(key.upper()), "address": f"zq{key}home"}
    own: dict[str, Any] = {"name": f"zq{key}name", "phone": phone_of(key)}
    report = Report(
        title=f"zq{key}title {COMMON}",
        body=f"zq{key}body {COMMON}，{ANGER}",
        kind="neighbours",
        place=Place(lon=113.22 if key == "m" else 113.35, lat=40.05 if key == "m" else 40.1, address=f"zq{key}address"),
        files=(photo.pk,),
        inputs={"other_party": parties[1] if parties else other},
        **({"party_id": parties[0]} if parties else own),
    )
    case = file_case(by=SYSTEM, procedure="disputes.mediation", report=report).case
    look_as_system()
    _go_on(case, district, key, unit, by[1])
    files = tuple(Attachment.objects.filter(case_id=case.pk).values_list("pk", flat=True))
    assert case.reporter_id is not None
    return Planted(key, case.pk, case.code, files, (), case.reporter_id, is_published=False)


def _go_on(case: Case, district: District, key: str, unit: int, mediator: str) -> None:
    """Texts in every act: notes, reasons, grounds of recusal and the record are for those who work on it alone."""
    note, public = f"zq{key}note", f"zq{key}public"
    one, two = Case.objects.get(pk=case.pk).facts["applicants"][0], Case.objects.get(pk=case.pk).facts["respondents"][0]
    room = add_room(by=SYSTEM, unit_id=unit, name=f"{unit}号调解室", address="康吉路1号", seats=6, valid_from=BEGIN)

    def do(act: str, **data: Any) -> None:
        perform(by=SYSTEM, case_id=case.pk, act=act, data=data)
        look_as_system()

    do("refuse", party=two, reason=note)
    do("consent", party=two, note=note)
    do("send", unit=unit, note=note)
    do("accept", level="complex", note=note)
    other = "mediator2" if mediator == "mediator" else "mediator"
    do("assign_mediators", mediators=[district.accounts[other].pk], note=note)
    do("ask_recusal", mediator=district.accounts[other].pk, ground_of_recusal="near_relative", reason=note)
    do("decide_recusal", decision="granted", reason=note)
    do("replace_mediators", mediators=[district.accounts[mediator].pk], note=note)
    do("add_material", message=public)
    now = soon()
    do("schedule", session_begins=now.isoformat(), session_ends=(now + timedelta(minutes=5)).isoformat())
    held = Session.objects.get(case_id=case.pk).pk
    lines = [{"party": one, "presence": "present"}, {"party": two, "presence": "absent"}]
    do("hold_session", session=held, attendance=lines, record=note)
    do("schedule", session_begins=moment(2).isoformat(), session_ends=moment(2, 10).isoformat(), room=room.pk)
    session = Session.objects.filter(case_id=case.pk).latest("pk").pk
    times = {"session_begins": moment(3).isoformat(), "session_ends": moment(3, 10).isoformat()}
    do("move_session", session=session, reason=note, **times)
    do("report_risk", risk="self_harm", reason=note)
    do("agree_written", terms=public, amount="1200.00")
    do("sign", party=one, method="signature", signed_on=moment(0).date().isoformat())
    do("drop_draft", reason=note)


def _petition(district: District) -> Planted:
    report = Report(
        title=f"zqptitle {COMMON}",
        body=f"zqpbody {COMMON}，请处理",
        kind="appeal",
        place=Place(lon=113.22, lat=40.05, address="zqpaddress"),
        name="zqpname",
        phone=phone_of("p"),
        inputs={"form": "letter"},
    )
    case = file_case(by=SYSTEM, procedure="disputes.petition", report=report).case
    look_as_system()
    perform(by=SYSTEM, case_id=case.pk, act="sort", data={"kind": "appeal", "way": "opinion", "note": "zqpnote"})
    perform(by=SYSTEM, case_id=case.pk, act="add", data={"note": "zqppublic"})
    look_as_system()
    assert case.reporter_id is not None
    return Planted("p", case.pk, case.code, (), (), case.reporter_id, is_published=False)
