"""Who is calling: a bearer token, a case token, a signed-in browser of the same origin, or nobody in particular."""

from __future__ import annotations

import ipaddress
from dataclasses import replace

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.queries import actor_for_token
from minsheng.kernel.cases.following import with_proofs
from minsheng.surface.web.middleware import actor_of

CHANNEL = "api"
CASE_PREFIX = "mc_"
CASE_TOKEN_SECONDS = 30 * 60
_SALT = "minsheng.api.case"
_HOUSEHOLD = 64
"""Bits of an IPv6 address that one household or mobile client is given."""


class ApiRequest(HttpRequest):
    """A request that went through the API's door."""

    actor: Actor


def caller_of(request: HttpRequest) -> Actor:
    """The actor behind ``request``. A given token is never ignored: one that is wrong is refused (401)."""
    header = request.headers.get("Authorization", "")
    if header:
        return _by_token(header)
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return _by_session(request)
    return Actor.anonymous(CHANNEL)


def case_token(case_id: int, party_id: int | None = None) -> str:
    """A token that opens one case, and what follows on it, for half an hour: for who has proved code and telephone.

    ``party_id`` is the party to the case as whom that was proved; None for its reporter.
    """
    return CASE_PREFIX + signing.dumps(case_id if party_id is None else [case_id, party_id], salt=_SALT)


def address_of(request: HttpRequest) -> str:
    """The network address that requests are counted by: IPv4 whole, IPv6 by household.

    Behind a trusted proxy (setting ``TRUST_PROXY``) the last entry of X-Forwarded-For, which that proxy wrote itself.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_PROXY:
        text = request.headers.get("X-Forwarded-For", text).rpartition(",")[2].strip() or text
    try:
        parsed = ipaddress.ip_address(text)
    except ValueError:
        return text[:45]
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((int(parsed), _HOUSEHOLD), strict=False))


def _by_token(header: str) -> Actor:
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise Refusal("token.malformed", status=401)
    secret = secret.strip()
    return _by_case_token(secret) if secret.startswith(CASE_PREFIX) else actor_for_token(secret, CHANNEL)


def _by_case_token(secret: str) -> Actor:
    try:
        opened = signing.loads(secret.removeprefix(CASE_PREFIX), salt=_SALT, max_age=CASE_TOKEN_SECONDS)
    except signing.SignatureExpired as error:
        raise Refusal("token.expired", status=401, at="") from error
    except signing.BadSignature as error:
        raise Refusal("token.unknown", status=401) from error
    if isinstance(opened, list):
        case_id, party_id = opened
        caller = with_proofs(Actor.anonymous(CHANNEL), (), [(int(case_id), int(party_id))])
        if not caller.party_proofs:
            raise Refusal("token.revoked", status=401)
        return caller
    return with_proofs(Actor.anonymous(CHANNEL), (int(opened),), ())


def _by_session(request: HttpRequest) -> Actor:
    """A browser of ours. What changes something needs the CSRF secret, for the cookie alone comes from anywhere."""
    if request.method not in {"GET", "HEAD", "OPTIONS"} and _Csrf(_unused).refusal(request) is not None:
        raise Refusal("csrf.failed", status=403)
    return replace(actor_of(request), channel=CHANNEL)


def _unused(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=500)


class _Csrf(CsrfViewMiddleware):
    """Django's own check, asked for its verdict instead of its page."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason

    def refusal(self, request: HttpRequest) -> object:
        """Why the request is refused, or None."""
        self.process_request(request)
        return self.process_view(request, _unused, (), {})
