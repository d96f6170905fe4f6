"""人民调解口头协议登记表: what the mediator records of an agreement made by word of mouth (人民调解法 art 28)."""

from __future__ import annotations

from minsheng.domains.disputes.agreements.papers import layout
from minsheng.domains.disputes.agreements.papers.dossier import Dossier, day_words
from minsheng.domains.disputes.agreements.papers.words import SIDE_WORDS, particulars, performance

TITLE = "人民调解口头协议登记表"


def oral_paper(dossier: Dossier) -> bytes:
    """A form with parties, facts, what was agreed, how it is performed, and who recorded it."""
    sheet = layout.blank_sheet(TITLE, dossier.recorded_at)
    layout.heading(sheet, TITLE)
    layout.aside(sheet, f"编号：{dossier.number}")
    row = dossier.agreement
    rows = [
        (word, "\n".join(particulars(person) for _party, person in dossier.side(side)))
        for side, word in SIDE_WORDS.items()
    ]
    layout.grid(
        sheet,
        [
            *rows,
            ("纠纷主要事实、争议事项", dossier.facts),
            ("达成协议内容", dossier.terms()),
            ("履行方式、地点、期限", "\n".join(performance(dossier))),
            ("协议生效日期", day_words(row.effective_at if row is not None else None)),
            ("人民调解员", dossier.mediators()),
            ("调解组织", dossier.unit),
        ],
        (40, 116),
    )
    layout.aside(sheet, f"填写日期：{day_words(row.drafted_at if row is not None else None)}")
    return layout.written(sheet)
