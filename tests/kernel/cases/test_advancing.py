"""Acts on a case in memory: refused for the same reasons as on a stored one, and stored as if they had been done there."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from minsheng.base.errors import Refusal, Refusals
from minsheng.base.time import SHANGHAI
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.advancing import advance_checked
from minsheng.kernel.cases.intake import Opening, open_case, store_openings
from minsheng.kernel.cases.models import Act, Case, ClockRow
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.cases.store import next_case_ids
from tests.factories.district import District, a_report

FILED = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)


def opened(case_id: int | None = None) -> Opening:
    pk = next_case_ids(1)[0] if case_id is None else case_id
    return open_case(by=Actor.anonymous(), procedure="hotline.order", report=a_report(), at=FILED, case_id=pk)


def hours(count: float) -> datetime:
    return FILED + timedelta(hours=count)


def test_a_life_in_memory_equals_one_in_the_database(district: District) -> None:
    dispatcher, housing, head = (district.actor(name) for name in ("dispatcher", "housing", "housing_head"))
    opening = opened()
    stored = store_openings([opened()])[0]
    steps = (
        (dispatcher, "dispatch", {"unit": district.unit("housing")}),
        (housing, "contact", {"note": "已电话联系"}),
        (housing, "ask", {"message": "请补充楼号"}),
        (dispatcher, "reply", {"message": "三号楼"}),
        (head, "extend", {"days": 3, "ground": "等待配件"}),
        (housing, "answer", {"answer": "已修复", "result": "solved"}),
    )
    for number, (by, act, data) in enumerate(steps, start=1):
        advance_checked(opening, by=by, act=act, at=hours(number), data=data)
        perform(by=by, case_id=stored.pk, act=act, at=hours(number), data=data)
    look_as_system()
    case = store_openings([opening])[0]
    assert case.pk == opening.case_id
    for model, names in (
        (Act, "seq key at account_id unit_id state_after data"),
        (ClockRow, "key run due_at suspended"),
    ):
        rows = [
            list(model.objects.filter(case_id=pk).order_by("id").values(*names.split())) for pk in (case.pk, stored.pk)
        ]
        assert rows[0] == rows[1]
    assert rebuild(write=False).differences == []


def test_the_log_names_who_did_each_act(district: District) -> None:
    opening = opened()
    dispatcher = district.actor("dispatcher")
    advance_checked(opening, by=dispatcher, act="dispatch", at=hours(1), data={"unit": district.unit("housing")})
    look_as_system()
    case = store_openings([opening])[0]
    lines = AuditLine.objects.filter(case_id=case.pk).order_by("id").values_list("kind", "actor_account_id")
    assert list(lines) == [("cases.filed", None), ("cases.acted", dispatcher.account_id)]


@pytest.mark.parametrize(
    ("name", "act", "data", "code"),
    [
        ("dispatcher", "answer", {"answer": "x", "result": "solved"}, "act.not_open"),
        ("chief", "dispatch", {"unit": 1}, "act.not_your_role"),
        ("water", "add", {"message": "x"}, "case.unknown"),
        ("dispatcher", "no_such", {}, "act.unknown"),
    ],
)
def test_what_is_refused_there_is_refused_here(
    district: District, name: str, act: str, data: dict[str, object], code: str
) -> None:
    opening = opened()
    before = (opening.snapshot.seq, opening.snapshot.state, len(opening.entries))
    with pytest.raises(Refusal) as refused:
        advance_checked(opening, by=district.actor(name), act=act, at=hours(1), data=data)
    assert refused.value.code == code
    assert (opening.snapshot.seq, opening.snapshot.state, len(opening.entries)) == before


def test_inputs_and_times_are_checked(district: District) -> None:
    opening = opened()
    dispatcher = district.actor("dispatcher")
    with pytest.raises(Refusals):
        advance_checked(opening, by=dispatcher, act="dispatch", at=hours(1), data={"unit": 10**9})
    for at, code in ((hours(-1), "act.before_last"), (hours(10**6), "act.in_future")):
        with pytest.raises(Refusal) as refused:
            data = {"unit": district.unit("housing")}
            advance_checked(opening, by=dispatcher, act="dispatch", at=at, data=data)
        assert refused.value.code == code


def test_a_merge_is_not_for_memory(district: District) -> None:
    main = store_openings([opened()])[0]
    with pytest.raises(ValueError, match="another case"):
        data = {"into": main.pk, "reason": "同一问题"}
        advance_checked(opened(), by=district.actor("dispatcher"), act="merge", at=hours(1), data=data)
    with pytest.raises(ValueError, match="no id"):
        advance_checked(opened(case_id=0), by=district.actor("dispatcher"), act="dispatch", at=hours(1))
    assert Case.objects.count() == 1
