"""How often a nominal 95 % interval holds the truth: ``python benchmarks/intervals.py``.

Simulates shares whose truth is known: listeners and songs shift the chance of a hit, and so, where
several folds are pooled, does each fold's model. Given its chance, frames of a cell (one listener
hears one song) are independent: what else they share would count as of both kinds, and only widen
the interval. Held against each other are the interval of `eeg2music.evaluation.statistics` and what
it replaced, a percentile bootstrap over listeners and songs. Writes ``benchmarks/intervals.json``
and prints the table of ``docs/evaluation.md``.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

import numpy as np

from eeg2music.evaluation.statistics import mean_of_cells

RESULT = Path(__file__).with_suffix(".json")
REPLICATES = 2000
RESAMPLES = 400
CONFIDENCE = 0.95
POWER = 0.8
SHARE = 0.35
"""True share of hits."""
FRAMES = 120
"""Of a cell."""
SONG_SD = 5.0
LISTENER_SDS = (0.0, 3.0, 6.0, 10.0)
COLUMNS = (
    *("coverage", "half_width", "smallest", "shown"),
    *("bootstrap_coverage", "bootstrap_half_width"),
)
"""Of the table, beside those that tell the design."""
BATCH = 100
"""Replicates whose resamples are held in memory at once."""


@dataclass(frozen=True)
class Design:
    """Who hears what.

    Attributes
    ----------
    folds : int
        Blocks of listeners × blocks of songs that are scored, each by a model of its own.
    listener_sd, model_sd : float
        Spread of the shares of listeners, and of the folds' models, percentage points.
    """

    listeners: int
    songs: int
    listener_sd: float
    folds: int = 1
    model_sd: float = 0.0

    def heard(self) -> np.ndarray:
        """Fold of each cell, shape (listeners, songs); -1 where it is not scored."""
        listener, song = (np.arange(n) * self.folds // n for n in (self.listeners, self.songs))
        return np.where(listener[:, None] == song, song, -1)


def main() -> None:
    rows = [measured(design, seed) for seed, design in enumerate(designs())]
    RESULT.write_text(json.dumps(rows, indent=2) + "\n")
    print(table(rows))


def designs() -> Iterator[Design]:
    for songs, listeners, spread in product((8, 40), (2, 3, 6, 12, 32), LISTENER_SDS):
        yield Design(listeners, songs, spread)
    for model_sd, spread in product((2.0, 4.0), LISTENER_SDS):
        yield Design(8, 40, spread, folds=4, model_sd=model_sd)


def measured(design: Design, seed: int, replicates: int = REPLICATES) -> dict[str, float]:
    """Coverage and half-widths of both intervals, and what the smallest effect is worth."""
    rng = np.random.default_rng(seed)
    total, count = simulated(design, replicates, rng)
    mean = mean_of_cells(total, count)
    low, high = mean.interval(CONFIDENCE, 0, 1)
    old_low, old_high = bootstrap(total, count, rng)
    smallest = mean.smallest(CONFIDENCE, POWER)
    # A paired gain may be negative: its interval is clipped at -1, so a shift is a gain.
    unclipped, _ = mean.interval(CONFIDENCE, -np.inf, np.inf)
    shown = unclipped - SHARE + smallest.mean() > 0
    return asdict(design) | {
        "coverage": round(float(np.mean((low <= SHARE) & (high >= SHARE))), 4),
        "half_width": round(float(np.mean(high - low)) / 2, 4),
        "bootstrap_coverage": round(float(np.mean((old_low <= SHARE) & (old_high >= SHARE))), 4),
        "bootstrap_half_width": round(float(np.mean(old_high - old_low)) / 2, 4),
        "smallest": round(float(smallest.mean()), 4),
        "shown": round(float(np.mean(shown)), 4),
    }


def simulated(
    design: Design, replicates: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Hits and positions of every cell, shapes (replicates, listeners, songs)."""
    fold = design.heard()
    listener = rng.normal(0, design.listener_sd, (replicates, design.listeners, 1))
    song = rng.normal(0, SONG_SD, (replicates, 1, design.songs))
    model = rng.normal(0, design.model_sd, (replicates, design.folds))[:, fold]
    chance = np.clip(SHARE + (listener + song + model) / 100, 0, 1)
    hits = rng.binomial(FRAMES, chance)
    scored = fold >= 0
    return np.where(scored, hits, 0), np.where(scored, FRAMES, 0)


def bootstrap(
    total: np.ndarray, count: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Percentile interval of the share over listeners and songs drawn with replacement."""
    by_listener, by_song = (
        rng.multinomial(n, np.full(n, 1 / n), size=RESAMPLES).astype(float) for n in count.shape
    )
    positions = _weighted(count[None], by_listener, by_song)[0]
    batches = np.array_split(total, max(1, len(total) // BATCH))
    met = positions > 0
    shares = np.concatenate([_weighted(each, by_listener, by_song) for each in batches])
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(shares[:, met] / positions[met], [tail, 1 - tail], axis=1)
    return low, high


def _weighted(cells: np.ndarray, by_listener: np.ndarray, by_song: np.ndarray) -> np.ndarray:
    """Sums over the cells of each resample, shape (replicates, resamples)."""
    over_songs = cells.astype(float) @ by_song.T
    weighted: np.ndarray = np.einsum("nsr,rs->nr", over_songs, by_listener)
    return weighted


def table(rows: list[dict[str, float]]) -> str:
    """All rows in Markdown: percent and percentage points."""
    lines = [
        "| listeners × songs | listener SD | coverage | ± | smallest | shown | bootstrap | ± |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        folds = f", {row['folds']} folds of SD {row['model_sd']:.0f}" if row["folds"] > 1 else ""
        told = " | ".join(f"{100 * row[name]:.1f}" for name in COLUMNS)
        design = f"{row['listeners']} × {row['songs']}{folds}"
        lines.append(f"| {design} | {row['listener_sd']:.0f} | {told} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
