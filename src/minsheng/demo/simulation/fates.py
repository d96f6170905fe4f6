"""What must happen to some cases, so that everything a procedure knows can be seen in a small district too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from minsheng.demo.matters.catalogue import Matter, Topic

HOME = "140213056008"
"""The community of the accounts that people try (office/accounts.toml): 红卫里."""


@dataclass(frozen=True, slots=True)
class Fate:
    """Things that must happen (see ``Dice.happens``); for present cases the state in which they are left and their age.

    ``by_hand``: only matters that no rule dispatches, so that they wait for a dispatcher. ``to``: only matters of that
    unit; ``community``: at that place.
    """

    names: frozenset[str] = frozenset()
    realm: str = ""
    stop_in: str = ""
    age: timedelta = timedelta()
    kind: str = ""
    by_hand: bool = True
    to: str = ""
    community: str = ""

    def fits(self, topic: Topic) -> bool:
        """Whether a topic lets it happen."""
        if not self.realm:
            return True
        right = self.to in {"", topic.to} and not (self.by_hand and topic.dispatches)
        return right and any(self.suits(matter) for matter in topic.matters)

    def suits(self, matter: Matter) -> bool:
        """Whether a matter lets it happen."""
        if not self.realm:
            return True
        if self.kind:
            return matter.kind == self.kind
        return not matter.fate and matter.kind not in {"praise", "consultation", "emergency"}


def _past(realm: str, *names: str, kind: str = "") -> Fate:
    return Fate(frozenset({*names, "named"}), realm, kind=kind)


def _present(realm: str, state: str, hours: float, *names: str) -> Fate:
    return Fate(frozenset({*names, "named"}), realm, state, timedelta(hours=hours))


def shared(realm: str) -> Fate:
    """Of the first case of a group: it takes its time, so that the others can be merged into it."""
    return Fate(frozenset({"slow", *_QUIET}), realm, by_hand=False)


def _shown(fate: Fate, to: str, community: str = "") -> Fate:
    """The same for the inbox of an account that people try."""
    return replace(fate, to=to, community=community, by_hand=False)


_QUIET = ("no withdrawn", "no withdrawn early", "no redirected", "no asked", "no exempted", "no settled", "no rejected")

PAST = (
    _past("hotline", "misrouted", "misrouted twice"),
    _past("grid", "rejected", "no settled"),
    _past("hotline", "exempted", "appealed"),
    _past("hotline", "asked", "no reply"),
    _past("grid", "reworked", "no settled"),
    _past("hotline", "withdrawn"),
    _past("hotline", "extended", "co-responsible"),
    _past("grid", "misrouted", "misrouted twice", "no settled", "no rejected"),
    _past("hotline", "late", "supervised"),
    _past("hotline", "rated", "dissatisfied"),
    _past("hotline", "silent", "no rated", "no rated early"),
    _past("grid", "reopened", "rated"),
    _past("hotline", "unreachable", "no rated", "no rated early"),
    _past("hotline", "declined", "no unreachable", "no rated", "no rated early", "no silent"),
    _past("hotline", "redirected"),
    _past("hotline", "sent back", "added"),
    _past("grid", "late", "supervised", "no settled", "no rejected"),
    _past("hotline", "exempted"),
    _past("hotline", "handed over", "asked"),
    _past("hotline", "answered at once", kind="consultation"),
    _past("hotline", "reopened", "no exempted"),
    _past("grid", "settled"),
    _past("hotline", "withdrawn early"),
    _past("hotline", "units added", "dispatched late"),
    _past("grid", "", kind="emergency"),
    _past("hotline", "dissatisfied", "no rated", "no rated early", "no silent", "no unreachable"),
)

PRESENT = (
    _present("hotline", "created", 1.5, *_QUIET),
    _present("hotline", "dispatched", 4, *_QUIET, "no misrouted"),
    _present("hotline", "handling", 30, *_QUIET, "no misrouted"),
    _present("hotline", "asking", 26, "asked", "no misrouted", "no withdrawn", "no withdrawn early", "no redirected"),
    _present("hotline", "disputed", 12, "misrouted", *_QUIET),
    _present("hotline", "disputed twice", 30, "misrouted", "misrouted twice", *_QUIET),
    _present("hotline", "answered", 60, *_QUIET, "no misrouted", "no rated early"),
    _present("hotline", "calling_back", 70, *_QUIET, "no misrouted", "no rated early"),
    _present("hotline", "handling", 260, "late", *_QUIET, "no misrouted"),
    _present("hotline", "created", 60, *_QUIET),
    _present("hotline", "exempted", 60, "exempted", "no appealed", "no misrouted", "no redirected", "no asked"),
    _present("hotline", "redirected", 20, "redirected", "no appealed", "no withdrawn early"),
    _present("grid", "reported", 2, *_QUIET),
    _present("grid", "triaged", 5, *_QUIET, "no misrouted"),
    _present("grid", "assigned", 8, *_QUIET, "no misrouted"),
    _present("grid", "handling", 20, *_QUIET, "no misrouted"),
    _present("grid", "verifying", 40, *_QUIET, "no misrouted"),
    _present("grid", "handling", 400, *_QUIET, "no misrouted"),
    _present("grid", "rejected", 20, "rejected", "no settled"),
    _present("grid", "done", 10, "settled"),
    # The accounts that people try have something to do: 红卫里 and its sub-district, housing, heating.
    _shown(_present("hotline", "handling", 20, *_QUIET, "no misrouted"), "@subdistrict", HOME),
    _shown(_present("hotline", "dispatched", 3, *_QUIET, "no misrouted"), "housing"),
    _shown(_present("hotline", "handling", 40, *_QUIET, "no misrouted"), "heating"),
    _shown(_present("grid", "assigned", 5, *_QUIET, "no misrouted"), "@subdistrict", HOME),
    _shown(_present("grid", "reported", 1, *_QUIET), "sanitation", HOME),
    _shown(_present("grid", "verifying", 30, *_QUIET, "no misrouted"), "citymgmt", HOME),
    _shown(_present("hotline", "handling", 55, *_QUIET, "no misrouted"), "housing", HOME),
    _shown(_present("hotline", "dispatched", 2, *_QUIET, "no misrouted"), "heating"),
    _shown(_present("grid", "triaged", 3, *_QUIET, "no misrouted"), "municipal", HOME),
    _shown(_present("hotline", "dispatched", 4, *_QUIET, "no misrouted"), "@subdistrict", HOME),
)
