"""The command ``minsheng audit``: verify the log, seal it, or print its head."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from minsheng.kernel.audit.models import AuditSeal
from minsheng.kernel.audit.queries import head
from minsheng.kernel.audit.sealing import seal_lines
from minsheng.kernel.audit.verification import Anchor, Report, verify

_SHOWN_AFTER_SECONDS = 2


class Command(BaseCommand):
    """Prove that no line of the log was changed, removed or slipped in. Exit code 1 when one was."""

    help = "Verify, seal, or print the head of the audit log."

    def add_arguments(self, parser: CommandParser) -> None:
        """Three actions; only ``verify`` has an option."""
        actions = parser.add_subparsers(dest="action", required=True)
        checking = actions.add_parser("verify", help="check every line and every seal; exit code 1 on any fault")
        checking.add_argument(
            "--anchor",
            metavar="SEQ:HEXDIGEST",
            help="a head printed earlier and kept elsewhere: proves that nothing was cut off since",
        )
        actions.add_parser("seal", help="seal all finished lines now")
        actions.add_parser("head", help="print the newest seal, to be kept outside of this database")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        """Run one action. Raises CommandError (exit code 1) on a malformed anchor, on faults, or without a seal."""
        if action == "verify":
            self._verify(options.get("anchor"))
        elif action == "seal":
            self.stdout.write(f"sealed {seal_lines()} lines")
        else:
            self._head()

    def _verify(self, anchor: str | None) -> None:
        try:
            known = Anchor.parse(anchor) if anchor else None
        except ValueError as error:
            raise CommandError(str(error)) from error
        with tqdm(unit=" lines", delay=_SHOWN_AFTER_SECONDS, disable=not sys.stderr.isatty()) as bar:
            report = verify(known, bar.update)
        self._print(report)
        if not report.ok:
            raise CommandError(f"the audit log is NOT intact: {len(report.findings)} faults")

    def _print(self, report: Report) -> None:
        for finding in report.findings:
            self.stdout.write(str(finding))
        if report.unproven:
            self.stdout.write(f"{report.unproven} lines stand without proof, because their seal is missing")
        since = f", the oldest of {report.pending_since.isoformat()}" if report.pending_since else ""
        self.stdout.write(f"{report.seals} seals, {report.lines} sealed lines; {report.pending} not yet sealed{since}")
        if report.ok:
            self.stdout.write("the audit log is intact")

    def _head(self) -> None:
        newest = head()
        if newest is None:
            raise CommandError("nothing has been sealed yet")
        made_at = AuditSeal.objects.values_list("made_at", flat=True).get(seq=newest.seq)
        self.stdout.write(str(newest))
        self.stderr.write(f"made at {made_at.isoformat()}")
