"""Raising, deciding and forgetting warnings, on real cases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import CaseWarning
from minsheng.domains.disputes.warnings import facts
from minsheng.domains.disputes.warnings.nightly import look_at_all
from minsheng.domains.disputes.warnings.personal import erase_person
from minsheng.domains.disputes.warnings.services import decide_warning, forget_warnings, raise_warnings
from minsheng.domains.disputes.warnings.times import months_before
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting, acting_as_system
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.cases.linking import link_cases
from minsheng.kernel.cases.models import Act, AssignmentRow, Case, ClockRow
from minsheng.kernel.cases.places import Place
from minsheng.kernel.messages.models import Outbox
from tests.domains.disputes.mediations import a_mediation, do, fresh
from tests.domains.disputes.warnings.disputes import ANGRY, a_dispute, raised, reasons
from tests.factories.district import SYSTEM, District


def decided(row: CaseWarning, district: District, decision: str = "false_alarm") -> CaseWarning:
    return decide_warning(by=district.actor("governance"), warning_id=row.pk, decision=decision, note="已电话核实")


def test_same_parties_again_whoever_brings_it(district: District) -> None:
    first = a_dispute()
    assert reasons(first) == []
    swapped = a_dispute(
        name="白秀兰", phone="13834567891", inputs={"other_party": {"name": "石建国", "phone": "13834567890"}}
    )
    (row,) = raised(swapped)
    assert (row.reason, row.data) == ("same_parties", {"cases": [first.pk]})
    assert reasons(a_dispute(name="何春燕", phone="13834567892")) == []


def test_what_is_linked_or_secret_is_no_second_dispute(district: District) -> None:
    first, second = a_dispute(), a_dispute()
    with acting_as_system():
        link_cases(by=SYSTEM, case_id=second.pk, other_id=first.pk, kind="follows")
    assert reasons(first, second) == []
    third = a_dispute()
    with acting_as_system():
        Case.objects.filter(pk__in=[first.pk, second.pk]).update(barred=[7])
    assert reasons(third) == []


def test_three_disputes_at_one_place(district: District) -> None:
    points = [Place(lon=113.22, lat=40.05), Place(lon=113.2205, lat=40.0503), Place(lon=113.2203, lat=40.05)]
    cases = [a_dispute("disputes.matter", place=place, phone=f"1383456789{n}") for n, place in enumerate(points)]
    far = a_dispute("disputes.matter", place=Place(lon=113.23, lat=40.05), phone="13834567899")
    assert reasons(far) == []
    rows = raised(*cases)
    assert [row.reason for row in rows] == ["same_place"] * 3
    assert rows[2].data["cases"] == [cases[0].pk, cases[1].pk]


def test_hotline_orders_are_no_disputes(district: District) -> None:
    place = Place(lon=113.22, lat=40.05)
    for number in range(3):
        a_dispute("hotline.order", kind="complaint", place=place, phone=f"1383456789{number}", body=ANGRY)
    matter = a_dispute("disputes.matter", place=place)
    assert reasons(matter) == []
    with acting_as_system():
        ids = list(Case.objects.values_list("pk", flat=True))
    assert raise_warnings(by=SYSTEM, case_ids=ids) == []


@pytest.mark.parametrize(("kind", "found"), [("appeal", ["threat"]), ("accusation", []), ("suggestion", [])])
def test_of_petitions_claims_alone(district: District, kind: str, found: list[str]) -> None:
    assert reasons(a_dispute("disputes.petition", kind=kind, body=ANGRY)) == found


def test_people_and_amount_grow(district: District) -> None:
    case = a_dispute("disputes.matter", inputs={"people": 6, "amount": "30000"})
    assert reasons(case) == []
    do(case, "update_scale", people=12)
    (row,) = raised(case)
    assert row.data == {"people": {"first": "6", "now": "12", "seq": 2}}
    do(case, "update_scale", amount="90000")
    assert raised(case) == []
    row.refresh_from_db()
    assert (set(row.data), row.seq) == ({"people", "amount"}, 3)
    decided(row, district)
    assert raised(case) == []
    do(case, "update_scale", people=13)
    assert raised(case) == []
    do(case, "update_scale", people=24)
    assert reasons(case) == ["growing"]


def test_threats_in_the_report_and_in_later_texts(district: District) -> None:
    case = a_dispute("disputes.matter")
    do(case, "add", message="他说要和我同归于尽")
    (row,) = raised(case)
    assert row.data["hits"] == [{"category": "violence", "word": "同归于尽", "seq": 2, "field": "message"}]
    assert "他说" not in str(row.data)
    decided(row, district)
    assert raised(case) == []
    do(case, "add", message="今天又说要同归于尽")
    assert reasons(case) == ["threat"]


def test_three_failed_attempts_at_one_matter(district: District) -> None:
    matter = a_dispute("disputes.matter")
    for _ in range(3):
        mediation = a_dispute()
        with acting_as_system():
            Act.objects.create(
                case=mediation, seq=2, key="x", at=timezone.now(), recorded_at=timezone.now(), channel="job",
                state_before="mediating", state_after="failed",
            )  # fmt: skip
            link_cases(by=SYSTEM, case_id=mediation.pk, other_id=matter.pk, kind="follows")
    (row,) = raised(matter)
    assert (row.reason, row.data["count"], len(row.data["cases"])) == ("refusals", 3, 3)


def test_one_unit_misses_two_deadlines(district: District) -> None:
    case, now = a_dispute("disputes.matter"), timezone.now()
    ago = now - timedelta(days=9)
    with acting_as_system():
        unit = district.unit("yongtai")
        AssignmentRow.objects.create(case=case, seq=1, unit_id=unit, role="lead", assigned_at=ago)
        for run in (7, 8):
            late = now - timedelta(days=run - 5)
            ClockRow.objects.create(
                case=case, key="sign", run=run, term="P1D", law="x", started_at=ago, raw_due=late, due_at=late
            )
    (row,) = raised(case)
    assert (row.reason, row.data) == ("missed", {"units": [{"unit": unit, "count": 2}]})


def test_one_open_warning_a_reason_and_no_second_for_the_same_cause(district: District) -> None:
    case = a_dispute(body=ANGRY)
    (row,) = raised(case)
    assert raised(case) == []
    decided(row, district)
    assert raised(case) == []
    with acting_as_system():
        assert CaseWarning.objects.filter(case_id=case.pk).count() == 1
        Case.objects.filter(pk=case.pk).update(closed_at=timezone.now())
    do_not_look = a_dispute(body=ANGRY, name="何春燕", phone="13834567892")
    with acting_as_system():
        Case.objects.filter(pk=do_not_look.pk).update(closed_at=timezone.now())
    assert raised(do_not_look) == []


def test_only_the_system_looks_and_forgets(district: District) -> None:
    case = a_dispute(body=ANGRY)
    for call in (
        lambda: raise_warnings(by=district.actor("governance"), case_ids=[case.pk]),
        lambda: forget_warnings(by=district.actor("governance")),
    ):
        with pytest.raises(Refusal, match=r"access\.denied"):
            call()


def test_a_decision_needs_the_permission_there_a_choice_and_reasons(district: District) -> None:
    (row,) = raised(a_dispute(body=ANGRY))
    values = {"warning_id": row.pk, "decision": "watch", "note": "已上门"}
    for name, code in (("housing", r"warning\.unknown"), ("justice", r"warning\.unknown")):
        with pytest.raises(Refusal, match=code):
            decide_warning(by=district.actor(name), **values)
    governance = district.actor("governance")
    for changes, code in (({"decision": "arrest"}, r"field\.choice"), ({"note": " "}, r"text\.empty")):
        with pytest.raises(Refusal, match=code):
            decide_warning(by=governance, **{**values, **changes})
    made = decide_warning(by=governance, **values)
    assert (made.decision, made.decided_by) == ("watch", district.accounts["governance"])
    with pytest.raises(Refusal, match=r"warning\.decided"):
        decide_warning(by=governance, **values)
    with acting_as_system():
        lines = AuditLine.objects.filter(kind__startswith="disputes.warning_").order_by("pk")
        assert [line.data for line in lines] == [
            {"reason": "threat"},
            {"reason": "threat", "decision": "watch"},
        ]


def test_the_handler_sees_and_does_not_decide(district: District) -> None:
    case = a_mediation(district)
    do(case, "schedule", session_begins=(timezone.now() + timedelta(days=3)).isoformat(),
       session_ends=(timezone.now() + timedelta(days=3, hours=1)).isoformat())  # fmt: skip
    with acting_as_system():
        Case.objects.filter(pk=case.pk).update(title="他说要同归于尽")
    (row,) = raised(case)
    for name in ("mediator", "director"):
        with pytest.raises(Refusal, match=r"access\.denied"):
            decide_warning(by=district.actor(name), warning_id=row.pk, decision="watch", note="已上门")
    with acting_as_system():
        told = Outbox.objects.filter(case_id=case.pk, template__key="disputes.warned")
        found = {(it.needs, it.account_id, it.unit_id) for it in told}
    assert found == {
        ("disputes.warn", None, None),
        ("", district.accounts["mediator"].pk, None),
        ("", None, district.unit("tiaowei")),
    }


def test_the_database_shows_no_warning_to_a_party(district: District) -> None:
    case = a_dispute(body=ANGRY)
    raised(case)

    def seen(actor: Actor) -> tuple[int, int]:
        with acting(actor):
            return Case.objects.filter(pk=case.pk).count(), CaseWarning.objects.count()

    assert seen(Actor(account_id=None, party_id=case.reporter_id)) == (1, 0)
    assert seen(Actor(account_id=None, case_ids=(case.pk,))) == (1, 0)
    assert seen(district.actor("governance")) == (1, 1)
    assert seen(district.actor("housing")) == (0, 0)
    with acting(district.actor("governance")), transaction.atomic():
        assert CaseWarning.objects.update(decision="watch") == 0


def test_warnings_are_deleted_when_the_case_has_long_ended(district: District) -> None:
    now = timezone.now()
    old, young = a_dispute(body=ANGRY), a_dispute(body=ANGRY, name="何春燕", phone="13834567892")
    raised(old, young)
    with acting_as_system():
        Case.objects.filter(pk=old.pk).update(closed_at=months_before(now, 12) - timedelta(seconds=1))
        Case.objects.filter(pk=young.pk).update(closed_at=months_before(now, 12) + timedelta(minutes=1))
    assert forget_warnings(by=SYSTEM, now=now) == 1
    with acting_as_system():
        assert list(CaseWarning.objects.values_list("case_id", flat=True)) == [young.pk]
    assert forget_warnings(by=SYSTEM, now=now) == 0


def test_the_reasons_are_erased_with_the_person(district: District) -> None:
    case = a_dispute(body=ANGRY)
    (row,) = raised(case)
    decided(row, district)
    with acting_as_system():
        erase_person(case.reporter_id or 0)
        row.refresh_from_db()
    assert (row.note, row.note_erased_at is not None, row.decision) == ("", True, "false_alarm")


def test_the_night_looks_at_all_that_is_open(district: District) -> None:
    cases = [a_dispute(body=ANGRY, name=f"何春{n}", phone=f"1383456789{n}") for n in range(3)]
    with acting_as_system():
        Case.objects.filter(pk=cases[0].pk).update(closed_at=timezone.now())
    looked = look_at_all(by=SYSTEM)
    assert (looked.cases, looked.raised) == (2, 2)
    assert look_at_all(by=SYSTEM).raised == 0


def test_looking_takes_as_many_statements_for_many_as_for_one(district: District) -> None:
    cases = [a_dispute(name=f"何春{n}", phone=f"1383456789{n}", place=Place(lon=113.22, lat=40.05)) for n in range(4)]

    def count(*some: Case) -> int:
        with CaptureQueriesContext(connection) as captured:
            raised(*some)
        return len([it for it in captured if not it["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    count(*cases)
    assert count(*cases) == count(cases[0]) <= 16


def test_facts_tell_how_long_a_decision_took(district: District) -> None:
    case = a_dispute(body=ANGRY)
    (row,) = raised(case)
    before = list(facts.TABLES[0].rows(None))
    assert before[0][6:] == ("", None, None)
    decided(row, district, "police")
    (line,) = facts.TABLES[0].rows(timezone.now() - timedelta(hours=1))
    named = dict(zip(facts.TABLES[0].column_names(), line, strict=True))
    assert (named["area_id"], named["reason"], named["decision"]) == (fresh(case).area_id, "threat", "police")
    assert named["days_to_decision"] == 0
    assert list(facts.TABLES[0].rows(timezone.now() + timedelta(hours=1))) == []
