"""Outlines: what may be drawn, what is refused, and how borders move from a day on."""

from __future__ import annotations

from datetime import date

import pytest
import shapely
from shapely import LineString, Polygon, box

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.areas.models import Area, AreaShape
from minsheng.kernel.areas.queries import coverage_gaps
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.areas.services import Drawing, close_area, create_area, draw_shape, draw_shapes, redraw
from tests.kernel.areas.conftest import BEGIN, BOXES, Clerk

MOVE = date(2023, 6, 1)
BOW_TIE = Polygon([(113.2, 40.0), (113.25, 40.1), (113.25, 40.0), (113.2, 40.1)])


def refused(by: Clerk, area: Area, polygon: object, valid_from: date = MOVE, source: str = "survey") -> Refusal:
    before = list(AreaShape.objects.order_by("id").values())
    with pytest.raises(Refusal) as caught:
        draw_shape(by=by, area=area, polygon=polygon, valid_from=valid_from, source=source)
    assert list(AreaShape.objects.order_by("id").values()) == before
    return caught.value


@pytest.mark.parametrize(
    ("polygon", "code"),
    [
        (LineString([(113.2, 40.0), (113.3, 40.0)]), "shape.not_polygon"),
        ("POLYGON EMPTY", "shape.not_polygon"),
        (Polygon(), "shape.empty"),
        (BOW_TIE, "shape.invalid"),
        (box(40.0, 113.2, 40.1, 113.25), "shape.not_in_china"),
        (Polygon([(113.2, 40.0), (float("inf"), 40.1), (113.25, 40.0)]), "shape.not_in_china"),
    ],
)
def test_what_is_no_outline_is_refused(district: dict[str, Area], by: Clerk, polygon: object, code: str) -> None:
    refusal = refused(by, district["140213050001001"], polygon)
    assert (refusal.code, refusal.field) == (code, "polygon")


def test_an_invalid_outline_is_told_where(district: dict[str, Area], by: Clerk) -> None:
    reason = refused(by, district["140213050001001"], BOW_TIE).params["reason"]
    assert str(reason).startswith("Self-intersection[113.2")


def test_an_outline_must_stay_inside_the_parent(district: dict[str, Area], by: Clerk) -> None:
    refusal = refused(by, district["140213050001001"], box(113.19, 40.0, 113.25, 40.1))
    assert refusal.code == "shape.outside_parent"
    assert refusal.params["parent"] == "康吉社区"
    assert refusal.params["square_metres"] == pytest.approx(9_470_000, rel=0.01)


def test_an_overlap_names_the_sibling(district: dict[str, Area], by: Clerk) -> None:
    refusal = refused(by, district["140213050001001"], box(113.2, 40.0, 113.26, 40.1))
    assert (refusal.code, refusal.params["sibling"]) == ("shape.overlaps", "康吉社区第2网格")


def test_an_outline_must_keep_its_children(district: dict[str, Area], by: Clerk) -> None:
    refusal = refused(by, district["140213050001"], box(113.2, 40.0, 113.28, 40.1))
    assert (refusal.code, refusal.params["child"]) == ("shape.leaves_out_child", "康吉社区第2网格")


def test_slivers_of_drawing_are_forgiven(district: dict[str, Area], by: Clerk) -> None:
    slightly_over = box(113.2 - 5e-6, 40.0 - 5e-6, 113.25 + 5e-6, 40.1)
    draw_shape(by=by, area=district["140213050001001"], polygon=slightly_over, valid_from=MOVE, source="survey")


def test_a_parent_comes_first(named: dict[str, Area], by: Clerk) -> None:
    assert refused(by, named["140213050"], BOXES["140213050"]).code == "shape.parent_undrawn"


def test_an_outline_needs_an_area_of_that_day_and_a_source(district: dict[str, Area], by: Clerk) -> None:
    grid = district["140213050001001"]
    assert refused(by, grid, BOXES[grid.code], valid_from=date(2019, 1, 1)).code == "shape.area_not_valid"
    assert refused(by, grid, BOXES[grid.code], source=" ").field == "source"
    close_area(by=by, area=grid, valid_to=date(2022, 12, 31))
    assert refused(by, grid, BOXES[grid.code]).code == "shape.area_not_valid"


def test_an_outline_before_a_later_one_is_refused(district: dict[str, Area], by: Clerk) -> None:
    grid = district["140213050001001"]
    draw_shape(by=by, area=grid, polygon=BOXES[grid.code], valid_from=MOVE, source="survey")
    refusal = refused(by, grid, BOXES[grid.code], valid_from=date(2022, 1, 1))
    assert (refusal.code, refusal.params["day"]) == ("shape.later_exists", "2023-06-01")


