"""The pages of branches and their cadres."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse

from minsheng.domains.disputes.models import CompoundBranch, Posting
from tests.domains.disputes.agencies.test_views import get, post
from tests.domains.disputes.postings.test_services import a_branch, posted
from tests.factories.district import District
from tests.surface.web.browsing import Visitor

Staff = Callable[[str], Visitor]


def test_a_branch_is_registered_staffed_and_closed(district: District, staff: Staff) -> None:
    keeper = staff("governance")
    values = {
        "name": "康吉里小区党支部",
        "compound": "康吉里小区",
        "area_id": district.areas["140213050001"].pk,
        "valid_from": "2023-01-01",
        "due_from": "2023-01-01",
    }
    assert post(keeper, "branch_add", **{**values, "name": ""}).status_code == 422
    assert post(keeper, "branch_add", **values).status_code == 302
    again = post(keeper, "branch_add", **values)
    assert again.status_code == 422
    assert "已有“康吉里小区党支部”" in again.content.decode()
    branch = CompoundBranch.objects.get()
    assert "应派未派" in get(keeper, "branch", branch.pk).content.decode()
    cadre = {"cadre": "张立新", "unit_id": district.unit("housing"), "full_time": "on", "valid_from": "2023-03-01"}
    assert post(keeper, "branch_post", branch.pk, **cadre, account="nobody").status_code == 422
    assert post(keeper, "branch_post", branch.pk, **cadre, account="housing").status_code == 302
    posting = Posting.objects.get()
    assert (posting.account, posting.full_time) == (district.accounts["housing"], True)
    page = get(keeper, "branch", branch.pk).content.decode()
    for words in ("张立新", "专职", "区住房和城乡建设局", "结束任职"):
        assert words in page
    ending = {"valid_to": "2024-03-01", "reason": "transfer", "note": "另有任用"}
    assert post(keeper, "posting_end", posting.pk, **{**ending, "valid_to": "2023-01-01"}).status_code == 422
    assert post(keeper, "posting_end", posting.pk, **ending).status_code == 302
    assert "调任" in get(keeper, "branch", branch.pk).content.decode()
    assert post(keeper, "branch_due", branch.pk, due_from="", due_to="").status_code == 302
    assert post(keeper, "branch_close", branch.pk, valid_to="2024-06-30").status_code == 302
    branch.refresh_from_db()
    assert (branch.due_from, str(branch.valid_to)) == (None, "2024-06-30")


def test_the_overview_counts_and_shows_bars(district: District, staff: Staff) -> None:
    first = a_branch(district, "甲支部")
    a_branch(district, "乙支部", "140213050002")
    a_branch(district, "丙支部", "140213051", due_from=None)
    posted(district, first)
    keeper = staff("governance")
    page = get(keeper, "branches", on="2023-12-31").content.decode()
    for words in (
        "50.0%",
        "永泰街道",
        "古城街道",
        '<rect class="share-part" width="50.0"',
        "应派未派",
        "无应派",
        "张立新",
    ):
        assert words in page
    street = get(keeper, "branches", area=district.areas["140213051"].pk).content.decode()
    assert "丙支部" in street
    assert "甲支部" not in street
    assert "甲支部" in get(keeper, "branches", on="yesterday", area="x", after="-1").content.decode()


def test_doors(district: District, staff: Staff) -> None:
    branch = a_branch(district, "甲支部")
    posting = posted(district, branch)
    pages = {"branches": [], "branch": [branch.pk]}
    forms = {
        "branch_add": [],
        "branch_due": [branch.pk],
        "branch_close": [branch.pk],
        "branch_post": [branch.pk],
        "posting_end": [posting.pk],
    }
    for name, reads, writes in (("governance", 200, 200), ("justice", 200, 403), ("mediator", 403, 403)):
        assert {get(staff(name), page, *args).status_code for page, args in pages.items()} == {reads}, name
        assert {get(staff(name), page, *args).status_code for page, args in forms.items()} == {writes}, name
    assert {get(Visitor(), page, *args).status_code for page, args in forms.items()} == {302}
    assert "结束任职" not in get(staff("justice"), "branch", branch.pk).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_how_many_statements(
    district: District, staff: Staff, statements: Callable[[Callable[[], HttpResponse]], int], rows: int
) -> None:
    for number in range(rows):
        posted(district, a_branch(district, f"第{number}党支部"), cadre=f"张{number}")
    one = staff("governance")
    # session, account, posts, eyes; branches, postings with units; branches and postings for the coverage
    assert statements(lambda: get(one, "branches")) == 8
