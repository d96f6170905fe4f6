"""Turning translations (.po) into what Django reads (.mo), without gettext's programs."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent.parent


def compile_translations(root: Path = PACKAGE) -> list[Path]:
    """Compile every ``locale/*/LC_MESSAGES/*.po`` below ``root`` that is newer than its result; return those made.

    Entries marked as fuzzy are left out, as gettext does. Raises ``OSError`` when a file is not well formed; its text
    names the file and the line.
    """
    made = []
    for source in sorted(root.rglob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        _write(target, polib.pofile(str(source)).to_binary())
        made.append(target)
    return made


def _write(target: Path, content: bytes) -> None:
    # Renamed into place: another process may be reading the old one or writing the same.
    descriptor, aside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    Path(aside).chmod(0o644)
    Path(aside).replace(target)


def main() -> int:
    """Compile all translations of this package and say how many there were to do."""
    made = compile_translations()
    sys.stdout.write(f"{len(made)} translations compiled\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
