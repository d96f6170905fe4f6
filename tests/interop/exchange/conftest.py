"""The small district, in which messages land."""

from __future__ import annotations

import pytest

from minsheng.kernel.routing.models import Category, Rule
from minsheng.kernel.routing.registry import routing_changed
from tests.factories.district import District, make_district


@pytest.fixture
def district(db: None) -> District:
    """A working district; the transaction looks as the system."""
    return make_district()


@pytest.fixture
def no_categories(district: District) -> District:
    """The district before anybody has entered a category of the hotline."""
    Rule.objects.filter(realm="hotline").delete()
    for level in (3, 2, 1):
        Category.objects.filter(realm="hotline", level=level).delete()
    routing_changed()
    return district
