"""人民调解记录: each session with time, place, who came, and what was said (人民调解法 art 27)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from minsheng.domains.disputes.agreements.papers import layout
from minsheng.domains.disputes.agreements.papers.dossier import Dossier, day_words
from minsheng.domains.disputes.agreements.papers.words import BLANK
from minsheng.domains.disputes.models import Session
from minsheng.kernel.cases.models import Act

TITLE = "人民调解记录"
_COME = {"present": "到场", "represented": "委托代理人到场", "late": "迟到", "absent": "缺席"}


def sessions_paper(dossier: Dossier) -> bytes:
    """One part for each session that was held, in order."""
    sheet = layout.blank_sheet(TITLE, dossier.recorded_at)
    layout.heading(sheet, TITLE)
    layout.aside(sheet, f"案号：{dossier.case.code}")
    for number, act in enumerate(dossier.acts_with("hold_session"), start=1):
        session = dossier.sessions.get(int(act.data["session"]))
        layout.point(sheet, f"第{number}次调解")
        layout.point(sheet, "时间：", _time(session, act))
        layout.point(sheet, "地点：", session.room.name if session is not None and session.room else BLANK)
        layout.point(sheet, "当事人到场情况：", _attendance(dossier, act.data.get("attendance") or []))
        layout.point(sheet, "人民调解员：", dossier.mediators())
        layout.point(sheet, "调解记录：")
        layout.lines(sheet, dossier.text(act.seq, "record"))
        layout.point(sheet, "记录人：", dossier.staff.get(act.account_id or 0, ""))
    layout.lines(sheet, "当事人（签名、盖章或者按指印）：")
    layout.aside(sheet, f"{dossier.unit}")
    return layout.written(sheet)


def _time(session: Session | None, act: Act) -> str:
    if session is None:
        return day_words(act.at)
    begins, ends = timezone.localtime(session.begins), timezone.localtime(session.ends)
    return f"{day_words(begins.date())}{begins:%H:%M}至{ends:%H:%M}"


def _attendance(dossier: Dossier, lines: list[dict[str, Any]]) -> str:
    known = dossier.people
    named = (
        f"{known[line['party']].name}（{_COME[line['presence']]}）" for line in lines if line.get("party") in known
    )
    return "；".join(named) or BLANK
