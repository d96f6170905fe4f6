"""``minsheng import-messages FILE``: messages of another platform, with their answers, become cases."""

from __future__ import annotations

import hashlib
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from minsheng.base.errors import Refusal, Refusals
from minsheng.interop.exchange.columns import REQUIRED, WITHOUT_ANSWERS, Heading, read_heading
from minsheng.interop.exchange.landed import Landed
from minsheng.interop.exchange.messages import read_messages
from minsheng.interop.exchange.preparing import (
    categories_beside,
    has_categories,
    has_model,
    labels_beside,
    learn,
    load_category_file,
)
from minsheng.interop.exchange.printing import learned_line, printed
from minsheng.interop.exchange.rejects import reason, write_rejects
from minsheng.interop.exchange.services import land_messages, realm_of_procedure, rehearsed
from minsheng.interop.exchange.summary import Summary, summarise
from minsheng.interop.exchange.tables import Row, read_file, read_table
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.routing.registry import routing_registry
from minsheng.surface.wording import say

BY = Actor.system("import")
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """The arguments of the command."""

    file: Path
    dry_run: bool
    procedure: str
    rejects: Path | None
    categories: Path | None
    labels: list[Path]
    area: str
    without_answers: bool
    no_beside: bool
    json: bool


class Command(BaseCommand):
    """Reads the whole file first: a file that cannot be read changes nothing."""

    help = "Turn a file of messages (CSV or XLSX, with answers or without) into cases; rerunning adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and where things come from."""
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX with the columns 留言编号 … 答复时间")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--procedure", default="hotline.order", metavar="KEY", help="default: %(default)s")
        parser.add_argument("--rejects", type=Path, metavar="PATH", help="refused rows (default: FILE.rejects.csv)")
        parser.add_argument("--categories", type=Path, metavar="FILE", help="category tree to load first")
        parser.add_argument(
            "--labels", type=Path, nargs="+", default=[], metavar="FILE", help="labelled texts to learn from"
        )
        parser.add_argument("--area", default="", metavar="CODE", help="where it happened (default: the district)")
        parser.add_argument(
            "--without-answers", action="store_true", help="FILE may lack the two columns of the answer"
        )
        parser.add_argument("--no-beside", action="store_true", help="do not use categories and labels beside FILE")
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report. Exit code 2 for a file or an argument that cannot be used; refused rows are no failure."""
        asked = Asked(**{name: options[name] for name in Asked.__slots__})
        try:
            self._import(asked)
        except Refusal as refusal:
            raise CommandError(say(refusal, "en"), returncode=2) from refusal
        except Refusals as refused:
            raise CommandError(" ".join(say(each, "en") for each in refused.refusals), returncode=2) from refused

    def _import(self, asked: Asked) -> None:
        began = time.perf_counter()
        content = read_file(asked.file)
        first, *rows = read_table(content)
        heading = read_heading(first.cells, WITHOUT_ANSWERS if asked.without_answers else REQUIRED)
        with rehearsed(asked.dry_run):
            notes = [*_ignored(heading), *self._prepared(asked)]
            done = self._land(asked, rows, heading, hashlib.sha256(content).hexdigest())
            summary = summarise(done, _category_name)
        rejects = _write(asked, done)
        self._report(asked, summary, done, notes, rejects, time.perf_counter() - began)

    def _prepared(self, asked: Asked) -> list[str]:
        """Load categories and learn suggestions where that is asked for or plainly needed; says what was done."""
        realm = realm_of_procedure(asked.procedure)
        notes = []
        tree = asked.categories
        if tree is None and not asked.no_beside and not has_categories(realm):
            tree = categories_beside(asked.file)
        if tree is not None:
            notes.append(f"{load_category_file(by=BY, path=tree, realm=realm)} categories added from {tree}")
        labels = asked.labels
        if not labels and not asked.no_beside and has_categories(realm) and not has_model(realm):
            labels = labels_beside(asked.file)
        if labels:
            notes.append(learned_line(learn(by=BY, paths=labels, realm=realm), labels))
        return notes

    def _land(self, asked: Asked, rows: list[Row], heading: Heading, digest: str) -> Landed:
        messages = read_messages(rows, heading, timezone.now())
        # Nothing is shown of an import that is done within two seconds, nor where nobody watches.
        with tqdm(total=len(rows), unit=" rows", disable=None, delay=2) as bar:
            return land_messages(
                by=BY, rows=messages, procedure=asked.procedure, area=asked.area, digest=digest, progress=bar.update
            )

    def _report(
        self, asked: Asked, summary: Summary, done: Landed, notes: list[str], rejects: Path | None, seconds: float
    ) -> None:
        if asked.json:
            data = {"dry_run": asked.dry_run, "seconds": round(seconds, 3), "rejects": rejects and str(rejects)}
            self.stdout.write(json.dumps({**data, "notes": notes, **summary.as_data()}, ensure_ascii=False))
            return
        for line in (*notes, *printed(summary, dry_run=asked.dry_run)):
            self.stdout.write(line)
        if rejects is not None and done.refused:
            self.stdout.write(f"refused rows with their reasons: {rejects}")
            return
        faults = [fault for row in done.refused for fault in row.faults]
        for fault in faults[:MOST_SHOWN]:
            self.stderr.write(f"row {fault.row}: {reason(fault)}")


def _ignored(heading: Heading) -> list[str]:
    return [f"ignored columns: {', '.join(heading.ignored)}"] if heading.ignored else []


def _write(asked: Asked, done: Landed) -> Path | None:
    """Write the refused rows, unless this is a rehearsal that was given no place for them."""
    if asked.rejects is None and asked.dry_run:
        return None
    path = asked.rejects or _beside(asked.file)
    if not done.refused and not path.exists():
        return None
    try:
        write_rejects(path, done.refused)  # also over the file of an earlier run, whose rows have landed by now
    except OSError as error:
        raise Refusal("import.no_rejects", "rejects", path=str(path), reason=error.strerror or str(error)) from error
    return path


def _beside(file: Path) -> Path:
    """``FILE.rejects.csv``, in the current folder when nobody may write beside the file."""
    folder = file.parent if os.access(file.parent, os.W_OK) else Path.cwd()
    return folder / f"{file.name}.rejects.csv"


def _category_name(category_id: int | None) -> str:
    entry = routing_registry().categories.get(category_id or 0)
    return entry.name if entry is not None else "(none)"
