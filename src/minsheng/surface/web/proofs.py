"""Cases that somebody proved by code and phone tail, kept in the session of this browser."""

from __future__ import annotations

from django.http import HttpRequest

from minsheng.kernel.cases.following import Proof

_KEY = "proved_cases"
_PARTIES = "proved_parties"
MOST = 20
"""Older proofs fall out: nobody follows more at once, and each token costs a little in every query."""


def proved_cases(request: HttpRequest) -> tuple[int, ...]:
    """Ids of the cases proved in this session, oldest first. Does not begin a session."""
    if not request.session.session_key:
        return ()
    return tuple(int(pk) for pk in request.session.get(_KEY, ()))


def proved_parties(request: HttpRequest) -> tuple[tuple[int, int], ...]:
    """Cases proved as another party than their reporter, each with that party, oldest first."""
    if not request.session.session_key:
        return ()
    return tuple((int(case), int(party)) for case, party in request.session.get(_PARTIES, ()))


def keep_proof(request: HttpRequest, proof: Proof) -> None:
    """Remember a proof for as long as the session lasts."""
    if proof.party_id is not None:
        others = [pair for pair in proved_parties(request) if pair[0] != proof.case.pk]
        request.session[_PARTIES] = [*others, (proof.case.pk, proof.party_id)][-MOST:]
        return
    known = [pk for pk in proved_cases(request) if pk != proof.case.pk]
    request.session[_KEY] = [*known, proof.case.pk][-MOST:]


def forget_proofs(request: HttpRequest) -> None:
    """Forget all proofs: for whoever leaves a shared computer."""
    request.session.pop(_KEY, None)
    request.session.pop(_PARTIES, None)
