"""An accusation is met by none of the accused: not by the official, not by the unit's people, not by their leader.

信访工作条例 30. The petition lies in a place that all of them reach by their posts, at no confidentiality at all: it is
the bar alone that keeps it from them, in every address and in the database itself.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import Handover
from minsheng.domains.disputes.module import PERMISSIONS
from minsheng.kernel.access.context import acting, acting_as_system, look_as_system
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.queries import actor_for
from minsheng.kernel.access.services import appoint, create_account, create_unit, define_role
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import (
    ActText,
    AssignmentRow,
    Attachment,
    Case,
    CaseParty,
    ClockRow,
    Content,
    HotIssueCase,
    RatingRow,
)
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.deadlines.queries import forget_calendar
from minsheng.kernel.files.services import store_upload
from minsheng.kernel.messages.models import Outbox
from minsheng.kernel.parties.models import PartyKind
from minsheng.kernel.parties.services import register_party
from tests.access.planting import COMMON, PASSWORD, Planted, Town, phone_of
from tests.access.planting_issues import plant_issues
from tests.access.walking import Somebody, Values, walk
from tests.access.watching import Watch
from tests.factories.district import BEGIN, SYSTEM, make_district
from tests.kernel.files.conftest import picture
from tests.surface.api.calling import caller_for

BARRED = ("official", "colleague", "below", "leader", "named_later", "resident")
"""The accused official; a clerk of the accused unit, of one under it; a leader who sits in it; a second official, named
later; an accused person without any post."""
EVERYTHING = [permission.key for permission in PERMISSIONS if permission.key.startswith("petitions.")]
MORE = ["hotline.read", "grid.read", "disputes.read", "disputes.statistics", "disputes.register", "parties.reveal"]


@dataclass(frozen=True)
class Planting:
    """What was planted, and the people around it."""

    town: Town
    petition: Planted
    below: int


WALKED = ("official", "leader", "named_later", "resident")
"""One for each way of being barred: as an account, by a unit, later, as a person. Of the others the database is asked."""


@pytest.fixture(scope="module")
def planted(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Planting]:
    """Give the accusation, planted once for the module: no walk changes anything."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "FILES_ROOT", tmp_path_factory.mktemp("files"))
        forget_calendar()
        yield _planted()
        transaction.set_rollback(True)


@pytest.fixture
def planting(planted: Planting, db: None, monkeypatch: pytest.MonkeyPatch) -> Planting:
    """Give it to one test."""
    monkeypatch.setattr(settings, "API_RATES", dict.fromkeys(settings.API_RATES, "0"))
    forget_calendar()
    return planted


def _planted() -> Planting:
    """A district in which housing and its official are accused."""
    district = make_district()
    with transaction.atomic():
        look_as_system()
        housing = district.units["housing"]
        below = create_unit(
            by=SYSTEM, code="housing_station", name="房管站", kind="department", parent=housing, valid_from=BEGIN
        )
        role = define_role(
            by=SYSTEM, key="all_petitions", name="信访全权", permissions=EVERYTHING + MORE, reach="area", clearance=3
        )
        places = {"official": district.units["xinfang"], "named_later": district.units["xinfang"], "colleague": housing}
        places |= {"below": below, "leader": housing, "reader": district.units["xinfang"]}
        accounts = dict(district.accounts)
        for name, unit in places.items():
            accounts[name] = _account(name)
            area = district.areas["140213"]
            appoint(by=SYSTEM, account=accounts[name], role=role, unit=unit, area=area, valid_from=date(2020, 1, 1))
        accounts["resident"] = _account("resident")
        accused = register_party(
            by=actor_for(accounts["resident"]),
            kind=PartyKind.PERSON,
            account=accounts["resident"],
            name="zqperson",
            phone="13811119999",
        )
        accounts["resident"].refresh_from_db()
        town = Town(district, {}, accounts)
        petition = _petition(town, accused.pk)
        plant_issues([petition.case_id])
        _go_on(town, petition)
    return Planting(Town(district, {"z": petition}, accounts), petition, below.pk)


def _account(name: str) -> Account:
    return create_account(by=SYSTEM, username=f"q_{name}", display_name=name, password=PASSWORD)


