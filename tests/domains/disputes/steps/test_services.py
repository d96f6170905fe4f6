"""Composing, releasing, assigning and beginning, on the real database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.models import StepAssignment, StepTemplate, StepVersion
from minsheng.domains.disputes.steps.assigning import assign_version, end_assignment
from minsheng.domains.disputes.steps.beginning import begin_steps
from minsheng.domains.disputes.steps.templates import (
    create_template,
    move_item,
    put_axis,
    put_step,
    release_version,
    remove_item,
    start_draft,
)
from minsheng.kernel.access.context import acting, acting_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.models import Case, CaseLink, ClockRow
from minsheng.kernel.procedures.library import procedure_of
from tests.domains.disputes.mediations import a_mediation
from tests.domains.disputes.steps.composed import axis_given, step_given
from tests.domains.disputes.warnings.disputes import a_dispute
from tests.factories.district import District

GRID, OTHER_GRID, COMMUNITY = "140213050001001", "140213050001002", "140213050001"


def a_draft(district: District, slug: str = "local", *steps: str) -> StepVersion:
    """A template with a draft of some steps."""
    by = district.actor("justice")
    template = create_template(by=by, slug=slug, name=f"本地步骤{slug}", name_en=f"Local {slug}")
    version = StepVersion.objects.get(template=template)
    for name in steps or ("核实", "协商"):
        put_step(by=by, version_id=version.pk, given=step_given(zh=name, en=f"{name}!", doer="area:refer"))
    put_axis(by=by, version_id=version.pk, given=axis_given())
    return StepVersion.objects.get(pk=version.pk)


def released(district: District, slug: str = "local", *steps: str) -> StepVersion:
    """A released version."""
    return release_version(by=district.actor("justice"), version_id=a_draft(district, slug, *steps).pk)


def assigned(district: District, version: StepVersion, area: str = GRID, **days: date) -> StepAssignment:
    """The version in use in an area, since 2026 began unless told otherwise."""
    values = {"valid_from": date(2026, 1, 1), **days}
    by = district.actor("justice")
    return assign_version(by=by, version_id=version.pk, area_id=district.areas[area].pk, **values)


def test_a_template_begins_empty(district: District) -> None:
    made = create_template(by=district.actor("justice"), slug="empty", name="空", name_en="Empty")
    draft = made.versions.get()
    assert (draft.content, draft.released_at) == ({}, None)
    with pytest.raises(Refusal, match=r"steps\.none"):
        release_version(by=district.actor("justice"), version_id=draft.pk)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"slug": "A"}, r"steps\.slug"),
        ({"slug": "x" * 25}, r"steps\.slug"),
        ({"slug": "known"}, r"steps\.exists"),
        ({"name": ""}, r"text\.empty"),
    ],
)
def test_bad_templates(district: District, changes: dict[str, str], code: str) -> None:
    by = district.actor("justice")
    create_template(by=by, slug="known", name="有", name_en="Known")
    with pytest.raises(Refusal, match=code):
        create_template(by=by, **{"slug": "new", "name": "新", "name_en": "New", **changes})
    assert StepTemplate.objects.count() == 1


def test_a_draft_is_composed_and_a_released_version_stands(district: District) -> None:
    by, draft = district.actor("justice"), a_draft(district, "local", "甲", "乙", "丙")
    move_item(by=by, version_id=draft.pk, part="steps", place=0, later=True)
    remove_item(by=by, version_id=draft.pk, part="steps", place=2)
    put_step(by=by, version_id=draft.pk, place=1, given=step_given(zh="丁", en="d", doer="area:refer"))
    version = release_version(by=by, version_id=draft.pk)
    assert version.procedure is not None
    procedure = procedure_of(version.procedure.pk)
    assert (procedure.key, procedure.version) == ("disputes.steps_local", f"{timezone.localdate().year}.1")
    assert [procedure.states[key].zh for key in ("step_1", "step_2")] == ["乙", "丁"]
    for change in (
        lambda: put_step(by=by, version_id=version.pk, given=step_given(zh="戊", en="e")),
        lambda: remove_item(by=by, version_id=version.pk, part="steps", place=0),
        lambda: release_version(by=by, version_id=version.pk),
    ):
        with pytest.raises(Refusal, match=r"steps\.released"):
            change()
    fresh = a_draft(district, "fresh")
    for part in ("nonsense", "template_id"):
        with pytest.raises(Refusal, match=r"steps\.unknown"):
            remove_item(by=by, version_id=fresh.pk, part=part, place=0)


def test_the_next_version_begins_with_the_last_and_must_differ(district: District) -> None:
    by, first = district.actor("justice"), released(district)
    second = start_draft(by=by, template_id=first.template_id)
    assert (second.number, second.content) == (2, first.content)
    with pytest.raises(Refusal, match=r"steps\.draft"):
        start_draft(by=by, template_id=first.template_id)
    with pytest.raises(Refusal, match=r"steps\.same"):
        release_version(by=by, version_id=second.pk)
    put_step(by=by, version_id=second.pk, given=step_given(zh="回访", en="Call"))
    assert release_version(by=by, version_id=second.pk).procedure != first.procedure
    with pytest.raises(IntegrityError), transaction.atomic():
        StepVersion.objects.filter(pk=first.pk).update(procedure=None)


def test_nobody_composes_without_the_permission(district: District) -> None:
    draft = a_draft(district)
    for name in ("governance", "director", "court"):
        by = district.actor(name)
        for call in (
            lambda by=by: create_template(by=by, slug="x", name="x", name_en="x"),
            lambda by=by: put_step(by=by, version_id=draft.pk, given=step_given(zh="x", en="x")),
            lambda by=by: release_version(by=by, version_id=draft.pk),
            lambda by=by: start_draft(by=by, template_id=draft.template_id),
        ):
            with pytest.raises(Refusal, match=r"access\.denied"):
                call()


def test_no_day_of_an_area_has_two(district: District) -> None:
    one, two = released(district), released(district, "other")
    assigned(district, one, valid_to=date(2026, 6, 30))
    for days in (
        {"valid_from": date(2026, 6, 30)},
        {"valid_from": date(2025, 1, 1)},
        {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 2, 1)},
    ):
        with pytest.raises(Refusal, match=r"steps\.overlap") as refused:
            assigned(district, two, **days)
        assert refused.value.params["name"] == "本地步骤local"
    assigned(district, two, valid_from=date(2026, 7, 1))
    assigned(district, two, OTHER_GRID)
    assigned(district, two, COMMUNITY)
    with pytest.raises(IntegrityError), transaction.atomic():
        StepAssignment.objects.create(version=one, area=district.areas[GRID], valid_from=date(2026, 12, 1))


def test_bad_assignments(district: District) -> None:
    draft = a_draft(district)
    with pytest.raises(Refusal, match=r"steps\.not_released"):
        assigned(district, draft)
    version = released(district, "other")
    with pytest.raises(Refusal, match=r"dates\.order"):
        assigned(district, version, valid_to=date(2025, 1, 1))
    with pytest.raises(Refusal, match=r"area\.unknown"):
        assign_version(by=district.actor("justice"), version_id=version.pk, area_id=0, valid_from=date(2026, 1, 1))
    made = assigned(district, version)
    with pytest.raises(Refusal, match=r"dates\.order"):
        end_assignment(by=district.actor("justice"), assignment_id=made.pk, valid_to=date(2025, 1, 1))
    end_assignment(by=district.actor("justice"), assignment_id=made.pk, valid_to=date(2026, 3, 31))
    with pytest.raises(Refusal, match=r"steps\.ended"):
        end_assignment(by=district.actor("justice"), assignment_id=made.pk, valid_to=date(2026, 4, 1))
    with pytest.raises(Refusal, match=r"steps\.assignment_unknown"):
        end_assignment(by=district.actor("justice"), assignment_id=0, valid_to=date(2026, 4, 1))


def test_a_dispute_goes_through_the_steps_of_its_grid(district: District) -> None:
    version = released(district)
    assigned(district, version, valid_from=date(2020, 1, 1))
    matter = a_dispute("disputes.matter", inputs={"people": 2})
    governance = district.actor("governance")
    made = begin_steps(by=governance, case_id=matter.pk)
    with acting_as_system():
        made = Case.objects.select_related("procedure").get(pk=made.pk)
        assert CaseLink.objects.filter(case=made, other=matter, kind="follows").exists()
        assert ClockRow.objects.get(case=made).key == "term_1"
    assert (made.procedure, made.state, made.title, made.reporter_id, made.area_id) == (
        version.procedure,
        "step_1",
        matter.title,
        matter.reporter_id,
        matter.area_id,
    )
    assert made.code.startswith("BZ")
    with pytest.raises(Refusal, match=r"steps\.begun") as refused:
        begin_steps(by=governance, case_id=matter.pk)
    assert refused.value.params["case"] == made.code
    for act, data in (("classify", {"axis_1": "value_2"}), ("finish_1", {}), ("back_2", {"reason": "补充"})):
        perform(by=governance, case_id=made.pk, act=act, data=data)
    perform(by=governance, case_id=made.pk, act="finish_1", data={})
    done = perform(by=governance, case_id=made.pk, act="finish", data={"answer": "双方和解"})
    assert (done.state_after, done.case.facts["axis_1"]) == ("done", "value_2")


def test_the_version_is_that_of_the_nearest_area_on_the_day_of_filing(district: District) -> None:
    near, far = released(district, "near"), released(district, "far")
    today = timezone.localdate()
    assigned(district, far, COMMUNITY)
    assigned(district, near, OTHER_GRID)
    in_time = assigned(district, near, GRID, valid_from=today - timedelta(days=9), valid_to=today - timedelta(days=1))
    matter = a_dispute("disputes.matter")
    with acting_as_system():
        Case.objects.filter(pk=matter.pk).update(filed_at=timezone.now() - timedelta(days=1))
    made = begin_steps(by=district.actor("governance"), case_id=matter.pk)
    assert made.procedure_id == in_time.version.procedure_id
    later = begin_steps(by=district.actor("governance"), case_id=a_dispute("disputes.matter").pk)
    assert later.procedure_id == far.procedure_id


def test_running_cases_keep_their_version(district: District) -> None:
    by, first = district.actor("justice"), released(district)
    assignment = assigned(district, first)
    made = begin_steps(by=district.actor("governance"), case_id=a_dispute("disputes.matter").pk)
    second = start_draft(by=by, template_id=first.template_id)
    put_step(by=by, version_id=second.pk, given=step_given(zh="回访", en="Call"))
    release_version(by=by, version_id=second.pk)
    end_assignment(by=by, assignment_id=assignment.pk, valid_to=timezone.localdate())
    with acting_as_system():
        assert Case.objects.get(pk=made.pk).procedure_id == first.procedure_id


def test_who_may_begin_and_when_there_is_nothing_to_begin(district: District) -> None:
    matter = a_dispute("disputes.matter")
    governance = district.actor("governance")
    with pytest.raises(Refusal, match=r"steps\.none_here"):
        begin_steps(by=governance, case_id=matter.pk)
    assigned(district, released(district), valid_from=date(2020, 1, 1))
    with pytest.raises(Refusal, match=r"case\.unknown"), transaction.atomic():
        begin_steps(by=district.actor("housing"), case_id=matter.pk)
    with pytest.raises(Refusal, match=r"access\.denied"), transaction.atomic():
        begin_steps(by=district.actor("petitions_head"), case_id=a_dispute("disputes.petition", kind="appeal").pk)
    order = a_dispute("hotline.order", kind="complaint")
    with pytest.raises(Refusal, match=r"access\.denied"), transaction.atomic():
        begin_steps(by=district.actor("dispatcher"), case_id=order.pk)
    with acting_as_system():
        Case.objects.filter(pk=matter.pk).update(closed_at=timezone.now())
    with pytest.raises(Refusal, match=r"steps\.closed_case"):
        begin_steps(by=governance, case_id=matter.pk)


def test_a_named_mediator_begins_the_steps_of_a_mediation(district: District) -> None:
    assigned(district, released(district), valid_from=date(2020, 1, 1))
    case = a_mediation(district)
    made = begin_steps(by=district.actor("mediator"), case_id=case.pk)
    with acting(district.actor("housing")):
        assert not Case.objects.filter(pk=made.pk).exists()
