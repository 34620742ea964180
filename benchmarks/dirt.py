"""What a search for eps costs on clean and on dirty frames: ``python benchmarks/dirt.py``.

Frames of a 5-dimensional Gaussian, of which a share are artefacts of twenty times the spread: what
is left lies so near together, next to them, that hardly a pair is farther apart than the larger of
the candidates for eps. Each size and share is searched in a process of its own, with the parameters
of ``params.yaml``; the reference is scikit-learn's DBSCAN at the largest eps of that search, once,
where the machine has the memory. Writes ``benchmarks/dirt.json`` and prints the table of
``docs/vocabulary.md``.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

RESULT = Path(__file__).with_suffix(".json")
SIZES = (24_000, 48_000, 96_000, 153_600)
"""The last is DEAP's: 32 subjects, 40 trials, 120 frames."""
SHARES = (0.0, 0.15)
REFERENCE_FRAMES = 24_000
"""More than that, scikit-learn's lists of neighbours fill the memory of this machine."""
CHILD = """
import json, resource, sys, time
from pathlib import Path
import numpy as np
from sklearn.cluster import DBSCAN
from eeg2music.params.root import load
from eeg2music.vocabulary.search import search

frames, share, reference = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3] == "True"
params = load(Path("params.yaml"))
rng = np.random.default_rng(0)
points = rng.normal(size=(frames, 5))
points[rng.random(frames) < share] *= 20
points /= points.std(axis=0)

def measured(work):
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    found = work()
    seconds = time.process_time() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return found, {"cpu_s": round(seconds, 1), "mib": round(grown / 1024)}

found, told = measured(lambda: search(points, params.eeg_vocabulary, params.vocabulary))
told |= {"frames": frames, "artefacts": share, "candidates": len(found.trials)}
if reference:
    eps = max(trial.eps for trial in found.trials)
    _, once = measured(lambda: DBSCAN(eps=eps, min_samples=5).fit(points))
    told |= {"scikit_learn_once": once}
print(json.dumps(told))
"""


def main() -> None:
    rows = [searched(frames, share) for share in SHARES for frames in SIZES]
    RESULT.write_text(json.dumps(rows, indent=2) + "\n")
    print("| artefacts | frames | CPU-s | MiB | scikit-learn, one candidate | MiB |")
    print("|---:|---:|---:|---:|---:|---:|")
    for row in rows:
        once = row.get("scikit_learn_once", {"cpu_s": "", "mib": ""})
        print(
            f"| {row['artefacts']:.0%} | {row['frames']:,} | {row['cpu_s']} | {row['mib']}"
            f" | {once['cpu_s']} | {once['mib']} |"
        )


def searched(frames: int, share: float) -> dict[str, Any]:
    told = (str(frames), str(share), str(frames == REFERENCE_FRAMES))
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *told], check=True, capture_output=True, text=True
    )
    row: dict[str, Any] = json.loads(done.stdout)
    return row


if __name__ == "__main__":
    main()