def _petition(town: Town, accused_party: int) -> Planted:
    photo = store_upload(by=SYSTEM, stream=io.BytesIO(picture()), name="zqztitle.jpg", declared_type="image/jpeg")
    report = Report(
        title=f"zqztitle {COMMON}",
        body=f"zqzbody {COMMON}，维修资金被挪用",
        kind="accusation",
        place=Place(lon=113.22, lat=40.05, address="zqzaddress"),
        name="zqzname",
        phone=phone_of("z"),
        files=(photo.pk,),
        inputs={
            "form": "letter",
            "accused_units": [town.district.unit("housing")],
            "accused_accounts": [town.accounts["official"].pk],
            "accused_party": accused_party,
        },
    )
    case = file_case(by=SYSTEM, procedure="disputes.petition", report=report).case
    look_as_system()
    files = tuple(Attachment.objects.filter(case_id=case.pk).values_list("pk", flat=True))
    assert case.reporter_id is not None
    return Planted("z", case.pk, case.code, files, files, case.reporter_id, is_published=False)


def _go_on(town: Town, petition: Planted) -> None:
    """Acts with notices to all audiences, texts of their own, and somebody who is named only later."""
    unit = town.district.unit("paichusuo")
    do(petition, "sort", kind="accusation", note="zqznote")
    do(petition, "transfer", unit=unit, manner="forward", note="zqznote")
    do(petition, "object", reason="zqznote")
    do(petition, "reject_objection", reason="zqznote")
    do(petition, "accept", course="inquiry", notice_on="2026-01-05", note="zqznote")
    do(petition, "name_accused", accused_accounts=[town.accounts["named_later"].pk])
    do(petition, "supervise", ground_supervised="delay", reason="zqznote")
    do(petition, "add", note="zqzpublic")
    look_as_system()


def do(petition: Planted, act: str, **data: object) -> None:
    """Do an act as the system."""
    perform(by=SYSTEM, case_id=petition.case_id, act=act, data=data)


def test_whoever_may_see_it_meets_it_everywhere(planting: Planting) -> None:
    watch = _walked(planting, "reader", forbidden={})
    assert watch.seen == {"zqztitle"}
    assert not watch.failures


@pytest.mark.parametrize("name", WALKED)
def test_no_address_tells_the_accused(planting: Planting, name: str) -> None:
    words = dict.fromkeys(planting.petition.told() | planting.petition.internal(), "the accusation")
    words |= dict.fromkeys(planting.petition.personal(), "the accuser")
    watch = _walked(planting, name, forbidden=words)
    assert not watch.leaks, "\n".join(watch.leaks[:20])
    assert not watch.failures, "\n".join(watch.failures[:20])
    assert watch.seen == set()


def _walked(planting: Planting, name: str, forbidden: dict[str, str]) -> Watch:
    account = planting.town.accounts[name]
    petition = planting.petition
    hidden = [petition] if forbidden else []
    # A notice that went out before somebody was accused still stands there, without a way to the petition.
    told = {petition.code} if name == "named_later" else set()
    watch = Watch(forbidden, hidden, set(petition.files) if forbidden else set(), told)
    values = Values(
        planting.town, acts=("transfer", "give_feedback", "name_accused", "add"), procedures=("disputes.petition",)
    )
    assert walk(Somebody.signed_in(account, caller_for(account).token), values, watch.look) > 100
    return watch


@pytest.mark.parametrize("name", BARRED)
def test_the_database_alone_keeps_it_from_the_accused(planting: Planting, name: str) -> None:
    """Row-level security without any filter of the application."""
    tables = (Case, Content, ActText, Attachment, ClockRow, AssignmentRow, RatingRow, CaseParty, HotIssueCase)
    pk = planting.petition.case_id
    with acting(actor_for(planting.town.accounts[name])):
        for model in tables:
            column = "pk" if model is Case else "case_id"
            assert not model.objects.filter(**{column: pk}).exists(), model.__name__
    with acting(actor_for(planting.town.accounts["reader"])):
        assert Case.objects.filter(pk=pk).exists()


