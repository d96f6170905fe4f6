"""The pages of the mediators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from minsheng.domains.disputes.models import Mediator
from tests.domains.disputes.mediations import a_mediation, a_mediator
from tests.factories.district import District
from tests.surface.web.browsing import Visitor

Staff = Callable[[str], Visitor]


def get(one: Visitor, name: str, /, *args: Any, **query: Any) -> HttpResponse:
    return one.client.get(reverse(f"disputes:{name}", args=args), query, headers={"accept-language": one.language})


def post(one: Visitor, name: str, /, *args: Any, **data: Any) -> HttpResponse:
    return one.client.post(reverse(f"disputes:{name}", args=args), data, headers={"accept-language": one.language})


def test_everybody_may_look_for_a_mediator(district: District) -> None:
    a_mediator(district, "mediator", specialities=["family"], languages="大同话", introduction="调解二十年")
    a_mediator(district, "mediator2", open_to_choice=False)
    page = Client().get(reverse("disputes:mediators"), {"type": "family", "unit": district.unit("tiaowei")})
    text = page.content.decode()
    for words in ("mediator", "康吉社区人民调解委员会", "大同话", "调解二十年", "婚姻家庭"):
        assert words in text
    assert "mediator2" not in text
    for query in ({"type": "property"}, {"unit": "999"}, {"after": "9" * 30}, {"type": "x", "unit": "y", "after": "z"}):
        assert Client().get(reverse("disputes:mediators"), query).status_code == 200


def test_a_mediator_is_entered_changed_and_ended(district: District, staff: Staff) -> None:
    director = staff("director")
    values = {"account_id": district.accounts["mediator"].pk, "unit_id": district.unit("tiaowei"), "kind": "part_time"}
    assert post(director, "admin_mediator_add", **values, valid_from="1900-01-01").status_code == 422
    assert post(director, "admin_mediator_add", **values, valid_from="2025-01-01").status_code == 302
    made = Mediator.objects.get()
    assert made.open_to_choice is False
    again = post(director, "admin_mediator_add", **values, valid_from="2025-01-01")
    assert (again.status_code, "已是该单位的调解员" in again.content.decode()) == (422, True)
    changes = {"kind": "full_time", "specialities": ["family"], "open_to_choice": "on"}
    assert post(director, "admin_mediator", made.pk, **changes).status_code == 302
    a_mediation(district)
    page = get(director, "admin_mediators").content.decode()
    assert "专职" in page
    assert "婚姻家庭" in page
    assert post(director, "admin_mediator_end", made.pk, valid_to="2026-12-31").status_code == 302
    made.refresh_from_db()
    assert (made.kind, made.open_to_choice, str(made.valid_to)) == ("full_time", True, "2026-12-31")


@pytest.mark.parametrize("name", ["mediator", "housing", "court"])
def test_others_are_refused(district: District, staff: Staff, name: str) -> None:
    made = a_mediator(district)
    for page, args in (("admin_mediators", ()), ("admin_mediator_add", ()), ("admin_mediator", (made.pk,))):
        assert get(staff(name), page, *args).status_code == 403
    assert get(staff("director"), "admin_mediator", made.pk + 999).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_how_many_statements(
    district: District, staff: Staff, statements: Callable[[Callable[[], HttpResponse]], int], rows: int
) -> None:
    for name in ("mediator", "mediator2", "director")[:rows]:
        a_mediator(district, name)
    director = staff("director")
    public = statements(lambda: Client().get(reverse("disputes:mediators")))
    kept = statements(lambda: get(director, "admin_mediators"))
    assert (public, kept) == (3, 6)
