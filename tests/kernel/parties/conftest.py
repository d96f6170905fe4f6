"""Residents, clerks and hooks for the tests of this room. All names and numbers are invented."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from minsheng.kernel.access.actors import Actor, Grant
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.models import Account
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.parties import hooks
from minsheng.kernel.parties.hooks import Hooks
from minsheng.kernel.parties.models import Party, PartyKind
from minsheng.kernel.parties.services import register_party

NAME, PHONE = "王小明", "13800001234"
IDENTITY = "14020219560101123X"
CREDIT = "91140213405720014B"
SYSTEM = Actor.system("import")
Register = Callable[..., Party]


def clerk(*permissions: str, account_id: int = 7) -> Actor:
    """Somebody with a post that carries ``permissions``."""
    return Actor(account_id=account_id, grants=(Grant(1, "clerk", frozenset(permissions), 1, None, 0),))


@pytest.fixture(autouse=True)
def _no_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this room: what others have registered is tested there."""
    for name in ("reaches", "personal_data_sources", "retention_holds", "erasers"):
        monkeypatch.setattr(hooks, name, Hooks(name))
        monkeypatch.setattr(f"minsheng.kernel.parties.services.{name}", getattr(hooks, name), raising=False)


@pytest.fixture
def as_system(db: None) -> Iterator[None]:
    """Look at the database as the system, as a service does after its own check."""
    with transaction.atomic():
        look_as_system()
        yield


@pytest.fixture
def resident(as_system: None) -> Party:
    """A person with everything known."""
    return register_party(
        by=SYSTEM, kind=PartyKind.PERSON, name=NAME, phone=PHONE, identity=IDENTITY, address="红卫里3号楼2单元501"
    )


@pytest.fixture
def meeting() -> list[tuple[int, int | None]]:
    """Pairs (party, case) that clerks meet in their work; put them in."""
    pairs: list[tuple[int, int | None]] = []

    def meets(by: Actor, party_id: int, case_id: int | None) -> bool:
        """Whether the pair was put in."""
        return (party_id, case_id) in pairs

    hooks.reaches.register("tests", meets)
    return pairs


@pytest.fixture
def account(as_system: None) -> Account:
    """A resident's account."""
    return Account.objects.create(username="xiaoming", display_name="小明")


def lines(kind: str) -> list[AuditLine]:
    """Lines of one kind in the log, oldest first."""
    look_as_system()
    return list(AuditLine.objects.filter(kind=kind).order_by("id"))
