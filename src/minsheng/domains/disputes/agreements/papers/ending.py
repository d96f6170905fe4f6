"""终止调解告知书: no agreement, and the ways that stay open (人民调解法 art 26)."""

from __future__ import annotations

from minsheng.domains.disputes.agreements.papers import layout
from minsheng.domains.disputes.agreements.papers.dossier import Dossier, day_words
from minsheng.domains.disputes.agreements.papers.words import names_of
from minsheng.domains.disputes.handover.dates import WAYS, Way

TITLE = "终止调解告知书"
_LABOUR = "disputes.labour_mediation"


def ending_paper(dossier: Dossier) -> bytes:
    """Who, since when it is over and why, and the ways of arbitration, administration and court with their terms."""
    sheet = layout.blank_sheet(TITLE, dossier.recorded_at)
    layout.heading(sheet, TITLE)
    layout.aside(sheet, f"编号：{dossier.case.code}")
    layout.lines(sheet, f"{names_of(dossier.parties())}：")
    ended = dossier.acts_that_stamp("ended_at")[-1:]
    day = day_words(ended[0].at) if ended else day_words(None)
    kind = dossier.procedure.kinds[dossier.case.kind].zh
    layout.lines(sheet, f"你们之间的{kind}纠纷，经{dossier.unit}调解，于{day}终止。")
    if ended:
        layout.point(sheet, "终止情形：", dossier.procedure.act[ended[0].key].zh)
    layout.lines(
        sheet,
        "根据《中华人民共和国人民调解法》第二十六条的规定，现告知你们可以依法通过仲裁、行政、司法等途径维护自己的权利：",
    )
    for number, way in enumerate(_ways(dossier), start=1):
        layout.lines(sheet, f"{number}．{WAYS[way].told}")
    route = next((act.data["route"] for act in reversed(dossier.acts) if act.data.get("route")), None)
    if route:
        layout.point(sheet, "建议途径：", dossier.choice("route", route))
    layout.lines(sheet, "期间的具体起算以有权机关认定为准。")
    layout.aside(sheet, f"{dossier.unit}（印章）")
    layout.aside(sheet, day)
    return layout.written(sheet)


def _ways(dossier: Dossier) -> list[Way]:
    if dossier.procedure.key == _LABOUR:
        return [Way.ARBITRATION, Way.DEPARTMENT, Way.COURT]
    return [Way.COURT, Way.DEPARTMENT, Way.RECONSIDERATION]
