"""Installations with so many stored cases, made once and kept. ``python -m bench.stored --size N`` makes one."""

from __future__ import annotations

import argparse
import json
import sys

from bench.homes import Home, discard, migrations, opened
from bench.loading import load


def stored(cases: int) -> Home:
    """The installation with ``cases`` stored cases; an empty one is made anew each time. May take minutes."""
    home = opened(f"cases-{cases}")
    if not cases and home.facts:
        discard(home)
        home.path.mkdir(parents=True)
    with home.running():
        home.run("minsheng.config.preparation", role="owner")
        if "tokens" not in home.facts:
            home.note(**json.loads(home.run("bench.inside", "bench.district", "district")))
        if "residents" not in home.facts:
            home.note(**json.loads(home.run("bench.inside", "bench.district", "residents")))
    if cases and "cases" not in home.facts:
        sys.stderr.write(f"loading {cases} cases into {home.path} (kept for the next run) …\n")
        home.note(took=load(home, cases), cases=cases)
    home.note(migrations=migrations())
    return home


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000)
    made = stored(parser.parse_args().size)
    sys.stdout.write(f"{made.path}: {made.facts.get('took')}\n")
