"""``minsheng train-suggestions [FILE…]``: learn which category a text may belong to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from minsheng.base.errors import Refusal
from minsheng.interop.exchange.preparing import learn
from minsheng.interop.exchange.printing import learned_line
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.permissions import realms
from minsheng.surface.wording import say


class Command(BaseCommand):
    """Each training makes a new version; the newest one is used."""

    help = "Learn category suggestions from labelled files and from cases whose category a person chose."

    def add_arguments(self, parser: CommandParser) -> None:
        """The files and the realm."""
        parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="TSV (text, category) or JSON lines")
        parser.add_argument("--realm", default="hotline", choices=[realm.key for realm in realms()])

    def handle(self, *args: Any, files: list[Path], realm: str, **options: Any) -> None:
        """Train and say how well it went. Exit code 2 when there is nothing to learn from."""
        try:
            learned = learn(by=Actor.system("import"), paths=files, realm=realm)
        except Refusal as refusal:
            raise CommandError(say(refusal, "en"), returncode=2) from refusal
        self.stdout.write(learned_line(learned, files))
