"""The sheet on which official papers are written: A4, fonts, line spacing, page numbers (GB/T 9704-2012).

Margins 37 mm at the top and 28 mm on the left; with 35 mm below and 26 mm on the right the type area is 156 × 225 mm.
Text is 3号 (16 pt) 仿宋 at 28 pt a line, the title 2号 (22 pt) 小标宋, headings 黑体. Each font names what may stand in
for it where it is not installed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as Sheet
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import _Footer
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TITLE, BODY, HEADING, NUMBERS = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
FALLBACKS = {
    TITLE: "FZXiaoBiaoSong-B05S;华文中宋;宋体",
    BODY: "仿宋;FangSong;STFangsong",
    HEADING: "SimHei;Noto Sans CJK SC",
    NUMBERS: "SimSun;Noto Serif CJK SC",
}
BODY_SIZE, TITLE_SIZE, NUMBER_SIZE, LINE = Pt(16), Pt(22), Pt(14), Pt(28)
MARGINS = {"top_margin": Mm(37), "bottom_margin": Mm(35), "left_margin": Mm(28), "right_margin": Mm(26)}
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can hold: the parts of a paper have none of their own."""


def blank_sheet(title: str, at: datetime) -> Sheet:
    """An empty paper; ``at`` is the instant of the record that it was made from, never that of its making."""
    sheet = Document()
    section = sheet.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, width in MARGINS.items():
        setattr(section, name, width)
    normal = sheet.styles["Normal"]
    normal.font.size = BODY_SIZE
    _name_font(normal.element.get_or_add_rPr(), BODY)
    _line(normal.paragraph_format)
    _declare_fonts(sheet)
    _page_numbers(sheet)
    known = sheet.core_properties
    known.title, known.author, known.comments, known.last_modified_by = title, "", "", ""
    known.created = known.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    known.revision, known.language = 1, "zh-CN"
    return sheet


def heading(sheet: Sheet, text: str) -> None:
    """The name of the paper, in the middle."""
    paragraph = sheet.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = LINE
    _write(paragraph, text, TITLE, TITLE_SIZE)


def aside(sheet: Sheet, text: str) -> None:
    """A line at the right: number, date, unit."""
    paragraph = sheet.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _write(paragraph, text, BODY, BODY_SIZE)


def point(sheet: Sheet, label: str, text: str = "") -> None:
    """A heading of the text with what stands beside it."""
    paragraph = _indented(sheet)
    _write(paragraph, label, HEADING, BODY_SIZE)
    if text:
        _write(paragraph, text, BODY, BODY_SIZE)


def lines(sheet: Sheet, text: str) -> None:
    """Text of people, one paragraph for each of its lines."""
    for line in text.split("\n"):
        if line.strip():
            _write(_indented(sheet), line.strip(), BODY, BODY_SIZE)


def grid(sheet: Sheet, rows: Sequence[tuple[str, ...]], widths: tuple[int, ...], *, headed: bool = False) -> None:
    """A table with lines all around; ``widths`` in mm. With ``headed`` the first row names the columns."""
    table = sheet.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    for number, row in enumerate(rows):
        cells = table.add_row().cells
        for place, (cell, text, width) in enumerate(zip(cells, row, widths, strict=True)):
            cell.width = Mm(width)
            is_label = (headed and number == 0) or (not headed and place % 2 == 0)
            for index, line in enumerate(text.split("\n")):
                paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
                _write(paragraph, line, HEADING if is_label else BODY, NUMBER_SIZE)


def written(sheet: Sheet) -> bytes:
    """The bytes of the paper: the same for the same content, whenever it is made."""
    first = io.BytesIO()
    sheet.save(first)
    packed = io.BytesIO()
    with zipfile.ZipFile(first) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        for name in sorted(parts.namelist(), key=lambda it: (it != "[Content_Types].xml", it)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            into.writestr(entry, parts.read(name))
    return packed.getvalue()


def _indented(sheet: Sheet) -> Paragraph:
    paragraph = sheet.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Length(BODY_SIZE * 2)
    return paragraph


def _write(paragraph: Paragraph, text: str, font: str, size: Length) -> None:
    _dress(paragraph.add_run(text), font, size)


def _dress(run: Run, font: str, size: Length) -> None:
    run.font.size = size
    _name_font(run._element.get_or_add_rPr(), font)  # noqa: SLF001 -- python-docx has no words for East Asian fonts


def _name_font(properties: Any, font: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for key in [name for name in fonts.keys() if "Theme" in name]:  # noqa: SIM118 -- an element of lxml, not a dict
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)


def _line(format_: object) -> None:
    for name, value in {
        "line_spacing_rule": WD_LINE_SPACING.EXACTLY,
        "line_spacing": LINE,
        "space_before": Pt(0),
        "space_after": Pt(0),
    }.items():
        setattr(format_, name, value)


def _declare_fonts(sheet: Sheet) -> None:
    """Name for each font what may stand in for it (``w:altName``)."""
    entries = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{others}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for font, others in FALLBACKS.items()
    )
    part = next(rel.target_part for rel in sheet.part.rels.values() if rel.reltype.endswith("/fontTable"))
    text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="{_WORDS}">{entries}</w:fonts>'
    part._blob = text.encode()  # noqa: SLF001 -- a part that python-docx only carries along


def _page_numbers(sheet: Sheet) -> None:
    """— 1 — at the outer side of each page: odd pages right, even pages left."""
    sheet.settings.odd_and_even_pages_header_footer = True
    section = sheet.sections[0]
    _numbered(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _numbered(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _numbered(footer: _Footer, side: WD_ALIGN_PARAGRAPH) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    _write(paragraph, "— ", NUMBERS, NUMBER_SIZE)
    run = paragraph.add_run()
    _dress(run, NUMBERS, NUMBER_SIZE)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._element.append(element)  # noqa: SLF001 -- fields have no words in python-docx either
    _write(paragraph, " —", NUMBERS, NUMBER_SIZE)
