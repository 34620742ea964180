"""``python -m benchmarks.speed [ROW ...]``: measure rows of docs/performance.md, and write it.

Without names, all that take less than a minute; ``--long``, the others; ``--page``, none.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.speed import measured, paired, row
from benchmarks.speed.page import PAGE, page
from benchmarks.speed.peers import python_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.speed")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(row.names()))
    parser.add_argument("--long", action="store_true", help="those that take longer than a minute")
    parser.add_argument("--page", action="store_true", help="measure nothing, write the page")
    asked = parser.parse_args()
    named = asked.rows or [n for n in row.names() if row.find(n).is_long == asked.long]
    for name in [] if asked.page else named:
        with tempfile.TemporaryDirectory(prefix=f"eeg2music-{name}-") as folder:
            measure(name, Path(folder))
    PAGE.write_text(page(), encoding="utf-8")


def measure(name: str, folder: Path) -> None:
    """Measure a row, keep it, and say what came of it."""
    found = row.find(name)
    print(f"{name}: {found.work}", file=sys.stderr, flush=True)
    found.prepare(folder)
    pythons = {"ours": Path(sys.executable), "theirs": python_of(found.peer_packages)}
    runs = paired.measure(name, found, folder, pythons)
    apart = found.agree(folder)
    measured.keep(name, runs, apart)
    kept = measured.recall(name)
    assert kept
    for figure, values in measured.figures(kept[0]).items():
        print(f"  {figure:<9} {sorted(values)[len(values) // 2]:.3g}", file=sys.stderr)
    for what, value in apart.items():
        print(f"  {what}: {value:.3g}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
