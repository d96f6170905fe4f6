"""The inbox: who finds what in which tab, true counts, filters, pages by key, words for deadlines and marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from tests.factories.district import SYSTEM, District, a_report
from tests.surface.web.browsing import Visitor
from tests.surface.web.working import answered, dispatched, do

File = Callable[..., Case]
Staff = Callable[[str], Visitor]


def tab_names(html: str) -> list[str]:
    block = html[html.index('id="tabs"') : html.index("</nav>", html.index('id="tabs"'))]
    return re.findall(r'href="\?tab=([\w-]+)"', block)


def codes(html: str) -> list[str]:
    return re.findall(r'class="matter-title" href="/desk/cases/([\w-]+)/"', html)


def test_tabs_are_those_of_the_posts(staff: Staff) -> None:
    assert tab_names(staff("dispatcher").text("desk")) == ["mine", "units", "hotline-dispatch", "late", "all"]
    assert tab_names(staff("reviewer").text("desk")) == ["mine", "units", "hotline-review", "late", "all"]
    assert tab_names(staff("housing").text("desk")) == [
        "mine",
        "units",
        "hotline-sign",
        "grid-report-in",
        "late",
        "all",
    ]


def test_each_case_waits_where_somebody_must_act(district: District, staff: Staff, filed: File) -> None:
    new, sent, done = (
        filed(title="新的"),
        dispatched(district, filed(title="派了")),
        answered(district, filed(title="答了")),
    )
    assert codes(staff("dispatcher").text("desk")) == [new.code]
    assert codes(staff("housing").text("desk", tab="hotline-sign")) == [sent.code]
    assert codes(staff("caller").text("desk")) == [done.code]
    assert codes(staff("reviewer").text("desk")) == []
    assert codes(staff("gucheng").text("desk", tab="all")) == []


def test_mine_are_those_that_i_have_taken(district: District, staff: Staff, filed: File) -> None:
    case = dispatched(district, filed())
    assert codes(staff("housing").text("desk", tab="mine")) == []
    do(district, case, "housing", "sign")
    assert codes(staff("housing").text("desk", tab="mine")) == [case.code]


def test_the_nearest_deadline_comes_first_and_is_said_in_words(district: District, staff: Staff) -> None:
    now = timezone.now()
    with transaction.atomic():
        late, fresh = (
            file_case(
                by=SYSTEM, procedure="hotline.order", report=a_report(title=str(days)), at=now - timedelta(days=days)
            ).case
            for days in (30, 0)
        )
    html = staff("dispatcher").text("desk")
    assert codes(html) == [late.code, fresh.code]
    assert re.search(r"超期\d+天", html)
    assert re.search(r"还剩\d+小时|今天到期|还剩1个工作日", html)
    assert codes(staff("dispatcher").text("desk", tab="late")) == [late.code]
    assert codes(staff("dispatcher").text("desk", tab="all", late="1")) == [late.code]


def test_marks_say_what_must_not_be_overlooked(district: District, staff: Staff, filed: File) -> None:
    case = dispatched(district, filed(urgent=True, confidentiality=1))
    do(district, case, "housing", "return_order", reason="不属我局", basis="三定")
    html = staff("dispatcher").text("desk")
    for mark in ("紧急", "退单1次", "保密"):
        assert f">{mark}</span>" in html


def test_filters_narrow_by_state_kind_category_and_sub_district(district: District, staff: Staff, filed: File) -> None:
    leak = filed(title="漏水", category=district.categories["房屋漏水"].pk, kind="complaint")
    water = dispatched(district, filed(title="停水", category=district.categories["停水"].pk, kind="help"))
    clerk = staff("dispatcher")
    assert set(codes(clerk.text("desk", tab="all"))) == {leak.code, water.code}
    for query, expected in (
        ({"state": "hotline.created"}, [leak.code]),
        ({"kind": "hotline.help"}, [water.code]),
        ({"category": district.categories["住房"].pk}, [leak.code]),
        ({"area": district.areas["140213051"].pk}, []),
        ({"state": "nothing.here"}, []),
        ({"area": "999999"}, []),
        ({"category": "x"}, []),
    ):
        assert codes(clerk.text("desk", tab="all", **query)) == expected


def test_pages_go_on_by_key_and_lose_nothing(staff: Staff, filed: File, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minsheng.surface.web.desk.inbox.PAGE", 2)
    wanted = {filed(title=f"第{number}件").code for number in range(5)}
    clerk, seen, address = staff("dispatcher"), [], "/desk/?tab=all"
    while address:
        html = clerk.client.get(address).content.decode()
        seen += codes(html)
        found = re.search(r'rel="next" href="([^"]+)"', html)
        address = found[1].replace("&amp;", "&") if found else ""
    assert len(seen) == len(set(seen)) == 5
    assert set(seen) == wanted


@pytest.mark.parametrize("key", ["x", "none~1", "2026-01-01~1", "2026-01-01T00:00:00+08:00~99999999999999999999", "~~"])
def test_a_broken_key_is_harmless(staff: Staff, filed: File, key: str) -> None:
    filed()
    assert staff("dispatcher").get("desk", after=key).status_code == 200


def test_counts_are_true_and_stop_with_a_plus(staff: Staff, filed: File, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        filed(title=str(number))
    clerk = staff("dispatcher")
    assert '<span class="count">3</span>' in clerk.text("desk")
    assert re.search(r'hotline-dispatch"[^>]*>待派单 <span class="count">3</span>', clerk.text("desk_counts"))
    monkeypatch.setattr("minsheng.kernel.cases.queries.COUNT_LIMIT", 2)
    monkeypatch.setattr("minsheng.kernel.cases.queries.count_up_to.__defaults__", (2,))
    assert '<span class="count">2+</span>' in clerk.text("desk")


def test_administrators_see_no_cases_and_are_led_to_their_pages(staff: Staff) -> None:
    assert staff("system_admin").get("desk")["Location"] == "/admin-desk/"


def test_in_english(district: District, filed: File) -> None:
    filed()
    html = Visitor(district.accounts["dispatcher"], language="en").text("desk")
    assert "To dispatch" in html
    assert "hours left" in html or "day left" in html or "due today" in html


def test_a_missing_year_is_called_out_within_sixty_days(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    from minsheng.surface.web.administration import calendars

    known = calendars.current_calendar()
    monkeypatch.setattr(calendars, "current_calendar", lambda: type("Known", (), {"years": {}})())
    assert "工作日历" in staff("dispatcher").text("desk").partition("<main")[0]
    years = dict.fromkeys(range(2000, 2100), known.years[2026])
    monkeypatch.setattr(calendars, "current_calendar", lambda: type("Known", (), {"years": years})())
    assert "工作日历" not in staff("dispatcher").text("desk").partition("<main")[0]
