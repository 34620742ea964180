"""What separating one stimulus costs with the full HTDemucs: ``python benchmarks/separator.py``.

The published architecture with random weights, which take as long as trained ones, on 60 s
of stereo noise, with one thread and with two. Seconds stand beside their ratio to a product
of two 4096 × 4096 float32 matrices on one thread, measured in the same run.
"""

import json
import subprocess
import sys
from pathlib import Path

RESULT = Path(__file__).with_suffix(".json")
ONE_CLIP = """
import resource, sys, time
from fractions import Fraction
import numpy as np, torch
from demucs.htdemucs import HTDemucs
from eeg2music.audio.vocals import Separator

torch.set_num_threads(1)
matrix = torch.ones(4096, 4096)
matrix @ matrix
began = time.perf_counter()
matrix @ matrix
reference_s = time.perf_counter() - began

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(0)
sources = ["drums", "bass", "other", "vocals"]
model = HTDemucs(sources, bottom_channels=512, dconv_mode=3, segment=Fraction(39, 5)).eval()
clip = 0.1 * np.random.default_rng(0).standard_normal((2, 60 * 44100)).astype(np.float32)
began = time.perf_counter()
Separator(model, overlap=0.25).split(clip, 44100)
seconds = time.perf_counter() - began
parameters = sum(p.numel() for p in model.parameters())
print(parameters, reference_s, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def main() -> None:
    told: dict[str, object] = {}
    for threads in (1, 2):
        words = [sys.executable, "-c", ONE_CLIP, str(threads)]
        output = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        parameters, reference_s, seconds, memory = map(float, output.split())
        told["parameters"] = int(parameters)
        told[f"threads_{threads}"] = {
            "seconds_per_minute": round(seconds, 1),
            "ratio": round(seconds / reference_s, 1),
            "memory_gib": round(memory / 2**30, 2),
        }
    text = json.dumps(told, indent=2)
    RESULT.write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
