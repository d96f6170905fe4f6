"""司法确认申请书: all parties together ask the court to confirm their agreement (民事诉讼法 art 205)."""

from __future__ import annotations

from minsheng.domains.disputes.agreements.papers import layout
from minsheng.domains.disputes.agreements.papers.dossier import Dossier, day_words, unit_name
from minsheng.domains.disputes.agreements.papers.words import names_of, particulars

TITLE = "司法确认申请书"


def confirmation_paper(dossier: Dossier) -> bytes:
    """The joint application, with the court's name and day once it has been made."""
    sheet = layout.blank_sheet(TITLE, dossier.recorded_at)
    layout.heading(sheet, TITLE)
    for _party, person in dossier.parties():
        layout.point(sheet, "申请人：", particulars(person))
    row = dossier.agreement
    effective = day_words(row.effective_at if row is not None else None)
    layout.point(
        sheet,
        "请求事项：",
        f"确认申请人{names_of(dossier.parties())}于{effective}达成的{dossier.number}调解协议有效。",
    )
    layout.point(sheet, "事实和理由：")
    layout.lines(sheet, f"申请人因纠纷，经{dossier.unit}主持调解，于{effective}自愿达成如下协议：")
    layout.lines(sheet, dossier.terms())
    layout.lines(
        sheet,
        "申请人出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；如因该协议内容给他人造成损害的，"
        "愿意承担相应的民事责任和其他法律责任。",
    )
    applied = dossier.acts_with("apply_confirmation")[-1:]
    layout.lines(sheet, "此致")
    layout.lines(sheet, (unit_name(applied[0].data["court"]) if applied else "") or "＿＿＿＿人民法院")
    layout.lines(sheet, "附：1．调解协议；2．调解组织主持调解的证明；3．申请人身份证明；4．有关财产权利证明。")
    for _party, person in dossier.parties():
        layout.aside(sheet, f"申请人（签名、盖章或者按指印）：{person.name}　　　　")
    layout.aside(sheet, day_words(applied[0].at if applied else None))
    return layout.written(sheet)
