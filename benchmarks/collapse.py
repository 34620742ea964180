"""Textbook DBSCAN beside the search: ``python benchmarks/collapse.py FOLDER``.

FOLDER holds a finished run. In the spaces of its two vocabularies, DBSCAN is run as textbooks
tell it: MinPts of twice the dimensions, and eps at the knee of the sorted k-distance, where it is
farthest from the straight line between its ends. Every frame then takes its nearest entry, and a
guess of the commonest entries is scored on the headline part. Writes ``benchmarks/collapse.json``
and prints the table of ``docs/vocabulary.md``.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.eeg.tables import EEG_FRAMES
from eeg2music.evaluation.controls import unigram_scores
from eeg2music.evaluation.hits import hits_at, ranks_like
from eeg2music.evaluation.tables import SPLIT
from eeg2music.params.root import load
from eeg2music.vocabulary.dbscan import dbscan, neighbours
from eeg2music.vocabulary.dictionary import NOISE, centroids_of, encode
from eeg2music.vocabulary.files import feature_blocks, read_projection
from eeg2music.vocabulary.health import shape
from eeg2music.vocabulary.tables import DICTIONARY

RESULT = Path(__file__).with_suffix(".json")
FOLD = "fold-0"
HITS = (1, 5)


@dataclass(frozen=True)
class Modality:
    """Projected frames of one modality, by part, and the dictionary that the run found."""

    name: str
    training: np.ndarray
    headline: np.ndarray
    centroids: np.ndarray


def main() -> None:
    rows = [row for modality in modalities(Path(sys.argv[1])) for row in compared(modality)]
    RESULT.write_text(json.dumps(rows, indent=2) + "\n")
    print("| | eps | entries | largest | perplexity | a guess's Hits@1 | @5 |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for row in rows:
        shares = " | ".join(f"{100 * row[f'hits_{k}']:.1f}" for k in HITS)
        print(
            f"| {row['modality']} | {row['eps']} | {row['entries']} | {100 * row['largest']:.1f}"
            f" | {row['perplexity']:.1f} | {shares} |"
        )


def modalities(folder: Path) -> Iterator[Modality]:
    params, results = load(folder / "params.yaml"), folder / "results"
    split = parquet.read(results / "planted" / FOLD / "split" / "split.parquet", SPLIT).frame
    songs = split[["video", "part"]].drop_duplicates()
    for name, kind, files, vocabulary, parts in (
        ("EEG", EEG_FRAMES, f"planted/{FOLD}/eeg_frames", f"planted/{FOLD}/vocabulary/eeg", split),
        ("audio", AUDIO_FEATURES, "songs/audio_features", f"songs/{FOLD}/vocabulary/audio", songs),
    ):
        blocks = list(getattr(params, f"{name.lower()}_vocabulary").weights)
        paths = sorted((results / files).glob("*.parquet"))
        table = parquet.read_many(paths, kind, [*kind.key, *blocks])
        space = read_projection(results / f"{vocabulary}.safetensors")
        points = space.apply(np.concatenate(feature_blocks(table, blocks), axis=1))
        training, headline = (points[_rows(table.frame, parts, p)] for p in ("train", "headline"))
        centroids = parquet.read(results / f"{vocabulary}.parquet", DICTIONARY).array("centroid")
        yield Modality(name, training, headline, centroids.astype(float))


def _rows(frames: pd.DataFrame, parts: pd.DataFrame, part: str) -> np.ndarray:
    chosen = parts[parts["part"] == part].drop_duplicates()
    return frames.merge(chosen, how="left")["part"].notna().to_numpy()


def compared(modality: Modality) -> Iterator[dict[str, Any]]:
    min_points = 2 * modality.training.shape[1]
    near = neighbours(modality.training, min_points)
    eps = knee(np.sort(near.k_distance(min_points)))
    labels = dbscan(near, eps, min_points)
    noise = float((labels == NOISE).mean())
    told = f"knee: {eps:.2f}, {100 * noise:.0f} % noise"
    yield figures(modality, told, centroids_of(modality.training, labels))
    yield figures(modality, "search", modality.centroids)


def knee(rising: np.ndarray) -> float:
    """Value of a rising curve that lies farthest below the line between its ends."""
    line = np.linspace(rising[0], rising[-1], len(rising))
    return float(rising[(line - rising).argmax()])


def figures(modality: Modality, eps: str, centroids: np.ndarray) -> dict[str, Any]:
    training, headline = (encode(p, centroids)[0] for p in (modality.training, modality.headline))
    told = shape(np.bincount(training, minlength=len(centroids)))
    scores = unigram_scores(training, len(centroids))
    ranks = ranks_like(headline, np.broadcast_to(scores, (len(headline), len(scores))))
    return {
        "modality": modality.name,
        "eps": eps,
        "entries": told["entries"],
        "largest": told["largest_after"],
        "perplexity": told["perplexity"],
        **{f"hits_{k}": hits_at(ranks, k) for k in HITS},
    }


if __name__ == "__main__":
    main()
