"""Looking at a person: only with permission, a reason and a trace."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.audit.queries import says
from minsheng.kernel.parties.models import Party, PartyKind
from minsheng.kernel.parties.sealing import unseal
from minsheng.kernel.parties.services import (
    find_by_identity,
    find_by_phone,
    register_party,
    reveal_party,
    update_party,
)
from tests.kernel.parties.conftest import CREDIT, IDENTITY, NAME, PHONE, SYSTEM, clerk, lines

Meeting = list[tuple[int, int | None]]
REVEALER = clerk("parties.reveal")


def _refused(code: str, **call: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        reveal_party(**call)  # type: ignore[arg-type]  # wrong calls are the point
    assert caught.value.code == code
    assert lines("parties.revealed") == []
    return caught.value


class TestReveal:
    def test_the_fields_asked_for_and_no_others(self, resident: Party, meeting: Meeting) -> None:
        meeting.append((resident.pk, 5))
        seen = reveal_party(by=REVEALER, party_id=resident.pk, fields=["phone", "name"], reason="回访核实", case_id=5)
        assert seen == {"name": NAME, "phone": PHONE}

    def test_it_is_logged_without_what_was_seen(self, resident: Party, meeting: Meeting) -> None:
        meeting.append((resident.pk, 5))
        reason = "电话 13800001234 打不通，核对"
        reveal_party(by=REVEALER, party_id=resident.pk, fields=["phone", "name"], reason=reason, case_id=5)
        (line,) = lines("parties.revealed")
        assert (line.actor_account_id, line.actor_role, line.case_id) == (7, "clerk", 5)
        assert (line.subject, line.subject_id) == ("party", str(resident.pk))
        assert line.data == {"fields": ["name", "phone"], "reason": "电话 138****1234 打不通，核对"}
        assert "name, phone" in says(line)

    def test_the_line_is_written_before_anything_is_decrypted(
        self, resident: Party, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        meeting.append((resident.pk, None))
        order: list[str] = []
        module = "minsheng.kernel.parties.services"
        monkeypatch.setattr(f"{module}.record", lambda *_args, **_named: order.append("record"))
        monkeypatch.setattr(f"{module}.unseal", lambda *_args, **_named: order.append("unseal") or {})
        reveal_party(by=REVEALER, party_id=resident.pk, fields=["name"], reason="回访核实")
        assert order == ["record", "unseal"]

    def test_without_permission(self, resident: Party, meeting: Meeting) -> None:
        meeting.append((resident.pk, None))
        by = clerk("parties.look_up")
        refusal = _refused("access.denied", by=by, party_id=resident.pk, fields=["name"], reason="回访核实")
        assert refusal.status == 403

    @pytest.mark.parametrize("reason", ["", "   ", "看看", "abc "])
    def test_without_a_reason(self, resident: Party, meeting: Meeting, reason: str) -> None:
        meeting.append((resident.pk, None))
        refusal = _refused("reason.short", by=REVEALER, party_id=resident.pk, fields=["name"], reason=reason)
        assert refusal.field == "reason"

    @pytest.mark.parametrize("fields", [[], ["name", "salary"], ["wrapped_key"]])
    def test_of_an_unknown_field(self, resident: Party, meeting: Meeting, fields: list[str]) -> None:
        meeting.append((resident.pk, None))
        _refused("party.field", by=REVEALER, party_id=resident.pk, fields=fields, reason="回访核实")

    def test_of_a_party_that_the_clerk_does_not_meet(self, resident: Party, meeting: Meeting) -> None:
        meeting.append((resident.pk, 5))
        call = {"by": REVEALER, "party_id": resident.pk, "fields": ["name"], "reason": "回访核实"}
        assert _refused("party.not_found", **call, case_id=6).status == 404
        assert _refused("party.not_found", **call | {"party_id": 999}).status == 404


class TestLookUp:
    def test_by_phone(self, resident: Party) -> None:
        found = find_by_phone(by=clerk("parties.look_up"), phone="138 0000 1234")
        assert found == [resident]
        (line,) = lines("parties.looked_up")
        assert (line.subject, line.subject_id, line.data) == ("party_search", "phone", {"found": [resident.pk]})
        assert says(line)

    def test_by_number(self, resident: Party) -> None:
        company = register_party(by=SYSTEM, kind=PartyKind.ORGANISATION, name="某公司", identity=CREDIT)
        by = clerk("parties.look_up")
        assert find_by_identity(by=by, identity=IDENTITY) == [resident]
        assert find_by_identity(by=by, identity=CREDIT, kind=PartyKind.ORGANISATION) == [company]
        assert find_by_identity(by=by, identity="440524188001010014") == []
        assert [line.data["found"] for line in lines("parties.looked_up")] == [[resident.pk], [company.pk], []]

    def test_what_is_wrong_is_refused_and_not_logged(self, resident: Party) -> None:
        with pytest.raises(Refusal, match=r"access\.denied"):
            find_by_phone(by=REVEALER, phone=PHONE)
        with pytest.raises(Refusal, match=r"phone\.format"):
            find_by_phone(by=clerk("parties.look_up"), phone="12")
        assert lines("parties.looked_up") == []

    def test_the_number_looked_for_stands_in_no_statement_of_the_log(self, resident: Party) -> None:
        with CaptureQueriesContext(connection) as queries:
            find_by_phone(by=clerk("parties.look_up"), phone=PHONE)
        assert not [query for query in queries if PHONE in query["sql"]]


class TestUpdate:
    def test_a_person_corrects_its_own(self, resident: Party) -> None:
        by = Actor(account_id=9, party_id=resident.pk)
        party = update_party(by=by, party_id=resident.pk, phone="13900004321", address="")
        assert unseal(party) == {"name": NAME, "phone": "13900004321", "identity": IDENTITY, "address": ""}
        assert party.masked_phone == "139****4321"
        assert find_by_phone(by=clerk("parties.look_up"), phone=PHONE) == []
        (line,) = lines("parties.updated")
        assert line.data == {"fields": ["address", "phone"]}
        assert says(line)

    def test_a_clerk_who_meets_the_party_may(self, resident: Party, meeting: Meeting) -> None:
        by = clerk("parties.update")
        with pytest.raises(Refusal, match=r"party\.not_found"):
            update_party(by=by, party_id=resident.pk, name="王小明明")
        meeting.append((resident.pk, None))
        assert update_party(by=by, party_id=resident.pk, name="王小明明").masked_name == "王***"
        with pytest.raises(Refusal, match=r"access\.denied"):
            update_party(by=REVEALER, party_id=resident.pk, name="王")

    def test_faults_are_named(self, resident: Party) -> None:
        with pytest.raises(Refusals) as caught:
            update_party(by=SYSTEM, party_id=resident.pk, phone="1", identity="1")
        assert [fault.field for fault in caught.value.refusals] == ["phone", "identity"]

    def test_into_another_party_is_refused(self, resident: Party) -> None:
        register_party(by=SYSTEM, kind=PartyKind.PERSON, name="李四", phone=PHONE, identity=IDENTITY)
        with pytest.raises(Refusal) as caught:
            update_party(by=SYSTEM, party_id=resident.pk, name="李四")
        assert (caught.value.code, caught.value.status) == ("party.exists", 409)
        assert lines("parties.updated") == []
