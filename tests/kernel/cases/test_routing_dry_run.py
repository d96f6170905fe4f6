"""A dry run: what each rule would take of past cases, and how many of them would move."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.routing_dry_run import dry_run, with_change
from minsheng.kernel.routing.registry import routing_registry
from minsheng.kernel.routing.rules import RuleView
from tests.factories.district import SYSTEM, District, a_report

WATER = {"title": "停水", "body": "停水三天了"}


def case(**changes: Any) -> Case:
    with transaction.atomic():
        return file_case(by=SYSTEM, procedure="hotline.order", report=a_report(**changes)).case


def send(district: District, found: Case, unit: str) -> None:
    with transaction.atomic():
        perform(by=district.actor("dispatcher"), case_id=found.pk, act="dispatch", data={"unit": district.unit(unit)})


def rule(**changes: Any) -> RuleView:
    first = next(rule for rule in routing_registry().rules if rule.realm == "hotline")
    blank = {"category_id": None, "kinds": frozenset(), "text_any": (), "unit_of_area": "", "id": 0, "position": 1}
    return replace(first, **{**blank, **changes})


def test_present_rules_and_what_they_take(district: District) -> None:
    send(district, case(), "yongtai")
    send(district, case(**WATER, category=district.categories["停水"].pk), "housing")
    case(phone="13900000001")
    run = dry_run(by=SYSTEM, realm="hotline")
    assert (run.cases, run.decided, run.unrouted, run.moved) == (3, 2, 0, 1)
    assert [(line.name, line.taken, line.moved) for line in run.rules] == [("供水", 1, 1), ("属地街道", 2, 0)]


def test_a_new_rule_is_tried_before_it_is_kept(district: District) -> None:
    send(district, case(), "yongtai")
    change = rule(name="漏水", text_any=("漏水",), unit_id=district.unit("housing"))
    run = dry_run(by=SYSTEM, realm="hotline", change=change)
    assert [(line.name, line.taken, line.moved) for line in run.rules] == [
        ("漏水", 1, 1),
        ("供水", 0, 0),
        ("属地街道", 0, 0),
    ]
    assert [line.name for line in dry_run(by=SYSTEM, realm="hotline").rules] == ["供水", "属地街道"]


def test_a_changed_rule_stands_where_it_stood(district: District) -> None:
    rules = [rule for rule in routing_registry().rules if rule.realm == "hotline"]
    changed = replace(rules[1], name="改了")
    assert [rule.name for rule in with_change(rules, changed)] == ["供水", "改了"]
    assert [rule.name for rule in with_change(rules, replace(changed, id=0, position=99))] == [
        "供水",
        "属地街道",
        "改了",
    ]


def test_only_the_last_cases_and_only_of_the_realm(district: District) -> None:
    for number in range(3):
        case(title=str(number))
    run = dry_run(by=SYSTEM, realm="hotline", last=2)
    assert run.cases == 2
    assert run.first is not None
    assert run.last is not None
    assert run.first <= run.last
    assert dry_run(by=SYSTEM, realm="grid").cases == 0


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_however_many_cases(district: District, count: int) -> None:
    for number in range(count):
        case(title=str(number))
    routing_registry()
    with CaptureQueriesContext(connection) as captured:
        dry_run(by=SYSTEM, realm="hotline")
    assert sum('FROM "cases_case"' in it["sql"] for it in captured.captured_queries) == 1


def test_whoever_may_not_manage_routing_may_not_ask(district: District) -> None:
    with pytest.raises(Refusal, match="access.denied"):
        dry_run(by=Actor.anonymous(), realm="hotline")
