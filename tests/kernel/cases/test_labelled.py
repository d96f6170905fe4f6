"""What suggestions may learn from: categories that somebody chose, not those that were only suggested."""

from __future__ import annotations

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.labelled import labelled_cases
from minsheng.kernel.cases.models import Case, Content
from tests.factories.district import SYSTEM, District, a_report


def filed(district: District, **changes: object) -> Case:
    case = file_case(by=SYSTEM, procedure="hotline.order", report=a_report(**changes)).case
    look_as_system()
    return case


def learned() -> set[tuple[str, int]]:
    return {(text.split("\n")[0], category) for text, category in labelled_cases("hotline")}


def test_only_what_somebody_chose(district: District) -> None:
    roof, water = district.categories["房屋漏水"].pk, district.categories["停水"].pk
    filed(district, title="没有分类")
    filed(district, title="自选", category=roof)
    filed(district, title="外来", category=water, category_by="source")
    suggested = filed(district, title="仅建议", category=water, category_by="suggestion")
    assert learned() == {("自选", roof), ("外来", water)}
    perform(by=district.actor("dispatcher"), case_id=suggested.pk, act="classify", data={"category": roof})
    look_as_system()
    assert learned() == {("自选", roof), ("外来", water), ("仅建议", roof)}
    assert list(labelled_cases("grid")) == []


def test_an_erased_text_teaches_nothing(district: District) -> None:
    case = filed(district, category=district.categories["停水"].pk)
    Content.objects.filter(case=case).update(erased_at=case.filed_at)
    assert learned() == set()
