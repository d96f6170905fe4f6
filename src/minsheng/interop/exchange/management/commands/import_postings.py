"""``minsheng import-postings FILE``: a table of posted cadres into the register of compound branches."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from minsheng.base.errors import Refusal
from minsheng.interop.exchange.posting_import import Imported, import_postings
from minsheng.interop.exchange.posting_rows import read_postings
from minsheng.interop.exchange.services import rehearsed
from minsheng.interop.exchange.tables import read_file, read_table
from minsheng.kernel.access.actors import Actor
from minsheng.surface.wording import say


class Command(BaseCommand):
    """Reads the whole file first: a file that cannot be read changes nothing."""

    help = "Enter cadres posted to compound branches from a CSV or XLSX file; rerunning adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether it is only tried."""
        parser.add_argument("file", type=Path, metavar="FILE", help="columns 党支部 小区 区划代码 干部姓名 派出单位 …")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        """Import and report each refused row. Exit code 2 for a file that cannot be used."""
        try:
            content = read_file(file)
            lines = list(read_postings(read_table(content)))
            with rehearsed(dry_run):
                digest = hashlib.sha256(content).hexdigest()
                done = import_postings(by=Actor.system("import"), lines=lines, digest=digest)
        except Refusal as refusal:
            raise CommandError(say(refusal, "en"), returncode=2) from refusal
        self._report(done, dry_run=dry_run)

    def _report(self, done: Imported, *, dry_run: bool) -> None:
        for bad in sorted(done.refused, key=lambda line: line.row):
            for refusal in bad.refusals:
                self.stdout.write(f"row {bad.row}: {say(refusal, 'en')}")
        said = "would be " if dry_run else ""
        self.stdout.write(
            f"{done.posted} postings {said}entered, {done.ended} ended, {done.branches} branches {said}registered, "
            f"{done.known} rows known, {len(done.refused)} rows refused"
        )
