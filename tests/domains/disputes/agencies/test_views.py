"""The pages of the agencies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from minsheng.domains.disputes.agencies.services import register_agency
from minsheng.domains.disputes.models import Agency, Composition
from tests.factories.district import SYSTEM, District
from tests.surface.web.browsing import Visitor

Staff = Callable[[str], Visitor]
BEGIN = date(2025, 1, 1)


def get(one: Visitor, name: str, /, *args: Any, **query: Any) -> HttpResponse:
    return one.client.get(reverse(f"disputes:{name}", args=args), query, headers={"accept-language": one.language})


def post(one: Visitor, name: str, /, *args: Any, **data: Any) -> HttpResponse:
    return one.client.post(reverse(f"disputes:{name}", args=args), data, headers={"accept-language": one.language})


@pytest.fixture
def committee(district: District) -> Agency:
    """Give the committee of 康吉."""
    return register_agency(by=SYSTEM, unit_id=district.unit("tiaowei"), kind="committee", valid_from=BEGIN)


def test_a_unit_is_registered_changed_and_leaves(district: District, staff: Staff) -> None:
    keeper = staff("governance")
    values = {"unit_id": district.unit("fayuan"), "kind": "court", "valid_from": "2025-01-01", "sign_days": "3"}
    wrong = post(keeper, "admin_agency_add", **values, stationing="rotating")
    assert wrong.status_code == 422
    assert "轮驻单位须选择" in wrong.content.decode()
    assert post(keeper, "admin_agency_add", **values, stationing="rotating", weekdays=["2", "4"]).status_code == 302
    made = Agency.objects.get()
    page = get(keeper, "admin_agencies").content.decode()
    for words in ("区人民法院", "人民法院", "轮驻", "星期二", "星期四"):
        assert words in page
    rules = {"stationing": "resident", "sign_days": "4"}
    assert post(keeper, "admin_agency_rules", made.pk, **rules).status_code == 422, "from which day on is asked"
    later = {**rules, "valid_from": "2025-07-01"}
    assert post(keeper, "admin_agency_rules", made.pk, **later).status_code == 302
    before, made = made, Agency.objects.get(valid_from=date(2025, 7, 1))
    before.refresh_from_db()
    assert (before.stationing, before.weekdays, before.valid_to) == ("rotating", [2, 4], date(2025, 6, 30))
    assert "轮驻" not in get(keeper, "admin_agencies").content.decode().split("<tbody")[-1]
    page = get(keeper, "admin_agency", made.pk).content.decode()
    assert reverse("disputes:admin_agency", args=[before.pk]) in page
    assert post(keeper, "admin_agency_end", made.pk, valid_to="2024-01-01").status_code == 422
    assert post(keeper, "admin_agency_end", made.pk, valid_to="2025-12-31").status_code == 302
    made.refresh_from_db()
    assert (made.stationing, made.weekdays, made.sign_days, made.valid_to) == ("resident", [], 4, date(2025, 12, 31))


def test_a_committee_is_filled_in_line_by_line(staff: Staff, committee: Agency) -> None:
    director = staff("director")
    people = {"name_1": "周建军", "post_1": "director", "name_2": "吴秀兰", "post_2": "member", "woman_2": "on"}
    posts = {f"post_{number}": "member" for number in range(3, 10)}
    two = post(director, "admin_agency_members", committee.pk, valid_from="2025-03-01", **people, **posts)
    assert two.status_code == 422
    assert "《人民调解法》第八条" in two.content.decode()
    assert 'value="吴秀兰"' in two.content.decode()
    three = {**people, **posts, "name_3": "郑国华"}
    assert post(director, "admin_agency_members", committee.pk, valid_from="2025-03-01", **three).status_code == 302
    assert Composition.objects.get().valid_to == date(2028, 3, 1)
    assert "郑国华" in get(director, "admin_agency", committee.pk).content.decode()


def test_doors(district: District, staff: Staff, committee: Agency) -> None:
    for name, pages in (
        ("housing", {"admin_agencies": 403, "admin_agency": 403, "admin_agency_members": 403, "admin_agency_add": 403}),
        ("mediator", {"admin_agencies": 403, "admin_agency_rules": 403}),
        ("director", {"admin_agencies": 200, "admin_agency": 200, "admin_agency_add": 403, "admin_agency_end": 403}),
        ("governance", {"admin_agencies": 200, "admin_agency": 200, "admin_agency_add": 200, "admin_agency_end": 200}),
    ):
        for page, status in pages.items():
            args = [] if page in {"admin_agencies", "admin_agency_add"} else [committee.pk]
            assert get(staff(name), page, *args).status_code == status, (name, page)
    assert get(Visitor(), "admin_agencies").status_code == 302
    assert get(staff("governance"), "admin_agency", 999_999_999).status_code == 404


def test_the_administration_shows_the_page_to_its_keeper(staff: Staff) -> None:
    assert "入驻单位" in staff("governance").text("admin")
    assert staff("housing").get("admin").status_code == 403


def test_english_is_complete(staff: Staff, committee: Agency) -> None:
    keeper = staff("governance")
    keeper.language = "en"
    for page, args in (("admin_agencies", []), ("admin_agency", [committee.pk]), ("admin_agency_add", [])):
        text = get(keeper, page, *args).content.decode()
        assert 'lang="en"' in text
    assert "People&#x27;s Mediation Law" in get(keeper, "admin_agency_members", committee.pk).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_how_many_statements(
    district: District, staff: Staff, statements: Callable[[Callable[[], HttpResponse]], int], rows: int
) -> None:
    for code in ("fayuan", "paichusuo", "zhongcai")[:rows]:
        register_agency(by=SYSTEM, unit_id=district.unit(code), kind="other", valid_from=BEGIN)
    one = staff("governance")
    assert statements(lambda: get(one, "admin_agencies")) == 5  # session, account, posts, eyes; agencies with units
