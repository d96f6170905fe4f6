"""人民调解协议书: the written agreement in the layout of the Ministry of Justice (人民调解法 art 29)."""

from __future__ import annotations

from minsheng.domains.disputes.agreements.papers import layout
from minsheng.domains.disputes.agreements.papers.dossier import Dossier, day_words
from minsheng.domains.disputes.agreements.papers.words import (
    METHOD_WORDS,
    SIDE_WORDS,
    copies,
    names_of,
    particulars,
    performance,
)
from minsheng.domains.disputes.models import Method, Signature

TITLES = {
    "disputes.mediation": "人民调解协议书",
    "disputes.court_mediation": "调解协议书",
    "disputes.labour_mediation": "劳动争议调解协议书",
    "disputes.police_mediation": "治安调解协议书",
    "disputes.administrative_mediation": "行政调解协议书",
}
"""Name of the paper by procedure."""


def agreement_paper(dossier: Dossier) -> bytes:
    """The agreement with parties, facts, terms, performance, and each signature as it is recorded."""
    title = TITLES[dossier.procedure.key]
    sheet = layout.blank_sheet(title, dossier.recorded_at)
    layout.heading(sheet, title)
    layout.aside(sheet, f"编号：{dossier.number}")
    if dossier.agreement is not None and dossier.agreement.effective_at is None:
        layout.aside(sheet, "（草案，尚未生效）")
    for side, word in SIDE_WORDS.items():
        for _party, person in dossier.side(side):
            layout.point(sheet, f"当事人（{word}）：", particulars(person))
    speakers = dossier.side("representatives")
    if speakers:
        layout.point(sheet, "代表人：", names_of(speakers))
    layout.point(sheet, "纠纷主要事实、争议事项：")
    layout.lines(sheet, dossier.facts)
    layout.point(sheet, "经调解，自愿达成如下协议：")
    layout.lines(sheet, dossier.terms())
    layout.point(sheet, "履行方式、地点、期限：")
    for line in performance(dossier):
        layout.lines(sheet, line)
    count = len(dossier.parties())
    layout.lines(
        sheet,
        f"本协议一式{copies(count + 1)}份，当事人各执一份，{dossier.unit}留存一份。"
        "协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖印章之日起生效；一方不履行的，对方可以依法向人民法院提起诉讼。",
    )
    _signatures(sheet, dossier)
    return layout.written(sheet)


def _signatures(sheet: layout.Sheet, dossier: Dossier) -> None:
    by_party = {row.party_id: row for row in dossier.signatures if row.party_id is not None}
    for party, person in dossier.parties():
        layout.point(sheet, "当事人（签名、盖章或者按指印）：", f"{person.name}　{_signed(by_party.get(party))}")
    for row in dossier.signatures:
        if row.account_id is not None:
            name = dossier.staff.get(row.account_id, "")
            layout.point(sheet, "人民调解员（签名）：", f"{name}　{_signed(row)}")
    if not any(row.account_id is not None for row in dossier.signatures):
        layout.point(sheet, "人民调解员（签名）：", f"{dossier.mediators()}　（未签名）")
    drafted = next((act for act in dossier.acts if dossier.agreement and act.seq == dossier.agreement.seq), None)
    layout.point(sheet, "记录人：", dossier.staff.get(drafted.account_id or 0, "") if drafted is not None else "")
    effective = dossier.agreement.effective_at if dossier.agreement is not None else None
    layout.aside(sheet, f"{dossier.unit}（{'已盖章' if effective else '印章'}）")
    layout.aside(sheet, day_words(effective))


def _signed(row: Signature | None) -> str:
    if row is None:
        return "（未签署）"
    return f"（{METHOD_WORDS[Method(row.method)]}）{day_words(row.signed_on)}"
