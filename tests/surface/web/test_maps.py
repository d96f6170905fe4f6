"""The map on which a place is chosen, and the small one beside a case."""

from __future__ import annotations

import pytest

from minsheng.kernel.areas.registry import registry
from minsheng.surface.web.maps import frame_of, place_svg
from tests.factories.district import District
from tests.surface.web.browsing import Visitor


def test_outlines_of_the_district_and_of_one_area_below(visitor: Visitor, district: District) -> None:
    whole = visitor.get("map_areas").json()
    assert [child["name"] for child in whole["children"]] == ["永泰街道", "古城街道"]
    assert whole["parent"] is None
    assert whole["note"] == "本图边界为模拟数据。"
    street = visitor.get("map_areas", under=district.areas["140213050"].pk).json()
    assert [child["name"] for child in street["children"]] == ["康吉社区", "平和社区"]
    assert visitor.get("map_areas", under="999999").status_code == 404


@pytest.mark.parametrize(
    ("lon", "lat", "inside", "name"),
    [
        ("113.22", "40.05", True, "永泰街道 · 康吉社区第1网格"),
        ("113.35", "40.05", True, "古城街道"),
        ("100", "20", False, "该位置不在本区范围内。"),
        ("nan", "inf", False, "该位置不在本区范围内。"),
        ("x", "", False, "该位置不在本区范围内。"),
    ],
)
def test_a_point_has_a_name(visitor: Visitor, lon: str, lat: str, inside: bool, name: str) -> None:
    found = visitor.get("map_locate", lon=lon, lat=lat).json()
    assert (found["inside"], found["name"]) == (inside, name)


def test_the_small_map_marks_the_point_within_its_grid(district: District) -> None:
    svg = place_svg(registry(), district.areas["140213050001001"].pk, 113.22, 40.05, "zh-hans")
    assert svg.count('class="map-here"') == 1
    assert svg.count('class="map-near"') == 1
    assert 'class="map-point"' in svg
    assert " style=" not in svg
    assert 'class="map-point"' not in place_svg(registry(), district.areas["140213"].pk, None, None, "en")


def test_an_area_that_was_never_drawn_takes_the_outline_above(district: District) -> None:
    from minsheng.kernel.areas.services import create_area
    from tests.factories.district import BEGIN, SYSTEM

    area = create_area(by=SYSTEM, code="140213051001", name="未绘社区", valid_from=BEGIN)
    assert "古城街道" in place_svg(registry(), area.pk, None, None, "zh-hans")


def test_shapes_look_as_they_do_on_the_ground() -> None:
    frame = frame_of((113.0, 40.0, 113.1, 40.1))
    (x0, y0), (x1, y1) = frame.place(113.0, 40.1), frame.place(113.1, 40.0)
    assert (x1 - x0) / (y1 - y0) == pytest.approx(0.766, abs=0.01)
