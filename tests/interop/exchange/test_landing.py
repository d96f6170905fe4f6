"""Messages become cases, once, with acts at the times at which they happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from threading import Thread
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.base.time import SHANGHAI
from minsheng.interop.exchange import services
from minsheng.interop.exchange.landed import Landed
from minsheng.interop.exchange.landing import Landing
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system, look_as_system
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.models import Act, ActText, Case
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.cases.search import search_ids
from minsheng.kernel.messages.models import Outbox
from minsheng.kernel.parties.models import Party
from minsheng.kernel.parties.sealing import unseal
from minsheng.kernel.routing.services import create_rule
from tests.factories.district import SYSTEM, District, make_district
from tests.interop.exchange.support import (
    a_row,
    an_open_row,
    case_of,
    codes,
    land,
    whole_state,
)

CATEGORIES = [*a_row(), "一级分类", "二级分类", "三级分类"]


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[misc, arg-type]  # the parts of an instant


def test_an_answered_message_is_a_closed_case_with_its_true_times(district: District) -> None:
    done = land([a_row(2549)])
    assert (done.landed, done.answered, done.known, done.refused) == (1, 0, 0, [])
    case = case_of(2549)
    assert (case.state, case.channel, case.kind) == ("closed", "import", "help")
    assert case.filed_at == at(2019, 4, 25, 9, 32, 9)
    assert case.contacted_at == case.answered_at == case.closed_at == case.acted_at == at(2019, 5, 3, 14, 56, 53)
    acts = list(Act.objects.filter(case=case).values_list("key", "at", "state_after"))
    assert acts == [("file", case.filed_at, "created"), ("record_answer", case.closed_at, "closed")]
    texts = list(ActText.objects.filter(case=case).values_list("seq", "field", "public"))
    assert texts == [(2, "answer", True)]
    assert case.area_id == district.areas["140213"].pk
    assert case.content.body.startswith("小区物业公司")
    assert rebuild(write=False).differences == []


def test_a_message_without_an_answer_is_an_open_case(district: District) -> None:
    land([an_open_row(1)])
    case = case_of(1)
    assert (case.state, case.closed_at, case.answered_at) == ("created", None, None)
    assert case.due_at is not None
    assert case.due_at < timezone.now()
    assert case.suggested_unit_id is None
    assert search_ids(by=SYSTEM, query="电梯无人维护") == [case.pk]


def test_one_user_is_one_party_across_rows_and_runs(district: District) -> None:
    land([a_row(1), a_row(2), a_row(3, 留言用户="B9"), a_row(4, 留言用户="")])
    land([a_row(5), a_row(6, 留言用户="B9")])
    reporters = [case_of(number).reporter_id for number in (1, 2, 5, 3, 6, 4)]
    assert reporters[0] == reporters[1] == reporters[2] != reporters[3] == reporters[4]
    assert reporters[5] is None
    party = Party.objects.get(pk=reporters[0])
    assert party.masked_name == "A********"
    assert unseal(party)["name"] == "A00045581"
    assert Party.objects.count() == 2


def test_the_same_again_changes_nothing(district: District) -> None:
    rows = [a_row(1), an_open_row(2), a_row(3, 留言时间="?")]
    land(rows)
    before = whole_state()
    again = land(rows)
    assert (again.landed, again.known, len(again.refused)) == (0, 2, 1)
    assert whole_state() == before


@pytest.mark.parametrize(
    "change",
    [{"留言主题": "别的"}, {"留言详情": "别的"}, {"留言时间": "2019/4/25 9:32:10"}, {"留言用户": "B1"}],
)
def test_other_content_under_a_known_number_is_refused(district: District, change: dict[str, Any]) -> None:
    land([a_row(1)])
    before = whole_state()
    done = land([a_row(1, **change), a_row(2)])
    assert codes(done) == [(2, "留言编号", "import.other_content")]
    assert done.refused[0].faults[0].refusal.params == {"case": case_of(1).code}
    assert done.landed == 1
    assert whole_state()["cases_case"][0] == before["cases_case"][0] + 1


def test_other_answer_is_refused_and_an_older_export_is_not(district: District) -> None:
    land([a_row(1)])
    done = land([a_row(1, 答复意见="另一答复")])
    assert codes(done) == [(2, "答复意见", "import.other_answer")]
    assert land([an_open_row(1)]).known == 1


def test_an_answer_that_has_come_since_is_recorded(district: District) -> None:
    land([an_open_row(1), an_open_row(2)])
    done = land([a_row(1), an_open_row(2)])
    assert (done.landed, done.answered, done.known, done.refused) == (0, 1, 1, [])
    case = case_of(1)
    assert (case.state, case.closed_at) == ("closed", at(2019, 5, 3, 14, 56, 53))
    assert land([a_row(1), an_open_row(2)]).known == 2
    assert rebuild(write=False).differences == []


def test_an_answer_to_a_case_that_has_gone_on_is_refused(district: District) -> None:
    land([an_open_row(1)])
    unit = district.unit("housing")
    perform(by=district.actor("dispatcher"), case_id=case_of(1).pk, act="dispatch", data={"unit": unit})
    look_as_system()
    assert codes(land([a_row(1)])) == [(2, None, "act.not_open")]


def test_categories_come_from_columns_and_are_marked(district: District) -> None:
    rows = [
        a_row(1, 一级分类="城乡建设", 二级分类="住房", 三级分类="房屋漏水"),
        a_row(2, 一级分类="城乡建设"),
        a_row(3, 一级分类="天文"),
        a_row(4, 一级分类="城乡建设", 二级分类="天文"),
        a_row(5),
    ]
    done = land(rows, CATEGORIES)
    assert codes(done) == [(4, "一级分类", "category.unknown"), (5, "二级分类", "category.unknown")]
    assert case_of(1).category_id == district.categories["房屋漏水"].pk
    assert case_of(2).category_id == district.categories["城乡建设"].pk
    marks = [Act.objects.get(case=case_of(number), seq=1).data.get("category_by") for number in (1, 2, 5)]
    assert marks == ["source", "source", None]
    assert case_of(5).category_id is None


def test_a_name_in_the_text_suggests_a_category_and_sends_nothing_anywhere(district: District) -> None:
    create_rule(
        by=SYSTEM,
        realm="hotline",
        name="直派",
        category=district.categories["停水"],
        unit=district.units["water"],
        dispatches=True,
        position=1,
    )
    rows = [an_open_row(1, 留言主题="停水三天"), an_open_row(2, 一级分类="城乡建设", 二级分类="供水", 三级分类="停水")]
    done = land(rows, CATEGORIES)
    suggested, chosen = case_of(1), case_of(2)
    assert done.suggested == 1
    assert suggested.category_id == chosen.category_id == district.categories["停水"].pk
    assert Act.objects.get(case=suggested, seq=1).data["category_by"] == "suggestion"
    assert (suggested.state, suggested.suggested_unit_id) == ("created", district.unit("water"))
    assert chosen.state == "dispatched"
    # The rule dispatches when the message is imported, not in the year in which it was written.
    dispatch = Act.objects.get(case=chosen, seq=2)
    assert timezone.now() - dispatch.at < timezone.timedelta(minutes=1)
    answered = land([a_row(3, 一级分类="城乡建设", 二级分类="供水", 三级分类="停水")], CATEGORIES)
    assert answered.landed == 1
    assert list(Act.objects.filter(case=case_of(3)).values_list("key", flat=True)) == ["file", "record_answer"]


def test_an_area_may_be_named(district: District) -> None:
    land([a_row(1)], area="140213051")
    assert case_of(1).area_id == district.areas["140213051"].pk
    with pytest.raises(Refusal, match="area.unknown"):
        land([a_row(2)], area="999999")


def test_only_procedures_that_can_record_an_answer(district: District) -> None:
    for procedure, code in (("grid.event", "import.no_answering_act"), ("no.such", "import.no_procedure")):
        with pytest.raises(Refusal, match=code):
            land([a_row(1)], procedure=procedure)


def test_not_everybody_may_import(district: District) -> None:
    for actor in (Actor.anonymous(), district.actor("dispatcher")):
        with pytest.raises(Refusal, match="access.denied"):
            services.land_messages(by=actor, rows=[])


def test_one_audit_line_tells_of_the_import(district: District) -> None:
    land([a_row(1), a_row(2), a_row(3, 留言时间="?")], digest="ab12")
    line = AuditLine.objects.get(kind="cases.imported")
    assert line.data == {"landed": 2, "answered": 0, "known": 0, "refused": 1, "digest": "ab12"}


def test_an_interrupted_import_is_completed_by_the_next(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "BATCH", 3)
    rows = [a_row(number, 留言用户=f"U{number % 4}") for number in range(1, 11)]
    real = Landing.land

    def breaking(self: Landing, messages: Any) -> Any:
        if messages[0].number == "7":
            raise KeyboardInterrupt
        return real(self, messages)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Landing, "land", breaking)
        land(rows)
    assert Case.objects.count() == 6
    done = land(rows)
    assert (done.landed, done.known) == (4, 6)
    assert Case.objects.count() == 10
    assert Party.objects.count() == 4
    assert rebuild(write=False).differences == []


def test_a_batch_that_fails_in_the_database_leaves_nothing_behind(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The statements go out without waiting: an error of an early one still undoes the whole batch."""
    before = whole_state()
    monkeypatch.setattr("minsheng.kernel.cases.intake.new_code", lambda *_arguments: "HL190425-222222")
    with pytest.raises(Exception, match="cases_case_code"):
        land([a_row(1), a_row(2)])
    assert whole_state() == before


