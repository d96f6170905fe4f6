"""The register of agencies: who takes part, by which rules, until when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.agencies import queries
from minsheng.domains.disputes.agencies.services import change_agency, end_agency, register_agency
from minsheng.domains.disputes.models import Agency
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.audit.models import AuditLine
from tests.factories.district import SYSTEM, District

BEGIN = date(2025, 1, 1)


def court(district: District, **changes: Any) -> Agency:
    values: dict[str, Any] = {"unit_id": district.unit("fayuan"), "kind": "court", "valid_from": BEGIN, **changes}
    return register_agency(by=SYSTEM, **values)


def test_a_unit_takes_part_by_its_rules(district: District) -> None:
    made = court(
        district,
        stationing="rotating",
        weekdays=[4, 2, 2],
        dispute_types=["property", "family", "property"],
        sign_days=3,
        contact=" 王法官 ",
        phone="0352 2345678",
    )
    made.refresh_from_db()
    assert (made.weekdays, made.dispute_types, made.sign_days) == ([2, 4], ["family", "property"], 3)
    assert (made.contact, made.phone) == ("王法官", "0352-2345678")
    assert (queries.takes(made, "family"), queries.takes(made, "medical")) == (True, False)
    assert (queries.sits_on(made, date(2026, 11, 24)), queries.sits_on(made, date(2026, 11, 25))) == (True, False)
    with acting_as_system():
        line = AuditLine.objects.get(kind="disputes.agency_registered")
    assert line.data == {"unit": "fayuan", "kind": "court"}


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"unit_id": 999_999_999}, "unit.unknown", "unit"),
        ({"kind": "bank"}, "field.choice", "kind"),
        ({"stationing": "sometimes"}, "field.choice", "stationing"),
        ({"stationing": "rotating"}, "agency.weekdays", "weekdays"),
        ({"stationing": "rotating", "weekdays": [0]}, "agency.weekdays", "weekdays"),
        ({"stationing": "resident", "weekdays": [1]}, "agency.weekdays", "weekdays"),
        ({"dispute_types": ["family", "moods"]}, "field.choice", "dispute_types"),
        ({"sign_days": 0}, "field.range", "sign_days"),
        ({"sign_days": 31}, "field.range", "sign_days"),
        ({"phone": "call me"}, "phone.format", "phone"),
        ({"contact": "王\x00法官"}, "text.control", "contact"),
        ({"contact": "王" * 65}, "text.too_long", "contact"),
        ({"valid_from": date(1, 1, 1)}, "field.range", "valid_from"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field(
    district: District, changes: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        court(district, **changes)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Agency.objects.exists()


def test_a_unit_takes_part_once_at_a_time_and_may_come_back(district: District) -> None:
    first = court(district)
    with pytest.raises(Refusal, match=r"agency\.exists"):
        court(district, kind="other")
    end_agency(by=SYSTEM, agency_id=first.pk, valid_to=date(2025, 6, 30))
    with pytest.raises(Refusal, match=r"agency\.exists"):
        court(district, valid_from=date(2025, 6, 30))
    again = court(district, valid_from=date(2025, 7, 1))
    unit = district.unit("fayuan")
    assert queries.agency_on(unit, date(2025, 6, 30)) == first
    assert queries.agency_on(unit, date(2025, 7, 1)) == again
    assert queries.agency_on(unit, date(2024, 12, 31)) is None


def test_rules_change_together_and_only_what_changed_is_logged(district: District) -> None:
    made = court(district, stationing="rotating", weekdays=[1])
    with pytest.raises(Refusal, match=r"agency\.weekdays"):
        change_agency(by=SYSTEM, agency_id=made.pk, stationing="resident")
    change_agency(
        by=SYSTEM, agency_id=made.pk, valid_from=BEGIN, stationing="resident", weekdays=[], sign_days=2, unit_id=1
    )
    made.refresh_from_db()
    assert (made.stationing, made.weekdays, made.unit_id) == ("resident", [], district.unit("fayuan"))
    with acting_as_system():
        line = AuditLine.objects.get(kind="disputes.agency_changed")
    assert line.data == {"fields": ["stationing", "weekdays"], "on": "2025-01-01"}
    assert Agency.objects.count() == 1, "rules that begin on the same day are put right in place"


def test_other_rules_begin_on_a_day_and_the_earlier_ones_stay(district: District) -> None:
    unit = district.unit("fayuan")
    first = court(district, sign_days=2, contact="王法官")
    second = change_agency(by=SYSTEM, agency_id=first.pk, valid_from=date(2025, 7, 1), sign_days=5)
    third = change_agency(by=SYSTEM, agency_id=second.pk, valid_from=date(2099, 1, 1), sign_days=7)
    found = [queries.agency_on(unit, day) for day in (date(2025, 6, 30), date(2025, 7, 1), date(2099, 1, 1))]
    assert found == [first, second, third]
    assert [row.sign_days for row in found if row is not None] == [2, 5, 7]
    assert {row.contact for row in found if row is not None} == {"王法官"}
    assert queries.rules_over_time(SYSTEM, second) == [third, second, first]
    assert list(queries.agencies(SYSTEM, replaced=False)) == [second, third]
    assert list(queries.agencies(SYSTEM)) == [first, second, third]


def test_a_change_that_changes_nothing_makes_no_entry(district: District) -> None:
    made = court(district, sign_days=2)
    assert change_agency(by=SYSTEM, agency_id=made.pk, valid_from=date(2025, 7, 1), sign_days=2) == made
    assert Agency.objects.get().valid_to is None


def test_rules_do_not_begin_before_those_that_they_follow(district: District) -> None:
    made = court(district)
    for day, code in ((date(2024, 12, 31), "dates.order"), (date(1, 1, 1), "field.range")):
        with pytest.raises(Refusal) as refused:
            change_agency(by=SYSTEM, agency_id=made.pk, valid_from=day, sign_days=9)
        assert (refused.value.code, refused.value.field) == (code, "valid_from")


def test_an_agency_that_left_stays_as_it_was(district: District) -> None:
    made = court(district)
    with pytest.raises(Refusal, match=r"dates\.order"):
        end_agency(by=SYSTEM, agency_id=made.pk, valid_to=date(2024, 12, 31))
    end_agency(by=SYSTEM, agency_id=made.pk, valid_to=date(2025, 12, 31))
    for act in (
        lambda: change_agency(by=SYSTEM, agency_id=made.pk, sign_days=5),
        lambda: end_agency(by=SYSTEM, agency_id=made.pk, valid_to=date(2026, 1, 1)),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert (refused.value.code, refused.value.status) == ("agency.ended", 409)


@pytest.mark.parametrize("name", ["mediator", "director", "justice", "court", "housing"])
def test_only_who_keeps_the_register_writes_it(district: District, name: str) -> None:
    made = court(district)
    by = district.actor(name)
    for act in (
        lambda: register_agency(by=by, unit_id=district.unit("zhongcai"), kind="labour", valid_from=BEGIN),
        lambda: change_agency(by=by, agency_id=made.pk, sign_days=9),
        lambda: end_agency(by=by, agency_id=made.pk, valid_to=BEGIN),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert (refused.value.code, refused.value.status) == ("access.denied", 403)


@pytest.mark.parametrize(("name", "reads"), [("mediator", True), ("petitions", True), ("housing", False)])
def test_who_works_on_the_platform_reads_the_register(district: District, name: str, reads: bool) -> None:
    made = court(district)
    if reads:
        assert list(queries.agencies(district.actor(name))) == [made]
        return
    with pytest.raises(Refusal, match=r"access\.denied"):
        queries.agencies(district.actor(name))
