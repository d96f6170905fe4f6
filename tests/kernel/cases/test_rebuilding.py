"""A projection that was tampered with is found by replaying the acts, and mended; the acts decide."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.linking import add_party
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.parties.models import Party
from tests.factories.district import SYSTEM, District
from tests.kernel.cases.support import Office, at, filed

Tamper = Callable[[Case], object]


@pytest.fixture
def office(district: District) -> Office:
    """A case with several clocks, assignments and ratings."""
    office = Office(district, filed(at("2025-03-03 09:00")))
    office.do("dispatcher", "dispatch", at("2025-03-03 09:30"), unit="housing", co_units=["water", "yongtai"])
    office.do("housing", "contact", at("2025-03-03 10:00"), note="已联系")
    for name in ("water", "yongtai"):
        office.do(name, "finish_part", at("2025-03-03 11:00"), note="已完成")
    office.do("housing", "answer", at("2025-03-04 09:00"), answer="已修", result="solved")
    office.do("reporter", "rate", at("2025-03-04 10:00"), solved="no", satisfied="dissatisfied")
    reached = {"reach": "reached", "contacted": "yes", "solved": "no", "satisfied": "dissatisfied"}
    office.do("caller", "call_back", at("2025-03-05 10:00"), **reached, outcome_of_call="reopen")
    look_as_system()
    office.fresh()
    return office


def content(case: Case) -> list[dict[str, Any]]:
    """All projections of a case, without the numbers of rows."""
    look_as_system()
    tables = (
        case.clocks.order_by("key", "run"),
        case.assignments.order_by("seq", "unit_id"),
        case.ratings.order_by("seq"),
    )
    rows = [*Case.objects.filter(pk=case.pk).values(), *(row for table in tables for row in table.values())]
    return [row if "code" in row else {name: row[name] for name in row if name != "id"} for row in rows]


def _clock(case: Case, key: str, run: int = 1) -> Any:
    return case.clocks.filter(key=key, run=run)


TAMPERED: list[tuple[str, Tamper, str]] = [
    ("state", lambda c: _case(c).update(state="closed"), "case: state"),
    ("lead unit", lambda c: _case(c).update(lead_unit=None), "case: lead_unit_id"),
    ("audience", lambda c: _case(c).update(audience=[1]), "case: audience"),
    ("due", lambda c: _case(c).update(due_at=at("2030-01-01 00:00")), "case: due_at"),
    ("handlers", lambda c: _case(c).update(handled_by_ids=[]), "case: handled_by_ids"),
    ("two columns", lambda c: _case(c).update(returns=5, binding=True), "case: returns, binding"),
    ("due of a clock", lambda c: _clock(c, "handle", 2).update(due_at=at("2030-01-01 00:00")), "clock 7: due_at"),
    (
        "a stopped clock runs",
        lambda c: _clock(c, "dispatch").update(stopped_at=None, stop_reason=""),
        "clock 1: stopped_at, stop_reason",
    ),
    ("a clock is gone", lambda c: _clock(c, "dispatch").delete(), "clock: 6 rows stored, 7 from acts"),
    ("a rung", lambda c: _clock(c, "handle", 2).update(warned=["3"]), "clock 7: warned"),
    (
        "a part is gone",
        lambda c: c.assignments.filter(seq=2, role="lead").delete(),
        "assignment: 5 rows stored, 6 from acts",
    ),
    ("a part too many", lambda c: _more(c.assignments.last()), "assignment: 7 rows stored, 6 from acts"),
    (
        "who took it",
        lambda c: c.assignments.filter(seq=2, role="lead").update(accepted_by_id=9),
        "assignment 1: accepted_by_id",
    ),
    ("what was said", lambda c: c.ratings.filter(source="call_back").update(solved="yes"), "rating 2: solved"),
    ("nothing was said", lambda c: c.ratings.all().delete(), "rating: 0 rows stored, 2 from acts"),
]


def _case(case: Case) -> Any:
    return Case.objects.filter(pk=case.pk)


def _more(row: Any) -> None:
    row.pk, row.seq = None, row.seq + 1
    row.save()


@pytest.mark.parametrize(("tamper", "line"), [row[1:] for row in TAMPERED], ids=[row[0] for row in TAMPERED])
def test_what_was_changed_is_found_and_mended(office: Office, tamper: Tamper, line: str) -> None:
    before = content(office.case)
    assert rebuild(write=False).differences == []
    look_as_system()
    tamper(office.case)
    changed = content(office.case)
    assert changed != before
    assert rebuild(write=False).differences == [f"{office.case.code}: {line}"]
    assert content(office.case) == changed, "checking mends nothing"
    assert rebuild(write=True).differences == [f"{office.case.code}: {line}"]
    assert content(office.case) == before
    report = rebuild(write=False)
    assert (report.cases, report.acts, report.differences) == (1, 8, [])


def test_a_mended_case_goes_on(office: Office) -> None:
    office.case.clocks.all().delete()
    office.case.assignments.all().delete()
    rebuild(write=True)
    office.do("housing", "contact", at("2025-03-06 09:00"), note="再次联系")
    for name in ("water", "yongtai"):
        office.do(name, "finish_part", at("2025-03-06 10:00"), note="已完成")
    office.do("housing", "answer", at("2025-03-06 11:00"), answer="再修", result="solved")
    assert rebuild(write=False).differences == []


def test_a_case_without_acts_is_named(office: Office) -> None:
    values = Case.objects.filter(pk=office.case.pk).values().get()
    del values["id"]
    Case.objects.create(**{**values, "code": "HL250303-NOACTS", "client_key": None})
    assert rebuild(write=True).differences == ["HL250303-NOACTS: act 1 is missing"]


def test_a_missing_act_is_named_and_nothing_is_made_up(office: Office) -> None:
    """Rows of a case of which an act is lost are left as they are."""
    values = Case.objects.filter(pk=office.case.pk).values().get()
    del values["id"]
    torn = Case.objects.create(**{**values, "code": "HL250303-TORN22", "client_key": None})
    first, second, *_ = office.case.acts.order_by("seq")
    for act, seq in ((first, 1), (second, 3)):
        act.pk, act.case, act.seq = None, torn, seq
        act.save(force_insert=True)
    assert rebuild(write=True).differences == ["HL250303-TORN22: act 2 is missing"]


def test_further_parties_keep_their_sight(office: Office) -> None:
    (party,) = Party.objects.all()
    add_party(by=SYSTEM, case_id=office.case.pk, party_id=party.pk, role="witness", sees_case=True)
    assert rebuild(write=False).differences == []


def test_the_command_says_what_differs_and_fails(office: Office) -> None:
    output = StringIO()
    call_command("rebuild", "--check", stdout=output)
    assert output.getvalue() == "1 cases, 8 acts, 0 differences\n"
    look_as_system()
    _case(office.case).update(state="closed")
    output = StringIO()
    with pytest.raises(CommandError, match="differ from the acts"):
        call_command("rebuild", "--check", stdout=output)
    assert output.getvalue() == f"1 cases, 8 acts, 1 differences\n  {office.case.code}: case: state\n"
    call_command("rebuild", stdout=StringIO())
    call_command("rebuild", "--check", stdout=StringIO())


def test_many_cases_in_chunks(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minsheng.kernel.cases.rebuild.CHUNK", 2)
    cases = [filed(at("2025-03-03 09:00")) for _ in range(5)]
    look_as_system()
    Case.objects.filter(pk__in=[cases[1].pk, cases[4].pk]).update(kind="praise")
    seen: list[int] = []
    report = rebuild(write=True, progress=seen.append)
    assert (report.cases, report.acts, sum(seen)) == (5, 5, 5)
    assert report.differences == [f"{cases[1].code}: case: kind", f"{cases[4].code}: case: kind"]
    assert rebuild(write=False).differences == []
