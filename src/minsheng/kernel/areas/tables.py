"""The statistical code tables as files: CSV with a heading, in UTF-8 or GB 18030."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from minsheng.base.errors import Refusal
from minsheng.kernel.areas.entering import AreaRow

REQUIRED = ("code", "name")
_COMMITTEES = ("居民委员会", "村民委员会", "居委会", "村委会")


def decode_table(content: bytes) -> str:
    """The text of a file in UTF-8 (with or without a mark) or GB 18030. Raises Refusal ``table.encoding``."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("table.encoding", "file")


def read_rows(text: str, under: str = "") -> Iterator[AreaRow]:
    """Rows of a table whose heading has at least ``code`` and ``name``; ``kind``, ``name_en``, ``urban_rural`` too.

    ``under`` keeps the rows whose code begins with it (tables often hold a whole city). Names lose the
    committee's title. Raises Refusal ``table.column_missing`` (params column) or
    ``table.malformed`` (params reason).
    """
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        for column in REQUIRED:
            if column not in (reader.fieldnames or ()):
                raise Refusal("table.column_missing", "file", column=column)
        for row in reader:
            code = (row["code"] or "").strip()
            if code.startswith(under):
                yield AreaRow(
                    code=code,
                    name=common_name(row["name"] or ""),
                    kind=(row.get("kind") or "").strip(),
                    name_en=(row.get("name_en") or "").strip(),
                    urban_rural=(row.get("urban_rural") or "").strip(),
                )
    except csv.Error as error:
        raise Refusal("table.malformed", "file", reason=str(error)) from error


def common_name(name: str) -> str:
    """The name people use: 康吉社区居民委员会 → 康吉社区, 新泉村村民委员会 → 新泉村, 云泉里居委会 → 云泉里社区."""
    name = name.strip()
    for committee in _COMMITTEES:
        short = name.removesuffix(committee)
        if short and short != name:
            return short if short.endswith(("社区", "村")) else f"{short}{'社区' if '居' in committee else '村'}"
    return name
