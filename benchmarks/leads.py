"""How often a lead is shown that is none, or that is one: ``python benchmarks/leads.py``.

Simulates the differences of ten rows, of which two are ahead or none is, and adjusts them together
(`eeg2music.evaluation.stepdown`). Cells (one listener hears one song) share most of their noise,
as systems do that are scored on the same positions. Writes ``benchmarks/leads.json`` and prints
the table of ``docs/evaluation.md``.
"""

import json
from itertools import product
from pathlib import Path

import numpy as np

from eeg2music.evaluation.stepdown import adjusted

RESULT = Path(__file__).with_suffix(".json")
REPLICATES = 1000
FLIPS = 199
LEVEL = 0.05
ROWS, AHEAD = 10, 2
LEAD = 2.0
"""Of those ahead, in units in which a cell's noise has an SD of 0.7."""
EFFECT = 0.6
"""SD of what a listener or a song adds to all rows alike."""
SIZES = ((3, 10), (6, 20), (12, 40))
EFFECTS = {"none": (0, 0), "listeners": (1, 0), "songs": (0, 1), "both": (1, 1)}


def cells(size: tuple[int, int], effects: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Differences without any lead, shape (listeners, songs, rows)."""
    listeners, songs = size
    of_listeners = effects[0] * EFFECT * rng.normal(size=(listeners, 1, 1))
    of_songs = effects[1] * EFFECT * rng.normal(size=(1, songs, 1))
    noise = rng.normal(size=(*size, 1)) + rng.normal(size=(*size, ROWS))
    return of_listeners + of_songs + 0.5 * noise


def surely_ahead(differences: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Rows that are at most at the level."""
    sums = differences.sum(axis=1), differences.sum(axis=0)
    return np.asarray(adjusted(*sums, FLIPS, rng) <= LEVEL)


def measure(size: tuple[int, int], effects: str) -> dict[str, object]:
    """Shares of replicates in which any row is wrongly ahead, and in which both are found."""
    rng = np.random.default_rng([*size, *EFFECTS[effects]])
    wrong = found = 0
    for _ in range(REPLICATES):
        differences = cells(size, EFFECTS[effects], rng)
        wrong += bool(surely_ahead(differences, rng).any())
        differences[..., :AHEAD] += LEAD
        found += bool(surely_ahead(differences, rng)[:AHEAD].all())
    told = {"listeners": size[0], "songs": size[1], "effects": effects}
    return told | {"wrong": wrong / REPLICATES, "found": found / REPLICATES}


def main() -> None:
    """Measure all, write and print."""
    rows = [measure(size, effects) for size, effects in product(SIZES, EFFECTS)]
    RESULT.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    print("| listeners × songs | effects of | wrong, % | found, % |\n|---|---|---:|---:|")
    for row in rows:
        shares = " | ".join(f"{100 * float(str(row[name])):.1f}" for name in ("wrong", "found"))
        print(f"| {row['listeners']} × {row['songs']} | {row['effects']} | {shares} |")


if __name__ == "__main__":
    main()
