"""Following without an account, what a resident sees of a case, and what a resident may do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system, look_as_system
from minsheng.kernel.access.services import create_account
from minsheng.kernel.cases.models import Attachment, Case, RatingRow
from minsheng.kernel.parties.models import PartyKind
from minsheng.kernel.parties.services import register_party
from tests.factories.district import SYSTEM, District
from tests.surface.web.browsing import Visitor, form_values
from tests.surface.web.working import answered, do, state_of

File = Callable[..., Case]


def following(case: Case) -> Visitor:
    """Whoever has proved the case by code and phone tail."""
    visitor = Visitor()
    response = visitor.post("follow", data={"code": case.code, "tail": "7890"})
    assert response.status_code == 302
    return visitor


def test_code_and_tail_open_the_case(filed: File) -> None:
    case = filed()
    visitor = Visitor()
    response = visitor.post("follow", data={"code": f" {case.code.lower().replace('-', ' ')} ", "tail": "7890"})
    assert response["Location"] == f"/follow/{case.code}/"
    html = visitor.text("my_case", case.code)
    assert "热线中心已收到您的诉求，正在确定由哪个单位办理。" in html
    assert "红卫里3号楼" in html
    assert "王小明" not in html
    assert "13834567890" not in html


@pytest.mark.parametrize(("tail", "status"), [("0000", 403), ("", 403), ("78901", 403), ("七八九零", 403)])
def test_a_wrong_tail_is_refused_and_both_inputs_stay(filed: File, tail: str, status: int) -> None:
    case = filed()
    response = Visitor().post("follow", data={"code": case.code, "tail": tail})
    html = response.content.decode()
    assert response.status_code == status
    assert f'value="{case.code}"' in html
    assert 'href="#id_tail"' in html


def test_an_unknown_code_reads_like_a_wrong_tail(filed: File) -> None:
    known = Visitor().post("follow", data={"code": filed().code, "tail": "0000"}).content.decode()
    unknown = Visitor().post("follow", data={"code": "HL260101-222228", "tail": "0000"}).content.decode()
    assert ("编号" in known) == ("编号" in unknown)


def test_a_mistyped_code_is_named(district: District) -> None:
    html = Visitor().post("follow", data={"code": "HL261123-7K3Q9X", "tail": "7890"}).content.decode()
    assert 'href="#id_code"' in html


def test_five_wrong_tails_lock_the_code(filed: File) -> None:
    case = filed()
    statuses = [Visitor().post("follow", data={"code": case.code, "tail": "0000"}).status_code for _ in range(6)]
    assert statuses == [403, 403, 403, 403, 403, 429]
    assert Visitor().post("follow", data={"code": case.code, "tail": "7890"}).status_code == 429


def test_a_resident_reads_the_answer_but_no_internal_note_and_no_official_name(district: District, filed: File) -> None:
    case = filed()
    answered(district, case)
    html = following(case).text("my_case", case.code)
    assert "已补漏，请查看。" in html
    assert "区住房和城乡建设局" in html
    assert "内部" not in html
    assert "housing" not in html
    assert "答复已通过审核，请您评价" in html


def test_rating_it_solved_closes_the_case(district: District, filed: File) -> None:
    case = filed()
    answered(district, case)
    visitor = following(case)
    form = visitor.get("my_act", case.code, "rate").content.decode()
    for words in ("已解决", "部分解决", "未解决", "满意", "基本满意", "不满意"):
        assert words in form
    response = visitor.post(
        "my_act", case.code, "rate", data={"solved": "yes", "satisfied": "satisfied", "message": "谢谢"}
    )
    assert response["Location"] == f"/follow/{case.code}/"
    assert state_of(case) == "closed"
    with acting_as_system():
        assert RatingRow.objects.get(case=case).source == "reporter"


def test_a_rating_without_its_questions_is_named_beside_them(district: District, filed: File) -> None:
    case = filed()
    answered(district, case)
    response = following(case).post("my_act", case.code, "rate", data={"message": "还行"})
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_solved"' in html
    assert 'href="#id_satisfied"' in html
    assert "还行" in html


def test_adding_text_and_a_photo(district: District, filed: File, picture: Callable[..., SimpleUploadedFile]) -> None:
    case = filed()
    visitor = following(case)
    response = visitor.post("my_act", case.code, "add", data={"message": "又漏了<b>", "files": [picture()]})
    assert response.status_code == 302
    html = visitor.text("my_case", case.code)
    assert "又漏了&lt;b&gt;" in html
    with acting_as_system():
        pk = Attachment.objects.get(case=case).pk
    assert visitor.download("thumbnail", pk).startswith(b"\xff\xd8")
    assert Visitor().get("thumbnail", pk).status_code == 404


def test_not_solved_is_reopened_with_words(district: District, filed: File) -> None:
    case = filed()
    answered(district, case)
    visitor = following(case)
    visitor.post("my_act", case.code, "rate", data={"solved": "no", "satisfied": "dissatisfied"})
    assert visitor.post("my_act", case.code, "reopen", data={"message": "没修好"}).status_code == 302
    assert state_of(case) == "handling"
    assert "重办" in visitor.text("my_case", case.code)


def test_withdrawing(filed: File) -> None:
    case = filed()
    visitor = following(case)
    assert visitor.post("my_act", case.code, "withdraw", data={}).status_code == 302
    assert "您已撤回该诉求" in visitor.text("my_case", case.code)


def test_an_appeal_after_a_referral(district: District, filed: File) -> None:
    case = filed()
    do(district, case, "dispatcher", "redirect", route="court", message="请向法院起诉")
    visitor = following(case)
    assert "对结果申诉" in visitor.text("my_case", case.code)
    assert visitor.post("my_act", case.code, "appeal", data={"message": "应由住建局管"}).status_code == 302
    assert state_of(case) == "created"


@pytest.mark.parametrize(("act", "status"), [("dispatch", 403), ("rate", 409), ("no_such", 404)])
def test_an_act_that_is_not_open_to_the_resident_says_why(filed: File, act: str, status: int) -> None:
    case = filed()
    visitor = following(case)
    assert visitor.get("my_act", case.code, act).status_code == status
    assert visitor.post("my_act", case.code, act, data={"unit": "1", "solved": "yes"}).status_code == status
    assert state_of(case) == "created"


def test_a_clerk_who_follows_an_own_report_acts_there_as_its_reporter_only(district: District, filed: File) -> None:
    case = filed()
    clerk = Visitor(district.accounts["dispatcher"])
    clerk.post("follow", data={"code": case.code, "tail": "7890"})
    html = clerk.text("my_case", case.code)
    assert "撤回诉求" in html
    assert "直接解答" not in html
    desk = clerk.text("desk_case", case.code)
    assert "直接解答" in desk
    assert "撤回诉求" not in desk


@pytest.fixture
def resident(district: District) -> Visitor:
    """Give a resident with an account and a record."""
    with transaction.atomic():
        look_as_system()
        account = create_account(by=SYSTEM, username="wang", display_name="王", password="a long enough Secret 9")
        party = register_party(
            by=Actor.system(), kind=PartyKind.PERSON, name="王小明", phone="13834567890", account=account
        )
        account.refresh_from_db()
    assert account.party_id == party.pk
    return Visitor(account)


def test_a_resident_with_an_account_files_in_the_own_name_and_finds_it_again(resident: Visitor, filed: File) -> None:
    other = filed(phone="13900000000")
    values = form_values(resident.get("report"))
    assert "name" not in values
    typed = {"kind": "help", "body": "停水了", "client_key": values["client_key"][0], "area": "140213050001"}
    assert resident.post("report", data=typed).status_code == 302
    html = resident.text("mine")
    assert "停水了" in html
    assert other.code not in html


def test_my_reports_go_on_by_key(resident: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minsheng.surface.web.portal.views.PAGE", 2)
    for number in range(5):
        resident.post("report", data={"kind": "help", "body": f"第{number}件", "area": "140213050001"})
    seen: list[str] = []
    page = resident.text("mine")
    while True:
        seen += [f"第{number}件" for number in range(5) if f"第{number}件" in page]
        found = (
            page.partition('rel="next"')[0].rpartition('href="?after=')[2].partition('"')[0]
            if 'rel="next"' in page
            else ""
        )
        if not found:
            break
        page = resident.client.get(f"/mine/?after={found}").content.decode()
    assert sorted(seen) == [f"第{number}件" for number in range(5)]


def test_my_reports_need_an_account(district: District) -> None:
    assert Visitor().get("mine")["Location"].startswith("/sign-in/?next=")
