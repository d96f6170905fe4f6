"""``minsheng import-register FILE``: a register of mediations becomes cases."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from minsheng.base.errors import Refusal
from minsheng.interop.exchange.register_import import BY, Landed, import_register
from minsheng.interop.exchange.register_rows import read_register
from minsheng.interop.exchange.services import rehearsed
from minsheng.interop.exchange.tables import read_file, read_table
from minsheng.surface.wording import say


class Command(BaseCommand):
    """Reads the whole file first: a file that cannot be read changes nothing."""

    help = "Turn a register of mediations (CSV or XLSX) into cases; rerunning adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether it is only tried."""
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="columns 案号 登记日期 纠纷类型 区划代码 调解组织 …"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        """Import and report each refused row. Exit code 2 for a file that cannot be used."""
        try:
            content = read_file(file)
            rows = read_table(content)
            lines = read_register(rows)
            digest = hashlib.sha256(content).hexdigest()
            with rehearsed(dry_run), tqdm(total=len(rows) - 1, unit=" rows", disable=None, delay=2) as bar:
                done = import_register(by=BY, lines=lines, digest=digest, progress=bar.update)
        except Refusal as refusal:
            raise CommandError(say(refusal, "en"), returncode=2) from refusal
        self._report(done, dry_run=dry_run)

    def _report(self, done: Landed, *, dry_run: bool) -> None:
        for bad in done.refused:
            for refusal in bad.refusals:
                self.stdout.write(f"row {bad.row}: {say(refusal, 'en')}")
        said = "would be " if dry_run else ""
        self.stdout.write(
            f"{done.landed} mediations {said}entered, {done.known} rows known, {len(done.refused)} rows refused"
        )
