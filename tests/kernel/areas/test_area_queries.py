"""Reads for screens, with their numbers of queries."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from minsheng.kernel.areas.enums import AreaKind
from minsheng.kernel.areas.models import Area
from minsheng.kernel.areas.queries import Branch, find_areas, outline_of, shapes_of, tree_under, undrawn
from minsheng.kernel.areas.services import close_area, create_area
from tests.kernel.areas.conftest import BEGIN, Clerk


def nested(branch: Branch) -> dict[str, object]:
    return {below.area.code[-3:]: nested(below) for below in branch.branches}


def test_a_tree_of_some_depth_takes_one_query(
    named: dict[str, Area], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert nested(tree_under(named["140213"])) == {"050": {}, "051": {}}
    with django_assert_num_queries(1):
        tree = tree_under(named["140213"], depth=3)
    assert nested(tree) == {"050": {"001": {"001": {}, "002": {}}, "002": {}}, "051": {}}


def test_a_tree_is_as_of_today(named: dict[str, Area], by: Clerk) -> None:
    close_area(by=by, area=named["140213051"], valid_to=BEGIN)
    assert nested(tree_under(named["140213"])) == {"050": {}}
    assert nested(tree_under(named["140213"], on=BEGIN)) == {"050": {}, "051": {}}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("康吉社区", ["140213050001", "140213050001001", "140213050001002"]),
        ("和", ["140213050002"]),
        ("140213051", ["140213051"]),
        ("pingcheng", ["140213"]),
        ("%", []),
        ("_", []),
        ("'; DROP TABLE areas_area; --", []),
        ("\0", []),
        ("  ", []),
    ],
)
def test_areas_are_found_by_name_and_code(named: dict[str, Area], text: str, codes: list[str]) -> None:
    assert [area.code for area in find_areas(text)] == codes


def test_the_equal_name_comes_first_and_kinds_narrow(named: dict[str, Area], by: Clerk) -> None:
    create_area(by=by, code="140213052", name="小古城", valid_from=BEGIN)
    create_area(by=by, code="140213050003", name="古城", valid_from=BEGIN)
    assert [area.name for area in find_areas("古城")] == ["古城", "古城街道", "小古城"]
    assert [area.name for area in find_areas("古城", kinds=[AreaKind.COMMUNITY])] == ["古城"]
    assert [area.name for area in find_areas("古城", limit=1)] == ["古城"]


def test_what_is_not_drawn_is_listed(district: dict[str, Area], by: Clerk) -> None:
    assert not undrawn(district["140213"]).exists()
    new = create_area(by=by, code="140213052", name="新旺街道", valid_from=BEGIN)
    assert list(undrawn(district["140213"])) == [new]
    assert outline_of(new) is None
    assert shapes_of(district["140213"]).count() == 1


def test_subtrees_can_use_the_index(district: dict[str, Area]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Area.objects.filter(path__within="140213.050").explain()
    assert "areas_area_path" in plan
