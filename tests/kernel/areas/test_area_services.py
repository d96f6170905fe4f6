"""Entering, renaming and closing areas."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from minsheng.base.errors import Refusal
from minsheng.kernel.areas.enums import AreaKind
from minsheng.kernel.areas.models import Area, AreaShape, RegistryVersion
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.areas.services import close_area, create_area, rename_area
from tests.kernel.areas.conftest import BEGIN, Clerk

LAST = date(2024, 6, 30)


def refusal_of(call: object, **arguments: object) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as caught:
        call(**arguments)  # type: ignore[operator]
    return caught.value.code, caught.value.field


def test_the_code_tells_kind_and_parent(named: dict[str, Area], by: Clerk) -> None:
    village = create_area(by=by, code="140213050201", name="新泉村", valid_from=BEGIN)
    assert (village.kind, village.parent) == (AreaKind.VILLAGE, named["140213050"])
    special = create_area(by=by, code="140213050001003", name="市一中", kind="special_grid", valid_from=BEGIN)
    assert special.path == "140213.050.001.003"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"code": "14021305"}, "area.format", "code"),
        ({"code": "140200"}, "area.not_in_district", "code"),
        ({"code": "140213050"}, "area.code_taken", "code"),
        ({"code": "140213099001"}, "area.parent_unknown", "code"),
        ({"valid_from": date(2019, 12, 31)}, "area.parent_unknown", "code"),
        ({"kind": "grid"}, "area.kind_unfit", "kind"),
        ({"name": "  "}, "text.empty", "name"),
        ({"name": "永\0泰"}, "text.control", "name"),
        ({"name": "永" * 101}, "text.too_long", "name"),
        ({"urban_rural": "999"}, "area.class_unknown", "urban_rural"),
        ({"population": -1}, "area.count_negative", "population"),
    ],
)
def test_a_broken_area_is_refused(
    named: dict[str, Area], by: Clerk, changes: dict[str, object], code: str, field: str
) -> None:
    row = {"code": "140213052", "name": "新旺街道", "valid_from": BEGIN} | changes
    before = Area.objects.count()
    assert refusal_of(create_area, by=by, **row) == (code, field)
    assert Area.objects.count() == before


def test_rare_characters_are_kept(named: dict[str, Area], by: Clerk) -> None:
    assert create_area(by=by, code="140213053", name="𠮷祥街道", valid_from=BEGIN).name == "𠮷祥街道"


def test_renaming_keeps_code_and_id_and_changes_the_register(named: dict[str, Area], by: Clerk) -> None:
    area = named["140213050"]
    assert registry().node(area.pk).name == "永泰街道"
    rename_area(by=by, area=area, name="永泰门街道", name_en="Yongtaimen")
    node = registry().node(area.pk)
    assert (node.name, node.name_en, node.code) == ("永泰门街道", "Yongtaimen", "140213050")


def test_renaming_to_the_same_name_changes_nothing(named: dict[str, Area], by: Clerk) -> None:
    number = RegistryVersion.objects.get().number
    rename_area(by=by, area=named["140213050"], name=" 永泰街道 ")
    assert RegistryVersion.objects.get().number == number


def test_closing_ends_area_and_outline_and_names_the_heir(district: dict[str, Area], by: Clerk) -> None:
    old, heir = district["140213050001001"], district["140213050001002"]
    close_area(by=by, area=old, valid_to=LAST, successor=heir)
    assert AreaShape.objects.get(area=old).valid_to == LAST
    areas = registry()
    inside = (113.22, 40.05)
    assert areas.locate(*inside, LAST).area_id == old.pk  # type: ignore[union-attr]
    after = areas.locate(*inside, date(2024, 7, 1))
    assert after is not None
    assert (after.area_id, after.grid_id) == (district["140213050001"].pk, None)
    assert areas.heir(old.pk, LAST).id == old.pk
    assert areas.heir(old.pk, date(2024, 7, 1)).id == heir.pk


def test_a_code_may_be_given_again_after_the_area_has_ended(district: dict[str, Area], by: Clerk) -> None:
    close_area(by=by, area=district["140213051"], valid_to=LAST)
    again = create_area(by=by, code="140213051", name="古城新街道", valid_from=date(2024, 7, 1))
    areas = registry()
    assert areas.by_code("140213051", LAST) == areas.node(district["140213051"].pk)
    assert areas.by_code("140213051", date(2024, 7, 1)) == areas.node(again.pk)


def test_closing_is_refused_with_reasons(district: dict[str, Area], by: Clerk) -> None:
    parent, grid = district["140213050001"], district["140213050001001"]
    assert refusal_of(close_area, by=by, area=parent, valid_to=LAST) == ("area.has_children", "area")
    early = refusal_of(close_area, by=by, area=grid, valid_to=date(2019, 1, 1))
    assert early == ("area.closed_before_begun", "valid_to")
    own = refusal_of(close_area, by=by, area=grid, valid_to=LAST, successor=grid)
    assert own == ("area.successor_unfit", "successor")
    close_area(by=by, area=grid, valid_to=LAST)
    assert refusal_of(close_area, by=by, area=grid, valid_to=LAST) == ("area.closed_already", "area")


def test_the_database_itself_keeps_codes_apart(named: dict[str, Area]) -> None:
    twin = Area(
        code="140213050", kind="subdistrict", name="x", path="140213.050", parent=named["140213"], valid_from=LAST
    )
    with pytest.raises(IntegrityError, match="code_once_at_a_time"), transaction.atomic():
        twin.save()


def test_the_database_itself_keeps_outlines_of_one_area_apart(district: dict[str, Area]) -> None:
    shape = AreaShape.objects.filter(area=district["140213051"]).get()
    shape.pk, shape.valid_from = None, LAST
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        shape.save(force_insert=True)


def test_every_change_leaves_its_line_in_the_log(
    district: dict[str, Area], by: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds: list[str] = []
    monkeypatch.setattr("minsheng.kernel.areas.services.record", lambda kind, **_: kinds.append(kind))
    create_area(by=by, code="140213052", name="新旺街道", valid_from=BEGIN)
    close_area(by=by, area=district["140213051"], valid_to=LAST)
    assert kinds == ["areas.created", "areas.closed"]


def test_nobody_else_changes_areas(district: dict[str, Area]) -> None:
    stranger = Clerk(permissions=frozenset({"units.manage"}), is_system=False)
    area, before = district["140213050"], Area.objects.count()
    denied = ("access.denied", None)
    assert refusal_of(create_area, by=stranger, code="140213053", name="新街道", valid_from=BEGIN) == denied
    assert refusal_of(rename_area, by=stranger, area=area, name="别名") == denied
    assert refusal_of(close_area, by=stranger, area=area, valid_to=BEGIN) == denied
    assert (Area.objects.count(), Area.objects.get(pk=area.pk).name) == (before, area.name)