def test_an_outline_of_the_same_day_is_a_correction(district: dict[str, Area], by: Clerk) -> None:
    grid = district["140213050001001"]
    smaller = box(113.2, 40.0, 113.24, 40.1)
    draw_shape(by=by, area=grid, polygon=smaller, valid_from=BEGIN, source="survey")
    row = AreaShape.objects.get(area=grid)
    assert (row.valid_from, row.source, row.simulated) == (BEGIN, "survey", False)
    assert (row.west, row.south, row.east, row.north) == (113.2, 40.0, 113.24, 40.1)
    assert shapely.from_wkb(bytes(row.wkb)).equals(smaller)


def test_redrawing_moves_a_border_and_keeps_the_past(district: dict[str, Area], by: Clerk) -> None:
    west, east = district["140213050001001"], district["140213050001002"]
    between = (113.26, 40.05)
    assert registry().locate(*between).area_id == east.pk  # type: ignore[union-attr]
    changes = [Drawing(west, box(113.2, 40.0, 113.27, 40.1)), Drawing(east, box(113.27, 40.0, 113.3, 40.1))]
    redraw(by=by, valid_from=MOVE, changes=changes, source="council decision")
    areas = registry()
    assert areas.locate(*between, date(2023, 5, 31)).area_id == east.pk  # type: ignore[union-attr]
    assert areas.locate(*between, MOVE).area_id == west.pk  # type: ignore[union-attr]
    assert areas.locate(*between).area_id == west.pk  # type: ignore[union-attr]
    assert areas.locate_many([between[0]], [between[1]], date(2023, 5, 31)).tolist() == [east.pk]
    assert AreaShape.objects.get(area=west, valid_to__isnull=False).valid_to == date(2023, 5, 31)


def test_redrawing_may_not_leave_ground_to_nobody(district: dict[str, Area], by: Clerk) -> None:
    west, east = district["140213050001001"], district["140213050001002"]
    changes = [Drawing(west, box(113.2, 40.0, 113.24, 40.1)), Drawing(east, box(113.25, 40.0, 113.3, 40.1))]
    with pytest.raises(Refusals) as caught:
        redraw(by=by, valid_from=MOVE, changes=changes, source="council decision")
    assert [refusal.code for refusal in caught.value.refusals] == ["shape.leaves_gap"]
    assert not AreaShape.objects.filter(valid_from=MOVE).exists()


def test_redrawing_needs_something_to_redraw(named: dict[str, Area], by: Clerk) -> None:
    changes = [Drawing(named["140213"], BOXES["140213"])]
    with pytest.raises(Refusals, match=r"shape\.nothing_to_replace"):
        redraw(by=by, valid_from=MOVE, changes=changes, source="council decision")


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_done(named: dict[str, Area], by: Clerk) -> None:
    drawings = [Drawing(named[code], polygon) for code, polygon in BOXES.items() if len(code) < 15]
    drawings[1] = Drawing(named["140213050"], box(113.1, 40.0, 113.31, 40.2))
    with pytest.raises(Refusals) as caught:
        draw_shapes(by=by, drawings=drawings, valid_from=BEGIN, source="survey")
    assert {refusal.code for refusal in caught.value.refusals} == {"shape.outside_parent", "shape.overlaps"}
    assert not AreaShape.objects.exists()


def test_an_area_is_drawn_once_in_one_go(named: dict[str, Area], by: Clerk) -> None:
    twice = [Drawing(named["140213"], BOXES["140213"])] * 2
    with pytest.raises(Refusals, match=r"shape\.drawn_twice"):
        draw_shapes(by=by, drawings=twice, valid_from=BEGIN, source="survey")


def test_a_new_grid_beside_the_old_ones_must_fit_later_plans_too(district: dict[str, Area], by: Clerk) -> None:
    north = district["140213050002"]
    half = create_area(by=by, code="140213050002001", name="平和社区第1网格", valid_from=BEGIN)
    other = create_area(by=by, code="140213050002002", name="平和社区第2网格", valid_from=BEGIN)
    whole = BOXES[north.code]
    draw_shape(by=by, area=other, polygon=whole, valid_from=date(2030, 1, 1), source="plan")
    assert refused(by, half, whole, valid_from=MOVE).code == "shape.overlaps"


def test_gaps_are_found_and_measured(district: dict[str, Area], by: Clerk) -> None:
    assert coverage_gaps(district["140213"]) == []
    assert coverage_gaps(district["140213050001"]) == []
    (gap,) = coverage_gaps(district["140213051"])
    assert gap.outline.equals(BOXES["140213051"])
    draw_shape(
        by=by,
        area=district["140213050001001"],
        polygon=box(113.2, 40.0, 113.24, 40.1),
        valid_from=BEGIN,
        source="survey",
    )
    (gap,) = coverage_gaps(district["140213050001"])
    assert gap.outline.equals(box(113.24, 40.0, 113.25, 40.1))
    assert gap.square_metres == pytest.approx(852.5 * 11_103.6, rel=0.005)
