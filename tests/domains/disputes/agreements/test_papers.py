"""Official papers: what stands in each, how it looks, and who is named how."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Pt

from minsheng.base.errors import Refusal
from minsheng.base.time import SHANGHAI
from minsheng.domains.disputes.agreements.papers.people import HIDDEN
from minsheng.domains.disputes.agreements.papers.services import make_paper, offered_papers
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting, look_as_system
from minsheng.kernel.access.services import appoint, define_role
from minsheng.kernel.audit.models import AuditLine
from tests.domains.disputes.agreements.reading import fonts, opened, part, words
from tests.domains.disputes.lives import ONE, OTHER, TERMS, Mediation, a_mediation, agreed
from tests.factories.district import BEGIN, SYSTEM, District


def made(told: Mediation, kind: str, by: Actor, reason: str | None = None) -> bytes:
    """A paper for somebody."""
    with acting(by):
        return make_paper(by=by, code=told.case.code, kind=kind, reason=reason).content


def kinds(told: Mediation, by: Actor) -> list[str]:
    """What is offered to somebody."""
    with acting(by):
        return [paper.key for paper in offered_papers(by, told.fresh())]


@pytest.fixture
def revealer(district: District) -> Actor:
    """The director of the committee, who may also see particulars."""
    role = define_role(
        by=SYSTEM, key="keeper", name="keeper", permissions=["disputes.read", "parties.reveal"], reach="unit"
    )
    appoint(
        by=SYSTEM, account=district.accounts["director"], role=role, unit=district.units["tiaowei"], valid_from=BEGIN
    )
    return district.actor("director")


def test_the_agreement_has_every_field_of_the_official_form(district: District, revealer: Actor) -> None:
    told = agreed(district)
    text = words(made(told, "agreement", revealer, "制作卷宗"))
    for field in (
        "人民调解协议书",
        "编号：〔2026〕康吉社区人民调解委员会调协字第1号",
        "当事人（申请人）：王小明，性别男，出生日期1985年6月15日，身份证件号码140213198506151237",
        "当事人（被申请人）：李秀英，性别女，出生日期1956年3月7日，身份证件号码140202195603074621，住址康吉里5号楼2单元",
        "联系方式13834567890",
        "纠纷主要事实、争议事项：",
        "楼上卫生间漏水",
        "经调解，自愿达成如下协议：",
        TERMS,
        "履行方式、地点、期限：",
        "协议金额：1,200.00元",
        "第1期：李秀英于2026年10月10日前向王小明支付600.00元",
        "第2期：李秀英于2026年11月10日前向王小明支付600.00元",
        "履行期限：2026年11月10日止",
        "履行地点：红卫里3号楼",
        "本协议一式三份",
        "当事人（签名、盖章或者按指印）：王小明　（签名）2026年8月20日",
        "当事人（签名、盖章或者按指印）：李秀英　（按指印）2026年8月20日",
        "人民调解员（签名）：mediator　（签名）2026年8月20日",
        "记录人：mediator",
        "康吉社区人民调解委员会（已盖章）",
        "2026年8月20日",
    ):
        assert field in text, field
    assert "草案" not in text


def test_it_is_set_as_official_papers_are(district: District) -> None:
    content = made(agreed(district), "agreement", district.actor("mediator"))
    sheet = opened(content)
    section = sheet.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(it.mm) for it in margins] == [37, 35, 28, 26]
    style = sheet.styles["Normal"]
    assert (style.font.size, style.paragraph_format.line_spacing) == (Pt(16), Pt(28))
    assert style.paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    assert fonts(content) == {"方正小标宋简体", "仿宋_GB2312", "黑体"}
    assert sheet.paragraphs[0].runs[0].font.size == Pt(22)
    declared = part(content, "word/fontTable.xml")
    assert 'w:name="方正小标宋简体"><w:altName w:val="FZXiaoBiaoSong-B05S;华文中宋;宋体"' in declared
    for footer in (section.footer, section.even_page_footer):
        assert "PAGE" in footer._element.xml
        assert footer.paragraphs[0].text == "—  —"


def test_the_same_records_give_the_same_bytes(district: District) -> None:
    told = agreed(district)
    first = made(told, "agreement", district.actor("mediator"))
    assert made(told, "agreement", district.actor("mediator")) == first
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert opened(first).core_properties.author == ""
    told.do("mediator", "record_performance", instalment=1, paid_on="2026-08-20", paid="600.00")
    assert made(told, "index", district.actor("mediator")) != first


def test_a_draft_says_so_and_who_has_not_signed(district: District) -> None:
    told = a_mediation(district)
    told.draft()
    text = words(made(told, "agreement", district.actor("mediator")))
    assert "（草案，尚未生效）" in text
    assert text.count("（未签署）") == 2
    assert "人民调解员（签名）：mediator　（未签名）" in text


def test_papers_of_the_desk_mask_everybody_without_a_reason(district: District) -> None:
    text = words(made(agreed(district), "agreement", district.actor("mediator")))
    for person in (ONE, OTHER):
        assert all(value not in text for value in person.values())
    assert HIDDEN in text


def test_a_reason_shows_all_and_leaves_a_line_for_each_party(district: District, revealer: Actor) -> None:
    told = agreed(district)
    with pytest.raises(Refusal, match="reason.short"):
        made(told, "agreement", revealer, "看")
    with pytest.raises(Refusal, match="access.denied"):
        made(told, "agreement", district.actor("mediator"), "制作卷宗")
    look_as_system()
    before = AuditLine.objects.filter(kind="parties.revealed").count()
    text = words(made(told, "agreement", revealer, "制作卷宗"))
    assert all(value in text for person in (ONE, OTHER) for value in person.values())
    look_as_system()
    assert AuditLine.objects.filter(kind="parties.revealed").count() == before + 2
    line = AuditLine.objects.filter(kind="disputes.paper_made").latest("id")
    assert line.data == {"paper": "agreement", "how": "clear"}


def test_a_party_has_its_own_particulars_and_the_names_of_those_who_agreed(district: District) -> None:
    told = agreed(district)
    applicant, respondent = told.parties
    for party, own, other in ((applicant, ONE, OTHER), (respondent, OTHER, ONE)):
        text = words(made(told, "agreement", Actor(None, party_id=party)))
        assert all(value in text for value in own.values())
        assert other["name"] in text
        assert all(value not in text for key, value in other.items() if key != "name")
    assert kinds(told, Actor(None, party_id=applicant)) == ["agreement", "confirmation"]
    with pytest.raises(Refusal, match="paper.unknown"):
        made(told, "acceptance", Actor(None, party_id=applicant))
    with pytest.raises(Refusal, match="access.denied"):
        made(told, "agreement", Actor(None, party_id=applicant), "看看别人的电话")


def test_a_party_that_proved_the_case_by_its_telephone_is_that_party(district: District) -> None:
    told = agreed(district)
    _applicant, respondent = told.parties
    reporter = Actor(None, case_ids=(told.case.pk,))
    other = Actor(None, party_proofs=((told.case.pk, respondent),))
    assert ONE["phone"] in words(made(told, "agreement", reporter))
    text = words(made(told, "agreement", other))
    assert OTHER["phone"] in text
    assert ONE["phone"] not in text


def test_without_an_agreement_the_notice_of_the_end_names_the_ways_and_masks_the_other_side(district: District) -> None:
    told = a_mediation(district)
    told.do("mediator", "fail", reason="差距过大", told=True, route="court")
    applicant, _respondent = told.parties
    text = words(made(told, "ending", Actor(None, party_id=applicant)))
    for field in ("终止调解告知书", "第二十六条", "向人民法院起诉", "三年", "主管部门", "行政复议", "2026年8月20日"):
        assert field in text, field
    assert ONE["name"] in text
    assert OTHER["name"] not in text
    assert kinds(told, district.actor("mediator")) == ["acceptance", "ending", "index"]


def test_an_oral_agreement_has_its_own_form(district: District) -> None:
    told = a_mediation(district)
    told.do("mediator", "agree_oral", terms="当场道歉，一周内修好管道。", perform_by="2026-08-27")
    assert "oral" in kinds(told, district.actor("mediator"))
    assert "agreement" not in kinds(told, district.actor("mediator"))
    content = made(told, "oral", district.actor("mediator"))
    text = words(content)
    for field in ("人民调解口头协议登记表", "当场道歉", "2026年8月27日", "协议生效日期", "人民调解员", "mediator"):
        assert field in text, field
    assert len(opened(content).tables[0].rows) == 8


def test_forms_of_acceptance_records_application_and_index(district: District) -> None:
    told = a_mediation(district)
    begins, ends = "2026-08-24T09:00:00+08:00", "2026-08-24T10:30:00+08:00"
    told.do("mediator", "schedule", session_begins=begins, session_ends=ends)
    session = told.fresh().sessions.get().pk
    attendance = [{"party": party, "presence": "present"} for party in told.parties]
    held = datetime(2026, 8, 24, 10, 30, tzinfo=SHANGHAI)
    told.do("mediator", "hold_session", held, session=session, attendance=attendance, record="双方各自陈述。")
    told.draft()
    told.sign()
    told.seal()
    told.apply_confirmation()
    by = district.actor("mediator")
    expected = {
        "acceptance": ("人民调解受理登记表", told.case.code, "当事人申请", "书面", "邻里", "简单", "2人", "2000.00元"),
        "record": ("人民调解记录", "第1次调解", "2026年8月24日09:00至10:30", "（到场）", "双方各自陈述。"),
        "confirmation": (
            "司法确认申请书",
            "区人民法院",
            "调协字第1号调解协议有效",
            TERMS,
            "没有恶意串通",
            "2026年8月24日",
        ),
        "index": ("人民调解卷宗目录", "人民调解受理登记表", "人民调解记录", "人民调解协议书（", "司法确认申请书"),
    }
    assert set(expected) < set(kinds(told, by))
    for kind, fields in expected.items():
        text = words(made(told, kind, by))
        for field in fields:
            assert field in text, (kind, field)


def test_a_group_signs_with_its_representatives_named(district: District) -> None:
    told = a_mediation(district)
    told.do("mediator", "name_representatives", delegates=told.parties[:1])
    told.draft()
    assert "代表人：王" in words(made(told, "agreement", district.actor("mediator")))


def test_strangers_get_no_paper(district: District) -> None:
    told = agreed(district)
    for by in (district.actor("mediator2"), district.actor("court"), Actor.anonymous("web")):
        with pytest.raises(Refusal, match="case.unknown"):
            made(told, "agreement", by)
