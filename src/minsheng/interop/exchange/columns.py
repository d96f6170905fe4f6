"""The columns of a file of messages: which there must be, which may be, in whatever order they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from minsheng.base.errors import Refusal

NUMBER, USER, TITLE, AT, BODY = "留言编号", "留言用户", "留言主题", "留言时间", "留言详情"
ANSWER, ANSWERED_AT = "答复意见", "答复时间"
REQUIRED = (NUMBER, USER, TITLE, AT, BODY, ANSWER, ANSWERED_AT)
WITHOUT_ANSWERS = REQUIRED[:5]
CATEGORY = ("一级分类", "二级分类", "三级分类")
_OTHER_NAMES = {"一级标签": "一级分类", "二级标签": "二级分类", "三级标签": "三级分类"}


@dataclass(frozen=True, slots=True)
class Heading:
    """Where each known column stands in a row, and the names of columns that nobody asked for.

    ``width`` is the number of cells up to the last one with a name.
    """

    places: Mapping[str, int]
    ignored: tuple[str, ...]
    width: int

    def cell(self, cells: Sequence[object], column: str) -> object:
        """The cell of ``column`` in a row; None when the file or the row ends before it."""
        place = self.places.get(column, len(cells))
        return cells[place] if place < len(cells) else None


def read_heading(cells: Iterable[object], required: Sequence[str] = REQUIRED) -> Heading:
    """Find the columns in the first row of a table. Spaces, marks and full-width forms in a name do not matter.

    Raises Refusal ``import.columns_missing`` (names all of them) or ``import.column_twice``.
    """
    places: dict[str, int] = {}
    ignored: list[str] = []
    width = 0
    for place, cell in enumerate(cells):
        name = column_name(cell)
        if not name:
            continue
        width = place + 1
        if name in places:
            raise Refusal("import.column_twice", "file", column=name)
        if name in REQUIRED or name in CATEGORY:
            places[name] = place
        else:
            ignored.append(name)
    missing = [name for name in required if name not in places]
    if missing:
        raise Refusal("import.columns_missing", "file", columns=missing, found=[*places, *ignored] or ["–"])
    return Heading(places, tuple(ignored), width)


def column_name(cell: object) -> str:
    """The name that a heading's cell means: without spaces, line ends and invisible marks, in plain form."""
    text = unicodedata.normalize("NFKC", "" if cell is None else str(cell))
    plain = "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")
    return _OTHER_NAMES.get(plain, plain)[:40]


def known_columns(cells: Iterable[object]) -> int:
    """How many columns of messages and categories a row names: to tell a heading, an encoding, a separator."""
    return sum(column_name(cell) in {*REQUIRED, *CATEGORY} for cell in cells)
