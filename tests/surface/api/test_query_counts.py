"""How many statements each endpoint costs: literal numbers, the same with one row and with three.

One of them finds the token; BEGIN, COMMIT and the setting of the reader's eyes are counted by their own numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from tests.factories.district import District
from tests.surface.api.calling import Caller, a_filing, caller_for, filed
from tests.surface.api.test_callers import administrator

FILING = 7


def statements(call: Callable[[], HttpResponse]) -> int:
    """How many statements a call costs once registers and plans are warm; savepoints stand for BEGIN and COMMIT here."""
    call()
    with CaptureQueriesContext(connection) as captured:
        response = call()
    assert response.status_code in {200, 201}, response.content.decode()
    own = [it["sql"] for it in captured.captured_queries]
    return sum(1 for sql in own if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")))


def cases(caller: Caller, count: int) -> list[str]:
    """File so many cases, each with something that a list might look up one by one."""
    return [
        filed(caller, title=f"第{number}件漏水", reporter={"name": f"王{number}", "phone": f"1383456789{number}"})
        for number in range(count)
    ]


def prepare(district: District, caller: Caller, count: int) -> list[str]:
    """So many cases with units, handlers, texts and links."""
    dispatcher, housing = caller_for(district.accounts["dispatcher"]), caller_for(district.accounts["housing"])
    codes = cases(caller, count)
    for code in codes:
        dispatcher.post(f"/cases/{code}/acts/dispatch", {"unit": "housing", "co_units": ["water"], "note": "请办理"})
        housing.post(f"/cases/{code}/acts/contact", {"note": "已联系"})
    return codes


LISTS: list[tuple[str, dict[str, Any], int]] = [
    ("/cases", {}, 3),  # token, eyes, cases with their handlers
    ("/cases", {"sort": "due"}, 3),
    ("/cases", {"count": "true"}, 4),
    ("/search", {"q": "漏水"}, 5),  # token, eyes, ids, cases, handlers
    ("/categories", {}, 1),
    ("/areas", {"parent": "140213"}, 1),
    ("/units", {}, 1),
    ("/procedures", {}, 2),
]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("path", "query", "expected"), LISTS)
def test_lists(
    district: District,
    anonymous: Caller,
    dispatcher: Caller,
    rows: int,
    path: str,
    query: dict[str, Any],
    expected: int,
) -> None:
    prepare(district, anonymous, rows)
    assert statements(lambda: dispatcher.get(path, **query)) == expected


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_of_tokens(district: District, rows: int) -> None:
    admin = administrator(district)
    for _ in range(rows - 1):
        caller_for(district.accounts["housing"])
    assert len(admin.get("/tokens").json()["items"]) == rows
    assert statements(lambda: admin.get("/tokens")) == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_one_case_with_its_links(district: District, anonymous: Caller, dispatcher: Caller, rows: int) -> None:
    first, *others = prepare(district, anonymous, rows + 1)
    for other in others:
        dispatcher.post(f"/cases/{first}/links", {"other": other, "kind": "follows"})
    # Token, eyes, case with handler, reporter, links, content.
    assert statements(lambda: dispatcher.get(f"/cases/{first}")) == 6


@pytest.mark.parametrize("acts", [1, 3])
def test_a_timeline(district: District, anonymous: Caller, dispatcher: Caller, acts: int) -> None:
    code = cases(anonymous, 1)[0]
    for number in range(acts):
        dispatcher.post(f"/cases/{code}/acts/classify", {"note": f"第{number}次"})
    # Token, eyes, case, texts, files, acts, names.
    assert statements(lambda: dispatcher.get(f"/cases/{code}/timeline")) == 7


@pytest.mark.parametrize("acts", [0, 2])
def test_clocks_and_offered_acts(district: District, anonymous: Caller, dispatcher: Caller, acts: int) -> None:
    code = cases(anonymous, 1)[0] if not acts else prepare(district, anonymous, 1)[0]
    assert statements(lambda: dispatcher.get(f"/cases/{code}/clocks")) == 4  # token, eyes, case, clocks
    assert statements(lambda: dispatcher.get(f"/cases/{code}/acts")) == 4  # token, eyes, case, its parts


def test_filing(dispatcher: Caller) -> None:
    # Token, eyes, version and id, party, all rows of the case, message, its job.
    assert statements(lambda: dispatcher.post("/cases", a_filing())) == FILING


def test_filing_without_an_account_costs_no_token(anonymous: Caller) -> None:
    assert statements(lambda: anonymous.post("/cases", a_filing())) == FILING - 1


def test_acts(district: District, anonymous: Caller, dispatcher: Caller) -> None:
    code = cases(anonymous, 1)[0]
    body = {"note": "核对"}
    # Token, eyes, lock, parts, all that the act writes.
    assert statements(lambda: dispatcher.post(f"/cases/{code}/acts/classify", body)) == 5
