"""Parties known by what another system calls them: one row each, found again without a telephone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from minsheng.base.errors import Refusal
from minsheng.kernel.parties.models import Party
from minsheng.kernel.parties.queries import contact_of, masked
from minsheng.kernel.parties.references import register_references
from minsheng.kernel.parties.sealing import unseal
from minsheng.kernel.parties.services import ErasureGround, erase_person, update_party
from tests.kernel.parties.conftest import SYSTEM, clerk


def known_as(*references: str, source: str = "board") -> dict[str, int]:
    return register_references(source=source, references=references)


def test_the_same_reference_is_the_same_party(as_system: None) -> None:
    first = known_as("A00045581", "A00023583", "A00045581")
    again = known_as("A00023583", "B1")
    assert first["A00023583"] == again["A00023583"]
    assert Party.objects.count() == 3
    assert len({*first.values(), *again.values()}) == 3


def test_two_systems_may_call_two_persons_alike(as_system: None) -> None:
    assert known_as("A1")["A1"] != known_as("A1", source="other")["A1"]


def test_the_reference_is_kept_encrypted_as_the_name(as_system: None) -> None:
    pk = known_as("A00045581")["A00045581"]
    party = Party.objects.get(pk=pk)
    assert unseal(party) == {"name": "A00045581", "phone": "", "identity": "", "address": ""}
    assert masked([pk])[pk].name == "A********"
    assert contact_of(pk) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM parties_party AS p")
        assert "45581" not in cursor.fetchone()[0]


def test_two_statements_for_any_number(as_system: None) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        known_as(*(f"A{number}" for number in range(300)))
    assert len(queries) == 2
    with CaptureQueriesContext(connection) as queries:
        known_as(*(f"A{number}" for number in range(300)))
    assert len(queries) == 1
    assert known_as() == {}


def test_after_a_change_of_the_digest_the_party_is_still_found(settings: Settings, as_system: None) -> None:
    before = known_as("A1")
    settings.MINSHENG_DIGEST = "sm3"
    assert known_as("A1") == before


def test_it_stays_known_when_the_person_gives_a_name_and_not_when_it_is_erased(as_system: None) -> None:
    pk = known_as("A1")["A1"]
    update_party(by=SYSTEM, party_id=pk, name="王小明", phone="13800001234")
    assert known_as("A1")["A1"] == pk
    erase_person(by=SYSTEM, party_id=pk, ground=ErasureGround.CONSENT_WITHDRAWN)
    assert Party.objects.get(pk=pk).reference_index is None
    assert known_as("A1")["A1"] != pk


def test_what_is_no_reference_is_refused(as_system: None) -> None:
    for bad, code in (("", "text.empty"), ("A\0", "text.control"), ("A" * 101, "text.too_long")):
        with pytest.raises(Refusal, match=code):
            known_as("A1", bad)
    assert not Party.objects.exists()
    assert not clerk().is_system
