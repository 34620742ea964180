"""``python -m benchmarks.speed.side ROW ours|theirs FOLDER``: one side of a row, once.

Prints the CPU seconds of the work itself; whoever started the process measures it as a whole.
"""

import sys
import time
from pathlib import Path

from benchmarks.speed.row import find


def main(name: str, side: str, folder: str) -> None:
    work = getattr(find(name), side)(Path(folder))
    began = time.process_time()
    work()
    print(time.process_time() - began)


if __name__ == "__main__":
    main(*sys.argv[1:])
