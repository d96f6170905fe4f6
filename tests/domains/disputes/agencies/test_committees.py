"""Recording a mediation committee: lawful, one after another, by who may."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from minsheng.base.errors import Refusal, Refusals
from minsheng.domains.disputes.agencies.committees import compose_committee
from minsheng.domains.disputes.agencies.composition import Seat
from minsheng.domains.disputes.agencies.services import register_agency
from minsheng.domains.disputes.models import Agency, Composition, Member
from tests.factories.district import SYSTEM, District

BEGIN = date(2023, 3, 1)
SEATS = (Seat("周建军", "director", False), Seat("吴秀兰", "deputy", True), Seat("郑国华", "member", False))


@pytest.fixture
def committee(district: District) -> Agency:
    """Give the mediation committee of 康吉."""
    return register_agency(by=SYSTEM, unit_id=district.unit("tiaowei"), kind="committee", valid_from=BEGIN)


def test_a_term_lasts_three_years_and_the_next_committee_ends_it(district: District, committee: Agency) -> None:
    first = compose_committee(by=SYSTEM, agency_id=committee.pk, seats=SEATS, valid_from=BEGIN)
    assert first.valid_to == date(2026, 3, 1)
    second = compose_committee(by=SYSTEM, agency_id=committee.pk, seats=SEATS, valid_from=date(2025, 9, 1))
    first.refresh_from_db()
    assert (first.valid_to, second.valid_to) == (date(2025, 8, 31), date(2028, 9, 1))
    assert [member.name for member in second.members.all()] == ["周建军", "吴秀兰", "郑国华"]


def test_an_unlawful_committee_is_not_recorded(committee: Agency) -> None:
    with pytest.raises(Refusals) as refused:
        compose_committee(by=SYSTEM, agency_id=committee.pk, seats=SEATS[:1], valid_from=BEGIN)
    assert [it.code for it in refused.value.refusals] == ["committee.size", "committee.woman"]
    assert (Composition.objects.count(), Member.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"agency_id": 999_999}, "agency.unknown"),
        ({"valid_from": date(2023, 2, 28)}, "committee.before_agency"),
        ({"valid_to": date(2023, 2, 1)}, "dates.order"),
        ({"valid_from": date(9999, 1, 1)}, "field.range"),
        ({"seats": [*SEATS, SEATS[0]]}, "committee.twice"),
        ({"seats": [*SEATS, Seat("", "member", True)]}, "text.empty"),
        ({"seats": [*SEATS, Seat("甲", "chair", True)]}, "field.choice"),
        ({"seats": [*SEATS, Seat("甲", "member", True, 999_999_999)]}, "account.unknown"),
    ],
)
def test_bad_input_is_refused(committee: Agency, changes: dict[str, Any], code: str) -> None:
    values: dict[str, Any] = {"agency_id": committee.pk, "seats": SEATS, "valid_from": BEGIN, **changes}
    with pytest.raises(Refusal) as refused:
        compose_committee(by=SYSTEM, **values)
    assert refused.value.code == code
    assert not Composition.objects.exists()


def test_the_past_is_not_rewritten(committee: Agency) -> None:
    compose_committee(by=SYSTEM, agency_id=committee.pk, seats=SEATS, valid_from=date(2024, 1, 1))
    for day in (date(2024, 1, 1), date(2023, 6, 1)):
        with pytest.raises(Refusal, match=r"committee\.later_exists"):
            compose_committee(by=SYSTEM, agency_id=committee.pk, seats=SEATS, valid_from=day)


def test_only_committees_have_members(district: District) -> None:
    court = register_agency(by=SYSTEM, unit_id=district.unit("fayuan"), kind="court", valid_from=BEGIN)
    with pytest.raises(Refusal, match=r"committee\.kind"):
        compose_committee(by=SYSTEM, agency_id=court.pk, seats=SEATS, valid_from=BEGIN)


def test_a_director_records_the_own_committee_only(district: District, committee: Agency) -> None:
    other = register_agency(by=SYSTEM, unit_id=district.unit("gucheng"), kind="committee", valid_from=BEGIN)
    director = district.actor("director")
    compose_committee(by=director, agency_id=committee.pk, seats=SEATS, valid_from=BEGIN)
    with pytest.raises(Refusal, match=r"access\.denied"):
        compose_committee(by=director, agency_id=other.pk, seats=SEATS, valid_from=BEGIN)
    compose_committee(by=district.actor("justice"), agency_id=other.pk, seats=SEATS, valid_from=BEGIN)
    compose_committee(by=district.actor("governance"), agency_id=other.pk, seats=SEATS, valid_from=date(2024, 3, 1))
    for name in ("mediator", "court", "housing"):
        with pytest.raises(Refusal, match=r"access\.denied"):
            compose_committee(by=district.actor(name), agency_id=committee.pk, seats=SEATS, valid_from=date(2025, 3, 1))
