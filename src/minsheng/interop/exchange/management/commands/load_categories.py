"""``minsheng load-categories FILE``: a category tree into a realm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from minsheng.base.errors import Refusal
from minsheng.interop.exchange.preparing import load_category_file
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.permissions import realms
from minsheng.surface.wording import say


class Command(BaseCommand):
    """Adds what is missing; nothing is renamed or removed."""

    help = "Add the categories of a file (columns 一级分类, 二级分类, 三级分类); rerunning adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file and the realm."""
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX")
        parser.add_argument("--realm", default="hotline", choices=[realm.key for realm in realms()])

    def handle(self, *args: Any, file: Path, realm: str, **options: Any) -> None:
        """Load and say how many were added. Exit code 2 for a file that cannot be used."""
        try:
            added = load_category_file(by=Actor.system("import"), path=file, realm=realm)
        except Refusal as refusal:
            raise CommandError(say(refusal, "en"), returncode=2) from refusal
        self.stdout.write(f"{added} categories added to {realm}")
