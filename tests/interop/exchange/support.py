"""Files of messages for tests, made on the spot."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils import timezone
from openpyxl import Workbook

from minsheng.interop.exchange.columns import REQUIRED, read_heading
from minsheng.interop.exchange.landed import Landed
from minsheng.interop.exchange.messages import Message, Refused, read_messages
from minsheng.interop.exchange.services import land_messages
from minsheng.interop.exchange.tables import read_table
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case

IMPORTER = Actor.system("import")
Row = dict[str, Any]


def a_row(number: object = 1, **changes: object) -> Row:
    """A message of 2019 with its answer eight days later. ``changes`` name columns."""
    row: Row = {
        "留言编号": number,
        "留言用户": "A00045581",
        "留言主题": "A2区景蓉华苑物业管理有问题",
        "留言时间": "2019/4/25 9:32:09",
        "留言详情": "\n\t\t小区物业公司扬言退出，电梯无人维护，请尽快处理。\n",
        "答复意见": "已责成物业公司恢复维护，联系电话0731-85678901。",
        "答复时间": "2019/5/3 14:56:53",
    }
    return {**row, **changes}


def an_open_row(number: object = 1, **changes: object) -> Row:
    """A message that nobody has answered."""
    return a_row(number, 答复意见="", 答复时间="", **changes)


def cells_of(rows: Iterable[Row], columns: Sequence[str] = REQUIRED) -> list[list[Any]]:
    """The heading and the rows as lists of cells."""
    return [list(columns), *([row.get(column, "") for column in columns] for row in rows)]


def csv_bytes(rows: Iterable[Row], columns: Sequence[str] = REQUIRED, encoding: str = "utf-8") -> bytes:
    """A CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows(cells_of(rows, columns))
    return text.getvalue().encode(encoding, "surrogateescape")


def xlsx_bytes(rows: Iterable[Row], columns: Sequence[str] = REQUIRED) -> bytes:
    """An XLSX file; a text that begins with ``=`` becomes a formula there, as in Excel."""
    book = Workbook()
    for cells in cells_of(rows, columns):
        book.active.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def saved(path: Path, content: bytes) -> Path:
    """``path`` with this content."""
    path.write_bytes(content)
    return path


def read(content: bytes, now: datetime | None = None) -> list[Message | Refused]:
    """All rows of a file as they are understood."""
    first, *rows = read_table(content)
    return list(read_messages(rows, read_heading(first.cells), now or timezone.now()))


def land(rows: Iterable[Row], columns: Sequence[str] = REQUIRED, **arguments: Any) -> Landed:
    """Land rows through a CSV file and the service."""
    return land_messages(by=IMPORTER, rows=read(csv_bytes(rows, columns)), **arguments)


def case_of(number: object) -> Case:
    """The case that a message became."""
    return Case.objects.select_related("content").get(client_key=f"import-0:messages:{number}")


def codes(landed: Landed) -> list[tuple[int, str | None, str]]:
    """Row, column and code of every fault."""
    return [(fault.row, fault.refusal.field, fault.refusal.code) for row in landed.refused for fault in row.faults]


def whole_state() -> dict[str, tuple[int, str]]:
    """Count and digest of every table of ours: nothing changes without this changing, sequences apart."""
    tables = sorted(model._meta.db_table for model in apps.get_models() if model._meta.managed)
    state = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t')
            state[table] = cursor.fetchone()
    return state
