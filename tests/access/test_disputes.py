"""Disputes are met by their parties, their mediators and their agency, by each no further than they reach.

Parties read what is for all parties: never notes, reasons, grounds of recusal, the record of a session, nor name,
telephone or home of the other side. A mediator without any permission to read sees the cases that name them now.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from minsheng.domains.disputes.models import (
    Agreement,
    Attendance,
    CaseWarning,
    Instalment,
    Session,
    SessionMediator,
    Signature,
)
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting
from minsheng.kernel.access.queries import actor_for
from minsheng.kernel.cases.models import ActText, Attachment, Case, CaseParty, ClockRow, Content
from minsheng.kernel.deadlines.queries import forget_calendar
from tests.access.planting import COMMON
from tests.access.planting_disputes import SIDES, Quarrels, plant_quarrels, respondent_words
from tests.access.walking import Somebody, Values, walk
from tests.access.watching import Watch
from tests.surface.api.calling import caller_for

ROLES: dict[str, set[str]] = {
    "anonymous": set(),
    "applicant": {"m"},
    "respondent": {"m"},
    "mediator": {"m"},  # may read nothing but what names them
    "mediator2": {"n"},  # was mediator of M too, and was replaced
    "director": {"m"},
    "director2": {"n"},
    "warner": {"n"},
    "deciding": {"m"},
    "justice": {"m", "n"},
    "petitions": {"p"},
    "court": set(),
    "police": set(),
    "dispatcher": set(),
}
WALKED = ("anonymous", "applicant", "respondent", "mediator2", "director2", "warner", "justice", "petitions", "court")
"""Those whose every answer is read; what the others see is asked of lists, search and the database."""
ACTS = ("schedule", "agree_written", "ask_recusal", "sign", "sort")
PROCEDURES = ("disputes.mediation", "disputes.petition")
TABLES = (Content, ActText, Attachment, ClockRow, CaseParty, Session, SessionMediator, Attendance)
ROWS = (Agreement, Signature, Instalment, CaseWarning)


@pytest.fixture(scope="module")
def planted(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Quarrels]:
    """Give the disputes, planted once: no walk changes anything."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "FILES_ROOT", tmp_path_factory.mktemp("files"))
        forget_calendar()
        yield plant_quarrels()
        transaction.set_rollback(True)


@pytest.fixture
def quarrels(planted: Quarrels, db: None, monkeypatch: pytest.MonkeyPatch) -> Quarrels:
    """Give the disputes to one test."""
    monkeypatch.setattr(settings, "API_RATES", dict.fromkeys(settings.API_RATES, "0"))
    forget_calendar()
    return planted


def somebody(quarrels: Quarrels, role: str) -> Somebody:
    """A visitor in a role."""
    if role == "anonymous":
        return Somebody()
    account = quarrels.town.accounts[role]
    return Somebody.signed_in(account, caller_for(account).token)


def actor(quarrels: Quarrels, role: str) -> Actor:
    """The actor that a role is."""
    return Actor.anonymous() if role == "anonymous" else actor_for(quarrels.town.accounts[role])


def forbidden(quarrels: Quarrels, role: str) -> dict[str, str]:
    """Words that this role must meet nowhere, and what each would tell."""
    words: dict[str, str] = {}
    for key, case in quarrels.town.cases.items():
        particulars = {"applicant": set(), "respondent": case.personal()}.get(role, case.personal())
        others = set() if role == "respondent" else respondent_words(key)
        words |= dict.fromkeys(particulars | others, f"a person of {key}")
        if key not in ROLES[role]:
            words |= dict.fromkeys(case.told() | case.internal(), f"case {key}")
        elif role in SIDES:
            words |= dict.fromkeys(case.internal(), f"what is not for parties of {key}")
    if role in SIDES:
        words["zqmownhome" if role == "respondent" else "zqmhome"] = "where the other side lives"
    return words


@pytest.mark.parametrize("role", WALKED)
def test_no_address_tells_what_is_not_ones_own(quarrels: Quarrels, role: str) -> None:
    hidden = [case for key, case in quarrels.town.cases.items() if key not in ROLES[role]]
    # Who was replaced as mediator may still have the notice of the day on which they were named.
    told = {quarrels.town.cases["m"].code} if role == "mediator2" else set()
    watch = Watch(forbidden(quarrels, role), hidden, {pk for case in hidden for pk in case.files}, told)
    values = Values(quarrels.town, acts=ACTS, procedures=PROCEDURES, rows=quarrels.rows)
    assert walk(somebody(quarrels, role), values, watch.look) > 150
    assert not watch.leaks, "\n".join(watch.leaks[:20])
    assert not watch.failures, "\n".join(watch.failures[:20])
    assert watch.seen == {f"zq{key}title" for key in ROLES[role]}, "the walk no longer reaches what this role may see"


@pytest.mark.parametrize("role", ROLES)
def test_the_database_itself_shows_no_more(quarrels: Quarrels, role: str) -> None:
    own = {quarrels.town.cases[key].case_id for key in ROLES[role]}
    with acting(actor(quarrels, role)):
        assert set(Case.objects.values_list("pk", flat=True)) == own
        for model in (*TABLES, *ROWS):
            assert set(model.objects.values_list("case_id", flat=True)) <= own, model.__name__
        mediations = own - {quarrels.town.cases["p"].case_id}
        assert set(Session.objects.values_list("case_id", flat=True)) == mediations


@pytest.mark.parametrize("role", [role for role in ROLES if role != "anonymous"])
def test_lists_search_and_sessions_of_the_api_hold_ones_own(quarrels: Quarrels, role: str) -> None:
    one = caller_for(quarrels.town.accounts[role])
    own = {quarrels.town.cases[key].code for key in ROLES[role]}
    listed = one.get("/cases", count="true").json()
    assert {case["code"] for case in listed["items"]} == own
    assert listed["count"] == {"value": len(own), "exact": True}
    assert {case["code"] for case in one.get("/search", q=COMMON).json()["items"]} == own
    for case in quarrels.town.cases.values():
        for part in ("sessions", "agreement", "instalments", "papers", "chain", "timeline"):
            status = one.get(f"/cases/{case.code}/{part}").status_code
            assert status in ({200, 404} if case.code in own else {404}), (part, status)


@pytest.mark.parametrize("role", ["warner", "deciding", "justice", "director", "director2", "petitions"])
def test_statistics_count_no_case_that_one_may_not_see(quarrels: Quarrels, role: str) -> None:
    one = caller_for(quarrels.town.accounts[role])
    today = timezone.localdate()
    year = {"first": f"{today.year}-01-01", "last": f"{today.year}-12-31"}
    answer = one.get("/mediations/statistics", **year)
    if role == "petitions":
        assert answer.status_code == 403
        return
    assert answer.status_code == 200, answer.content.decode()
    assert answer.json()["total"]["accepted"] == len(ROLES[role])
