"""What a procedure declares, in the database: kept, told, replayed; one way for one case, for many, and in memory."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minsheng.base.errors import Refusals
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.tokens import account_token, party_token
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.advancing import advance_checked
from minsheng.kernel.cases.intake import file_case, open_case, store_openings
from minsheng.kernel.cases.models import Act, ActText, Attachment, Case, CaseParty, ClockRow
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.cases.store import next_case_ids
from minsheng.kernel.cases.sweeping import _late_clocks, sweep
from minsheng.kernel.parties.queries import masked
from tests.factories.district import District, a_report
from tests.kernel.cases.quarrels import INPUTS, OTHER, Quarrel
from tests.kernel.cases.support import filed, upload

NOW = timezone.now()


def test_the_opening_act_keeps_what_it_asks_and_registers_the_other_side(district: District) -> None:
    quarrel = Quarrel(district)
    case = quarrel.fresh()
    reporter, other = case.reporter_id, quarrel.party()
    assert case.facts == {
        "people": 2, "amount": "1200.00", "level": "hard", "applicants": [reporter], "respondents": [other],
    }  # fmt: skip
    assert {party_token(reporter or 0), party_token(other)} <= set(case.audience)
    assert list(CaseParty.objects.filter(case=case).values_list("party_id", "role")) == [(other, "respondents")]
    assert masked([other])[other].phone.endswith("1234")
    assert Act.objects.get(case=case, seq=1).data["other_party"] == other
    assert "李四" not in str(Act.objects.filter(case=case).values())


@pytest.mark.parametrize(
    ("inputs", "faults"),
    [
        ({"other_party": {**OTHER, "phone": "12"}}, [("phone.format", "other_party.phone")]),
        ({"other_party": {"name": " "}}, [("text.empty", "other_party.name")]),
        ({"other_party": 5}, [("party.not_of_case", "other_party")]),
        ({"people": 0, "amount": "-1"}, [("field.range", "people"), ("field.money", "amount")]),
        ({"colour": "red"}, [("field.unknown", "colour")]),
        ({"papers": [10**9]}, [("file.unknown", "papers")]),
    ],
)
def test_what_is_wrong_with_them_is_refused_at_filing_and_nothing_is_stored(
    district: District, inputs: dict[str, object], faults: list[tuple[str, str]]
) -> None:
    with pytest.raises(Refusals) as several:
        Quarrel(district, **inputs)
    assert [(refusal.code, refusal.field) for refusal in several.value.refusals] == faults
    look_as_system()
    assert not Case.objects.exists()


def test_files_of_the_opening_act_come_with_the_case(district: District, files_folder: object) -> None:
    by = district.actor("dispatcher")
    Quarrel(district)
    paper, photo = upload(by, "paper.txt"), upload(by, "photo.txt")
    report = a_report(kind="plain", inputs={**INPUTS, "papers": [paper]}, files=(photo,), phone="13934567890")
    case = file_case(by=by, procedure="test.quarrel", report=report).case
    look_as_system()
    found = {(row.field, row.file_id) for row in Attachment.objects.filter(case=case)}
    assert found == {("papers", paper), ("files", photo)}


def test_a_report_with_a_key_is_the_same_case_only_with_the_same_inputs(district: District) -> None:
    Quarrel(district)
    report = a_report(kind="plain", inputs=INPUTS)
    first = file_case(by=Actor.anonymous(), procedure="test.quarrel", report=report, client_key="k" * 20)
    again = file_case(by=Actor.anonymous(), procedure="test.quarrel", report=report, client_key="k" * 20)
    assert (again.case.pk, again.created) == (first.case.pk, False)


def test_every_feature_through_perform_is_replayed_to_the_same_rows(district: District) -> None:
    quarrel = Quarrel(district)
    quarrel.begin("water", "gucheng")
    quarrel.do("water", "serve", served_on=(timezone.localdate() - timedelta(days=1)).isoformat(), set_days=20)
    party = quarrel.party()
    talk = {"begins": "2027-01-05 09:00", "room": 1, "rooms": [1, 2], "present": [party], "remark": "双方到场"}
    quarrel.do("water", "talk", **talk)
    quarrel.do("respondent", "respond", statement="不同意", plan=[{"due": "2027-01-05", "paid": "600", "payer": party}])
    quarrel.do("water", "prolong", days=30, ground="双方同意延长")
    quarrel.do("reporter", "accuse", accused_people={"name": "赵六"}, accused_accounts=[quarrel.account("gucheng")],
               accused_units=[district.unit("water")])  # fmt: skip
    case = quarrel.fresh()
    assert (case.facts["talks"], case.facts["set_days"]) == (1, 20)
    assert case.facts["mediators"] == [quarrel.account("water"), quarrel.account("gucheng")]
    assert len(case.barred) == 3
    assert account_token(quarrel.account("water")) in case.audience
    said = Act.objects.get(case=case, key="respond")
    assert (said.party_id, said.data["plan"]) == (party, [{"due": "2027-01-05", "paid": "600.00", "payer": party}])
    assert rebuild(write=False).differences == []
    Case.objects.filter(pk=case.pk).update(facts={}, barred=[], audience=[])
    assert len(rebuild(write=True).differences) == 1
    restored = quarrel.fresh()
    assert (restored.facts, restored.barred, restored.audience) == (case.facts, case.barred, case.audience)
    assert rebuild(write=False).differences == []


def test_a_life_in_memory_equals_one_in_the_database(district: District) -> None:
    stored = Quarrel(district, at=NOW - timedelta(hours=9))
    report = a_report(kind="plain", inputs=INPUTS, phone="13934567890", name="孙七")
    (pk,) = next_case_ids(1)
    at = NOW - timedelta(hours=9)
    opening = open_case(by=Actor.anonymous(), procedure="test.quarrel", report=report, at=at, case_id=pk)
    served = timezone.localdate(at).isoformat()
    steps = (
        ("dispatcher", "give", {"unit": district.unit("housing")}),
        ("housing", "name", {"mediators": [stored.account("water")]}),
        ("dispatcher", "summon", {"other_party": {"name": "周八", "phone": "13911112222"}}),
        ("water", "serve", {"served_on": served}),
        ("water", "talk", {"begins": "2027-01-05 09:00", "remark": "谈过"}),
    )
    for number, (who, act, data) in enumerate(steps, start=1):
        advance_checked(opening, by=district.actor(who), act=act, at=at + timedelta(hours=number), data=data)
        stored.do(who, act, at + timedelta(hours=number), **data)
    look_as_system()
    (made,) = store_openings([opening])
    case = stored.fresh()
    assert {key: made.facts[key] for key in made.facts if key not in {"applicants", "respondents"}} == {
        key: case.facts[key] for key in case.facts if key not in {"applicants", "respondents"}
    }
    assert [len(made.facts[key]) for key in ("applicants", "respondents")] == [1, 2]
    roles = [sorted(CaseParty.objects.filter(case_id=pk).values_list("role", flat=True)) for pk in (made.pk, case.pk)]
    assert roles[0] == roles[1] == ["respondents", "respondents"]
    assert list(ActText.objects.filter(case_id=made.pk).values_list("field", "text")) == [("remark", "谈过")]
    assert rebuild(write=False).differences == []


def test_who_joins_by_being_put_or_added_is_entered_as_well_and_once(district: District) -> None:
    quarrel = Quarrel(district)
    quarrel.begin("water")
    quarrel.do("water", "summon", other_party={"name": "周八", "phone": "13911112222"})
    quarrel.do("water", "summon", other_party=quarrel.party())
    case = quarrel.fresh()
    assert list(CaseParty.objects.filter(case=case).values_list("party_id", flat=True)) == case.facts["respondents"]


def test_ids_are_looked_up_before_anything_is_written(district: District) -> None:
    quarrel = Quarrel(district)
    quarrel.begin("water")
    stranger = filed(phone="13911113333", name="路人").reporter_id
    quarrel.do("water", "serve", served_on=timezone.localdate().isoformat())
    talk = {"begins": "2027-01-05 09:00", "room": 3, "rooms": [1, 9], "present": [quarrel.party(), stranger]}
    assert sorted(quarrel.refused("water", "talk", **talk)) == [
        ("entry.unknown", "room"), ("entry.unknown", "rooms"), ("party.not_of_case", "present"),
    ]  # fmt: skip
    assert quarrel.refused("dispatcher", "dismiss", one=quarrel.fresh().reporter_id) == [("party.not_of_case", "one")]
    assert quarrel.refused("housing", "name", mediators=[10**9]) == [("account.unknown", "mediators")]
    plan = [{"due": "2027-01-05", "paid": "600", "payer": stranger}]
    faults = quarrel.refused("respondent", "respond", statement="不同意", plan=plan)
    assert faults == [("party.not_of_case", "plan.1.payer")]


def test_filing_and_acting_cost_no_more_statements_than_before(district: District) -> None:
    """The hotline pays nothing for what it does not use: as many statements as before there were facts and bars."""
    filed(phone="13911113333")
    with CaptureQueriesContext(connection) as filing:
        case = filed(phone="13911114444")
    data = {"unit": district.unit("housing")}
    actor = district.actor("dispatcher")
    with CaptureQueriesContext(connection) as acting:
        perform(by=actor, case_id=case.pk, act="dispatch", data=data)
    assert (len(filing), len(acting)) == (9, 7), [query["sql"][:80] for query in acting]


def test_a_clock_that_only_warns_of_a_closed_case_is_not_swept_for_ever(district: District) -> None:
    quarrel = Quarrel(district)
    quarrel.begin("water")
    quarrel.do("water", "serve", served_on=timezone.localdate().isoformat())
    later = timezone.now() + timedelta(days=400)
    look_as_system()
    assert [clock.key for clock in _late_clocks(later).filter(case=quarrel.case) if clock.key == "answer"] == ["answer"]
    quarrel.do("water", "talk", begins="2027-01-05 09:00")
    quarrel.do("water", "settle")
    look_as_system()
    running = ClockRow.objects.filter(case=quarrel.case, stopped_at__isnull=True)
    assert [clock.key for clock in running] == ["remedy"]
    assert not _late_clocks(later).filter(case=quarrel.case).exists()
    assert sweep(later).done == 0
