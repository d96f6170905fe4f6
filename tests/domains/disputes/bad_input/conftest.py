"""Cases ready for what must be refused: begun now, so that acts of today follow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.domains.disputes.bad_input.asking import Side, party, staff
from tests.domains.disputes.lives import Mediation, a_mediation
from tests.domains.disputes.mediations import a_mediator
from tests.factories.district import District


@pytest.fixture
def told(district: District) -> Mediation:
    """Give a mediation of ten days ago, with its mediator."""
    for name in ("mediator", "mediator2"):
        a_mediator(district, name)
    return a_mediation(district, begun=timezone.localtime() - timedelta(days=10))


@pytest.fixture
def mediator(district: District) -> Side:
    """Give the mediator of the case."""
    return staff(district, "mediator")


@pytest.fixture
def director(district: District) -> Side:
    """Give the director of the committee."""
    return staff(district, "director")


@pytest.fixture
def applicant(told: Mediation) -> Side:
    """Give the applicant, by code and telephone."""
    return party(told.case, "7890")


@pytest.fixture
def respondent(told: Mediation) -> Side:
    """Give the respondent, by code and telephone."""
    return party(told.case, "7891")
