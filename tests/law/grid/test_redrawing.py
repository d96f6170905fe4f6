"""GB/T 34300-2017: grids nest in their community without overlap and without gap; a case keeps the grid of its date.

One code of fifteen digits for each; 300 to 500 households are usual (domain reference 1.5). 滨州条例 art. 6: one set of grids.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from shapely import box

from minsheng.base.errors import Refusal, Refusals
from minsheng.domains.grid.duties import NewDuty, appoint_worker
from minsheng.domains.grid.models import GridDuty
from minsheng.domains.grid.redrawing.services import Redrawn, current_grids, redraw_grids
from minsheng.domains.grid.redrawing.wanted import Wanted, merge, next_code, read_geojson, split, write_geojson
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.areas.models import Area, AreaShape
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.places import Place
from tests.domains.grid.conftest import FIRST, SECOND, Team, refused, team
from tests.factories.district import SYSTEM, a_report

__all__ = ["refused", "team"]
COMMUNITY = "140213050001"
Refused = Callable[[Callable[[], object]], str]


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def standing(on: date | None = None) -> list[Wanted]:
    community = registry().by_code(COMMUNITY)
    assert community is not None
    return current_grids(community, on or tomorrow())


def do(team: Team, grids: list[Wanted], **options: Any) -> Redrawn:
    values = {"valid_from": tomorrow(), "source": "街道办〔2026〕3号", **options}
    return redraw_grids(by=team.actor("drawer"), grids=grids, **values)


def halved() -> list[Wanted]:
    return split(standing(), FIRST, new_code=next_code(standing(), COMMUNITY), new_name="康吉社区第3网格")


def a_case(lat: float) -> Case:
    report = a_report(kind="level1", place=Place(lon=113.22, lat=lat), name="", phone="")
    case = file_case(by=SYSTEM, procedure="grid.event", report=report).case
    look_as_system()
    return case


def test_a_case_keeps_the_grid_of_its_date(team: Team) -> None:
    case = a_case(40.08)  # in the northern half of the first grid
    done = do(team, halved())
    assert done.moved == 1
    look_as_system()
    case.refresh_from_db()
    assert case.area.code == FIRST
    located = registry().locate(113.22, 40.08, tomorrow())
    assert located is not None
    assert registry().node(located.area_id).code == f"{COMMUNITY}003"
    today = registry().locate(113.22, 40.08, timezone.localdate())
    assert today is not None
    assert registry().node(today.area_id).code == FIRST
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=True):
        assert a_case(40.08).area.code == f"{COMMUNITY}003"
        assert a_case(40.02).area.code == FIRST


def test_the_halves_are_equal_and_the_whole_is_kept(team: Team) -> None:
    done = {change.code: change for change in do(team, halved()).changes}
    assert done[FIRST].what == "drawn"
    assert done[f"{COMMUNITY}003"].what == "new"
    assert done[SECOND].what == "same"
    assert abs(done[FIRST].after - done[f"{COMMUNITY}003"].after) < done[FIRST].before / 1000
    assert abs(done[FIRST].after + done[f"{COMMUNITY}003"].after - done[FIRST].before) < 100


def test_a_dry_run_changes_nothing(team: Team) -> None:
    before = (Area.objects.count(), AreaShape.objects.count(), registry().stamp)
    done = do(team, halved(), dry_run=True)
    assert (done.dry_run, len(done.changes)) == (True, 3)
    assert (Area.objects.count(), AreaShape.objects.count()) == before[:2]
    assert registry().by_code(f"{COMMUNITY}003", tomorrow()) is None


def test_merged_grids_end_with_an_heir_and_without_duties(team: Team) -> None:
    by = team.actor("triage")
    appoint_worker(by=by, duty=NewDuty(SECOND, team.accounts["neighbour"].pk, "main", date(2026, 1, 1)))
    done = do(team, merge(standing(), [FIRST, SECOND]))
    assert [(it.code, it.what) for it in done.changes] == [(FIRST, "drawn"), (SECOND, "closed")]
    look_as_system()
    closed = Area.objects.get(code=SECOND)
    assert (closed.valid_to, closed.successor and closed.successor.code) == (timezone.localdate(), FIRST)
    assert GridDuty.objects.get().valid_to == timezone.localdate()
    assert done.without_worker == ["康吉社区第1网格"]


@pytest.mark.parametrize(("west", "code"), [(113.26, "grid.gap"), (113.24, "shape.overlaps")])
def test_neither_gap_nor_overlap(team: Team, west: float, code: str) -> None:
    first = next(one for one in standing() if one.code == FIRST)
    second = Wanted(SECOND, "", box(west, 40.0, 113.3, 40.1))
    with pytest.raises(Refusals) as several:
        do(team, [first, second])
    look_as_system()
    refusal = next(it for it in several.value.refusals if it.code == code)
    named = str(refusal.params)
    assert "康吉社区第1网格" in named
    assert AreaShape.objects.filter(valid_from=tomorrow()).count() == 0


def test_no_grid_outside_of_its_community(team: Team) -> None:
    grids = [standing()[0], Wanted(SECOND, "", box(113.25, 40.0, 113.3, 40.12))]
    with pytest.raises(Refusals) as several:
        do(team, grids)
    assert "shape.outside_parent" in {it.code for it in several.value.refusals}


def test_what_was_shown_is_what_is_done(team: Team) -> None:
    shown = do(team, halved(), dry_run=True)
    done = do(team, read_geojson(write_geojson(halved())))
    assert [(it.code, it.what, it.after) for it in shown.changes] == [
        (it.code, it.what, it.after) for it in done.changes
    ]


@pytest.mark.parametrize(
    ("households", "unusual"), [(299, True), (300, False), (500, False), (501, True), (None, False)]
)
def test_three_to_five_hundred_households_are_usual(team: Team, households: int | None, unusual: bool) -> None:
    first, *others = halved()
    grids = [Wanted(first.code, first.name, first.outline, households), *others]
    change = next(it for it in do(team, grids, dry_run=True).changes if it.code == FIRST)
    assert change.is_unusual is unusual


@pytest.mark.parametrize(
    "code", ["", "14021305000100", "1402130500010011", "14021305000100a", "１４０２１３０５０００１００１"]
)
def test_a_code_has_fifteen_digits(code: str) -> None:
    text = write_geojson([Wanted(code, "x", box(113.2, 40.0, 113.25, 40.1))])
    with pytest.raises(Refusal) as refusal:
        read_geojson(text)
    assert refusal.value.code == "grid.code"


def test_what_cannot_be_redrawn(team: Team, refused: Refused) -> None:
    assert refused(lambda: do(team, halved(), valid_from=timezone.localdate())) == "grid.redraw_day"
    assert refused(lambda: do(team, [])) == "grid.nothing_wanted"
    assert refused(lambda: do(team, standing())) == "grid.nothing_changes"
    assert refused(lambda: do(team, halved(), source=" ")) == "text.empty"
    assert (
        refused(lambda: do(team, [Wanted("140213059001001", "x", box(113.2, 40.0, 113.25, 40.1))]))
        == "grid.no_community"
    )
    denied = {"grids": halved(), "valid_from": tomorrow(), "source": "x"}
    assert refused(lambda: redraw_grids(by=team.actor("triage"), **denied)) == "access.denied"
    assert refused(lambda: merge(standing(), [FIRST])) == "grid.merge_two"
    assert refused(lambda: merge(standing(), [FIRST, "999"])) == "grid.unknown"
    assert refused(lambda: split(standing(), FIRST, new_code=SECOND, new_name="x")) == "grid.code_taken"
    line = '{"type": "LineString", "coordinates": [[113.1, 40.05], [113.22, 40.05]]}'  # ends inside
    assert refused(lambda: split(standing(), FIRST, new_code="1" * 15, new_name="x", line=line)) == "grid.line"
    assert refused(lambda: split(standing(), FIRST, new_code="1" * 15, new_name="x", line="{")) == "geojson.malformed"
    apart = [Wanted("1" * 15, "a", box(113.2, 40, 113.21, 40.1)), Wanted("2" * 15, "b", box(113.25, 40, 113.3, 40.1))]
    assert refused(lambda: merge(apart, ["1" * 15, "2" * 15])) == "grid.merge_apart"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"features": []}', '{"features": [1]}', '{"features": [{}]}', "[" * 5000]
)
def test_what_is_no_file_of_grids(text: str, refused: Refused) -> None:
    assert refused(lambda: read_geojson(text)) in {"geojson.malformed", "grid.code"}


def test_a_line_cuts_where_it_lies(team: Team) -> None:
    line = '{"type": "LineString", "coordinates": [[113.21, 39.9], [113.21, 40.2]]}'
    parts = split(standing(), FIRST, new_code="140213050001009", new_name="东片", line=line)
    by_code = {one.code: one for one in parts}
    assert round(by_code[FIRST].outline.bounds[2], 6) == 113.21
    assert round(by_code["140213050001009"].outline.bounds[0], 6) == 113.21
    assert do(team, parts).changes[2].name == "东片"
