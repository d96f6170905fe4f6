"""What the Regulation on Petitions (信访工作条例, 2022) says, as pure functions and numbers."""

from __future__ import annotations

from minsheng.kernel.procedures.snapshot import Snapshot

MOST_REPRESENTATIVES = 5
"""Art. 20: a group that visits chooses at most five."""
OTHER_ROUTES = frozenset({"litigation", "arbitration", "discipline", "administrative"})
"""Art. 31 (1)–(4): the law has a route of its own. (5) is a duty of the organ, (6) alone ends in a written opinion."""
RECEIVERS: dict[str, tuple[str, ...]] = {
    "litigation": ("court", "department"),
    "arbitration": ("arbitration",),
    "discipline": ("department",),
    "administrative": ("reconsideration", "department"),
}
"""What the organ to which a way of art. 31 (1)–(4) leads may be, as kinds of a referral. Police and procuratorate, the
party's own organs and licensing authorities are ``department``; an organ of reconsideration has a clock of its own."""
KINDS_OF_COURSE = {"opinion": "appeal", "duty": "appeal", "study": "suggestion", "inquiry": "accusation"}
WAYS_OF_COURSE = {"opinion": "opinion", "duty": "duty"}
_CLOSED_BY = {"in_progress": "in_progress", "ended": "ended"}


def is_accusation(snapshot: Snapshot) -> bool:
    """Whether somebody is accused: by its kind, or because the accused stand in the file."""
    named = any(snapshot.listed(name) for name in ("accused_units", "accused_accounts", "accused_parties"))
    return named or snapshot.kind == "accusation"


def units_kept_away(snapshot: Snapshot) -> frozenset[int]:
    """Units that may never get it: the accused ones, and those over and under them as far as known (art. 30)."""
    return frozenset({*snapshot.listed("accused_units"), *snapshot.listed("related_units")})


def accounts_kept_away(snapshot: Snapshot) -> frozenset[int]:
    """Accounts that may not work on it: the accused, and who has stood aside (art. 28, 30)."""
    return frozenset({*snapshot.listed("accused_accounts"), *snapshot.listed("recused")})


def receiver_of(way: str, said: str | None) -> str | None:
    """Kind of the referral that a way leads to: what was said, or the only one that there is; None if it is open."""
    fitting = RECEIVERS.get(way, ())
    if said:
        return said if said in fitting else None
    return fitting[0] if len(fitting) == 1 else None


def needs_representatives(snapshot: Snapshot) -> bool:
    """Whether a group on a visit must choose representatives before it goes on: more come than may speak (art. 20)."""
    many = int(snapshot.facts.get("people") or 1) > MOST_REPRESENTATIVES
    return snapshot.facts.get("form") == "visit" and many and not snapshot.listed("representatives")


def same_matter_stands(snapshot: Snapshot) -> str:
    """Why the same matter may not be accepted again: ``in_progress`` (art. 19), ``ended`` (art. 36), or empty."""
    return _CLOSED_BY.get(str(snapshot.facts.get("standing") or ""), "")
