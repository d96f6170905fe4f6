"""Posting cadres and ending postings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import CompoundBranch, Posting
from minsheng.domains.disputes.postings.branches import close_branch, register_branch, set_due
from minsheng.domains.disputes.postings.services import end_posting, post_cadre
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.audit.models import AuditLine
from tests.factories.district import SYSTEM, District

BEGIN = date(2023, 1, 1)


@pytest.fixture
def branch(district: District) -> CompoundBranch:
    """Give a branch in 康吉社区 that is due to have a cadre."""
    return a_branch(district, "康吉里小区党支部")


def a_branch(district: District, name: str, area: str = "140213050001", **changes: Any) -> CompoundBranch:
    values: dict[str, Any] = {"compound": "康吉里小区", "valid_from": BEGIN, "due_from": BEGIN, **changes}
    return register_branch(by=SYSTEM, name=name, area_id=district.areas[area].pk, **values)


def posted(district: District, branch: CompoundBranch, **changes: Any) -> Posting:
    values: dict[str, Any] = {
        "branch_id": branch.pk,
        "unit_id": district.unit("housing"),
        "cadre": "张立新",
        "full_time": True,
        "valid_from": date(2023, 3, 1),
        **changes,
    }
    by = values.pop("by", SYSTEM)
    return post_cadre(by=by, **values)


def refused(act: Any) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def test_a_cadre_is_posted_once_full_time_at_a_time(district: District, branch: CompoundBranch) -> None:
    other = a_branch(district, "平和里小区党支部", "140213050002")
    first = posted(district, branch)
    assert refused(lambda: posted(district, other)) == "posting.full_time_twice"
    assert refused(lambda: posted(district, other, valid_from=date(2023, 1, 5))) == "posting.full_time_twice"
    third = a_branch(district, "兴国寺小区党支部", "140213050002")
    posted(district, third, full_time=False)  # beside the full-time posting
    posted(district, other, staff_number="0721")  # a namesake
    posted(district, other, unit_id=district.unit("water"))  # another unit's person
    assert refused(lambda: posted(district, branch, full_time=False)) == "posting.same"
    end_posting(by=SYSTEM, posting_id=first.pk, valid_to=date(2023, 8, 31), reason="rotation")
    assert refused(lambda: posted(district, other, valid_from=date(2023, 8, 31))) == "posting.full_time_twice"
    posted(district, branch, valid_from=date(2023, 9, 1))


def test_an_account_is_one_person_whatever_the_name(district: District, branch: CompoundBranch) -> None:
    other = a_branch(district, "平和里小区党支部", "140213050002")
    account = district.accounts["housing"].pk
    posted(district, branch, account_id=account)
    again = {"account_id": account, "cadre": "张新", "unit_id": district.unit("water")}
    assert refused(lambda: posted(district, other, **again)) == "posting.full_time_twice"


def test_the_table_itself_knows_no_two_open_full_time_postings(district: District, branch: CompoundBranch) -> None:
    first = posted(district, branch)
    with pytest.raises(IntegrityError, match="one_open_full_time_posting"), transaction.atomic():
        Posting.objects.create(
            branch=branch, unit=first.unit, cadre=first.cadre, full_time=True, valid_from=date(2024, 1, 1)
        )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"branch_id": 999_999_999}, "branch.unknown"),
        ({"unit_id": 999_999_999}, "unit.unknown"),
        ({"account_id": 999_999_999}, "account.unknown"),
        ({"cadre": "  "}, "text.empty"),
        ({"cadre": "张\u0000"}, "text.control"),
        ({"cadre": "张" * 65}, "text.too_long"),
        ({"staff_number": "1" * 33}, "text.too_long"),
        ({"valid_from": date(2022, 12, 31)}, "posting.outside_branch"),
        ({"valid_from": date(9999, 12, 31)}, "field.range"),
    ],
)
def test_bad_input_is_refused(district: District, branch: CompoundBranch, changes: dict[str, Any], code: str) -> None:
    assert refused(lambda: posted(district, branch, **changes)) == code
    assert not Posting.objects.exists()


def test_a_posting_ends_once_with_its_reason(district: District, branch: CompoundBranch) -> None:
    made = posted(district, branch)

    def end(**changes: Any) -> Posting:
        values = {"posting_id": made.pk, "valid_to": date(2023, 12, 31), "reason": "term", **changes}
        return end_posting(by=SYSTEM, **values)

    assert refused(lambda: end(posting_id=999_999_999)) == "posting.unknown"
    assert refused(lambda: end(valid_to=date(2023, 2, 28))) == "dates.order"
    assert refused(lambda: end(reason="bored")) == "field.choice"
    assert refused(lambda: end(note="记" * 201)) == "text.too_long"
    ended = end(note="考核合格")
    assert (ended.end_reason, ended.end_note) == ("term", "考核合格")
    assert refused(end) == "posting.ended"
    with acting_as_system():
        line = AuditLine.objects.get(kind="disputes.posting_ended")
    assert line.data == {"branch": branch.pk, "on": "2023-12-31", "reason": "term"}


def test_branches_are_registered_once_and_close_with_their_cadres(district: District, branch: CompoundBranch) -> None:
    assert refused(lambda: a_branch(district, branch.name)) == "branch.exists"
    assert refused(lambda: a_branch(district, " ")) == "text.empty"
    assert refused(lambda: a_branch(district, "新", due_from=date(2022, 1, 1))) == "dates.order"
    area = {"name": "新", "compound": "新", "area_id": 999_999_999, "valid_from": BEGIN}
    assert refused(lambda: register_branch(by=SYSTEM, **area)) == "area.unknown"
    made = posted(district, branch)
    assert refused(lambda: close_branch(by=SYSTEM, branch_id=branch.pk, valid_to=date(2023, 2, 1))) == (
        "branch.posting_later"
    )
    close_branch(by=SYSTEM, branch_id=branch.pk, valid_to=date(2024, 5, 31))
    made.refresh_from_db()
    assert (made.valid_to, made.end_reason) == (date(2024, 5, 31), "other")
    assert refused(lambda: posted(district, branch, valid_from=date(2024, 6, 1))) == "posting.outside_branch"
    assert refused(lambda: close_branch(by=SYSTEM, branch_id=branch.pk, valid_to=date(2025, 1, 1))) == "branch.closed"


def test_when_a_branch_is_due_is_changed(branch: CompoundBranch) -> None:
    changed = set_due(by=SYSTEM, branch_id=branch.pk, due_from=date(2023, 2, 1), due_to=date(2023, 2, 28))
    assert (changed.due_from, changed.due_to) == (date(2023, 2, 1), date(2023, 2, 28))
    assert set_due(by=SYSTEM, branch_id=branch.pk, due_from=None).due_from is None
    for first, last in ((None, BEGIN), (date(2023, 2, 1), BEGIN), (date(2022, 1, 1), None)):
        assert refused(lambda a=first, b=last: set_due(by=SYSTEM, branch_id=branch.pk, due_from=a, due_to=b)) == (
            "dates.order"
        )


@pytest.mark.parametrize("name", ["mediator", "director", "justice", "housing"])
def test_only_who_keeps_the_register_writes_it(district: District, branch: CompoundBranch, name: str) -> None:
    by = district.actor(name)
    made = posted(district, branch)
    assert refused(lambda: posted(district, branch, by=by, cadre="李")) == "access.denied"
    ending = {"posting_id": made.pk, "valid_to": BEGIN, "reason": "term"}
    assert refused(lambda: end_posting(by=by, **ending)) == "access.denied"
    assert refused(lambda: set_due(by=by, branch_id=branch.pk, due_from=None)) == "access.denied"
    assert refused(lambda: close_branch(by=by, branch_id=branch.pk, valid_to=BEGIN)) == "access.denied"
