"""What parties, mediators and courts fill in who know the case, for the machines that drive mediations."""

from __future__ import annotations

from random import Random
from typing import Any

from minsheng.domains.disputes.mediation.parties import parties_of
from minsheng.kernel.procedures.snapshot import Snapshot

WISE = 0.85
FREE = list(range(1, 10))
LATER = {"session_begins": "2030-01-08 09:00", "session_ends": "2030-01-08 10:00"}
SAID = {"told": True, "guardian_came": True, "performed_now": True, "written_application": True, "otherwise": True}
MINOR = {"civil_origin": True, "is_minor": True, "exclusion": "none"}
OPENINGS = {"other_party": 2, "applying": [1, 2], "agreed_parties": [1, 2], **MINOR}
ONE_PARTY = {"sign", "refuse", "withdraw", "consent", "object", "enforce"}


def mediating(snapshot: Snapshot, act: str, random: Random) -> dict[str, Any]:
    """Inputs for any act of any mediation; those that the act does not take are left out by the caller."""
    if act == "file":
        return OPENINGS
    wise = random.random() < WISE
    parties = parties_of(snapshot)
    known: dict[str, Any] = dict(SAID) | LATER | MINOR
    if wise and parties:
        known |= {"agreeing": parties, "choosing": parties, "applying": parties, "delegates": parties[:2]}
        known |= {"attendance": [{"party": parties[0], "presence": "present"}]}
    if act in ONE_PARTY and parties:
        unsigned = [party for party in parties if party not in snapshot.listed("signed")] or parties
        known["party"] = random.choice(unsigned if act == "sign" else parties)
    free = [account for account in FREE if account not in snapshot.listed("recused")]
    known["mediators"] = random.sample(free, 1) if wise else [random.choice(FREE)]
    known["mediator"] = random.choice(snapshot.listed("mediators") or FREE)
    if act in {"agree_oral", "agree_written", "amend_draft"}:
        known |= _terms(parties)
    return known


def _terms(parties: list[int]) -> dict[str, Any]:
    if len(parties) < 2:
        return {}
    line = {"due": "2026-01-02", "sum": "300.00", "debtor": parties[0], "creditor": parties[1]}
    return {"amount": "300.00", "instalments": [line]}
