"""The composer on the screens, and templates in the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.http import HttpResponse
from django.urls import reverse

from minsheng.domains.disputes.models import StepAssignment, StepTemplate, StepVersion
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Case
from tests.domains.disputes.agencies.test_views import get, post
from tests.domains.disputes.steps.composed import axis_given, step_given
from tests.domains.disputes.steps.test_services import GRID, OTHER_GRID, a_draft, assigned, released
from tests.domains.disputes.warnings.disputes import a_dispute
from tests.factories.district import District
from tests.surface.api.calling import Caller
from tests.surface.web.browsing import Visitor

Staff = Callable[[str], Visitor]
Callers = Callable[[str], Caller]
Statements = Callable[[Callable[[], HttpResponse]], int]


def test_a_template_is_composed_released_and_assigned_without_script(district: District, staff: Staff) -> None:
    one = staff("justice")
    assert "还没有模板" in get(one, "admin_steps").content.decode()
    wrong = post(one, "admin_step_template_add", name="五步", name_en="Five", slug="Five")
    assert (wrong.status_code, "简称须以小写字母开头" in wrong.content.decode()) == (422, True)
    assert post(one, "admin_step_template_add", name="五步", name_en="Five", slug="five").status_code == 302
    version = StepVersion.objects.get()
    empty = get(one, "admin_step_version", version.pk).content.decode()
    assert ("发布此版本" in empty, '<svg class="diagram"' in empty) == (False, False)
    bad = post(one, "admin_step_put", version.pk, "steps", **step_given(unit=""))
    assert (bad.status_code, "期限须同时填写" in bad.content.decode()) == (422, True)
    for name in ("甲步", "乙步"):
        assert post(one, "admin_step_put", version.pk, "steps", **step_given(zh=name, en=name)).status_code == 302
    assert post(one, "admin_step_put", version.pk, "axes", **axis_given()).status_code == 302
    assert post(one, "admin_step_move", version.pk, "steps", 1, step="up").status_code == 302
    form = get(one, "admin_step_edit", version.pk, "steps", 0).content.decode()
    assert 'value="乙步"' in form
    edited = post(one, "admin_step_edit", version.pk, "axes", 0, **axis_given(values_zh="简单\n疑难复杂"))
    assert edited.status_code == 302
    page = get(one, "admin_step_version", version.pk).content.decode()
    assert page.index("乙步") < page.index("甲步")
    for words in ("发布此版本", '<svg class="diagram"', "个工作日", "简单、疑难复杂", "完成：乙步", "（必填）"):
        assert words in page, words
    assert post(one, "admin_step_release", version.pk).status_code == 302
    assert "草稿" not in get(one, "admin_step_version", version.pk).content.decode()
    days = {"area_id": district.areas[GRID].pk, "valid_from": "2026-01-01"}
    assert post(one, "admin_step_assign", version.pk, **days).status_code == 302
    again = post(one, "admin_step_assign", version.pk, **days)
    assert (again.status_code, "该区域在此期间已采用“五步”" in again.content.decode()) == (422, True)
    found = StepAssignment.objects.get()
    assert "康吉社区第1网格" in get(one, "admin_step_areas", q="第1").content.decode()
    assert "康吉社区第1网格" not in get(one, "admin_step_areas", q="第2").content.decode()
    assert post(one, "admin_step_area_end", found.pk, valid_to="2026-12-31").status_code == 302


def test_a_new_version_shows_what_is_new(district: District, staff: Staff) -> None:
    one, first = staff("justice"), released(district)
    assert post(one, "admin_step_draft", first.template_id).status_code == 302
    draft = StepVersion.objects.get(released_at=None)
    assert "没有不同" in get(one, "admin_step_version", draft.pk).content.decode()
    post(one, "admin_step_put", draft.pk, "steps", **step_given(zh="回访", en="Call"))
    post(one, "admin_step_move", draft.pk, "steps", 0, step="remove")
    page = get(one, "admin_step_version", draft.pk).content.decode()
    for words in ("新增：回访（第2项）", "删除：核实（原第1项）", "移动：协商（第2项 → 第1项）"):
        assert words in page, words
    assert post(one, "admin_step_draft", first.template_id).status_code == 302
    english = Visitor(district.accounts["justice"], language="en")
    assert "New: Call (no. 2)" in get(english, "admin_step_version", draft.pk).content.decode()


def test_the_case_page_offers_the_steps_of_its_grid(district: District, staff: Staff) -> None:
    assigned(district, released(district), valid_from=date(2020, 1, 1))
    case, one = a_dispute("disputes.matter"), staff("governance")
    page = one.client.get(f"/desk/cases/{case.code}/").content.decode()
    assert "启动本地步骤" in page
    made = post(one, "steps_begin", case.code)
    with acting_as_system():
        code = Case.objects.get(code__startswith="BZ").code
    assert made.headers["Location"] == reverse("web:desk_case", args=[code])
    opened = one.client.get(made.headers["Location"])
    assert (opened.status_code, "核实" in opened.content.decode()) == (200, True)
    after = one.client.get(f"/desk/cases/{case.code}/").content.decode()
    assert ("启动本地步骤" in after, code in after) == (False, True)
    again = post(one, "steps_begin", case.code)
    assert again.headers["Location"] == reverse("web:desk_case", args=[case.code])


def test_doors(district: District, staff: Staff, caller: Callers) -> None:
    draft = a_draft(district)
    version = released(district, "other")
    found = assigned(district, version)
    pages = (
        ("admin_steps",), ("admin_step_template_add",), ("admin_step_areas",), ("admin_step_template", draft.template_id),
        ("admin_step_version", draft.pk), ("admin_step_put", draft.pk, "steps"), ("admin_step_edit", draft.pk, "axes", 0),
        ("admin_step_assign", version.pk), ("admin_step_area_end", found.pk),
    )  # fmt: skip
    for name, status in (("justice", 200), ("governance", 403), ("director", 403)):
        assert {get(staff(name), *page).status_code for page in pages} == {status}, name
    assert {get(Visitor(), *page).status_code for page in pages} == {302}
    unknown = (("admin_step_template", 0), ("admin_step_edit", draft.pk, "steps", 9), ("admin_step_put", draft.pk, "x"))
    assert {get(staff("justice"), *page).status_code for page in unknown} == {404}
    posts = (
        ("admin_step_move", draft.pk, "steps", 0),
        ("admin_step_release", draft.pk),
        ("admin_step_draft", draft.template_id),
    )
    assert {post(staff("governance"), *page, step="remove").status_code for page in posts} == {403}
    assert {caller(name).get("/step-templates").status_code for name in ("mediator", "housing")} == {403}
    assert Caller().get("/step-assignments").status_code == 401


def test_reads_of_the_api(district: District, caller: Callers) -> None:
    version = released(district)
    found = assigned(district, version)
    justice = caller("justice")
    (listed,) = justice.get("/step-templates").json()["items"]
    assert listed == {"id": version.template_id, "slug": "local", "name": {"zh": "本地步骤local", "en": "Local local"}}
    full = justice.get(f"/step-templates/{version.template_id}").json()
    (one,) = full["versions"]
    assert (one["procedure"], [step["name"]["zh"] for step in one["steps"]]) == (
        "disputes.steps_local",
        ["核实", "协商"],
    )
    assert [value["zh"] for value in one["axes"][0]["values"]] == ["简单", "疑难"]
    (used,) = justice.get("/step-assignments", q="康吉").json()["items"]
    assert (used["id"], used["template"], used["area"]["code"]) == (found.pk, "local", GRID)
    assert justice.get("/step-assignments", q="平和").json()["items"] == []
    assert justice.get("/step-templates/0").status_code == 404
    released(district, "more")
    assert justice.get("/step-templates", limit="1").json()["next"]


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_of_lists(
    district: District, staff: Staff, caller: Callers, statements: Statements, rows: int
) -> None:
    for number, area in zip(range(rows), (GRID, OTHER_GRID, "140213050002"), strict=False):
        assigned(district, released(district, f"t{number}"), area)
    assert StepTemplate.objects.count() == rows
    one, justice = staff("justice"), caller("justice")
    assert statements(lambda: get(one, "admin_steps")) == TEMPLATES
    assert statements(lambda: get(one, "admin_step_areas")) == AREAS
    assert statements(lambda: justice.get("/step-templates")) == TEMPLATES_API
    assert statements(lambda: justice.get("/step-assignments")) == AREAS_API


TEMPLATES, AREAS, TEMPLATES_API, AREAS_API = 5, 5, 3, 3
