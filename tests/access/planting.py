"""Cases planted to be found by those who may see them and by nobody else: every text of each holds a word of its own."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.queries import actor_for
from minsheng.kernel.access.services import appoint, create_account, define_role
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.linking import link_cases
from minsheng.kernel.cases.models import Attachment
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.files.services import store_upload
from minsheng.kernel.parties.models import PartyKind
from minsheng.kernel.parties.services import register_party
from tests.access.planting_issues import plant_issues
from tests.factories.district import SYSTEM, District, make_district
from tests.kernel.files.conftest import picture

PASSWORD = "a long enough Secret 9"
COMMON = "漏水"
"""A word in the text of every planted case: who searches for it finds what it may see, and no more."""


@dataclass(frozen=True)
class Planted:
    """One case and the words that stand in it and nowhere else."""

    key: str
    case_id: int
    code: str
    files: tuple[int, ...]
    inner_files: tuple[int, ...]
    party_id: int
    is_published: bool

    def told(self) -> set[str]:
        """Words for everybody who may see the case: title, text, address, file name, public text of an act, its code."""
        return {f"zq{self.key}{part}" for part in ("title", "body", "address", "public")} | {self.code}

    def internal(self) -> set[str]:
        """Words for those who work on the case, and not for its reporter: a note, and the name of a file beside it."""
        return {f"zq{self.key}note"}

    def personal(self) -> set[str]:
        """Name and telephone of the reporter: masked for everybody; in clear only by a reveal with its reason."""
        return {f"zq{self.key}name", phone_of(self.key)}


@dataclass(frozen=True)
class Town:
    """The district with everything planted in it."""

    district: District
    cases: dict[str, Planted]
    accounts: dict[str, Account]


def phone_of(key: str) -> str:
    """The telephone of a planted case's reporter."""
    return f"1381111{ord(key):04d}"


PLACES = {
    "a": Place(lon=113.22, lat=40.05),  # grid 1 of Kangji, in Yongtai
    "b": Place(lon=113.22, lat=40.05),
    "c": Place(lon=113.22, lat=40.05),
    "d": Place(lon=113.35, lat=40.1),  # Gucheng: the sibling whose code differs in the last digit
    "e": Place(lon=113.25, lat=40.15),  # Pinghe, the sibling community in Yongtai
    "f": Place(lon=113.22, lat=40.05),  # was with the water authority, then with housing, then merged into E
}
UNPUBLISHED = {"b", "c", "f"}
"""Confidential, of another realm, merged: of these Open311 must not even tell the number."""


def plant() -> Town:
    """Build the district, its further people, and the cases. Leaves the transaction with system eyes."""
    district = make_district()
    with transaction.atomic():
        look_as_system()
        accounts = {**district.accounts, **_people(district)}
        residents = {"a": accounts["resident"], "e": accounts["other_resident"]}
        cases = {key: _case(district, key, residents.get(key)) for key in PLACES}
        _act(district, cases)
        _join(district, cases)
        plant_issues(planted.case_id for planted in cases.values())
    return Town(district, cases, accounts)


def _people(district: District) -> dict[str, Account]:
    everything_but_cases = ["areas.manage", "units.manage", "accounts.manage", "roles.manage", "routing.manage"]
    everything_but_cases += ["calendars.manage", "procedures.manage", "templates.manage", "tokens.manage"]
    roles = {
        "gucheng_clerk": ("area", ["hotline.read", "hotline.file", "grid.read", "parties.reveal"], "140213051"),
        "community": ("area", ["hotline.read", "grid.read", "grid.report"], "140213050001"),
        "auditor": ("unit", ["audit.read"], None),
        "administrator": ("unit", everything_but_cases, None),
    }
    accounts = {name: _account(name) for name in (*roles, "resident", "other_resident")}
    for name, (reach, permissions, area) in roles.items():
        role = define_role(by=SYSTEM, key=name, name=name, permissions=permissions, reach=reach)
        where = {"area": district.areas[area]} if area else {}
        unit = district.units["centre"]
        appoint(by=SYSTEM, account=accounts[name], role=role, unit=unit, valid_from=date(2020, 1, 1), **where)
    return accounts


def _account(name: str) -> Account:
    return create_account(by=SYSTEM, username=name, display_name=name, password=PASSWORD)


def _case(district: District, key: str, account: Account | None) -> Planted:
    by = Actor.anonymous("web")
    particulars = {"name": f"zq{key}name", "phone": phone_of(key)}
    if account is not None:
        register_party(by=actor_for(account), kind=PartyKind.PERSON, account=account, **particulars)
        account.refresh_from_db()
        by, particulars = actor_for(account), {}
    photo, inner = (
        store_upload(by=by, stream=io.BytesIO(picture()), name=f"zq{key}{word}.jpg", declared_type="image/jpeg")
        for word in ("title", "note")
    )
    report = Report(
        title=f"zq{key}title {COMMON}",
        body=f"zq{key}body {COMMON}，请尽快维修",
        category=None if key == "c" else district.categories["房屋漏水"].code,
        confidentiality=2 if key == "b" else 0,
        place=Place(PLACES[key].lon, PLACES[key].lat, address=f"zq{key}address"),
        files=(photo.pk,),
        **particulars,  # type: ignore[arg-type]  # name and phone
    )
    case = file_case(by=by, procedure="grid.event" if key == "c" else "hotline.order", report=report).case
    look_as_system()
    Attachment.objects.create(case_id=case.pk, seq=1, file=inner, field="evidence", public=False)
    rows = dict(Attachment.objects.filter(case_id=case.pk).values_list("pk", "public"))
    assert case.reporter_id is not None
    own = tuple(pk for pk, is_public in rows.items() if not is_public)
    return Planted(key, case.pk, case.code, tuple(rows), own, case.reporter_id, is_published=key not in UNPUBLISHED)


def _act(district: District, cases: dict[str, Planted]) -> None:
    """Give each case a text for its reporter and one for those who work on it; A goes to housing, E to water."""
    for key, planted in cases.items():
        if key != "c":
            unit = district.unit({"a": "housing", "e": "water", "f": "water"}.get(key, "gucheng"))
            note = f"zq{key}note"
            perform(by=SYSTEM, case_id=planted.case_id, act="dispatch", data={"unit": unit, "note": note})
        perform(by=SYSTEM, case_id=planted.case_id, act="add", data={"message": f"zq{key}public"})
    changed = {"reason": "zqfnote", "basis": "zqfnote"}
    perform(by=SYSTEM, case_id=cases["f"].case_id, act="return_order", data=changed)
    perform(by=SYSTEM, case_id=cases["f"].case_id, act="dispatch", data={"unit": district.unit("housing")})
    triage = {"kind": "level2", "note": "zqcnote"}
    perform(by=SYSTEM, case_id=cases["c"].case_id, act="triage", data=triage)
    look_as_system()


def _join(district: District, cases: dict[str, Planted]) -> None:
    """E and A are linked, and F is merged into E: who sees the one need not see the other."""
    link_cases(by=SYSTEM, case_id=cases["e"].case_id, other_id=cases["a"].case_id, kind="same_matter")
    link_cases(by=SYSTEM, case_id=cases["a"].case_id, other_id=cases["e"].case_id, kind="follows")
    into = {"into": cases["e"].case_id, "reason": "zqfnote"}
    perform(by=SYSTEM, case_id=cases["f"].case_id, act="merge", data=into)
    look_as_system()
