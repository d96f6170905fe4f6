"""Who calls: tokens of accounts and of cases, sessions, and nobody in particular."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from minsheng.kernel.access.models import Account, ApiToken
from minsheng.kernel.access.services import appoint, create_account, define_role
from minsheng.surface.api.callers import CASE_TOKEN_SECONDS
from tests.factories.district import District
from tests.surface.api.calling import PREFIX, SYSTEM, Caller, a_filing, caller_for, codes_of, filed


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Bearer ms_nothing", "token.unknown"),
        ("Bearer mc_nothing", "token.unknown"),
        ("Bearer mc_", "token.unknown"),
        ("Bearer", "token.malformed"),
        ("Basic dXNlcjpwYXNz", "token.malformed"),
        ("ms_nothing", "token.malformed"),
        ("Bearer \xff\xfe", "token.unknown"),
    ],
)
def test_a_wrong_token_is_never_ignored(district: District, header: str, code: str) -> None:
    response = Client().get(f"{PREFIX}/units", headers={"Authorization": header})
    assert (response.status_code, codes_of(response)) == (401, {code})
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_expired_token(district: District) -> None:
    caller = caller_for(district.accounts["housing"])
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert codes_of(caller.get("/me")) == {"token.expired"}


def test_a_revoked_token_ends_at_once(district: District) -> None:
    admin = administrator(district)
    caller = caller_for(district.accounts["housing"])
    number = admin.get("/tokens").json()["items"][0]["id"]
    assert admin.delete(f"/tokens/{number}").status_code == 204
    assert codes_of(caller.get("/me")) == {"token.revoked"}


def test_a_closed_account_has_no_token(district: District) -> None:
    caller = caller_for(district.accounts["housing"])
    Account.objects.filter(username="housing").update(is_active=False)
    assert codes_of(caller.get("/me")) == {"token.revoked"}


def test_an_old_case_token_is_expired(anonymous: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    code = filed(anonymous)
    resident = Caller(anonymous.post("/follow", {"code": code, "tail": "7890"}).json()["token"])
    assert resident.get(f"/cases/{code}").status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: timezone.now().timestamp() + CASE_TOKEN_SECONDS + 5)
    assert codes_of(resident.get(f"/cases/{code}")) == {"token.expired"}


def test_a_forged_case_token_is_unknown(anonymous: Caller) -> None:
    code = filed(anonymous)
    token = anonymous.post("/follow", {"code": code, "tail": "7890"}).json()["token"]
    assert codes_of(Caller(token[:-1] + ("A" if token[-1] != "A" else "B")).get(f"/cases/{code}")) == {"token.unknown"}


def test_who_i_am(district: District, anonymous: Caller) -> None:
    assert anonymous.get("/me").json()["signed_in"] is False
    shown = caller_for(district.accounts["housing"], ["hotline.read"]).get("/me").json()
    assert (shown["name"], shown["scopes"]) == ("housing", ["hotline.read"])
    assert shown["posts"][0]["unit"]["code"] == "housing"


def test_tokens_are_for_those_who_manage_them(district: District, dispatcher: Caller) -> None:
    wanted = {"account": "housing", "name": "接口", "scopes": ["hotline.read"], "days": 30}
    assert codes_of(dispatcher.post("/tokens", wanted)) == {"access.denied"}
    admin = administrator(district)
    issued = admin.post("/tokens", wanted)
    assert issued.status_code == 201
    assert Caller(issued.json()["secret"]).get("/me").json()["name"] == "housing"
    assert "secret" not in admin.get("/tokens").json()["items"][0]


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"account": "nobody"}, "account.not_found", "/account"),
        ({"account": "a\u0000"}, "text.control", "/account"),
        ({"scopes": ["fly"]}, "role.unknown_permission", "/scopes"),
        ({"scopes": []}, "input.too_few", "/scopes"),
        ({"days": 5000}, "token.days", "/days"),
        ({"days": 0}, "input.too_small", "/days"),
        ({"name": ""}, "text.empty", "/name"),
    ],
)
def test_a_token_is_asked_for_rightly(district: District, change: dict[str, object], code: str, pointer: str) -> None:
    wanted = {"account": "housing", "name": "接口", "scopes": ["hotline.read"], "days": 30, **change}
    response = administrator(district).post("/tokens", wanted)
    assert response.status_code == 422
    assert [(fault["code"], fault["pointer"]) for fault in response.json()["errors"]] == [(code, pointer)]


def test_a_signed_in_browser_needs_the_secret_of_its_session(district: District) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(district.accounts["dispatcher"])
    assert browser.get(f"{PREFIX}/me").json()["name"] == "dispatcher"
    refused = browser.post(f"{PREFIX}/cases", a_filing(), content_type="application/json")
    assert (refused.status_code, codes_of(refused)) == (403, {"csrf.failed"})
    browser.cookies["csrftoken"] = "a" * 32
    headers = {"X-CSRFToken": "a" * 32}
    assert (
        browser.post(f"{PREFIX}/cases", a_filing(), content_type="application/json", headers=headers).status_code == 201
    )


def administrator(district: District) -> Caller:
    """A caller who may manage tokens."""
    account = create_account(by=SYSTEM, username="admin", display_name="admin", password="a long enough Secret 9")
    role = define_role(by=SYSTEM, key="admin", name="admin", permissions=["tokens.manage"], reach="unit")
    appoint(by=SYSTEM, account=account, role=role, unit=district.units["centre"], valid_from=date(2020, 1, 1))
    return caller_for(account)
