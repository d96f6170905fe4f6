"""``minsheng procedures check | draw | document | release | lock``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.deadlines.rules import Calendar, bundled_years
from minsheng.kernel.procedures.checker import check_procedure
from minsheng.kernel.procedures.documenting import document
from minsheng.kernel.procedures.drawing import mermaid, svg
from minsheng.kernel.procedures.examples import faults, read_examples
from minsheng.kernel.procedures.library import LOCK_NAME, procedure_files, procedure_folders, read_lock
from minsheng.kernel.procedures.schema import content_hash, parse
from minsheng.kernel.procedures.services import release_all


class Command(BaseCommand):
    """Checks, draws and releases procedures."""

    help = "Check procedure files (and their examples), draw one, release all into the database, or lock new versions."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the four verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        checked = verbs.add_parser("check", help="find faults; exit 1 when there are any")
        checked.add_argument("file", nargs="*", type=Path, help="files to check instead of the installed ones")
        drawn = verbs.add_parser("draw", help="write the diagram of a procedure")
        drawn.add_argument("key", help="for example hotline.order")
        drawn.add_argument("--version", dest="wanted", default="")
        drawn.add_argument("--format", choices=("mermaid", "svg"), default="mermaid")
        drawn.add_argument("--language", choices=("zh", "en"), default="zh")
        written = verbs.add_parser("document", help="write the law page of every procedure into a folder")
        written.add_argument("folder", type=Path)
        verbs.add_parser("release", help="release all installed versions into the database")
        verbs.add_parser("lock", help="write the hashes of new versions into the lock files; changed ones are refused")

    def handle(self, *, verb: str, **options: Any) -> None:
        """Run one verb."""
        getattr(self, f"_{verb}")(**options)

    def _check(self, *, file: list[Path], **options: Any) -> None:
        bad = sum(self._check_file(path) for path in file) if file else self._check_installed()
        if bad:
            raise CommandError(f"{bad} faults")

    def _check_file(self, path: Path) -> int:
        try:
            procedure = parse(path.read_text(encoding="utf-8"))
        except (ValueError, OSError) as error:
            self.stdout.write(f"error: {path}: {error}")
            return 1
        findings = check_procedure(procedure)
        for finding in findings:
            self.stdout.write(f"{path}: {finding}")
        return sum(finding.severity == "error" for finding in findings)

    def _check_installed(self) -> int:
        bad = 0
        calendar = Calendar(bundled_years())
        for folder in procedure_folders():
            lock = read_lock(folder)
            for file in procedure_files(folder):
                name = f"{file.procedure.key}@{file.procedure.version}"
                findings = check_procedure(file.procedure, lock)
                if name not in lock:
                    self.stdout.write(f"error: {name}: not locked; run `minsheng procedures lock`")
                    bad += 1
                bad += sum(finding.severity == "error" for finding in findings)
                examples = file.path.parent / f"examples-{file.path.stem}.toml"
                found = read_examples(examples) if examples.exists() else []
                wrong = [f"{e.name}: {f}" for e in found for f in faults(file.procedure, e, calendar)]
                for line in [*map(str, findings), *(f"error: example {w}" for w in wrong)]:
                    self.stdout.write(f"{name}: {line}")
                bad += len(wrong)
                self.stdout.write(
                    f"{name}: {len(file.procedure.states)} states, {len(file.procedure.act)} acts, "
                    f"{len(file.procedure.clock)} clocks, {len(found)} examples"
                )
        return bad

    def _draw(self, *, key: str, wanted: str, format: str, language: str, **options: Any) -> None:  # noqa: A002 -- argparse's name
        files = [f for folder in procedure_folders() for f in procedure_files(folder) if f.procedure.key == key]
        chosen = [f for f in files if wanted in {"", f.procedure.version}]
        if not chosen:
            raise CommandError(f"no procedure {key} {wanted}".rstrip())
        procedure = chosen[-1].procedure
        self.stdout.write(mermaid(procedure, language) if format == "mermaid" else svg(procedure, language))

    def _document(self, *, folder: Path, **options: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for procedures in procedure_folders():
            for file in procedure_files(procedures):
                path = folder / f"{file.procedure.key}-{file.procedure.version}.md"
                path.write_text(document(file.procedure), encoding="utf-8")
                self.stdout.write(path.name)

    def _release(self, **options: Any) -> None:
        with acting_as_system():
            for version in release_all(by=Actor.system("import")):
                self.stdout.write(f"{version} {version.content_hash[:12]}")

    def _lock(self, **options: Any) -> None:
        for folder in procedure_folders():
            lock = read_lock(folder)
            for file in procedure_files(folder):
                name = f"{file.procedure.key}@{file.procedure.version}"
                hashed = content_hash(file.procedure)
                if lock.setdefault(name, hashed) != hashed:
                    raise CommandError(f"{name} was locked with other content: raise its version")
            lines = [f"{json.dumps(name)} = {json.dumps(hashed)}" for name, hashed in sorted(lock.items())]
            head = "# Hashes under which versions were released. Written by `minsheng procedures lock`; never edit."
            (folder / LOCK_NAME).write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
            self.stdout.write(f"{folder.parent.name}: {len(lock)} versions")
