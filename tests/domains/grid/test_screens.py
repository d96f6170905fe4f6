"""The screens of the grids, without script: doors, forms that work, refusals beside the field, counts of statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from minsheng.domains.grid.duties import NewDuty, appoint_worker
from minsheng.domains.grid.models import Absence, GridContact, GridDuty, Round, Visit
from minsheng.domains.grid.rounds import start_round
from minsheng.domains.grid.urls import urlpatterns
from minsheng.domains.grid.visits import record_visit
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.areas.models import Area
from tests.domains.grid.conftest import FIRST, SECOND, Team
from tests.domains.grid.test_rounds import event
from tests.domains.grid.test_visits import a_visit
from tests.domains.grid.test_whistles import called


def client(team: Team, name: str, language: str = "zh-hans") -> Client:
    one = Client(headers={"accept-language": language})
    if name:
        one.force_login(team.accounts[name])
    return one


def page(one: Client, name: str, *args: Any, status: int = 200, **query: Any) -> str:
    response = one.get(reverse(f"grid:{name}", args=args), query)
    assert response.status_code == status, (name, response.status_code)
    return str(response.content.decode())


def send(one: Client, name: str, *args: Any, status: int = 302, **data: Any) -> str:
    response = one.post(reverse(f"grid:{name}", args=args), data)
    assert response.status_code == status, (name, response.status_code, response.content.decode()[:3000])
    return str(response.content.decode())


def test_every_view_has_a_door_and_one_is_for_everybody() -> None:
    doors = {entry.name: getattr(entry.callback, "door", None) for entry in urlpatterns}
    assert None not in doors.values()
    assert [name for name, door in doors.items() if door == "public"] == ["board"]


@pytest.mark.parametrize("name", ["", "neighbour", "dispatcher", "gucheng", "housing", "verifier"])
def test_whoever_is_not_of_the_grid_meets_nothing_of_it(team: Team, name: str) -> None:
    begun = start_round(by=team.actor("worker"), grid=FIRST).round
    visit = record_visit(by=team.actor("worker"), report=a_visit(address="zqaddress", result="zqresult")).visit
    duty = appoint_worker(
        by=team.actor("triage"), duty=NewDuty(FIRST, team.accounts["worker"].pk, "main", timezone.localdate())
    )
    look_as_system()
    one = client(team, name)
    numbers = {
        "round": begun.pk,
        "visit": visit.pk,
        "duty": duty.pk,
        "roster": team.grid().pk,
        "contact": team.grid().pk,
    }
    for entry in urlpatterns:
        args = [numbers.get(str(entry.name).split("_")[0], 1)] if "<int" in str(entry.pattern) else []
        for response in (
            one.get(reverse(f"grid:{entry.name}", args=args)),
            one.post(reverse(f"grid:{entry.name}", args=args)),
        ):
            text = response.content.decode()
            assert response.status_code < 500, entry.name
            assert "zqaddress" not in text, entry.name
            assert "zqresult" not in text, entry.name
            if args:
                assert response.status_code in {302, 403, 404, 405}, entry.name
    look_as_system()
    assert Visit.objects.get().erased_at is None
    assert Round.objects.get().finished_at is None


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_day_of_a_worker(team: Team, language: str) -> None:
    today = timezone.localdate()
    for name, role in (("worker", "main"), ("standby", "backup")):
        appoint_worker(by=team.actor("triage"), duty=NewDuty(FIRST, team.accounts[name].pk, role, today))
    worker = client(team, "worker", language)
    send(worker, "round_plan", grid=team.grid().pk, planned_on=today.isoformat())
    text = page(worker, "today")
    assert ("开始本次巡查" if language != "en" else "Begin this round") in text
    send(worker, "round_start", grid=team.grid().pk, client_key="x")
    look_as_system()
    begun = Round.objects.get()
    assert begun.kind == "planned"
    found = event(team)
    assert found.code in page(worker, "round", begun.pk)
    send(worker, "round_mark", begun.pk, area=team.grid().pk)
    send(worker, "round_find", begun.pk, case=found.code.lower())
    send(worker, "round_finish", begun.pk, status=422, note="140213199001011234")
    send(worker, "round_finish", begun.pk, note="正常")
    assert found.title in page(worker, "round", begun.pk)
    assert found.title in page(worker, "today")
    for name in ("rounds", "visits"):
        page(worker, name)


def test_a_visit_by_its_form(team: Team) -> None:
    worker = client(team, "worker")
    good = {
        "client_key": "k",
        "grid": team.grid().pk,
        "subject": "shop",
        "purpose": "policy",
        "address": "小卖部",
        "visited_on": timezone.localdate().isoformat(),
        "result": "已发放材料",
        "follow_up": "on",
        "case": "",
    }
    text = send(worker, "visit_add", status=422, **{**good, "result": "店主患有糖尿病", "case": "WG1"})
    assert "患有" in text
    assert "不得写入走访" in text
    for _ in range(2):
        send(worker, "visit_add", **good)
    look_as_system()
    visit = Visit.objects.get()
    assert "小卖部" in page(worker, "visits", open="1")
    send(worker, "visit_follow_up", visit.pk, on=timezone.localdate().isoformat())
    assert "小卖部" not in page(worker, "visits", open="1")
    officer = client(team, "officer")
    assert "删除地址和结果" in page(officer, "visit", visit.pk)
    send(officer, "visit_erase", visit.pk)
    assert "小卖部" not in page(worker, "visit", visit.pk)


def test_the_roster_by_its_forms(team: Team) -> None:
    clerk, today = client(team, "triage"), timezone.localdate().isoformat()
    grid = team.grid().pk
    worker, standby = team.accounts["worker"].pk, team.accounts["standby"].pk
    send(clerk, "duty_add", grid, account=worker, role="main", valid_from=today)
    assert "只能有一名A岗" in send(clerk, "duty_add", grid, status=422, account=standby, role="main", valid_from=today)
    look_as_system()
    main = GridDuty.objects.get()
    assert "没有B岗顶岗" in send(clerk, "duty_away", main.pk, status=422, first_day=today, last_day=today)
    send(clerk, "duty_add", grid, account=standby, role="backup", valid_from=today)
    send(clerk, "duty_away", main.pk, first_day=today, last_day=today)
    assert "standby" in page(clerk, "roster", q="康吉")
    look_as_system()
    send(clerk, "absence_back", Absence.objects.get().pk, last_day=today)
    assert "不是个人号码" in send(clerk, "contact", grid, status=422, phone="13812345678")
    send(clerk, "contact", grid, phone="0352-2345678")
    send(clerk, "duty_end", main.pk, last_day=today)
    look_as_system()
    assert GridContact.objects.get().phone == "0352-2345678"
    assert "standby" in page(clerk, "roster_grid", grid)
    page(clerk, "roster_grid", team.district.areas["140213050001"].pk, status=422)
    page(clerk, "roster_grid", 0, status=422)


@pytest.mark.parametrize("query", [{"q": "康吉"}, {"area": "140213050001"}, {"lon": "113.22", "lat": "40.05"}])
def test_everybody_finds_the_grid(team: Team, query: dict[str, str]) -> None:
    duty = NewDuty(FIRST, team.accounts["worker"].pk, "main", timezone.localdate())
    appoint_worker(by=team.actor("triage"), duty=duty)
    text = page(client(team, ""), "board", **query)
    assert "worker" in text
    assert "康吉社区第1网格" in text


@pytest.mark.parametrize(
    "query",
    [{"q": "没有这里"}, {"lon": "0", "lat": "0"}, {"lon": "x", "lat": "1"}, {"area": "1"}, {"lon": "nan", "lat": "1"}],
)
def test_a_place_that_is_nowhere(team: Team, query: dict[str, str]) -> None:
    assert "康吉社区第1网格" not in page(client(team, ""), "board", **query)


def test_grids_are_merged_on_the_administrations_desk(team: Team) -> None:
    drawer = client(team, "drawer")
    address = reverse("grid:redraw") + "?community=140213050001"
    tomorrow = timezone.localdate() + timedelta(days=1)
    data: dict[str, Any] = {
        "way": "merge",
        "grids": [FIRST, SECOND],
        "valid_from": tomorrow.isoformat(),
        "source": "决定",
    }
    shown = drawer.post(address, {**data, "try": "1"})
    assert shown.status_code == 200, shown.content.decode()
    text = shown.content.decode()
    assert "按试算结果调整" in text
    look_as_system()
    assert Area.objects.get(code=SECOND).valid_to is None
    outlines = shown.context["form"]["outlines"].value()
    done = drawer.post(address, {**data, "outlines": outlines, "confirm": "1"})
    assert done.status_code == 302
    look_as_system()
    assert Area.objects.get(code=SECOND).valid_to == timezone.localdate()
    for bad in ({**data, "grids": [FIRST]}, {**data, "way": "file"}, {**data, "valid_from": "2020-01-01"}):
        assert drawer.post(address, {**bad, "try": "1"}).status_code == 422
    assert client(team, "triage").get(address).status_code == 403


def test_whistles_as_a_list(team: Team) -> None:
    called(team, "断水", "water", whistle="campaign")
    clerk = client(team, "triage")
    assert "攻坚哨" in page(clerk, "whistles", kind="campaign", late="yes")
    assert "断水" not in page(clerk, "whistles", kind="daily")
    assert "断水" not in page(client(team, "housing"), "whistles")
    for query in ({"area": "999999"}, {"unit": "x"}, {"after": "x"}, {"late": "x"}):
        page(clerk, "whistles", **query)


def statements(call: Callable[[], HttpResponse]) -> int:
    call()
    with CaptureQueriesContext(connection) as captured:
        assert call().status_code == 200
    own = [it["sql"] for it in captured.captured_queries]
    return sum(1 for sql in own if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "who", "expected"),
    [("rounds", "worker", 6), ("visits", "worker", 5), ("whistles", "triage", 5), ("roster", "triage", 11)],
)
def test_a_page_costs_the_same_with_one_row_and_three(
    team: Team, monkeypatch: pytest.MonkeyPatch, name: str, who: str, expected: int, rows: int
) -> None:
    monkeypatch.setattr("minsheng.kernel.memory.remembered.FRESH_SECONDS", 3600.0)
    monkeypatch.setattr("minsheng.kernel.areas.registry.FRESH_SECONDS", 3600.0)
    monkeypatch.setattr("minsheng.kernel.deadlines.queries.RECHECK_SECONDS", 3600.0)
    for number in range(rows):
        record_visit(by=team.actor("worker"), report=a_visit())
        one = client(team, "worker")
        send(one, "round_start", grid=team.grid().pk)
        look_as_system()
        send(one, "round_finish", Round.objects.order_by("-pk").first().pk)  # type: ignore[union-attr]
        look_as_system()
        called(team, f"第{number}件", "water")
    one = client(team, who)
    assert statements(lambda: one.get(reverse(f"grid:{name}"))) == expected
