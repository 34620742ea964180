"""What music of a recording costs: ``python benchmarks/compose.py INSTRUMENT RECORDING``.

Whole processes of ``eeg2music compose``, started as anybody would, on a minute and on ten of a
recording; beside the seconds, how much faster than the recording that is.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMAND = Path(sys.executable).with_name("eeg2music")
RESULT = Path(__file__).with_suffix(".json")
LENGTHS_S = (60, 600)


def cost(instrument: str, recording: str, length_s: int) -> dict[str, float]:
    """Of one process: seconds by the clock and of CPU, memory at most."""
    with tempfile.TemporaryDirectory() as folder:
        words = [str(COMMAND), "compose", recording, "-o", f"{folder}/o"]
        words += ["--checkpoint", instrument, "--length", str(length_s)]
        began, before = time.perf_counter(), os.times()
        subprocess.run(words, check=True, capture_output=True)
        seconds, after = time.perf_counter() - began, os.times()
    cpu_s = sum(after[2:4]) - sum(before[2:4])
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return {
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu_s, 1),
        "times_faster": round(length_s / seconds, 1),
        "memory_gib": round(memory / 2**30, 2),
    }


def main() -> None:
    instrument, recording = sys.argv[1:]
    told = {f"seconds_{length}": cost(instrument, recording, length) for length in LENGTHS_S}
    text = json.dumps(told, indent=2)
    RESULT.write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
