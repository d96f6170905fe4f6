"""How many statements each list costs: literal numbers, the same with one row and with three.

Every page of somebody who has signed in begins with four: session, account, posts, and the setting of the reader's eyes.
BEGIN and COMMIT (savepoints in a test) are not counted, nor the registers, which stand in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.services import create_account
from minsheng.kernel.cases.models import Case
from minsheng.kernel.parties.models import PartyKind
from minsheng.kernel.parties.services import register_party
from tests.factories.district import SYSTEM, District
from tests.surface.web.browsing import Visitor
from tests.surface.web.working import answered, dispatched, do

File = Callable[..., Case]
Staff = Callable[[str], Visitor]
SIGNED_IN = 4


@pytest.fixture(autouse=True)
def _registers_stay(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let no register look for a new version while statements are counted, however slow the machine is."""
    monkeypatch.setattr("minsheng.kernel.memory.remembered.FRESH_SECONDS", 3600.0)
    monkeypatch.setattr("minsheng.kernel.areas.registry.FRESH_SECONDS", 3600.0)
    monkeypatch.setattr("minsheng.kernel.deadlines.queries.RECHECK_SECONDS", 3600.0)
    yield


def statements(call: Callable[[], HttpResponse]) -> int:
    """How many statements a page costs once registers and procedures are in memory."""
    call()
    with CaptureQueriesContext(connection) as captured:
        response = call()
    assert response.status_code == 200, response.content.decode()[:500]
    own = [it["sql"] for it in captured.captured_queries]
    return sum(1 for sql in own if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")))


def several(district: District, filed: File, count: int) -> list[Case]:
    """So many cases with units, notes and different callers."""
    return [
        dispatched(district, filed(title=f"第{number}件漏水", phone=f"1383456789{number}")) for number in range(count)
    ]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "page", "query", "expected"),
    [
        ("housing", "desk", {"tab": "units"}, SIGNED_IN + 3),  # versions, rows, count
        ("housing", "desk", {"tab": "hotline-sign"}, SIGNED_IN + 3),
        ("dispatcher", "desk", {"tab": "all", "late": "1"}, SIGNED_IN + 3),
        ("dispatcher", "desk_counts", {}, SIGNED_IN + 6),  # versions, five counts
        ("dispatcher", "desk_search", {"q": "漏水"}, SIGNED_IN + 2),  # ids, rows
    ],
)
def test_lists_of_the_desk(
    district: District, staff: Staff, filed: File, rows: int, name: str, page: str, query: dict[str, Any], expected: int
) -> None:
    several(district, filed, rows)
    visitor = staff(name)
    assert statements(lambda: visitor.get(page, **query)) == expected


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_case(district: District, staff: Staff, filed: File, rows: int) -> None:
    case = filed()
    others = several(district, filed, rows)
    for other in others:
        staff("dispatcher").post("desk_link", case.code, data={"kind": "same_matter", "other": other.code})
        do(district, case, "dispatcher", "add", message="补充一句")
    answered(district, case)
    visitor = staff("dispatcher")
    # case, texts, snapshot twice (clocks, acts), links and their ends, outline, parties and their masks, acts, texts,
    # files, names, cases merged into it
    assert statements(lambda: visitor.get("desk_case", case.code)) == SIGNED_IN + 14


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_ones_own_case(district: District, filed: File, rows: int) -> None:
    case = filed()
    for _ in range(rows):
        do(district, case, "dispatcher", "add", message="补充一句")
    visitor = Visitor()
    visitor.post("follow", data={"code": case.code, "tail": "7890"})
    # session, proofs with their eyes and follow-ups, eyes; case, acts, texts, files, what was written, snapshot twice
    assert statements(lambda: visitor.get("my_case", case.code)) == 13


@pytest.mark.parametrize("rows", [1, 3])
def test_my_reports(district: District, rows: int) -> None:
    with transaction.atomic():
        look_as_system()
        account = create_account(by=SYSTEM, username="wang", display_name="王", password="a long enough Secret 9")
        register_party(by=Actor.system(), kind=PartyKind.PERSON, name="王小明", phone="13834567890", account=account)
        account.refresh_from_db()
    resident = Visitor(account)
    for number in range(rows):
        resident.post("report", data={"kind": "help", "body": f"第{number}件", "area": "140213050001"})
    assert statements(lambda: resident.get("mine")) == SIGNED_IN + 2  # rows, count


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "page", "expected"),
    [
        ("system_admin", "admin_units", SIGNED_IN + 1),
        ("system_admin", "admin_rules", SIGNED_IN + 2),  # rules, the procedure for the names of kinds
        ("system_admin", "admin_categories", SIGNED_IN + 1),
        ("system_admin", "admin_versions", SIGNED_IN + 2),
        ("security_admin", "admin_accounts", SIGNED_IN + 1),
        ("security_admin", "admin_roles", SIGNED_IN + 1),
        ("security_admin", "admin_tokens", SIGNED_IN + 1),
        (
            "audit_admin",
            "admin_audit",
            SIGNED_IN + 8,
        ),  # lines, names, codes, cases in system eyes and back, procedure, head
    ],
)
def test_lists_of_the_administration(
    district: District, staff: Staff, filed: File, rows: int, name: str, page: str, expected: int
) -> None:
    several(district, filed, rows)
    visitor = staff(name)
    assert statements(lambda: visitor.get(page)) == expected


def test_pages_for_everybody(visitor: Visitor) -> None:
    assert statements(lambda: visitor.get("home")) == 3  # eyes, active versions, all versions
    assert statements(lambda: visitor.get("report")) == 2  # eyes, active version
    assert statements(lambda: visitor.get("follow")) == 1
    assert statements(lambda: visitor.get("procedures")) == 3
    assert statements(lambda: visitor.get("procedure", "hotline.order", "2026.1")) == 3
