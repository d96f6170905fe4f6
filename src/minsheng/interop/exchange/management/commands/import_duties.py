"""``minsheng import-duties FILE``: a roster of grid workers and backups (AB岗)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from minsheng.base.errors import Refusal
from minsheng.interop.exchange.duties import import_duties
from minsheng.interop.exchange.services import rehearsed
from minsheng.interop.exchange.tables import read_file, read_table
from minsheng.kernel.access.actors import Actor
from minsheng.surface.wording import say


class Command(BaseCommand):
    """Reads the whole file first: a file that cannot be read changes nothing."""

    help = "Put grid workers on duty by a file (CSV or XLSX); rerunning adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether to try only."""
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="columns 网格编码, 账号, 岗位 (A岗 or B岗), 开始日期, 结束日期"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        """Import and say what was taken; refused rows go to standard error. Exit code 2 for a file of no use."""
        try:
            rows = read_table(read_file(file))
            with rehearsed(dry_run):
                taken = import_duties(by=Actor.system("import"), rows=rows)
        except Refusal as refusal:
            raise CommandError(say(refusal, "en"), returncode=2) from refusal
        lead = "would be " if dry_run else ""
        self.stdout.write(f"{taken.entered} duties {lead}entered, {taken.known} known, {len(taken.refused)} refused")
        for refused in taken.refused:
            self.stderr.write(f"row {refused.row}: {say(refused.refusal, 'en')}")
