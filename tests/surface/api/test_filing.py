"""Filing by API: what comes in, what is refused and how it is said."""

from __future__ import annotations

import pytest

from minsheng.kernel.cases.models import Case
from tests.factories.district import District
from tests.surface.api.calling import Caller, a_filing, caller_for, codes_of, filed


def test_an_anonymous_report_becomes_a_case(anonymous: Caller) -> None:
    response = anonymous.post("/cases", a_filing())
    receipt = response.json()
    assert response.status_code == 201
    assert receipt["code"].startswith("HL")
    assert receipt["state"]["name"] == "待派单"
    assert receipt["created"] is True
    assert response.headers["Location"] == f"/api/v1/cases/{receipt['code']}"
    assert response.headers["ETag"] == '"1"'


def test_sentences_follow_the_language(anonymous: Caller) -> None:
    anonymous.language = "en"
    assert anonymous.post("/cases", a_filing()).json()["state"]["name"] == "To be dispatched"
    assert anonymous.post("/cases", a_filing(body="")).json()["detail"] == "Text must not be empty."


def test_the_same_report_under_the_same_key_is_the_same_case(dispatcher: Caller) -> None:
    first = dispatcher.post("/cases", a_filing(), Idempotency_Key="k-1")
    again = dispatcher.post("/cases", a_filing(), Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["code"] == first.json()["code"]
    assert again.json()["created"] is False


def test_another_report_under_the_same_key_is_a_conflict(dispatcher: Caller) -> None:
    code = dispatcher.post("/cases", a_filing(), Idempotency_Key="k-1").json()["code"]
    other = dispatcher.post("/cases", a_filing(title="楼道没有灯"), Idempotency_Key="k-1")
    assert other.status_code == 409
    assert codes_of(other) == {"key.reused"}
    assert code in other.json()["detail"]


def test_keys_of_two_callers_do_not_meet(dispatcher: Caller, housing: Caller) -> None:
    first = dispatcher.post("/cases", a_filing(), Idempotency_Key="k-1")
    other = housing.post("/cases", a_filing(title="楼道没有灯"), Idempotency_Key="k-1")
    assert other.status_code == 201
    assert other.json()["code"] != first.json()["code"]


def test_a_short_key_without_an_account_is_refused(anonymous: Caller) -> None:
    response = anonymous.post("/cases", a_filing(), Idempotency_Key="k-1")
    assert codes_of(response) == {"key.short"}


@pytest.mark.parametrize("key", ["k" * 101, "a\x7fb" + "c" * 20])
def test_a_key_that_cannot_be_kept_is_refused(anonymous: Caller, key: str) -> None:
    assert codes_of(anonymous.post("/cases", a_filing(), Idempotency_Key=key)) == {"key.format"}


def test_every_fault_is_named_with_its_place_in_the_body(anonymous: Caller) -> None:
    body = a_filing(body=" ", kind="wish", category="no-such", place={"lon": 10, "lat": 10})
    response = anonymous.post("/cases", body)
    faults = {fault["code"]: fault["pointer"] for fault in response.json()["errors"]}
    assert response.status_code == 422
    assert faults == {
        "text.empty": "/body",
        "kind.unknown": "/kind",
        "category.unknown": "/category",
        "place.outside": "/place",
    }


@pytest.mark.parametrize(
    ("reporter", "code", "words"),
    [
        ({"name": "王小明", "phone": "1383456"}, "phone.format", "11位"),
        ({"name": "王小明", "identity": "140213199001010012"}, "identity.checksum", "校验码应为 1"),
        ({"name": "王小明", "identity": "140213201002290019"}, "identity.date", "20100229"),
        ({"name": "", "phone": "13834567890"}, "text.empty", "姓名"),
    ],
)
def test_malformed_particulars_are_named(anonymous: Caller, reporter: dict[str, str], code: str, words: str) -> None:
    response = anonymous.post("/cases", a_filing(reporter=reporter))
    assert codes_of(response) == {code}
    assert words in response.json()["detail"]
    assert response.json()["errors"][0]["pointer"].startswith("/reporter/")
    assert not Case.objects.exists()


def test_identities_of_dissolved_districts_are_valid(anonymous: Caller) -> None:
    filed(anonymous, reporter={"name": "王秀英", "phone": "13834567891", "identity": "140202195603074621"})


@pytest.mark.parametrize("text", ["'; DROP TABLE cases_case; --", "<script>alert(1)</script>", "𠮷田家🌧️漏水", "=1+1"])
def test_text_is_kept_as_text(dispatcher: Caller, text: str) -> None:
    code = filed(dispatcher, title=text, body=text)
    shown = dispatcher.get(f"/cases/{code}").json()
    assert (shown["title"], shown["body"]) == (text, text)


def test_only_staff_says_that_it_is_urgent(anonymous: Caller, dispatcher: Caller) -> None:
    refused = anonymous.post("/cases", a_filing(urgent=True))
    assert (refused.status_code, codes_of(refused)) == (403, {"filing.staff_only"})
    assert dispatcher.post("/cases", a_filing(urgent=True)).status_code == 201


@pytest.mark.parametrize("procedure", ["no.such", "hotline", "hotline.order\u0001", "a.b'; --"])
def test_an_unknown_procedure_is_refused(anonymous: Caller, procedure: str) -> None:
    response = anonymous.post("/cases", a_filing(procedure=procedure))
    assert response.status_code == 422
    assert response.json()["field"] == "procedure"


def test_points_in_other_systems_are_brought_to_ours(dispatcher: Caller) -> None:
    shifted = dispatcher.post("/cases", a_filing(place={"lon": 113.226, "lat": 40.051, "crs": "gcj02"})).json()["code"]
    point = dispatcher.get(f"/cases/{shifted}").json()["point"]
    assert point["lon"] != 113.226
    assert codes_of(dispatcher.post("/cases", a_filing(place={"lon": 1, "lat": 1, "crs": "mars"}))) == {"place.crs"}


def test_a_scope_does_not_hinder_filing(district: District) -> None:
    caller = caller_for(district.accounts["worker"], ["grid.read"])
    assert caller.post("/cases", a_filing()).status_code == 201
