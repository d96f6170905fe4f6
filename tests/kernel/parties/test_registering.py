"""Registering: the same person once, nothing readable in the table, few statements."""

from __future__ import annotations

import threading

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from minsheng.base.crypto import Unreadable
from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as, look_as_system
from minsheng.kernel.access.models import Account
from minsheng.kernel.parties.models import Party, PartyKind
from minsheng.kernel.parties.queries import contact_of, masked
from minsheng.kernel.parties.sealing import unseal
from minsheng.kernel.parties.services import register_party
from tests.kernel.parties.conftest import CREDIT, IDENTITY, NAME, PHONE, SYSTEM, clerk

ANYBODY = Actor.anonymous()


def _person(name: str = NAME, phone: str = PHONE, **more: str) -> Party:
    return register_party(by=ANYBODY, kind=PartyKind.PERSON, name=name, phone=phone, **more)


def test_nothing_personal_stands_readable_in_the_table(resident: Party) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM parties_party AS p")
        row = cursor.fetchone()[0]
    for secret in (NAME, PHONE, IDENTITY, "红卫里", NAME.encode().hex(), PHONE.encode().hex()):
        assert secret not in row
    assert '"masked_name":"王**"' in row
    assert '"masked_phone":"138****1234"' in row


def test_it_reads_back(resident: Party) -> None:
    party = Party.objects.get(pk=resident.pk)
    assert unseal(party) == {"name": NAME, "phone": PHONE, "identity": IDENTITY, "address": "红卫里3号楼2单元501"}
    assert unseal(party, ("phone",)) == {"phone": PHONE}


def test_a_cipher_copied_into_another_row_or_column_does_not_open(resident: Party) -> None:
    other = _person("李四", "13900004321")
    other.phone_cipher = resident.phone_cipher
    with pytest.raises(Unreadable):
        unseal(other, ("phone",))
    resident.name_cipher = resident.phone_cipher
    with pytest.raises(Unreadable):
        unseal(resident, ("name",))


@pytest.mark.parametrize("cipher", ["aes-256-gcm", "sm4-gcm"])
def test_either_cipher_is_read_whatever_the_setting_says_now(cipher: str, settings: Settings, as_system: None) -> None:
    settings.MINSHENG_CIPHER = cipher
    party = _person()
    del settings.MINSHENG_CIPHER
    assert unseal(party)["name"] == NAME


def test_the_same_person_is_found_again_however_it_is_written(as_system: None) -> None:
    first = _person()
    assert _person("王 小明", "+86 138-0000-1234") == first
    assert _person(" 王小明 ", "１３８００００１２３４") == first
    assert Party.objects.count() == 1


def test_another_name_phone_or_kind_is_another_party(as_system: None) -> None:
    parties = {_person(), _person("王小红"), _person(phone="13800001235")}
    parties.add(register_party(by=ANYBODY, kind=PartyKind.ORGANISATION, name=NAME, phone=PHONE))
    assert len(parties) == 4


def test_a_number_given_must_agree(as_system: None) -> None:
    """Whoever names another identity number is not silently taken for the same person, and the number is not lost."""
    without = _person()
    with_number = _person(identity=IDENTITY)
    assert with_number != without
    assert _person(identity=IDENTITY) == with_number
    assert _person() == without


def test_without_phone_the_number_tells_who_it_is(as_system: None) -> None:
    first = _person(phone="", identity=IDENTITY)
    assert _person(phone="", identity=IDENTITY.lower()) == first
    assert _person(phone="") != _person(phone=""), "a name alone tells nobody"


def test_an_organisation_shows_its_name_and_is_found_by_its_code(as_system: None) -> None:
    first = register_party(by=ANYBODY, kind=PartyKind.ORGANISATION, name="平城物业有限公司", identity=CREDIT)
    assert first.masked_name == "平城物业有限公司"
    again = register_party(by=ANYBODY, kind=PartyKind.ORGANISATION, name="平城物业有限公司", identity=CREDIT)
    assert again == first


def test_an_address_is_added_where_none_is_known_and_never_replaced(as_system: None) -> None:
    first = _person()
    assert unseal(_person(address="红卫里1号"))["address"] == "红卫里1号"
    assert unseal(_person(address="别处2号"))["address"] == "红卫里1号"
    assert unseal(Party.objects.get(pk=first.pk))["phone"] == PHONE


