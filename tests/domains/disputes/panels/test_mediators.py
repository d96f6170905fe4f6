"""The register of mediators, whom acts may name, and how much each has to do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from minsheng.base.errors import Refusal, Refusals
from minsheng.domains.disputes.models import Mediator
from minsheng.domains.disputes.panels import queries
from minsheng.domains.disputes.panels.register import MEDIATORS
from minsheng.domains.disputes.panels.services import add_mediator, change_mediator, end_mediator
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.audit.models import AuditLine
from tests.domains.disputes.mediations import BEGIN, a_mediation, a_mediator, do, fresh
from tests.factories.district import SYSTEM, District


def refused(call: Any) -> Refusal:
    with pytest.raises((Refusal, Refusals)) as raised:
        call()
    error = raised.value
    return error.refusals[0] if isinstance(error, Refusals) else error


def test_a_mediator_is_entered_changed_and_ended(district: District) -> None:
    made = a_mediator(district, specialities=["property", "family", "property"], languages=" 大同话 ")
    assert (made.specialities, made.languages, made.open_to_choice) == (["family", "property"], "大同话", True)
    changed = change_mediator(by=district.actor("director"), mediator_id=made.pk, introduction="调解二十年")
    assert changed.introduction == "调解二十年"
    end_mediator(by=district.actor("director"), mediator_id=made.pk, valid_to=date(2026, 6, 30))
    assert refused(lambda: change_mediator(by=SYSTEM, mediator_id=made.pk, kind="expert")).code == "mediator.ended"
    with acting_as_system():
        kinds = AuditLine.objects.filter(kind__startswith="disputes.mediator_").order_by("id")
        assert [it.kind.rpartition("_")[2] for it in kinds] == ["added", "changed", "ended"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"kind": "wizard"}, "field.choice", "kind"),
        ({"specialities": ["weather"]}, "field.choice", "specialities"),
        ({"valid_from": date(1900, 1, 1)}, "field.range", "valid_from"),
        ({"introduction": "字" * 301}, "text.too_long", "introduction"),
        ({"unit_id": 999_999}, "unit.unknown", "unit"),
    ],
)
def test_bad_entries_are_refused(district: District, changes: dict[str, Any], code: str, field: str) -> None:
    error = refused(lambda: a_mediator(district, **changes))
    assert (error.code, error.field) == (code, field)


def test_nobody_mediates_twice_for_a_unit_or_without_an_account(district: District) -> None:
    a_mediator(district)
    assert refused(lambda: a_mediator(district)).code == "mediator.exists"
    values: dict[str, Any] = {"unit_id": district.unit("tiaowei"), "kind": "invited", "valid_from": BEGIN}
    assert refused(lambda: add_mediator(by=SYSTEM, account_id=0, **values)).code == "mediator.account"


def test_units_are_kept_by_their_own(district: District) -> None:
    made = a_mediator(district)
    values: dict[str, Any] = {"account_id": made.account_id, "kind": "invited", "valid_from": BEGIN}
    for name, unit, allowed in (
        ("director", "fayuan", False),
        ("justice", "fayuan", False),
        ("mediator", "tiaowei", False),
    ):
        error = refused(
            lambda name=name, unit=unit: add_mediator(by=district.actor(name), unit_id=district.unit(unit), **values)
        )
        assert (error.status == 403) is not allowed
    for name in ("director", "justice"):
        change_mediator(by=district.actor(name), mediator_id=made.pk, introduction=name)
    assert refused(lambda: end_mediator(by=district.actor("court"), mediator_id=made.pk, valid_to=BEGIN)).status == 403
    assert [row.pk for row in queries.kept_mediators(district.actor("justice"))] == [made.pk]


def test_the_public_list_shows_who_may_be_chosen_today(district: District) -> None:
    shown = a_mediator(district, "mediator", specialities=["family"])
    a_mediator(district, "mediator2", open_to_choice=False)
    a_mediator(district, "director", valid_from=timezone.localdate() + timedelta(days=1))
    every = a_mediator(district, "police", unit_id=district.unit("paichusuo"))
    assert [row.pk for row in queries.public_mediators()] == [shown.pk, every.pk]
    assert [row.pk for row in queries.public_mediators(speciality="property")] == [every.pk]
    assert [row.pk for row in queries.public_mediators(unit_id=district.unit("tiaowei"))] == [shown.pk]
    assert queries.public_units() == sorted([district.unit("tiaowei"), district.unit("paichusuo")])
    account = district.accounts["mediator"]
    type(account).objects.filter(pk=account.pk).update(is_active=False)
    assert [row.pk for row in queries.public_mediators()] == [every.pk]


def test_the_lead_units_least_burdened_come_first(district: District) -> None:
    a_mediator(district, "police", unit_id=district.unit("paichusuo"))
    for name in ("mediator", "mediator2", "director"):
        a_mediator(district, name)
    case = a_mediation(district)
    a_mediation(district, ["mediator", "director"])
    offered = MEDIATORS.choices(district.actor("director"), case, "zh-hans")
    names = ("mediator2", "director", "mediator", "police")
    assert [pk for pk, _ in offered] == [district.accounts[name].pk for name in names]
    assert dict(offered)[district.accounts["mediator"].pk] == "mediator · 康吉社区人民调解委员会 · 在办 2 件"
    assert dict(offered)[district.accounts["police"].pk].endswith("在办 0 件")


def test_load_counts_open_cases_by_one_statement(district: District, django_assert_num_queries: Any) -> None:
    for name in ("mediator", "mediator2"):
        a_mediator(district, name)
    first = a_mediation(district)
    a_mediation(district, ["mediator", "mediator2"])
    ids = [district.accounts[name].pk for name in ("mediator", "mediator2", "court")]
    with django_assert_num_queries(1):
        assert list(queries.load_of(ids).values()) == [2, 1, 0]
    type(first).objects.filter(pk=first.pk).update(closed_at=timezone.now())
    assert list(queries.load_of(ids).values()) == [1, 1, 0]
    assert queries.load_of([]) == {}


def test_who_must_recuse_is_not_offered_and_is_refused_with_the_article(district: District) -> None:
    for name in ("mediator", "mediator2"):
        a_mediator(district, name)
    case = a_mediation(district)
    do(case, "declare_recusal", by=district.actor("mediator"), ground_of_recusal="near_relative")
    case = fresh(case)
    offered = [pk for pk, _ in MEDIATORS.choices(district.actor("director"), case, "zh-hans")]
    assert offered == [district.accounts["mediator2"].pk]
    again = refused(
        lambda: do(
            case, "replace_mediators", by=district.actor("director"), mediators=[district.accounts["mediator"].pk]
        )
    )
    assert again.code == "recusal.named"
    assert "tj75" in str(again.params["law"])


def test_acts_name_mediators_of_today_only(district: District) -> None:
    made = a_mediator(district)
    outside = district.accounts["court"].pk
    director = district.actor("director")
    assert MEDIATORS.known([made.account_id, outside], director, None) == {made.account_id}
    assert MEDIATORS.known([made.account_id], Actor(account_id=None, party_id=1), None) == {made.account_id}
    change_mediator(by=SYSTEM, mediator_id=made.pk, open_to_choice=False)
    assert MEDIATORS.known([made.account_id], Actor(account_id=None, party_id=1), None) == set()
    end_mediator(by=SYSTEM, mediator_id=made.pk, valid_to=timezone.localdate() - timedelta(days=1))
    assert MEDIATORS.known([made.account_id], director, None) == set()
    assert MEDIATORS.names([made.account_id, outside], "zh-hans") == {made.account_id: "mediator", outside: "court"}
    assert Mediator.objects.count() == 1
