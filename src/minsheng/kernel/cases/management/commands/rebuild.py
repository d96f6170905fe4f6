"""``minsheng rebuild [--check]``: replay all acts and compare or restore the projections."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.rebuild import rebuild

SHOWN = 20


class Command(BaseCommand):
    """Replays every case."""

    help = "Replay all acts; --check compares with the stored rows and changes nothing (exit 1 when they differ)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare ``--check``."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check: bool, **options: Any) -> None:
        """Run and say what was found."""
        with acting_as_system():
            total = Case.objects.count()
        with tqdm(total=total, unit=" cases", disable=None, delay=2) as bar:
            report = rebuild(write=not check, progress=bar.update)
        self.stdout.write(f"{report.cases} cases, {report.acts} acts, {len(report.differences)} differences")
        for line in report.differences[:SHOWN]:
            self.stdout.write(f"  {line}")
        if check and report.differences:
            raise CommandError("stored rows differ from the acts")
