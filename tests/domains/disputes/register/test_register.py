"""A register handed in, tried first, entered, read back as figures and as a workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.register.entries import Wanted, entries
from minsheng.domains.disputes.register.rules import Period
from minsheng.domains.disputes.register.services import export_register, statistics_of
from minsheng.domains.disputes.register.sheets import XLSX_TYPE
from minsheng.interop.exchange.posting_rows import BadLine
from minsheng.interop.exchange.register_import import BY, Landed, import_register
from minsheng.interop.exchange.register_rows import REQUIRED, read_register
from minsheng.interop.exchange.services import rehearsed
from minsheng.interop.exchange.tables import read_table
from minsheng.kernel.access.context import acting, acting_as_system
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.cases.models import Act, Case
from minsheng.kernel.cases.rebuild import rebuild
from tests.factories.district import District
from tests.surface.api.calling import Caller
from tests.surface.web.browsing import Visitor

YEAR = Wanted(Period(date(2023, 1, 1), date(2023, 12, 31)))
PAGE = "/desk/disputes/register/?first=2023-01-01&last=2023-12-31"
HEAD = (
    *REQUIRED, "受理日期", "来源", "涉及人数", "涉案金额（元）", "申请人电话", "调解员账号", "结果日期", "协议形式", "协议内容", "协议金额",
    "履行期限", "履行情况", "履行日期",
)  # fmt: skip
ROW = {
    "案号": "2023-001", "登记日期": "2023-03-01", "纠纷类型": "邻里", "区划代码": "140213050001", "调解组织": "tiaowei",
    "申请人": "石建国", "被申请人": "白秀兰", "纠纷简述": "楼上夜间噪声影响休息", "结果": "达成协议", "受理日期": "2023-03-02", "来源": "当事人申请",
    "涉及人数": 2, "涉案金额（元）": "800.00", "申请人电话": "13800137890", "调解员账号": "mediator", "结果日期": "2023-03-20",
    "协议形式": "口头", "协议内容": "晚十时后不再使用跑步机", "履行情况": "已履行", "履行日期": "2023-03-28",
}  # fmt: skip
OTHERS = (
    {"案号": "2023-002", "协议形式": "书面", "协议金额": "12000", "履行期限": "2023-08-31", "履行情况": "未履行", "履行日期": "2023-09-05"},
    {"案号": "2023-003", "结果": "调解不成", "结果日期": "2023-05-04", "受理日期": "2023-03-28", "协议形式": "", "履行情况": "", "履行日期": ""},
    {"案号": "2023-004", "结果": "终止调解", "协议形式": "", "履行情况": "", "履行日期": ""},
    {"案号": "2023-005", "结果": "", "结果日期": "", "协议形式": "", "履行情况": "", "履行日期": "", "纠纷类型": "物业"},
    {"案号": "2023-006", "结果": "不予受理", "受理日期": "", "协议形式": "", "履行情况": "", "履行日期": ""},
)  # fmt: skip


def table(*changes: dict[str, Any], head: tuple[str, ...] = HEAD) -> bytes:
    book = Workbook()
    book.active.append(head)
    for change in changes:
        book.active.append([({**ROW, **change}).get(name) for name in head])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def hand_in(content: bytes, *, by: Any = BY, trial: bool = False) -> Landed:
    with rehearsed(trial):
        return import_register(by=by, lines=read_register(read_table(content)))


def refused(done: Landed) -> list[tuple[int, str, str | None]]:
    return [(bad.row, it.code, it.field) for bad in done.refused for it in bad.refusals]


def test_a_trial_says_the_same_and_changes_nothing(district: District) -> None:
    content = table({}, *OTHERS)
    tried = hand_in(content, trial=True)
    with acting_as_system():
        assert Case.objects.count() == 0
    done = hand_in(content)
    assert (tried.landed, refused(tried)) == (done.landed, refused(done)) == (6, [])
    again = hand_in(content)
    assert (again.landed, again.known) == (0, 6)


def test_cases_stand_where_the_register_says_and_follow_from_their_acts(district: District) -> None:
    hand_in(table({}, *OTHERS))
    with acting_as_system():
        states = sorted(Case.objects.values_list("state", flat=True))
        assert states == ["breached", "failed", "mediating", "not_accepted", "performed", "terminated"]
        written = Case.objects.get(state="breached")
        keys = list(Act.objects.filter(case=written).order_by("seq").values_list("key", flat=True))
        assert keys == [
            "file", "send", "accept", "assign_mediators", "agree_written", "sign", "sign", "mediator_sign", "seal", "declare_breach",
        ]  # fmt: skip
        assert written.facts["form"] == "written"
    assert rebuild(write=False).differences == []


def test_figures_of_the_year(district: District) -> None:
    hand_in(table({}, *OTHERS))
    director = district.actor("director")
    with acting(director):
        lines, total = statistics_of(director, YEAR)
    assert (total.accepted, total.settled, total.agreed, total.failed, total.terminated) == (5, 4, 2, 1, 1)
    assert (total.written, total.oral, total.due, total.performed) == (1, 1, 2, 1)
    assert total.agreed_amount == Decimal(12000)
    assert total.late == 1, "accepted on 28 March, settled on 4 May: the month ran out on 28 April"
    assert lines["property"].accepted == 1
    assert total.success.percent == Decimal("50.0")


def test_who_has_no_part_in_it_sees_no_row(district: District) -> None:
    hand_in(table({}))
    other = district.actor("gucheng")
    with acting(other):
        assert list(entries(other, YEAR)) == []
    with pytest.raises(Refusal, match=r"access\.denied"):
        export_register(by=other, wanted=YEAR)
    director = district.actor("director")
    with acting(director):
        found = list(entries(director, YEAR))
        assert [entry.result for entry in found] == ["agreed"]
        assert found[0].applicants == ("石**",)
        gucheng = Wanted(YEAR.period, area_id=district.areas["140213051"].pk)
        assert list(entries(director, gucheng)) == []
        yongtai = Wanted(YEAR.period, area_id=district.areas["140213050"].pk)
        assert len(list(entries(director, yongtai))) == 1


def test_the_workbook_masks_persons_and_runs_nothing(district: District) -> None:
    hand_in(table({}))
    made = export_register(by=district.actor("director"), wanted=YEAR)
    book = load_workbook(io.BytesIO(made))
    register, figures = book["登记台账"], book["统计表"]
    row = [cell.value for cell in register[3]]
    assert row[0].startswith("TJ")
    assert "石**" in row
    assert not any("石建国" in str(value) for value in row)
    total = [cell.value for cell in list(figures.rows)[-1]]
    assert total[:4] == ["合计", 1, 1, 1]
    with acting_as_system():
        line = AuditLine.objects.filter(kind="disputes.register_exported").get()
    assert line.data["rows"] == 1


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"纠纷类型": "打架"}, ("kind.unknown", "纠纷类型")),
        ({"区划代码": "999999"}, ("area.unknown", "区划代码")),
        ({"调解组织": "没有这个"}, ("unit.unknown", "调解组织")),
        ({"调解员账号": "nobody"}, ("account.unknown", "调解员账号")),
        ({"调解员账号": ""}, ("text.empty", "调解员账号")),
        ({"登记日期": "2023-02-30"}, ("instant.format", "登记日期")),
        ({"结果日期": ""}, ("text.empty", "结果日期")),
        ({"结果日期": "2023-02-01"}, ("dates.order", "结果日期")),
        ({"结果": "大获成功"}, ("field.choice", "结果")),
        ({"涉及人数": "许多"}, ("field.integer", "涉及人数")),
        ({"涉案金额（元）": "1.234"}, ("field.money", "涉案金额")),
        ({"申请人电话": "12"}, ("phone.format", "申请人电话")),
        ({"纠纷简述": "=cmd|' /C calc'!A0"}, ("import.formula", "纠纷简述")),
        ({"来源": "听说"}, ("field.choice", "来源")),
    ],
)
def test_a_faulty_row_is_named_and_stops_no_other(
    district: District, change: dict[str, Any], fault: tuple[str, str]
) -> None:
    done = hand_in(table({**change, "案号": "2023-009"}, {}))
    assert done.landed == 1
    assert {(row, code, field) for row, code, field in refused(done)} >= {(2, *fault)}
    assert all(row == 2 for row, _code, _field in refused(done))


def test_a_column_that_is_missing_or_stands_twice_refuses_the_file() -> None:
    with pytest.raises(Refusal, match=r"import\.columns_missing"):
        list(read_register(read_table(table({}, head=HEAD[1:]))))
    with pytest.raises(Refusal, match=r"import\.column_twice"):
        list(read_register(read_table(table({}, head=(*HEAD, "案号")))))
    good = list(read_register(read_table(table({}))))
    assert not any(isinstance(line, BadLine) for line in good)


def test_a_director_hands_in_the_register_of_the_own_committee_only(district: District) -> None:
    director = district.actor("director")
    done = hand_in(table({}, {"案号": "2", "调解组织": "yongtai"}), by=director)
    assert (done.landed, refused(done)) == (1, [(3, "register.other_committee", "调解组织")])
    with pytest.raises(Refusal, match=r"access\.denied"):
        hand_in(table({}), by=district.actor("mediator"))


def test_the_page_tries_enters_and_shows(district: District, staff: Callable[[str], Visitor]) -> None:
    hand_in(table({}, *OTHERS))
    visitor = staff("director")
    page = visitor.client.get(PAGE)
    assert page.status_code == 200
    text = page.content.decode()
    assert "50.0%" in text
    assert "石**" in text
    wrong = visitor.client.get("/desk/disputes/register/?first=2023-12-31&last=2023-01-01")
    assert wrong.status_code == 422
    sheet = visitor.client.get("/desk/disputes/register.xlsx?first=2023-01-01&last=2023-12-31")
    assert sheet.status_code == 200
    assert load_workbook(io.BytesIO(sheet.content)).sheetnames == ["登记台账", "统计表"]


def test_the_api_gives_the_same_figures(district: District, caller: Callable[[str], Caller]) -> None:
    hand_in(table({}, *OTHERS))
    answer = caller("director").get("/mediations/statistics", first="2023-01-01", last="2023-12-31")
    assert answer.status_code == 200
    body = answer.json()
    assert body["total"]["accepted"] == 5
    assert body["total"]["success"] == {"part": 2, "whole": 4, "percent": "50.0"}
    assert caller("gucheng").get("/mediations/statistics", first="2023-01-01", last="2023-12-31").status_code == 403
    fault = caller("director").get("/mediations/statistics", first="2023-01-01", last="2023-12-31", kind="war")
    assert fault.status_code == 422


def test_a_page_costs_the_same_whatever_it_shows(
    district: District, staff: Callable[[str], Visitor], statements: Callable[[Callable[[], Any]], int]
) -> None:
    hand_in(table({}))
    visitor = staff("director")
    one = statements(lambda: visitor.client.get(PAGE))
    hand_in(table(*OTHERS))
    six = statements(lambda: visitor.client.get(PAGE))
    assert one == six


def test_the_page_of_handing_in_names_what_is_missing_tries_and_enters(
    district: District, staff: Callable[[str], Visitor]
) -> None:
    visitor = staff("director")
    page = "/desk/disputes/register/hand-in/"
    assert visitor.client.get(page).status_code == 200
    assert visitor.client.post(page, {}).status_code == 422
    no_table = SimpleUploadedFile("a.xlsx", b"not a table", XLSX_TYPE)
    assert visitor.client.post(page, {"table": no_table}).status_code == 422
    good = SimpleUploadedFile("register.xlsx", table({}, {**OTHERS[1], "纠纷类型": "打架"}), XLSX_TYPE)
    tried = visitor.client.post(page, {"table": good})
    assert tried.status_code == 200
    with acting_as_system():
        assert Case.objects.count() == 0
    kept = re.search(r'name="([^"]+)" value="([^"]+)" checked', tried.content.decode())
    assert kept is not None
    entered = visitor.client.post(page, {kept[1]: kept[2], "enter": "1"})
    assert entered.status_code == 200
    assert "打架" in entered.content.decode()
    with acting_as_system():
        assert Case.objects.count() == 1
