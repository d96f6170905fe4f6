"""``minsheng openapi``: the OpenAPI document of the API, as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from minsheng.surface.api.factory import document


class Command(BaseCommand):
    """Prints the document, or writes it to ``docs/api/openapi.json`` of the working folder."""

    help = "Print the OpenAPI document; --write puts it into docs/api/openapi.json (or FILE)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--write``."""
        parser.add_argument("--write", nargs="?", const="docs/api/openapi.json", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print or write."""
        if options["write"] is None:
            self.stdout.write(document(), ending="")
            return
        path = Path(options["write"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document(), encoding="utf-8")
        self.stdout.write(f"written: {path}")
