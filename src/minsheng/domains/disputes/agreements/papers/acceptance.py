"""人民调解受理登记表: how the dispute came in and who took it (人民调解法 art 17 and 27)."""

from __future__ import annotations

from minsheng.domains.disputes.agreements.papers import layout
from minsheng.domains.disputes.agreements.papers.dossier import Dossier, day_words
from minsheng.domains.disputes.agreements.papers.words import SIDE_WORDS, particulars

TITLE = "人民调解受理登记表"


def acceptance_paper(dossier: Dossier) -> bytes:
    """A form with source, parties, dispute, size and acceptance."""
    sheet = layout.blank_sheet(TITLE, dossier.recorded_at)
    layout.heading(sheet, TITLE)
    layout.aside(sheet, f"案号：{dossier.case.code}")
    facts, case = dossier.case.facts, dossier.case
    taken = dossier.acts_with("take")[-1:]
    taker = dossier.staff.get(taken[0].account_id or 0, "") if taken else ""
    rows = [
        ("案件来源", dossier.choice("source", facts.get("source"))),
        ("申请方式", dossier.choice("manner", facts.get("manner"))),
        ("申请时间", day_words(case.filed_at)),
        ("纠纷类型", dossier.procedure.kinds[case.kind].zh),
        ("难易程度", dossier.choice("level", facts.get("level"))),
        ("涉及人数", f"{facts['people']}人" if facts.get("people") else ""),
        ("涉案金额", f"{facts['amount']}元" if facts.get("amount") else ""),
    ]
    rows += [
        (word, "\n".join(particulars(person) for _party, person in dossier.side(side)))
        for side, word in SIDE_WORDS.items()
    ]
    rows += [
        ("纠纷简要情况", dossier.facts),
        ("受理时间", day_words(taken[0].at if taken else None)),
        ("受理人", taker),
        ("人民调解员", dossier.mediators()),
        ("调解组织", dossier.unit),
    ]
    layout.grid(sheet, rows, (40, 116))
    return layout.written(sheet)
