"""The command ``minsheng import-areas``: statistical code tables into the register of areas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from minsheng.base.errors import Refusal
from minsheng.kernel.areas.entering import AreaRow, ImportSummary
from minsheng.kernel.areas.services import import_areas
from minsheng.kernel.areas.tables import decode_table, read_rows

MOST_REFUSALS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever sits at the server: the system itself. Actors are of the room of access, which stands above this one."""

    account_id: None = None
    channel: str = "import"
    is_system: bool = True
    grants: tuple[()] = ()

    def holds(self, permission: str) -> bool:
        """Whoever can run commands on the server may do all that they do."""
        return bool(permission)


class Command(BaseCommand):
    """Enter areas from CSV files with at least the columns code and name. A second run changes nothing."""

    help = (
        "Enter areas from CSV files (columns code, name; kind, name_en, urban_rural if there); rerunning adds nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Files, the day from which the areas are valid, and what to leave out."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV in UTF-8 or GB 18030")
        parser.add_argument("--under", default="", metavar="CODE", help="only rows whose code begins with CODE")
        parser.add_argument("--valid-from", type=date.fromisoformat, required=True, metavar="DATE", help="YYYY-MM-DD")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(
        self, *args: Any, files: list[Path], under: str, valid_from: date, dry_run: bool, **options: Any
    ) -> None:
        """Import all files as one table. Raises CommandError on a file that cannot be read, or if rows were refused."""
        try:
            rows = [row for path in files for row in self._rows(path, under)]
        except OSError as error:
            raise CommandError(str(error)) from error
        with transaction.atomic():
            summary = import_areas(by=Operator(), rows=rows, valid_from=valid_from)
            if dry_run:
                transaction.set_rollback(True)
        self._report(summary, dry_run=dry_run)

    def _rows(self, path: Path, under: str) -> list[AreaRow]:
        try:
            return list(read_rows(decode_table(path.read_bytes()), under))
        except Refusal as refusal:
            raise CommandError(f"{path}: {refusal}") from refusal

    def _report(self, summary: ImportSummary, *, dry_run: bool) -> None:
        lead = "would be " if dry_run else ""
        self.stdout.write(
            f"{len(summary.created)} {lead}entered, {len(summary.renamed)} {lead}renamed, "
            f"{summary.unchanged} unchanged, {len(summary.refused)} refused"
        )
        for row in summary.refused[:MOST_REFUSALS_SHOWN]:
            self.stderr.write(f"row {row.number} ({row.code}): {row.refusal}")
        if summary.refused:
            raise CommandError(f"rows refused: {len(summary.refused)}; all others were taken")
