"""Area codes: parts, kinds, parents; and every code of the real register."""

import csv
from pathlib import Path

import pytest

from minsheng.base.codes.area import AreaKind, parse_area
from minsheng.base.errors import Refusal

REGISTER = Path(__file__).parents[4] / "shared/data/geo"


@pytest.mark.parametrize(
    ("text", "code", "kind", "parent"),
    [
        ("140000", "140000", AreaKind.PROVINCE, None),
        ("140200", "140200", AreaKind.CITY, "140000"),
        ("140213", "140213", AreaKind.DISTRICT, "140200"),
        ("140271", "140271", AreaKind.DISTRICT, "140200"),
        ("140213050", "140213050", AreaKind.STREET, "140213"),
        ("140212100", "140212100", AreaKind.TOWN, "140212"),
        ("140212200", "140212200", AreaKind.TOWNSHIP, "140212"),
        ("140271400", "140271400", AreaKind.SIMILAR, "140271"),
        ("140213050001", "140213050001", AreaKind.COMMUNITY, "140213050"),
        ("140212100201", "140212100201", AreaKind.VILLAGE, "140212100"),
        ("140213050001017", "140213050001017", AreaKind.GRID, "140213050001"),
        ("140213000000", "140213", AreaKind.DISTRICT, "140200"),
        ("140213050000", "140213050", AreaKind.STREET, "140213"),
        ("１４０２１３ ０５０", "140213050", AreaKind.STREET, "140213"),
        ("441900003", "441900003", AreaKind.STREET, "441900"),
    ],
)
def test_kind_and_parent(text: str, code: str, kind: AreaKind, parent: str | None) -> None:
    area = parse_area(text)
    assert (area.code, area.kind, area.parent) == (code, kind, parent)


def test_parts_and_ancestors() -> None:
    area = parse_area("140213050001017")
    assert (area.province, area.city, area.district) == ("14", "02", "13")
    assert (area.street, area.community, area.grid) == ("050", "001", "017")
    assert area.ancestors == ("140000", "140200", "140213", "140213050", "140213050001")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1402",
        "14021305",
        "1402130500010171",
        "040213",
        "14O213",
        "140213000001",
        "140213999",
        "140013",
        "140000050",
    ],
)
def test_malformed_codes_are_refused(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_area(text)
    assert (caught.value.code, caught.value.field) == ("area.format", "area_code")


@pytest.mark.skipif(not REGISTER.exists(), reason="the shared register of Datong is not on this machine")
@pytest.mark.parametrize(("name", "length"), [("streets_1402.csv", 9), ("communities_1402.csv", 12)])
def test_every_code_of_the_real_register_has_a_kind(name: str, length: int) -> None:
    with (REGISTER / name).open(encoding="utf-8-sig") as file:
        codes = {cell for row in csv.reader(file) for cell in row if len(cell) == length and cell.isdigit()}
    assert len(codes) > 100
    assert all(parse_area(code).code == code for code in codes)
