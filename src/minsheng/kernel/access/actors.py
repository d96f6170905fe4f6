"""Who is asking: an actor carries the grants of its posts and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from minsheng.kernel.access.permissions import realm_number
from minsheng.kernel.access.tokens import SYSTEM, Kind, account_token, case_token, member_token, pack, party_token


@dataclass(frozen=True, slots=True)
class Grant:
    """What one post gives: permissions, and how far they reach.

    ``area_id`` set: the post reaches every case of that area and below. ``unit_id`` set without area: every case in
    which that unit, or a unit under it, has a part. ``clearance`` is the highest confidentiality (0–3) it opens.
    ``unit_line`` are the units above the post's own.
    """

    post_id: int
    role: str
    permissions: frozenset[str]
    unit_id: int
    area_id: int | None
    clearance: int
    unit_line: tuple[int, ...] = ()

    def tokens(self, permission: str) -> frozenset[int]:
        """Tokens that this grant gives for ``permission``; empty when it does not hold it."""
        if permission not in self.permissions:
            return frozenset()
        kind, subject = (Kind.AREA, self.area_id) if self.area_id is not None else (Kind.UNIT, self.unit_id)
        realm = realm_number(permission)
        return frozenset(pack(kind, subject, realm=realm, clearance=level) for level in range(self.clearance + 1))


@dataclass(frozen=True, slots=True)
class Actor:
    """The person, service or job that does or asks something.

    ``party_id`` is the actor's own record as a resident; ``case_ids`` are cases whose code and phone tail were proved
    as their reporter, ``party_proofs`` pairs of a case and the other party to it as whom that was proved; ``scopes``
    narrows an API token to some permissions (``None``: no narrowing); ``channel`` says through which surface.
    ``kept_out`` are tokens by which rows bar the actor, though nothing opens to it by them: whoever acts as a resident
    alone leaves the posts aside, and not that they are accused.
    """

    account_id: int | None
    name: str = ""
    party_id: int | None = None
    grants: tuple[Grant, ...] = ()
    case_ids: tuple[int, ...] = ()
    party_proofs: tuple[tuple[int, int], ...] = ()
    channel: str = "web"
    scopes: frozenset[str] | None = None
    is_system: bool = False
    kept_out: frozenset[int] = frozenset()

    @classmethod
    def system(cls, channel: str = "job") -> Actor:
        """The system itself: jobs, imports and clocks."""
        return cls(account_id=None, name="system", channel=channel, is_system=True)

    @classmethod
    def anonymous(cls, channel: str = "web") -> Actor:
        """Somebody who has not signed in and proved nothing."""
        return cls(account_id=None, channel=channel)

    def holds(self, permission: str) -> bool:
        """Whether some post of the actor carries ``permission``, wherever it reaches."""
        if self.is_system:
            return True
        if self.scopes is not None and permission not in self.scopes:
            return False
        return any(permission in grant.permissions for grant in self.grants)

    def tokens(self, permission: str) -> frozenset[int]:
        """Tokens for ``permission``: what the actor may do it to. System holds the token that opens all."""
        if self.is_system:
            return frozenset((SYSTEM,))
        if self.scopes is not None and permission not in self.scopes:
            return frozenset()
        return frozenset().union(*(grant.tokens(permission) for grant in self.grants))

    def own_tokens(self) -> frozenset[int]:
        """Tokens of the actor as a person: its own record and the cases it proved."""
        own = {case_token(case_id) for case_id in self.case_ids}
        own |= {case_token(case_id) for case_id, _ in self.party_proofs}
        if self.party_id is not None:
            own.add(party_token(self.party_id))
        return frozenset(own)

    def reading_tokens(self) -> frozenset[int]:
        """Everything that the actor may read by: its own, each ``<realm>.read`` of its posts, the cases that name it.

        The tokens of its units open nothing; rows that bar a unit bar its people by them.
        """
        return _reading_tokens(self)

    def barring_tokens(self) -> frozenset[int]:
        """Everything by which a row may bar the actor, whatever opens the row to it."""
        return self.reading_tokens() | self.kept_out

    def is_barred(self, barred: Iterable[int]) -> bool:
        """Whether a row that carries these tokens never shows itself to the actor. The system is never barred."""
        return not self.is_system and not self.barring_tokens().isdisjoint(barred)

    def as_resident(self) -> Actor:
        """The actor without what its posts allow: it acts for itself alone."""
        return replace(self, grants=(), kept_out=self.barring_tokens())

    def at_work(self) -> Actor:
        """The actor without what it may as a party to cases: it acts by its posts alone."""
        return replace(self, party_id=None, case_ids=(), party_proofs=(), kept_out=self.barring_tokens())

    def proved_as(self, case_id: int) -> frozenset[int]:
        """The parties to a case as whom the actor proved it (not its reporter: see ``case_ids``)."""
        return frozenset(party for case, party in self.party_proofs if case == case_id)

    def units(self) -> frozenset[int]:
        """Units in which the actor holds a post."""
        return frozenset(grant.unit_id for grant in self.grants)


@lru_cache(maxsize=4096)
def _reading_tokens(actor: Actor) -> frozenset[int]:
    if actor.is_system:
        return frozenset((SYSTEM,))
    keys = {key for grant in actor.grants for key in grant.permissions if key.endswith(".read")}
    named = {account_token(actor.account_id)} if actor.account_id is not None else set()
    units = {unit for grant in actor.grants for unit in (grant.unit_id, *grant.unit_line)}
    members = {member_token(unit) for unit in units}
    return actor.own_tokens().union(named, members, *(actor.tokens(key) for key in keys))
