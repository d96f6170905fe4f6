"""``python -m bench [NAME …]``: run benches and print one JSON line for each result. ``--help`` names the options.

Installations are kept under MINSHENG_BENCH_HOME (default ~/.cache/minsheng-bench); a million stored cases take some
minutes the first time. Results are also appended to bench/results/. Nothing here asserts a time.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys

from bench.harness import Bench, report
from bench.homes import bench_home

BENCHES = {
    "point_to_grid": "bench.locate",
    "query_counts": "bench.counting",
    "filing_over_http": "bench.filing",
    "lives_per_second": "bench.lives",
    "mediations": "bench.mediations",
    "inbox_page": "bench.inbox",
    "chinese_search": "bench.searching",
    "likely_duplicates": "bench.duplicates",
    "import_messages": "bench.import_messages",
    "session_calendar": "bench.sessions",
    "early_warning": "bench.warnings",
}


def main() -> int:
    """Run the named benches, or all."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(BENCHES)}")
    parser.add_argument("--size", type=int, help="stored cases (default: what the bench is about)")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long each measurement takes")
    parser.add_argument("--clients", type=int, nargs="*", default=(), help="clients at once")
    parser.add_argument("--workers", type=int, default=0, help="web workers (default: as the supervisor chooses)")
    parser.add_argument("--rounds", type=int, default=3, help="turns between the sides of a comparison")
    parser.add_argument("--jobs", action="store_true", help="let the job worker run beside")
    given = parser.parse_args()
    unknown = [name for name in given.names if name not in BENCHES]
    if unknown:
        parser.error(f"there is no bench {unknown[0]!r}; there are: {', '.join(BENCHES)}")
    sys.stderr.write(f"installations in {bench_home()}\n")
    bench = Bench(given.size, given.seconds, tuple(given.clients), given.workers, given.jobs, given.rounds)
    for name in given.names or BENCHES:
        if importlib.util.find_spec(BENCHES[name]) is None:
            sys.stderr.write(f"{name}: {BENCHES[name]} is not here yet\n")
            continue
        for line in importlib.import_module(BENCHES[name]).run(bench):
            report(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
