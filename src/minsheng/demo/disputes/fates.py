"""What must happen to some disputes, so that every state and every turn of each procedure can be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

MEDIATION, COURT, LABOUR = "disputes.mediation", "disputes.court_mediation", "disputes.labour_mediation"
POLICE, ADMINISTRATIVE = "disputes.police_mediation", "disputes.administrative_mediation"
PETITION, MATTER, SUPERVISION = "disputes.petition", "disputes.matter", "disputes.supervision"
CIRCULAR, AWARD = "disputes.circular", "disputes.award"

_CALM = (
    "no retracted", "no refused", "no withdrawn", "no failed", "no recuses", "no recusal asked", "no cancelled",
    "no draft dropped", "no breach", "no breach after all", "no confirmed", "no too slow", "no sent wrong",
    "no declined", "no extended", "no first failed", "no broken off", "no on the spot", "no settled alone",
    "no given back", "no other refuses", "no appraised", "no advised", "no petition declined", "no steps aside",
    "no accepted late", "no transferred late", "no reconciled", "no reply late", "no reply extended", "no handled late",
    "no order revoked", "no order late", "no order extended", "no talked to", "no sent back", "no more people",
    "no transferred wrong", "no excluded", "no triaged late", "no signed late",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fate:
    """Things that must happen (see ``Dice.happens``); see ``Plot`` for the rest. Ages and lags are in days.

    ``at_home``: at the committee of the accounts that people try. ``live``: see ``Plot``.
    """

    names: frozenset[str] = frozenset()
    kind: str = ""
    unit: str = ""
    stop_in: str = ""
    age: timedelta = timedelta()
    lag: timedelta = timedelta()
    then: str = ""
    at_home: bool = False
    live: bool = False
    day: int = 0


def _past(*names: str, kind: str = "", unit: str = "", live: bool = False, day: int = 0) -> Fate:
    wanted = frozenset(names)
    calm = {one for one in _CALM if one.removeprefix("no ") not in wanted}
    return Fate(wanted | calm, kind, unit, live=live, day=day)


def _open(
    stop_in: str, age: float, *names: str, kind: str = "", unit: str = "", lag: float = 0, then: str = ""
) -> Fate:
    fate = _past(*names, kind=kind, unit=unit)
    return replace(fate, stop_in=stop_in, age=timedelta(days=age), lag=timedelta(days=lag), then=then)


def _home(fate: Fate) -> Fate:
    return replace(fate, at_home=True)


FATES: dict[str, tuple[Fate, ...]] = {
    MEDIATION: (
        _past("oral", "chosen", kind="neighbours"),
        _past("no oral", "instalments", "confirmed", "no late payment"),
        _past("no oral", "confirmed", "rejected", "mediated again", "no supplement"),
        _past("no oral", "confirmed", "not accepted"),
        _past("no oral", "confirmed", "application withdrawn", "no supplement"),
        _past("no oral", "confirmed", "supplement", "deemed withdrawn"),
        _past("no oral", "confirmed", "supplement", "no deemed withdrawn", "court extends"),
        _past("no oral", "confirmed", "party objects", "no upheld", "no supplement", "slow payment"),
        _past("no oral", "confirmed", "third objects", "upheld", "no supplement", "slow payment"),
        _past("no oral", "confirmed", "enforced", "breach", "instalments", "no supplement", "no paid after all"),
        _past("refused", "refused thrice", "no comes round"),
        _past("refused", "comes round"),
        _past("retracted"),
        _past("withdrawn", "handed over"),
        _past("failed", "handed over", "no referral refused", "no papers missing"),
        _past("failed", "handed over", "referral refused", "no papers missing"),
        _past("failed", "handed over", "referral withdrawn"),
        _past("failed", "handed over", "to reconsideration", "deemed", kind="expropriation"),
        _past("failed", "handed over", "to department", kind="property"),
        _past("failed", "handed over", "to arbitration", kind="labour"),
        _past("recuses", "no oral"),
        _past("recusal asked", "recusal granted"),
        _past("recusal asked", "no recusal granted"),
        _past("sent wrong"),
        _past("group", "no oral", "instalments", "confirmed", kind="labour"),
        _past("moved", "cancelled", "many sessions"),
        _past("extended", "no oral"),
        _past("too slow"),
        _past("accepted late"),
        _past("draft dropped", "no oral"),
        _past("draft amended", "no oral"),
        _past("breach", "instalments", "no first paid", "no paid after all", "no oral"),
        _past("breach", "instalments", "first paid", "paid after all", "no oral"),
        _past("partly", "instalments", "late payment", "no oral"),
        _past("risk", "failed"),
        _past("filed late"),
        _open("registered", 0.3),
        _open("registered:refuse", 2, "refused"),
        _open("accepted", 2),
        _open("mediating", 3, "no chosen"),
        _open("mediating:schedule", 5),
        _open("mediating:hold_session", 9, "many sessions"),
        _open("mediating", 44, "too slow"),
        _open("signing", 12, "no oral"),
        _open("agreed", 16, "no oral", "instalments"),
        _open("partly_performed", 30, "no oral", "partly", "instalments"),
        _open("performed", 40, "oral"),
        _open("breached", 60, "no oral", "breach", "instalments", "no first paid"),
        _open("failed", 16, "failed", "no handed over"),
        _open("terminated", 16, "withdrawn"),
        _open("agreed:apply_confirmation", 18, "no oral", "confirmed", lag=0.6, then="applied"),
        _open("agreed:apply_confirmation", 22, "no oral", "confirmed", "no not accepted", lag=5, then="accepted"),
        _open(
            "agreed:apply_confirmation", 26, "no oral", "confirmed", "supplement", "no not accepted",
            lag=9, then="supplementing",
        ),
        _open(
            "agreed:apply_confirmation", 48, "no oral", "confirmed", "party objects", "no not accepted",
            "no rejected", "no supplement", "no application withdrawn", lag=32, then="objected",
        ),
        _open("failed:hand_over", 16, "failed", "handed over", lag=0.8, then="sent"),
        _open("failed:hand_over", 20, "failed", "handed over", "papers missing", lag=6, then="incomplete"),
        _open("failed:hand_over", 20, "failed", "handed over", "no papers missing", lag=5, then="examining"),
        _open(
            "failed:hand_over", 20, "failed", "handed over", "no papers missing", "to reconsideration", "no deemed",
            kind="expropriation", lag=5, then="considering",
        ),
        _open(
            "failed:hand_over", 30, "failed", "handed over", "no papers missing", "no referral refused",
            lag=14, then="accepted",
        ),
        _home(_open("registered", 0.4)),
        _home(_open("registered", 1.5)),
        _home(_open("accepted", 2)),
        _home(_open("mediating:schedule", 5)),
        _home(_open("mediating:schedule", 7)),
        _home(_open("mediating:hold_session", 10, "many sessions")),
        _home(_open("signing:mediator_sign", 14, "no oral")),
        _home(_open("agreed", 16, "no oral", "instalments")),
        _home(_open("performed", 40, "oral")),
        _home(_open("mediating:ask_recusal", 4, "recusal asked")),
    ),
    COURT: (
        _past("consented", kind="pre_filing"),
        _past("no consented", "confirmed", kind="pre_filing"),
        _past("consented", "confirmed", "rejected", kind="pre_filing"),
        _past("refused", kind="pre_filing"),
        _past("other refuses", kind="pre_filing"),
        _past("appraised", kind="pre_filing"),
        _past("failed", kind="pre_filing"),
        _past("breach", kind="pre_filing"),
        _past("too slow", kind="pre_filing"),
        _past("given back", kind="ordinary"),
        _past("suit withdrawn", kind="ordinary"),
        _past("no suit withdrawn", kind="summary"),
        _past("failed", kind="summary"),
        _past("extended", kind="ordinary"),
        _open("offered", 0.5, kind="pre_filing"),
        _open("choosing", 2, "consented", kind="pre_filing"),
        _open("appointed", 2, "no consented", kind="pre_filing"),
        _open("mediating:schedule", 6, kind="pre_filing"),
        _open("appraising", 6, "appraised", kind="pre_filing"),
        _open("signing", 10, "no oral", kind="ordinary"),
        _open("agreed", 12, kind="pre_filing"),
        _open("returned", 10, "failed", kind="summary"),
    ),
    LABOUR: (
        _past("instalments", "no confirmed", "no reviewed"),
        _past("confirmed", "group", "instalments"),
        _past("reviewed"),
        _past("declined"),
        _past("too slow", "handed over"),
        _past("failed", "handed over", "award extended", "no arbitration declined"),
        _past("failed", "handed over", "arbitration declined"),
        _past("failed", "no handed over"),
        _past("withdrawn"),
        _past("breach", "payment order", "no paid after all", kind="pay"),
        _past("breach", "no payment order", "handed over", "no arbitration declined"),
        _past("breach", "no payment order", "no handed over", "paid after all"),
        _open("received", 0.6),
        _open("mediating:schedule", 3),
        _open("signing", 9),
        _open("agreed", 14, "instalments"),
        _open("performed", 40),
        _open("breached", 55, "breach"),
        _open("failed", 14, "failed", "no handed over"),
        _open("arbitrating", 16, "failed", "handed over"),
        _open("hearing", 20, "failed", "handed over", "no arbitration declined"),
    ),
    POLICE: (
        _past("on the spot"),
        _past("settled alone"),
        _past("excluded"),
        _past("broken off"),
        _past("first failed", "second failed", "no second lapses"),
        _past("first failed", "no second failed", "no second lapses"),
        _past("first failed", "second lapses"),
        _past("breach"),
        _past("minor party"),
        _open("registered", 0.4, unit="pcs-beijie"),
        _open("mediating:schedule", 3, unit="pcs-beijie"),
        _open("first_failed", 8, "first failed", unit="pcs-beijie"),
        _open("mediating_again", 9, "first failed", "no second lapses", unit="pcs-beijie"),
        _open("signing", 8, unit="pcs-beijie"),
        _open("agreed", 10, unit="pcs-beijie"),
        _open("failed", 9, "broken off"),
    ),
    ADMINISTRATIVE: (
        _past("transferred wrong"),
        _past("declined"),
        _past("too slow"),
        _past("failed", "handed over", "to department", kind="property"),
        _past("withdrawn"),
        _past("breach", "instalments", "no paid after all", "no oral"),
        _open("registered", 0.5),
        _open("transferred", 2),
        _open("mediating:schedule", 7),
        _open("signing", 16, "no oral"),
        _open("agreed", 18, "no oral", "instalments"),
        _open("performed", 45, "oral"),
        _open("breached", 60, "breach", "no oral", "instalments"),
        _open("failed", 20, "failed", "no handed over"),
        _open("terminated", 20, "withdrawn"),
    ),
    PETITION: (
        _past(kind="suggestion"),
        _past(kind="accusation"),
        _past(kind="accusation", live=True),
        _past(kind="accusation", live=True),
        _past("no review asked", kind="opinion"),
        _past("review asked", "no recheck asked", kind="opinion"),
        _past("review asked", "recheck asked", "no hearing", kind="opinion"),
        _past("review asked", "recheck asked", "hearing", kind="opinion"),
        _past("review asked", "changed", "review late", kind="opinion"),
        _past("sent wrong", "objection agreed", kind="opinion"),
        _past("accepted late", kind="opinion"),
        _past("reply late", kind="opinion"),
        _past("reply extended", kind="opinion"),
        _past("reconciled", kind="opinion"),
        _past("leader named", kind="opinion"),
        _past("steps aside", kind="opinion"),
        _past("notice waived", kind="opinion"),
        _past("group", "visit", kind="opinion"),
        _past("transferred late", kind="opinion"),
        _past("withdrawn", kind="opinion"),
        _past("petition declined", kind="opinion"),
        _past("advised", "visit", kind="opinion"),
        _past(kind="litigation"),
        _past(kind="arbitration"),
        _past(kind="administrative"),
        _past(kind="duty"),
        _open("received", 0.5, kind="suggestion"),
        _open("received", 1.5, kind="opinion"),
        _open("received:sort", 3, kind="opinion"),
        _open("transferred", 5, kind="opinion"),
        _open("objected", 7, "sent wrong", kind="opinion"),
        _open("handling", 10, kind="opinion"),
        _open("handling:hear", 30, kind="opinion"),
        _open("studying", 12, kind="suggestion"),
        _open("investigating", 20, kind="accusation"),
        _open("enforcing", 12, kind="duty"),
        _open("replied", 40, kind="opinion"),
        _open("served", 45, "no review asked", kind="opinion"),
        _open("review_asked", 55, "review asked", kind="opinion"),
        _open("reviewing", 58, "review asked", kind="opinion"),
        _open("reviewed", 70, "review asked", kind="opinion"),
        _open("review_served", 75, "review asked", "no recheck asked", kind="opinion"),
        _open("recheck_asked", 85, "review asked", "recheck asked", kind="opinion"),
        _open("rechecking", 88, "review asked", "recheck asked", "no hearing", kind="opinion"),
        _open("hearing", 92, "review asked", "recheck asked", "hearing", kind="opinion"),
        _open("rechecked", 98, "review asked", "recheck asked", "no hearing", kind="opinion"),
    ),
    MATTER: (
        _past("flow mediation"),
        _past("flow joint", "many people"),
        _past("flow court"),
        _past("flow petition"),
        _past("flow police"),
        _past("flow labour"),
        _past("sent wrong", "no sent wrong twice"),
        _past("sent wrong", "sent wrong twice"),
        _past("given back"),
        _past("declined"),
        _past("withdrawn"),
        _past("handled late"),
        _past("triaged late", "signed late"),
        _past("more people", "extended"),
        _past("silent", "no rates"),
        _past("unsolved", "no rates", "no silent"),
        _past("reopened", "rates"),
        _open("registered", 0.4),
        _open("triaged", 1.5),
        _open("assigned", 2),
        _open("assigned", 2, "flow joint"),
        _open("assigned", 2, "flow court"),
        _open("assigned", 2, "flow petition"),
        _open("assigned", 2, "flow police"),
        _open("returned", 3, "sent wrong"),
        _open("handling", 5, "flow labour"),
        _open("handling", 5, "flow joint", "many people"),
        _open("given_back", 8, "given back"),
        _open("answered", 12, "no rates"),
    ),
    SUPERVISION: (
        _past("sent back"),
        _past("order late", "talked to"),
        _past("order extended"),
        _past("order revoked"),
        _past(),
        _past(),
        _open("issued", 0.6),
        _open("working", 1.6),
        _open("answered", 4),
        _past("sent back", "talked to"),
        _past("order late"),
        _past(),
    ),
    CIRCULAR: (
        _past(live=True, kind="situation"),
        _past(live=True, kind="problem"),
        _past(live=True, kind="praise"),
        _past("circular revoked", live=True, kind="warning"),
        _past("reminded", live=True, kind="warning"),
        replace(_open("issued:acknowledge", 2, kind="situation"), live=True),
    ),
    AWARD: (
        _past("no completed", kind="police_station", unit="pcs-beijie", day=40),
        _past("completed", kind="police_station", unit="pcs-nanguan", day=75),
        _past("no completed", kind="judicial_office", unit="sfs-140213050", day=52),
        _past("objected to", kind="judicial_office", unit="sfs-140213053", day=90),
        _past("no completed", kind="court", unit="court-xinwang", day=110),
        _past("completed", kind="court", unit="court-majunying", day=130),
        _past("no completed", "award revoked", kind="police_station", unit="pcs-yuhe", day=33),
        _past("no completed", "award refused", kind="judicial_office", unit="sfs-140213058", day=66),
        _past("award withdrawn", kind="judicial_office", unit="sfs-140213062", day=150),
        _open("applied:complete", 2, kind="police_station", unit="pcs-wenyinghu"),
        _open("incomplete", 6, "completed", kind="judicial_office", unit="sfs-140213056"),
        _open("assessing", 8, "no completed", kind="judicial_office", unit="sfs-140213065"),
        _open("assessed", 25, "no completed", kind="judicial_office", unit="sfs-140213057"),
        _open("shown", 30, "no completed", kind="judicial_office", unit="sfs-140213059"),
        _open("objected", 32, "no completed", "objected to", kind="judicial_office", unit="sfs-140213066"),
    ),
}
"""What happens to the first disputes of each procedure, in this order."""