@pytest.mark.parametrize("name", BARRED)
def test_lists_counts_search_and_acts_are_closed(planting: Planting, name: str) -> None:
    caller = caller_for(planting.town.accounts[name])
    assert caller.get("/cases", count="true").json()["count"] == {"value": 0, "exact": True}
    for query in (COMMON, "zqzbody", planting.petition.code):
        assert caller.get("/search", q=query).json()["items"] == []
    with pytest.raises(Refusal) as refused:
        perform(
            by=actor_for(planting.town.accounts[name]),
            code=planting.petition.code,
            act="add",
            data={"note": "我来看看"},
        )
    assert refused.value.status == 404


def test_no_notice_reaches_them(planting: Planting) -> None:
    with acting_as_system():
        told = set(Outbox.objects.filter(case_id=planting.petition.case_id).values_list("account_id", flat=True))
    accounts = planting.town.accounts
    assert accounts["reader"].pk in told
    # Named only after the first notices went out, so that those stand; what came later did not reach that one either.
    assert not told & {accounts[name].pk for name in BARRED if name != "named_later"}


def test_it_is_never_given_to_the_accused_or_to_those_over_and_under(planting: Planting) -> None:
    with acting_as_system():
        facts = Case.objects.get(pk=planting.petition.case_id).facts
    assert facts["related_units"] == [planting.below]
    report = Report(
        title="举报",
        body="举报房管站",
        kind="accusation",
        place=Place(lon=113.22, lat=40.05),
        inputs={"accused_units": [planting.below]},
    )
    with acting_as_system():
        case = file_case(by=SYSTEM, procedure="disputes.petition", report=report).case
    for unit in (planting.below, planting.town.district.unit("housing")):
        with pytest.raises(Refusal) as refused:
            perform(by=SYSTEM, case_id=case.pk, act="transfer", data={"unit": unit, "manner": "forward"})
        assert refused.value.code == "guard.accused_unit"


def test_a_claim_that_accuses_is_not_led_to_where_they_could_meet_it(planting: Planting) -> None:
    """A referral bars nobody, so none is opened: by row-level security alone the accused find no trace of the try."""
    district = planting.town.district
    report = Report(
        title="申诉",
        body="请求依法处理，并反映房管站人员问题",
        kind="appeal",
        place=Place(lon=113.22, lat=40.05),
        inputs={"accused_units": [district.unit("housing")]},
    )
    with acting_as_system():
        case = file_case(by=SYSTEM, procedure="disputes.petition", report=report).case
    perform(by=SYSTEM, case_id=case.pk, act="sort", data={"kind": "appeal", "way": "litigation"})
    for unit in (district.unit("housing"), planting.below, district.unit("fayuan")):
        data = {"way": "litigation", "unit": unit, "receiver": "department", "message": "请依法通过诉讼途径解决"}
        with pytest.raises(Refusal) as refused:
            perform(by=SYSTEM, case_id=case.pk, act="lead_to", data=data)
        assert (refused.value.code, refused.value.params["law"]) == ("guard.accusation_led", "xf 30")
    for name in ("official", "colleague", "below", "leader"):
        with acting(actor_for(planting.town.accounts[name])):
            assert not Handover.objects.exists()
            found = set(Case.objects.filter(procedure__key__startswith="disputes.").values_list("pk", flat=True))
        assert found == ({case.pk} if name == "official" else set()), "an official of another unit may see this one"


@pytest.mark.parametrize("procedure", ["disputes.supervision", "disputes.circular", "disputes.referral"])
def test_no_order_circular_or_referral_names_it(planting: Planting, procedure: str) -> None:
    field = "origin" if procedure == "disputes.referral" else "about"
    inputs: dict[str, object] = {"unit": planting.town.district.unit("water"), field: planting.petition.case_id}
    if procedure == "disputes.circular":
        inputs["co_units"] = [planting.town.district.unit("housing")]
    kind = {"disputes.supervision": "late", "disputes.circular": "problem", "disputes.referral": "court"}[procedure]
    report = Report(title="督办", body="请尽快办理", kind=kind, place=Place(lon=113.22, lat=40.05), inputs=inputs)
    with acting_as_system(), pytest.raises(Refusal) as refused:
        file_case(by=SYSTEM, procedure=procedure, report=report)
    assert refused.value.code == "platform.barred_case"
    with acting_as_system():
        assert Case.objects.count() == 1
