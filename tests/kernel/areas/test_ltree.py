"""Paths in the tree, as PostgreSQL compares them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from minsheng.kernel.areas.models import Area
from minsheng.kernel.areas.queries import ancestors_of, areas_under
from tests.kernel.areas.conftest import BEGIN


def codes_within(path: str) -> list[str]:
    return list(Area.objects.filter(path__within=path).order_by("path").values_list("code", flat=True))


def test_paths_are_the_parts_of_the_code(named: dict[str, Area]) -> None:
    assert named["140213"].path == "140213"
    assert named["140213050001002"].path == "140213.050.001.002"


def test_a_subtree_has_the_area_itself_and_all_below(named: dict[str, Area]) -> None:
    below = areas_under(named["140213050001"])
    assert [area.code for area in below] == ["140213050001", "140213050001001", "140213050001002"]


def test_ancestors_go_from_the_district_down(named: dict[str, Area]) -> None:
    above = ancestors_of(named["140213050001002"])
    assert [len(area.code) for area in above] == [6, 9, 12, 15]


def test_a_label_that_begins_like_another_is_not_above_it(named: dict[str, Area]) -> None:
    """The trap of comparing texts: W3 and W30, 140213.05 and 140213.050."""
    Area.objects.create(
        code="140213300", kind="subdistrict", name="W", path="140213.05", parent=named["140213"], valid_from=BEGIN
    )
    assert codes_within("140213.05") == ["140213300"]
    assert "140213300" not in codes_within("140213.050")
    assert codes_within("140213.050")[0] == "140213050"


def test_levels_count_labels(named: dict[str, Area]) -> None:
    assert Area.objects.filter(path__level=2).count() == 2


def test_what_is_no_path_is_refused_before_the_database_sees_it(db: None) -> None:
    with pytest.raises(ValidationError):
        Area.objects.filter(path="140213..050").exists()
