"""The rights of a person over its data: a copy (个人信息保护法 45), and erasure (47)."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account
from minsheng.kernel.audit.queries import says
from minsheng.kernel.parties import hooks
from minsheng.kernel.parties.hooks import HookError, Retention
from minsheng.kernel.parties.models import Party, PartyKind
from minsheng.kernel.parties.queries import contact_of, masked
from minsheng.kernel.parties.services import (
    ErasureGround,
    erase_person,
    export_person,
    find_by_phone,
    register_party,
    reveal_party,
    update_party,
)
from tests.kernel.parties.conftest import IDENTITY, NAME, PHONE, SYSTEM, clerk, lines

OFFICER = clerk("parties.erase")


def _letters(party_id: int) -> list[dict[str, str]]:
    """Letters to the party."""
    return [{"to": str(party_id), "text": "您好"}]


class TestExport:
    def test_everything_with_the_parts_of_other_rooms(self, resident: Party) -> None:
        hooks.personal_data_sources.register("letters", _letters)
        given = export_person(by=OFFICER, party_id=resident.pk, reason="本人书面申请")
        again = json.loads(json.dumps(given, ensure_ascii=False))
        assert again["letters"] == [{"to": str(resident.pk), "text": "您好"}]
        own = again["party"]
        assert (own["name"], own["phone"], own["identity"]) == (NAME, PHONE, IDENTITY)
        (line,) = lines("parties.exported")
        assert line.data == {"sources": ["letters"], "reason": "本人书面申请"}
        assert says(line)

    def test_a_person_takes_its_own(self, resident: Party) -> None:
        given = export_person(by=Actor(account_id=9, party_id=resident.pk), party_id=resident.pk, reason="本人申请")
        assert given["party"]["name"] == NAME

    def test_others_may_not(self, resident: Party) -> None:
        for by in (clerk("parties.reveal"), Actor(account_id=9, party_id=resident.pk + 1)):
            with pytest.raises(Refusal, match=r"access\.denied"):
                export_person(by=by, party_id=resident.pk, reason="本人书面申请")
        with pytest.raises(Refusal, match=r"reason\.short"):
            export_person(by=OFFICER, party_id=resident.pk, reason="要")
        assert lines("parties.exported") == []


class TestErase:
    def test_a_tombstone_is_left_and_nothing_personal(self, resident: Party) -> None:
        erase_person(by=OFFICER, party_id=resident.pk, ground=ErasureGround.CONSENT_WITHDRAWN)
        (line,) = lines("parties.erased")
        assert line.data == {"ground": "consent_withdrawn", "erasers": []}
        assert says(line)
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_jsonb(p) - 'stamp' FROM parties_party AS p")
            row = json.loads(cursor.fetchone()[0])
        left = {key: value for key, value in row.items() if value not in (None, "")}
        assert set(left) == {"id", "kind", "created_at", "erased_at"}
        assert masked([resident.pk])[resident.pk].is_erased
        assert contact_of(resident.pk) is None

    def test_afterwards_it_cannot_be_found_seen_changed_or_erased_again(self, resident: Party) -> None:
        erase_person(by=OFFICER, party_id=resident.pk, ground=ErasureGround.TERM_ENDED)
        assert find_by_phone(by=clerk("parties.look_up"), phone=PHONE) == []
        with pytest.raises(Refusal, match=r"party\.not_found"):
            reveal_party(by=SYSTEM, party_id=resident.pk, fields=["name"], reason="回访核实")
        with pytest.raises(Refusal, match=r"party\.not_found"):
            update_party(by=SYSTEM, party_id=resident.pk, name="王")
        with pytest.raises(Refusal, match=r"party\.not_found"):
            erase_person(by=OFFICER, party_id=resident.pk, ground=ErasureGround.TERM_ENDED)
        again = register_party(by=SYSTEM, kind=PartyKind.PERSON, name=NAME, phone=PHONE, identity=IDENTITY)
        assert again.pk != resident.pk

    def test_other_rooms_erase_in_the_same_transaction(self, resident: Party) -> None:
        erased: list[int] = []

        def letters(party_id: int) -> None:
            """Blank the letters."""
            erased.append(party_id)

        hooks.erasers.register("letters", letters)
        erase_person(by=OFFICER, party_id=resident.pk, ground=ErasureGround.OTHER)
        assert erased == [resident.pk]
        assert lines("parties.erased")[0].data["erasers"] == ["letters"]

    def test_if_one_room_fails_nothing_is_erased(self, resident: Party) -> None:
        def letters(party_id: int) -> None:
            """Fail."""
            raise OSError

        hooks.erasers.register("letters", letters)
        with pytest.raises(OSError):
            erase_person(by=OFFICER, party_id=resident.pk, ground=ErasureGround.OTHER)
        assert Party.objects.get(pk=resident.pk).erased_at is None
        assert lines("parties.erased") == []

    def test_a_legal_term_of_keeping_forbids_it(self, resident: Party) -> None:
        def open_case(party_id: int) -> list[Retention]:
            """A case is open."""
            return [Retention("case.open"), Retention("archive.10y", date(2036, 1, 1))]

        hooks.retention_holds.register("cases", open_case)
        with pytest.raises(Refusal) as caught:
            erase_person(by=OFFICER, party_id=resident.pk, ground=ErasureGround.PURPOSE_ENDED)
        assert (caught.value.code, caught.value.status) == ("party.retained", 409)
        assert caught.value.params == {"rules": "archive.10y, case.open", "until": "2036-01-01"}
        assert Party.objects.get(pk=resident.pk).wrapped_key is not None

    def test_an_account_is_cut_loose(self, account: Account) -> None:
        party = register_party(by=SYSTEM, kind=PartyKind.PERSON, name=NAME, phone=PHONE, account=account)
        erase_person(by=OFFICER, party_id=party.pk, ground=ErasureGround.OTHER)
        account.refresh_from_db()
        assert account.party_id is None
        assert Party.objects.get(pk=party.pk).account is None

    def test_it_needs_the_permission(self, resident: Party) -> None:
        for by in (clerk("parties.reveal"), Actor(account_id=9, party_id=resident.pk)):
            with pytest.raises(Refusal, match=r"access\.denied"):
                erase_person(by=by, party_id=resident.pk, ground=ErasureGround.OTHER)

    def test_the_database_refuses_half_an_erasure(self, resident: Party) -> None:
        with pytest.raises(IntegrityError, match="party_erased_holds_nothing"), transaction.atomic():
            Party.objects.filter(pk=resident.pk).update(erased_at=resident.created_at)


class TestHooks:
    def test_a_hook_is_registered_once_and_says_what_it_does(self) -> None:
        hooks.personal_data_sources.register("letters", _letters)
        with pytest.raises(HookError, match="twice"):
            hooks.personal_data_sources.register("letters", _letters)
        with pytest.raises(HookError, match="docstring"):
            hooks.personal_data_sources.register("calls", lambda _party: [])
        hooks.personal_data_sources.unregister("letters")
        assert hooks.personal_data_sources.named() == []
