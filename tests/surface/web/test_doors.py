"""Who may open what: each view says so, and the saying is kept for every kind of visitor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from minsheng.kernel.cases.models import Case
from tests.factories.district import District
from tests.surface.web.browsing import Visitor
from tests.surface.web.working import dispatched

Staff = Callable[[str], Visitor]
PUBLIC = {
    "home", "report", "report_under", "filed", "categories", "suggest", "follow", "leave", "my_case", "my_act", "map_areas",
    "map_locate", "file", "thumbnail", "sign_in", "sign_out", "language", "type_size", "procedures", "procedure",
}  # fmt: skip


def views() -> Iterator[URLPattern]:
    todo: list[Any] = [it for it in get_resolver().url_patterns if getattr(it, "app_name", None) == "web"]
    while todo:
        entry = todo.pop()
        if isinstance(entry, URLResolver):
            todo += entry.url_patterns
        else:
            yield entry


def test_every_view_declares_its_door() -> None:
    missing = [entry.name for entry in views() if not hasattr(entry.callback, "door")]
    assert missing == []
    assert {entry.name for entry in views() if entry.callback.door == "public"} == PUBLIC


def arguments(entry: URLPattern, case: Case, district: District) -> list[Any]:
    """Something that exists, for every argument of an address."""
    known: dict[str, Any] = {
        "code": case.code,
        "act": "classify",
        "party": case.reporter_id,
        "procedure": "hotline.order",
        "key": "hotline.order" if entry.name == "procedure" else "clerk",
        "version": "2026.1",
        "year": 2026,
        "pk": {
            "admin_area": district.areas["140213"].pk,
            "admin_area_rename": district.areas["140213"].pk,
        }.get(str(entry.name), district.units["housing"].pk),
    }
    return [known[name] for name in entry.pattern.converters]


@pytest.mark.parametrize(
    "name", ["", "dispatcher", "housing", "gucheng", "worker", "system_admin", "security_admin", "audit_admin"]
)
def test_every_address_answers_every_visitor_without_a_fault_or_a_leak(
    district: District, staff: Staff, filed: Callable[..., Case], name: str
) -> None:
    case = dispatched(district, filed(title="只给该看的人看"))
    visitor = staff(name) if name else Visitor()
    sees = name in {"dispatcher", "housing"}
    for entry in views():
        response = visitor.get(str(entry.name), *arguments(entry, case, district))
        where = f"{name or 'nobody'} at {entry.name}: {response.status_code}"
        assert response.status_code in {200, 302, 403, 404, 405, 409, 422}, where
        if not name and entry.name not in PUBLIC:
            assert response.status_code == 405 or response["Location"].startswith("/sign-in/"), where
        if not response.streaming and not sees:
            assert "只给该看的人看" not in response.content.decode(), where


def test_posting_without_signing_in_leads_to_signing_in(district: District, filed: Callable[..., Case]) -> None:
    response = Visitor().post("desk_act", filed().code, "dispatch", data={"unit": "1"})
    assert response["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("name", "page", "status"),
    [
        ("system_admin", "admin_areas", 200),
        ("system_admin", "admin_roles", 403),
        ("system_admin", "admin_audit", 403),
        ("security_admin", "admin_accounts", 200),
        ("security_admin", "admin_rules", 403),
        ("audit_admin", "admin_audit", 200),
        ("audit_admin", "admin_tokens", 403),
        ("dispatcher", "admin_areas", 403),
        ("dispatcher", "admin", 403),
    ],
)
def test_the_three_administrators_are_apart(staff: Staff, name: str, page: str, status: int) -> None:
    assert staff(name).get(page).status_code == status


def test_forms_without_their_secret_are_refused(district: District) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    response = client.post("/follow/", {"code": "x", "tail": "1234"}, headers={"accept-language": "zh-hans"})
    assert response.status_code == 403
    assert "表单未被接受" in response.content.decode()