def test_a_code_drawn_twice_is_drawn_again(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    codes_drawn: Iterator[str] = iter(["HL190425-222222", "HL190425-222222", "HL190425-333333", "HL190425-444444"])
    monkeypatch.setattr("minsheng.kernel.cases.intake.new_code", lambda *_arguments: next(codes_drawn))
    assert land([a_row(1), a_row(2)]).landed == 2


def test_what_a_row_lacks_does_not_stop_the_others(district: District) -> None:
    rows = [a_row(1), a_row(2, 留言详情=""), a_row(3, 答复时间="2018/1/1"), a_row(4, 留言主题="=1+1"), a_row(5)]
    done = land(rows)
    assert done.landed == 2
    assert [row.row for row in done.refused] == [3, 4, 5]
    assert [case_of(number).title for number in (1, 5)] == ["A2区景蓉华苑物业管理有问题"] * 2


def test_news_of_today_are_taken_over_too(district: District) -> None:
    """A message of an hour ago is no history; its reporter has no telephone, so nothing is sent."""
    hour_ago = f"{timezone.localtime(timezone.now() - timezone.timedelta(hours=1)):%Y-%m-%d %H:%M:%S}"
    assert land([an_open_row(1, 留言时间=hour_ago)]).landed == 1
    assert not Outbox.objects.exists()


@pytest.mark.own_database
def test_two_imports_at_once_land_each_message_once() -> None:
    make_district()
    rows = [a_row(number, 留言用户=f"U{number % 40}") for number in range(300)]
    found: list[Landed | Exception] = []

    def importing(order: int) -> None:
        try:
            found.append(land(rows[::order]))
        except Exception as error:  # noqa: BLE001 -- whatever it is, the test shows it
            found.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=importing, args=(order,)) for order in (1, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(one) for one in found] == [Landed, Landed], found
    assert sorted((one.landed, one.known) for one in found if isinstance(one, Landed)) == [(0, 300), (300, 0)]
    with acting_as_system():
        assert (Case.objects.count(), Party.objects.count()) == (300, 40)
