"""How often somebody may come: in one process, and for all workers together."""

from __future__ import annotations

import time

import pytest
from pytest_django import Settings

from minsheng.base.errors import Refusal
from minsheng.surface.api import rates
from minsheng.surface.api.models import Tally
from minsheng.surface.api.rates import Buckets, Rate, forget_old_tallies, throttle_strictly
from tests.surface.api.calling import Caller, a_filing, codes_of


def allow(settings: Settings, **limits: str) -> None:
    """Set some rates; the others stay open."""
    settings.API_RATES = {**settings.API_RATES, **limits}


def test_filing_without_an_account_is_counted(anonymous: Caller, dispatcher: Caller, settings: Settings) -> None:
    allow(settings, filing="2/3600")
    answers = [anonymous.post("/cases", a_filing(title=f"第{number}件")) for number in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert codes_of(answers[2]) == {"rate.exceeded"}
    assert 0 < int(answers[2].headers["Retry-After"]) <= 3600
    assert dispatcher.post("/cases", a_filing()).status_code == 201


def test_a_filing_that_is_refused_counts_too(anonymous: Caller, settings: Settings) -> None:
    allow(settings, filing="1/3600")
    assert anonymous.post("/cases", a_filing(kind="wish")).status_code == 422
    assert anonymous.post("/cases", a_filing()).status_code == 429


def test_proofs_are_counted_by_address(anonymous: Caller, settings: Settings) -> None:
    allow(settings, proof="3/3600")
    codes = [codes_of(anonymous.post("/follow", {"code": "HL261123-7K3Q9F", "tail": "0000"})) for _ in range(4)]
    assert codes[3] == {"rate.exceeded"}


def test_each_account_has_its_own_count(dispatcher: Caller, housing: Caller, settings: Settings) -> None:
    allow(settings, account="2/60")
    assert [dispatcher.get("/me").status_code for _ in range(3)] == [200, 200, 429]
    assert housing.get("/me").status_code == 200


def test_wrong_tokens_count_for_their_address(db: None, settings: Settings) -> None:
    allow(settings, address="2/60")
    stranger = Caller("ms_guess")
    assert [stranger.get("/me").status_code for _ in range(3)] == [401, 401, 429]


def test_addresses_behind_a_trusted_proxy_are_told_apart(db: None, settings: Settings) -> None:
    allow(settings, address="1/60")
    settings.TRUST_PROXY = True
    caller = Caller()
    answers = [caller.get("/me", {"X-Forwarded-For": f"6.6.6.6, 10.0.0.{last}"}) for last in (1, 1, 2)]
    assert [answer.status_code for answer in answers] == [200, 429, 200]


def test_one_household_of_ipv6_is_one_address(db: None, settings: Settings) -> None:
    allow(settings, address="1/60")
    settings.TRUST_PROXY = True
    caller = Caller()
    addresses = ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    assert [caller.get("/me", {"X-Forwarded-For": it}).status_code for it in addresses] == [200, 429, 200]


def test_buckets_fill_up_again() -> None:
    buckets, limit = Buckets(), Rate("test", 5, 1)
    assert [buckets.wait("a", limit) for _ in range(5)] == [0.0] * 5
    wait = buckets.wait("a", limit)
    assert 0 < wait <= 0.21
    time.sleep(wait + 0.01)
    assert buckets.wait("a", limit) == 0.0


def test_the_shared_count_slides_over_two_windows(db: None) -> None:
    limit = Rate("test", 10, 60)
    begin = 1_800_000_000.0 // 60 * 60
    assert [rates._shared_wait("a", limit, begin + 59) for _ in range(10)] == [0.0] * 10
    assert rates._shared_wait("a", limit, begin + 59) > 0
    # A second later the new window begins, but most of the old one still counts; in its middle, half of it does.
    assert 0 < rates._shared_wait("a", limit, begin + 61) <= 60
    assert rates._shared_wait("a", limit, begin + 90) == 0.0
    assert rates._shared_wait("a", limit, begin + 200) == 0.0


def test_one_statement_counts(db: None, settings: Settings, django_assert_num_queries: object) -> None:
    allow(settings, proof="100/3600")
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture that makes contexts
        throttle_strictly("a", "proof")


def test_no_address_is_kept(db: None, settings: Settings) -> None:
    allow(settings, proof="1/3600")
    throttle_strictly("198.51.100.7", "proof")
    with pytest.raises(Refusal):
        throttle_strictly("198.51.100.7", "proof")
    assert b"198.51.100.7" not in bytes(Tally.objects.get().key)


def test_old_counters_are_forgotten(db: None, settings: Settings) -> None:
    allow(settings, proof="100/3600")
    throttle_strictly("a", "proof")
    forget_old_tallies(int(time.time()))
    assert Tally.objects.count() == 1
    forget_old_tallies(int(time.time()) + 3 * 3600)
    assert Tally.objects.count() == 0