def test_every_faulty_field_is_named(as_system: None) -> None:
    with pytest.raises(Refusals) as caught:
        _person(" ", "12", identity="140202195601011231", address="x" * 201)
    assert [(fault.code, fault.field) for fault in caught.value.refusals] == [
        ("text.empty", "name"),
        ("phone.format", "phone"),
        ("identity.checksum", "identity"),
        ("text.too_long", "address"),
    ]
    assert not Party.objects.exists()


def test_a_person_needs_an_identity_number_and_an_organisation_a_credit_code(as_system: None) -> None:
    with pytest.raises(Refusals, match="identity"):
        _person(identity=CREDIT)
    with pytest.raises(Refusals, match="credit"):
        register_party(by=ANYBODY, kind=PartyKind.ORGANISATION, name="某公司", identity=IDENTITY)


def test_one_select_and_one_insert(as_system: None) -> None:
    with CaptureQueriesContext(connection) as first:
        _person(identity=IDENTITY, address="红卫里")
    with CaptureQueriesContext(connection) as again:
        _person(identity=IDENTITY, address="红卫里")
    assert [query["sql"].split()[0] for query in first] == ["SELECT", "INSERT"]
    assert [query["sql"].split()[0] for query in again] == ["SELECT"]


def test_after_a_change_of_the_digest_the_same_person_is_still_found(settings: Settings, as_system: None) -> None:
    first = _person()
    settings.MINSHENG_DIGEST = "sm3"
    assert _person() == first


class TestAccounts:
    def test_an_account_gets_a_party_of_its_own_and_knows_it(self, account: Account) -> None:
        by = Actor(account_id=account.pk)
        party = register_party(by=by, kind=PartyKind.PERSON, name=NAME, phone=PHONE, account=account)
        account.refresh_from_db()
        assert account.party_id == party.pk
        assert register_party(by=by, kind=PartyKind.PERSON, name="别名", phone="13900000000", account=account) == party

    def test_it_never_takes_over_what_others_registered(self, account: Account) -> None:
        by = Actor(account_id=account.pk)
        told_by_phone = _person()
        own = register_party(by=by, kind=PartyKind.PERSON, name=NAME, phone=PHONE, account=account)
        assert own != told_by_phone
        assert _person() == told_by_phone, "and who knows name and phone does not end up in the account's record"

    def test_it_must_be_the_actors_own(self, account: Account) -> None:
        with pytest.raises(Refusal, match=r"access\.denied"):
            register_party(by=clerk(), kind=PartyKind.PERSON, name=NAME, account=account)
        assert register_party(by=SYSTEM, kind=PartyKind.PERSON, name=NAME, account=account).account == account


class TestRowLevelSecurity:
    def test_a_party_is_seen_by_itself_and_by_the_system_only(self, resident: Party) -> None:
        other = _person("李四", "13900004321")
        assert Party.objects.count() == 2
        look_as(clerk("parties.reveal", "hotline.read"))
        assert not Party.objects.exists()
        look_as(Actor(account_id=7, party_id=other.pk))
        assert list(Party.objects.all()) == [other]
        assert Party.objects.update(masked_name="x") == 0
        assert set(masked([resident.pk, other.pk])) == {other.pk}

    @pytest.mark.django_db
    def test_registering_without_system_eyes_fails_loudly(self) -> None:
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            _person()


def test_masked_and_contact(resident: Party) -> None:
    shown = masked([resident.pk, 999])[resident.pk]
    assert (shown.name, shown.phone, shown.kind, shown.is_erased) == ("王**", "138****1234", "person", False)
    contact = contact_of(resident.pk)
    assert contact is not None
    assert (contact.name, contact.phone) == (NAME, PHONE)
    assert NAME not in repr(contact)
    assert contact_of(999) is None
    assert contact_of(_person("李四", "").pk) is None


@pytest.mark.own_database
def test_two_filings_at_the_same_moment_end_in_one_party() -> None:
    inserted, may_commit = threading.Event(), threading.Event()
    found: list[int] = []

    def first() -> None:
        with transaction.atomic():
            look_as_system()
            found.append(_person().pk)
            inserted.set()
            assert may_commit.wait(10)
        connection.close()

    def second() -> None:
        with transaction.atomic():
            look_as_system()
            found.append(_person().pk)
        connection.close()

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    assert inserted.wait(10)
    threads[1].start()
    threads[1].join(0.3)
    assert threads[1].is_alive(), "the second waits for the first"
    may_commit.set()
    for thread in threads:
        thread.join(10)
    assert len(found) == 2
    assert len(set(found)) == 1
