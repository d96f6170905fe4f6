"""Cases that somebody proved by code and phone tail, kept in the session of this browser."""

from __future__ import annotations

from django.http import HttpRequest

_KEY = "proved_cases"
MOST = 20
"""Older proofs fall out: nobody follows more at once, and each token costs a little in every query."""


def proved_cases(request: HttpRequest) -> tuple[int, ...]:
    """Ids of the cases proved in this session, oldest first. Does not begin a session."""
    if not request.session.session_key:
        return ()
    return tuple(int(pk) for pk in request.session.get(_KEY, ()))


def keep_proof(request: HttpRequest, case_id: int) -> None:
    """Remember a proof for as long as the session lasts."""
    known = [pk for pk in proved_cases(request) if pk != case_id]
    request.session[_KEY] = [*known, case_id][-MOST:]


def forget_proofs(request: HttpRequest) -> None:
    """Forget all proofs: for whoever leaves a shared computer."""
    request.session.pop(_KEY, None)
