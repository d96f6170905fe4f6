"""Organs that a petition passes on its way through the three levels."""

from __future__ import annotations

from datetime import date

from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.services import appoint, create_account, create_unit, define_role
from tests.factories.district import SYSTEM, District
from tests.journeys.conftest import PASSWORD

BEGIN = date(2020, 1, 1)
HIGHER = (
    ("reviewer_of_petitions", "区人民政府复查复核办公室", "petitions.review"),
    ("rechecker_of_petitions", "市人民政府复查复核办公室", "petitions.recheck"),
)


def open_organs(district: District) -> None:
    """Let the housing bureau handle petitions, and add the two organs above it."""
    with acting_as_system():
        housing = district.units["housing"]
        for name, permissions in (
            ("housing", ["petitions.read", "petitions.accept", "petitions.handle"]),
            ("housing_head", ["petitions.read", "petitions.approve"]),
        ):
            role = define_role(
                by=SYSTEM, key=f"petitions_{name}", name=name, permissions=permissions, reach="unit", clearance=1
            )
            appoint(by=SYSTEM, account=district.accounts[name], role=role, unit=housing, valid_from=BEGIN)
        for name, title, permission in HIGHER:
            unit = create_unit(by=SYSTEM, code=name, name=title, kind="department", area=None, valid_from=BEGIN)
            role = define_role(
                by=SYSTEM, key=name, name=name, permissions=["petitions.read", permission], reach="unit", clearance=1
            )
            account = create_account(by=SYSTEM, username=name, display_name=title, password=PASSWORD)
            appoint(by=SYSTEM, account=account, role=role, unit=unit, valid_from=BEGIN)
