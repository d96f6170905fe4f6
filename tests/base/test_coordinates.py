"""GCJ-02 and BD-09 on the vectors of domain.md 13.10, and back again."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base import coordinates as geo
from minsheng.base.coordinates import Datum

Point = tuple[float, float]
Convert = Callable[[float, float], Point]
inside = st.tuples(st.floats(geo.WEST, geo.EAST), st.floats(geo.SOUTH, geo.NORTH))
anywhere = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@pytest.mark.parametrize(
    ("convert", "point", "expected", "tolerance"),
    [
        (geo.wgs84_to_gcj02, (116.404, 39.915), (116.41024449916938, 39.91640428150164), 1e-12),
        (geo.wgs84_to_bd09, (116.404, 39.915), (116.41662724378733, 39.922699552216216), 1e-12),
        (geo.gcj02_to_bd09, (116.404, 39.915), (116.41036949371029, 39.92133699351021), 1e-12),
        (geo.wgs84_to_gcj02, (113.298, 40.0757), (113.30501194, 40.07689632), 1e-8),
        (geo.wgs84_to_bd09, (113.298, 40.0757), (113.31147785, 40.08298301), 1e-8),
    ],
)
def test_vectors_of_domain_13_10(convert: Convert, point: Point, expected: Point, tolerance: float) -> None:
    assert convert(*point) == pytest.approx(expected, abs=tolerance)


@given(inside)
def test_gcj02_comes_back_within_1e_9(point: Point) -> None:
    assert geo.gcj02_to_wgs84(*geo.wgs84_to_gcj02(*point)) == pytest.approx(point, abs=1e-9)


@given(inside)
def test_bd09_comes_back_within_1e_9(point: Point) -> None:
    assert geo.bd09_to_gcj02(*geo.gcj02_to_bd09(*point)) == pytest.approx(point, abs=1e-9)


@given(st.tuples(st.floats(73.5, 135), st.floats(3, 53.6)), st.sampled_from(Datum))
def test_there_and_back_in_every_datum(point: Point, datum: Datum) -> None:
    assert geo.to_wgs84(*geo.from_wgs84(*point, datum), datum) == pytest.approx(point, abs=1e-9)


@given(inside)
def test_the_shift_is_a_few_hundred_metres(point: Point) -> None:
    lng, lat = geo.wgs84_to_gcj02(*point)
    metres = math.hypot((lng - point[0]) * math.cos(math.radians(point[1])), lat - point[1]) * 111_320
    assert 0 < metres < 2_000


@given(anywhere)
def test_nothing_is_shifted_outside_the_mainland_box(point: Point) -> None:
    if not geo.in_mainland_box(*point):
        assert geo.wgs84_to_gcj02(*point) == point
        assert geo.gcj02_to_bd09(*point) == point


@pytest.mark.parametrize(
    "point", [(139.69, 35.68), (-0.12, 51.5), (0.0, 90.0), (float("inf"), 1e300), (float("nan"), 1.0)]
)
def test_far_points_pass_unchanged(point: Point) -> None:
    for convert in (geo.wgs84_to_gcj02, geo.gcj02_to_wgs84, geo.wgs84_to_bd09, geo.bd09_to_wgs84):
        assert convert(*point) == pytest.approx(point, nan_ok=True)


def test_arrays_agree_with_single_points() -> None:
    points = [
        (116.404, 39.915),
        (113.298, 40.0757),
        (139.69, 35.68),
        (float("nan"), 1.0),
        (72.0041, 0.83),
        (1e300, 9.0),
    ]
    lng, lat = (np.array(column) for column in zip(*points, strict=True))
    for convert in (geo.wgs84_to_gcj02, geo.gcj02_to_wgs84, geo.wgs84_to_bd09, geo.bd09_to_wgs84):
        together = np.column_stack(convert(lng, lat))
        single = np.array([convert(*point) for point in points])
        assert together == pytest.approx(single, abs=1e-12, nan_ok=True)


def test_a_numpy_number_is_a_single_point() -> None:
    assert geo.wgs84_to_gcj02(np.float64(116.404), np.float64(39.915))[0] == pytest.approx(116.41024449916938)
