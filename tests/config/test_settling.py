"""The root of the tree of areas on a fresh installation."""

from __future__ import annotations

import pytest

from minsheng.config.settling import DistrictError, settle_district
from minsheng.kernel.areas.models import Area


@pytest.mark.django_db
def test_a_fresh_installation_has_its_district(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINSHENG_DISTRICT", "140213:平城区:2018-01-01")
    assert settle_district() is True
    assert list(Area.objects.values_list("code", "name")) == [("140213", "平城区")]
    assert settle_district() is False


@pytest.mark.django_db
def test_an_empty_variable_leaves_the_tree_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINSHENG_DISTRICT", "")
    assert settle_district() is False
    assert not Area.objects.exists()


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINSHENG_DISTRICT", "平城区")
    with pytest.raises(DistrictError, match="MINSHENG_DISTRICT must be CODE:NAME"):
        settle_district()
