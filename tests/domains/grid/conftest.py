"""The small district with two more grid workers: one who stands in, one of the grid next door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from pytest_django import Settings

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.models import Account, Role
from minsheng.kernel.access.services import appoint, create_account, define_role
from minsheng.kernel.areas.models import Area
from minsheng.surface.api import rates
from tests.factories.built import built_district
from tests.factories.built import district as _district
from tests.factories.district import BEGIN, SYSTEM, District
from tests.surface.api.calling import Caller, caller_for

FIRST, SECOND = "140213050001001", "140213050001002"
__all__ = ["built_district"]
district = _district


@dataclass(frozen=True)
class Team:
    """Who works in the grids of 康吉社区. ``neighbour`` has a post in the second grid alone."""

    district: District
    accounts: dict[str, Account]

    def actor(self, name: str) -> Actor:
        """The actor that somebody is today."""
        from minsheng.kernel.access.queries import actor_for

        return actor_for(self.accounts[name])

    def grid(self, code: str = FIRST) -> Area:
        """A grid of the district."""
        return self.district.areas[code]

    def caller(self, name: str) -> Caller:
        """Somebody who calls the API."""
        look_as_system()
        return caller_for(self.accounts[name])


@pytest.fixture
def team(district: District, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Team:
    """Give the people of the grids."""
    settings.API_RATES = dict.fromkeys(settings.API_RATES, "0")
    monkeypatch.setattr(rates, "_buckets", rates.Buckets())
    accounts = dict(district.accounts)
    role = Role.objects.get(key="grid_worker")
    for name, code in (("standby", FIRST), ("neighbour", SECOND)):
        accounts[name] = _account(name)
        appoint(
            by=SYSTEM,
            account=accounts[name],
            role=role,
            unit=district.units["kangji"],
            area=district.areas[code],
            valid_from=BEGIN,
        )
    permissions = ["areas.manage", "grid.redraw"]
    drawer = define_role(by=SYSTEM, key="drawer", name="drawer", permissions=permissions, reach="unit", duty="system")
    accounts["drawer"] = _account("drawer", duty="system")
    appoint(
        by=SYSTEM, account=accounts["drawer"], role=drawer, unit=district.units["centre"], valid_from=date(2020, 1, 1)
    )
    privacy = ["grid.read", "grid.field.review", "parties.erase"]
    officer = define_role(by=SYSTEM, key="officer", name="officer", permissions=privacy, reach="area")
    accounts["officer"] = _account("officer")
    appoint(
        by=SYSTEM,
        account=accounts["officer"],
        role=officer,
        unit=district.units["centre"],
        area=district.areas["140213"],
        valid_from=BEGIN,
    )
    look_as_system()
    return Team(district, accounts)


def _account(name: str, duty: str = "business") -> Account:
    return create_account(by=SYSTEM, username=name, display_name=name, password="a long enough Secret 9", duty=duty)


@pytest.fixture
def refused() -> Callable[[Callable[[], object]], str]:
    """Give a function that tells the code by which something is refused."""
    from minsheng.base.errors import Refusal, Refusals

    def code(act: Callable[[], object]) -> str:
        try:
            act()
        except Refusal as refusal:
            return refusal.code
        except Refusals as several:
            return ",".join(sorted({it.code for it in several.refusals}))
        raise AssertionError("it was not refused")

    return code
