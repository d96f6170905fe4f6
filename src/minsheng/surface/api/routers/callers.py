"""Who the caller is, following a case by its code, and tokens."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Body, Router
from pydantic import Field

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import ApiToken
from minsheng.kernel.access.services import issue_token, revoke_token
from minsheng.kernel.cases.following import prove_case
from minsheng.surface.api import reads
from minsheng.surface.api.answers import answer, instant, nothing
from minsheng.surface.api.callers import CASE_TOKEN_SECONDS, CHANNEL, ApiRequest, address_of, case_token
from minsheng.surface.api.doors import anyone, needs, reading
from minsheng.surface.api.paging import Cursor, cut, page, read_cursor
from minsheng.surface.api.problems import language_of
from minsheng.surface.api.rates import throttle_strictly
from minsheng.surface.api.schemas.registers import FollowIn, FollowOut, Me, TokenIn, TokenIssued, TokenPage
from minsheng.surface.api.showing.names import area_ref, unit_ref

router = Router(tags=["callers"])


@router.get("/me", url_name="me", response=Me, summary="Who I am")
@anyone
def me(request: ApiRequest) -> HttpResponse:
    """Who the caller is to this system, and what its posts allow."""
    actor, language = request.actor, language_of(request)
    posts = [
        {
            "role": grant.role,
            "unit": unit_ref(grant.unit_id, language),
            "area": area_ref(grant.area_id, language) if grant.area_id is not None else None,
            "clearance": grant.clearance,
            "permissions": sorted(grant.permissions),
        }
        for grant in actor.grants
    ]
    shown = {
        "signed_in": actor.account_id is not None,
        "account": actor.account_id,
        "name": actor.name,
        "party": actor.party_id,
        "posts": posts,
        "scopes": sorted(actor.scopes) if actor.scopes is not None else None,
        "cases": len(actor.case_ids) + len(actor.party_proofs),
    }
    return answer(shown)


@router.post("/follow", url_name="follow", response=FollowOut, summary="Follow a case by code and telephone")
@anyone
def follow(request: ApiRequest, proof: FollowIn = Body(...)) -> HttpResponse:
    """Prove a case by its code and the last four digits of the telephone; gives a token for it that lasts half an hour.

    Tries are counted per address, and per code: after five wrong ones the code is locked for an hour.
    """
    throttle_strictly(address_of(request), "proof")
    proved = prove_case(by=Actor.anonymous(CHANNEL), code=proof.code, tail=proof.tail)
    case = proved.case
    token = {"token": case_token(case.pk, proved.party_id), "expires_in": CASE_TOKEN_SECONDS}
    return answer(token | {"code": case.code, "url": f"/api/v1/cases/{case.code}"})


@router.get("/tokens", url_name="tokens", response=TokenPage, summary="Tokens")
@needs("tokens.manage")
@reading
def tokens(
    request: ApiRequest,
    limit: Annotated[int, Field(ge=1, le=100)] = 50,
    cursor: Annotated[str, Field(max_length=300)] = "",
) -> HttpResponse:
    """Tokens without their secrets, newest first."""
    after = read_cursor(cursor, "tokens")
    rows = reads.api_tokens()
    found, more = cut(list((rows.filter(pk__lt=after.last_id) if after else rows)[: limit + 1]), limit)
    following = Cursor("tokens", None, found[-1].pk) if more else None
    return page(request, [_token(token) for token in found], following)


@router.post("/tokens", url_name="tokens", response={201: TokenIssued}, summary="Issue a token")
@needs("tokens.manage")
def issue(request: ApiRequest, wanted: TokenIn = Body(...)) -> HttpResponse:
    """Issue a token for an account. The secret is shown this once."""
    request.answering.pointers = {"permissions": "/scopes", **{name: f"/{name}" for name in TokenIn.model_fields}}  # type: ignore[attr-defined]  # set by the entrance
    account = reads.account_named(wanted.account)
    token, secret = issue_token(
        by=request.actor, account=account, name=wanted.name, scopes=wanted.scopes, days=wanted.days
    )
    return answer(_token(token) | {"secret": secret}, 201)


@router.delete("/tokens/{number}", url_name="tokens_one", response={204: None}, summary="Revoke a token")
@needs("tokens.manage")
def revoke(request: ApiRequest, number: int) -> HttpResponse:
    """End a token at once."""
    revoke_token(by=request.actor, token=reads.api_token(number))
    return nothing()


def _token(token: ApiToken) -> dict[str, Any]:
    return {
        "id": token.pk,
        "account": token.account.username,
        "name": token.name,
        "scopes": token.scopes,
        "created_at": instant(token.created_at),
        "expires_at": instant(token.expires_at),
        "revoked_at": instant(token.revoked_at),
    }
