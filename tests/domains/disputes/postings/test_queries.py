"""Who sees which branches, the figures over them, and their facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.postings import queries
from minsheng.domains.disputes.postings.services import post_cadre
from minsheng.kernel.access.actors import Actor, Grant
from minsheng.kernel.facts.registry import fact_table
from tests.domains.disputes.postings.test_services import a_branch, posted
from tests.factories.district import SYSTEM, District

DAY = date(2023, 12, 31)


def keeper(district: District, area: str, *permissions: str) -> Actor:
    """Somebody with a post for an area."""
    held = frozenset(permissions or ("disputes.postings",))
    grant = Grant(1, "keeper", held, district.unit("yongtai"), district.areas[area].pk, 0)
    return Actor(account_id=district.accounts["yongtai"].pk, grants=(grant,))


def test_a_post_reaches_its_area_and_no_other(district: District) -> None:
    mine, theirs = a_branch(district, "甲支部"), a_branch(district, "乙支部", "140213051")
    by = keeper(district, "140213050")
    assert list(queries.branches(by)) == [mine]
    assert queries.branch(by, mine.pk) == mine
    with pytest.raises(Refusal, match=r"branch\.unknown"):
        queries.branch(by, theirs.pk)
    with pytest.raises(Refusal, match=r"access\.denied"):
        post_cadre(
            by=by, branch_id=theirs.pk, unit_id=district.unit("water"), cadre="张", full_time=True, valid_from=DAY
        )
    posting = posted(district, theirs)
    with pytest.raises(Refusal, match=r"posting\.unknown"):
        queries.posting(by, posting.pk)
    with pytest.raises(Refusal, match=r"access\.denied"):
        queries.branches(district.actor("mediator"))
    assert list(queries.branches(by, area_id=district.areas["140213051"].pk)) == []


def test_coverage_by_subdistrict(district: District) -> None:
    first, second = a_branch(district, "甲支部"), a_branch(district, "乙支部", "140213050002")
    a_branch(district, "丙支部", "140213051")
    posted(district, first)
    posted(district, first, cadre="李卫东")
    posted(district, second, cadre="王建", full_time=False)
    rows = queries.coverage_by_subdistrict(SYSTEM, DAY)
    assert [(row.area.name, row.coverage.covered, row.coverage.due) for row in rows] == [
        ("永泰街道", 2, 2),
        ("古城街道", 0, 1),
    ]
    total = queries.total(rows)
    assert (total.covered, total.due, total.full_time, total.share()) == (2, 3, 2, Decimal("66.7"))
    assert queries.coverage_by_subdistrict(SYSTEM, date(2020, 1, 1)) == []


def test_facts_give_the_figures_and_no_names(district: District) -> None:
    first = a_branch(district, "甲支部")
    a_branch(district, "乙支部", due_from=None)
    posted(district, first, cadre="张立新")
    branch_table, posting_table = fact_table("disputes.branch"), fact_table("disputes.posting")
    branches = [dict(zip(branch_table.column_names(), row, strict=True)) for row in branch_table.rows(None)]
    postings = [dict(zip(posting_table.column_names(), row, strict=True)) for row in posting_table.rows(None)]
    assert [row["due"] for row in branches] == [True, False]
    assert (postings[0]["branch_id"], postings[0]["full_time"], postings[0]["due_from"]) == (
        first.pk,
        True,
        first.due_from,
    )
    assert postings[0]["area_id"] == district.areas["140213050001"].pk
    assert "张立新" not in str(postings)
