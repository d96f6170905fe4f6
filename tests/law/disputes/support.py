"""Mediations, confirmations and entrusted cases at the points where the rules bite."""

from __future__ import annotations

from typing import Any

from minsheng.base.errors import Refusal, Refusals
from tests.law.life import Life

COMMITTEE, COURT, ARBITRATION, POLICE, ORGAN = 10, 20, 30, 40, 50
ANNA, BO = 101, 102
BOTH = [ANNA, BO]
TOLD = {"told": True, "route": "court"}
SESSION = {"session_begins": "2026-08-05 09:00", "session_ends": "2026-08-05 10:00"}
PRESENT = {"session": 1, "attendance": [{"party": ANNA, "presence": "present"}], "record": "双方陈述"}
BORN = {"kind": "neighbours", "reporter_id": ANNA, "other_party": BO, "people": 2}


def registered(when: str = "2026-08-03 09:00", **born: Any) -> Life:
    """A neighbour has applied for people's mediation; the committee has the application."""
    life = Life("disputes.mediation", when, **{**BORN, **born})
    life.do("dispatcher 8", "send", when, unit=COMMITTEE)
    return life


def accepted(when: str = "2026-08-03 10:00", **born: Any) -> Life:
    """Accepted at ``when``: the month counts from there."""
    life = registered(when, **born)
    life.do("committee 2", "accept", when, level="normal")
    return life


def mediating(when: str = "2026-08-03 10:00", *, mediator: int = 3, **born: Any) -> Life:
    """Mediator 3 was assigned."""
    life = accepted(when, **born)
    life.do("director 5", "assign_mediators", when, mediators=[mediator])
    return life


def signing(when: str = "2026-08-04", **terms: Any) -> Life:
    """An agreement was drawn up on the next day."""
    life = mediating("2026-08-03 10:00")
    life.do("mediator 3", "agree_written", when, terms="乙方付清", **terms)
    return life


def sign_all(life: Life, when: str, *, parties: list[int] | None = None, mediator: int = 3) -> None:
    """Everybody signs, the mediator last."""
    for party in parties or BOTH:
        life.do("party", "sign", when, party=party, method="signature", signed_on=when[:10])
    life.do(f"mediator {mediator}", "mediator_sign", when)


def agreed(when: str, *, oral: bool = True, start: str = "", **terms: Any) -> Life:
    """In force at ``when``."""
    life = mediating(start or when)
    if oral:
        life.do("mediator 3", "agree_oral", when, terms="乙方付清", **terms)
        return life
    life.do("mediator 3", "agree_written", when, terms="乙方付清", **terms)
    sign_all(life, when)
    life.do("sealer 6", "seal", when)
    return life


def confirmation(when: str = "2026-06-01 09:00", **born: Any) -> Life:
    """Both have applied to the court."""
    base = {"kind": "mediation", "unit": COURT, "reporter_id": ANNA, "applying": BOTH, "agreed_parties": BOTH}
    return Life("disputes.confirmation", when, **{**base, **born})


def confirmed(when: str = "2026-06-01 09:00") -> Life:
    """Accepted and confirmed at the same moment, as the court may."""
    life = confirmation(when)
    life.do("court 2", "accept", when, case_number="1")
    life.do("court 2", "rule_valid", when)
    return life


def entrusted(kind: str, when: str, **born: Any) -> Life:
    """A mediation body has confirmed at ``when`` that it takes the court's case."""
    life = Life("disputes.court_mediation", when, **{"reporter_id": ANNA, "other_party": BO, "kind": kind, **born})
    life.do("court 2", "appoint", when, unit=COMMITTEE)
    life.do("director 5", "confirm_receipt", when, mediators=[3])
    return life


def labour(when: str, *, taken: str = "", **born: Any) -> Life:
    """A worker's application of ``when``, accepted then or at ``taken``."""
    life = Life("disputes.labour_mediation", when, **{"kind": "pay", "reporter_id": ANNA, "other_party": BO, **born})
    life.do("registrar 2", "send", taken or when, unit=COMMITTEE)
    life.do("committee 2", "accept", taken or when, mediators=[3])
    return life


def offence(when: str = "2026-06-01 09:00", **born: Any) -> Life:
    """The police have registered a fight."""
    base = {"kind": "assault", "unit": POLICE, "reporter_id": ANNA, "other_party": BO}
    facts = {"civil_origin": True, "is_minor": True, "exclusion": "none"}
    return Life("disputes.police_mediation", when, **{**base, **facts, **born})


def policed(when: str = "2026-06-01 09:00", **born: Any) -> Life:
    """Everybody agrees, officer 3 mediates."""
    life = offence(when, **born)
    life.do("officer 2", "start", when, mediators=[3], agreeing=BOTH)
    return life


def article_of(life: Life, who: str, act: str, when: str, **data: Any) -> str:
    """The law that the refusal of an act cites."""
    try:
        life.do(who, act, when, **data)
    except (Refusal, Refusals) as refusal:
        first = refusal.refusals[0] if isinstance(refusal, Refusals) else refusal
        return str(first.params["law"])
    raise AssertionError(f"{act} was not refused")
