"""``minsheng load-demo``: the simulated district, for trying the platform out."""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from minsheng.base.errors import Refusal
from minsheng.base.time import parse_instant
from minsheng.demo.loading import Reporter, Wish, load_district, loaded
from minsheng.demo.office.people import named_places
from minsheng.demo.summary import summary
from minsheng.kernel.access.models import Account
from minsheng.surface.wording import say

PASSWORD = "minsheng-demo-2023"  # noqa: S105 - it is meant to be known, see the command's help
DEFAULT_CASES = 5000
DEFAULT_DISPUTES = 420
DEFAULT_SEED = 20230101
MOST_CASES = 200_000
MOST_DISPUTES = 5_000


class Command(BaseCommand):
    """Loads the demonstration and says what is in it."""

    help = (
        "Load a simulated district: areas, units, people and a year of cases, all invented.\n"
        "Its accounts share one password that everybody knows: never load it where real people work."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the options."""
        parser.add_argument("--cases", type=int, default=DEFAULT_CASES, metavar="N", help="how many (%(default)s)")
        parser.add_argument(
            "--disputes", type=int, default=DEFAULT_DISPUTES, metavar="N", help="mediations; others in proportion"
        )
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED, metavar="N", help="another one, another district")
        parser.add_argument("--now", type=_instant, default=None, metavar="ISO", help="the instant up to which it goes")
        parser.add_argument("--processes", type=int, default=None, metavar="N", help="at once (one for each core)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it, or say that it is there already."""
        _refuse_production()
        if not 1 <= options["cases"] <= MOST_CASES:
            raise CommandError(f"--cases must be between 1 and {MOST_CASES}")
        if not 0 <= options["disputes"] <= MOST_DISPUTES:
            raise CommandError(f"--disputes must be between 0 and {MOST_DISPUTES}")
        password = os.environ.get("MINSHENG_DEMO_PASSWORD") or PASSWORD
        known = loaded()
        if known is not None:
            self.stdout.write(f"The simulated district is loaded already ({known}); nothing was changed.\n")
            shown = password if _is_password(password) else "as it was set when the district was loaded"
            self.stdout.write(summary(known, password=shown, seconds=None))
            return
        began = time.monotonic()
        wish = Wish(options["cases"], options["seed"], options["now"] or timezone.now(), options["disputes"])
        try:
            load = load_district(wish, password=password, reporter=Bars(), workers=options["processes"])
        except Refusal as refusal:
            raise CommandError(say(refusal, "en")) from refusal
        self.stdout.write(summary(load, password=password, seconds=time.monotonic() - began))


def _is_password(password: str) -> bool:
    """Whether it is still the one of the first account that people try."""
    account = Account.objects.filter(username=named_places()[0].username).first()
    return account is not None and account.check_password(password)


def _refuse_production() -> None:
    """An installation that is served over HTTPS is meant for people; a known password has no place there."""
    if getattr(settings, "HTTPS", False) and os.environ.get("MINSHENG_DEMO") != "1":
        raise CommandError("MINSHENG_HTTPS is set: say MINSHENG_DEMO=1 if this is a demonstration all the same")


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except Refusal as refusal:
        raise CommandError(f"--now is no instant: {text}") from refusal


class Bars(Reporter):
    """Shows each part of the work as a bar, on a terminal; elsewhere as one line."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None
        self._began = 0.0
        self._what = ""

    def begin(self, what: str, total: int) -> None:
        """Begin a bar, or remember when it began."""
        self._what, self._began = what, time.monotonic()
        if total:
            self._bar = tqdm(total=total, desc=what, unit="", disable=not sys.stderr.isatty(), leave=False)

    def advance(self, count: int) -> None:
        """Move the bar."""
        if self._bar is not None:
            self._bar.update(count)

    def end(self) -> None:
        """Close the bar and leave a line."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
        sys.stderr.write(f"minsheng: {self._what}: done in {time.monotonic() - self._began:.1f} s\n")
