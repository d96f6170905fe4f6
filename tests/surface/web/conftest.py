"""Fixtures for tests of the screens: the small district, visitors of every kind, pictures."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image
from pytest_django import Settings

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.services import appoint, create_account, define_role
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from tests.factories.district import SYSTEM, District, a_report, make_district
from tests.surface.web.browsing import Visitor

ADMINISTRATORS = {
    "system": [
        "areas.manage",
        "units.manage",
        "routing.manage",
        "calendars.manage",
        "procedures.manage",
        "templates.manage",
    ],
    "security": ["accounts.manage", "roles.manage", "tokens.manage"],
    "audit": ["audit.read"],
}


@pytest.fixture(autouse=True)
def _files_aside(settings: Settings, tmp_path: object) -> None:
    settings.FILES_ROOT = settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def district(db: None) -> District:
    """Give a working district with the three administrators."""
    made = make_district()
    for duty, permissions in ADMINISTRATORS.items():
        made.accounts[f"{duty}_admin"] = administrator(made, duty, permissions)
    return made


def administrator(district: District, duty: str, permissions: list[str]) -> Account:
    """Open the account of an administrator."""
    with transaction.atomic():
        look_as_system()
        role = define_role(by=SYSTEM, key=f"{duty}_admin", name=duty, permissions=permissions, reach="unit", duty=duty)
        account = create_account(
            by=SYSTEM, username=f"{duty}_admin", display_name=duty, password="a long enough Secret 9", duty=duty
        )
        appoint(by=SYSTEM, account=account, role=role, unit=district.units["centre"], valid_from=date(2020, 1, 1))
    return account


@pytest.fixture
def visitor(district: District) -> Visitor:
    """Give somebody who has not signed in."""
    return Visitor()


@pytest.fixture
def staff(district: District) -> Callable[[str], Visitor]:
    """Give whoever is named, signed in."""
    return lambda name: Visitor(district.accounts[name])


@pytest.fixture
def filed(district: District) -> Callable[..., Case]:
    """Give a function that files a hotline report and returns its case."""

    def file(**changes: object) -> Case:
        with transaction.atomic():
            return file_case(by=SYSTEM, procedure="hotline.order", report=a_report(**changes)).case

    return file


@pytest.fixture
def picture() -> Callable[..., SimpleUploadedFile]:
    """Give a function that makes a small photograph as a browser sends it."""

    def make(name: str = "现场.jpg", colour: tuple[int, int, int] = (120, 90, 60)) -> SimpleUploadedFile:
        held = io.BytesIO()
        Image.new("RGB", (64, 48), colour).save(held, "JPEG")
        return SimpleUploadedFile(name, held.getvalue(), content_type="image/jpeg")

    return make
