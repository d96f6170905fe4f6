"""卷宗目录: what lies in the file of a mediation, in the order in which it is bound (人民调解法 art 27)."""

from __future__ import annotations

from datetime import datetime

from minsheng.domains.disputes.agreements.papers import acceptance, agreement, confirmation, ending, layout, oral
from minsheng.domains.disputes.agreements.papers import sessions as records
from minsheng.domains.disputes.agreements.papers.dossier import Dossier, day_words
from minsheng.domains.disputes.models import Form

TITLE = "人民调解卷宗目录"


def index_paper(dossier: Dossier) -> bytes:
    """A numbered list of papers and evidence with their days; pages are filled in by hand."""
    sheet = layout.blank_sheet(TITLE, dossier.recorded_at)
    layout.heading(sheet, TITLE)
    layout.aside(sheet, f"案号：{dossier.case.code}")
    archived = next((text for (_seq, field), text in dossier.texts.items() if field == "file_number" and text), "")
    if archived:
        layout.aside(sheet, f"卷宗号：{archived}")
    rows = [("序号", "材料名称", "日期", "页次", "备注")]
    rows += [(str(number), name, day, "", "") for number, (name, day) in enumerate(_contents(dossier), start=1)]
    layout.grid(sheet, rows, (16, 70, 38, 16, 16), headed=True)
    layout.aside(sheet, dossier.unit)
    return layout.written(sheet)


def _contents(dossier: Dossier) -> list[tuple[str, str]]:
    found: list[tuple[str, datetime | None]] = [(acceptance.TITLE, dossier.case.filed_at)]
    by_seq = {act.seq: act.at for act in dossier.acts}
    found += [(f"证据材料：{file.file.original_name}", by_seq.get(file.seq)) for file in dossier.files]
    found += [(records.TITLE, act.at) for act in dossier.acts_with("hold_session")]
    row = dossier.agreement
    if row is not None:
        title = oral.TITLE if row.form == Form.ORAL else agreement.TITLES[dossier.procedure.key]
        found.append((f"{title}（{dossier.number}）", row.effective_at or row.drafted_at))
    found += [(confirmation.TITLE, act.at) for act in dossier.acts_with("apply_confirmation")]
    found += [
        (f"履行情况记录（第{act.data['instalment']}期）", act.at) for act in dossier.acts_with("record_performance")
    ]
    found += [(ending.TITLE, act.at) for act in dossier.acts_that_stamp("ended_at")]
    return [(name, day_words(day)) for name, day in found]
