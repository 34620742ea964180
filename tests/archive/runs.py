"""A small repository with a finished fold in it, of files that are real where they are read."""

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from eeg2music import parquet
from eeg2music.corpora.tables import MANIFEST, TRIALS
from eeg2music.eeg.tables import EEG_FRAMES, SLICES
from eeg2music.evaluation.tables import GAINS, HITS, SPLIT
from eeg2music.evaluation.tasks import HEADLINE, Task
from eeg2music.model.network import Shapes
from eeg2music.parquet import Schema
from eeg2music.training import checkpoint
from eeg2music.training.checkpoint import Settings
from eeg2music.training.tables import CURVE
from tests.export.files import write_features
from tests.report import tables
from tests.small import small_model, small_train
from tests.tiny import ROOT

SHAPES = Shapes(8, 5, 64, 4, 24, 4, 9, 3, 17, 3)
PARTS = {"train": (4, 6), "validation_headline": (1, 2), "headline": (2, 3), "unused": (1, 1)}
"""Listeners and songs of each part; every listener hears every song of it."""
KEY = {"subject": ["s01"], "video": [1], "slice": [0]}
DATE = "2025-03-04T05:06:07+00:00"
SOUND = ("", ".score", ".reference")


def repository(folder: Path, coupling: str = "planted", cohort: str = "planted") -> Path:
    """Make it."""
    for name in ("Snakefile", "params.yaml", "CITATION.cff", "LICENSE", "constraints.txt"):
        folder.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder)
    (folder / "workflow/rules").mkdir(parents=True)
    shutil.copy(ROOT / "workflow/rules/report.smk", folder / "workflow/rules")
    _results(folder / "results" / cohort, coupling, cohort)
    _commit(folder)
    return folder


def _results(home: Path, coupling: str, cohort: str) -> None:
    fold = home / "fold-0"
    hits = tables.hits((cohort,)).assign(coupling=coupling)
    _write(fold / "evaluate/hits.parquet", HITS, hits, {"evaluate": {"confidence": 0.9}})
    _write(fold / "evaluate/gains.parquet", GAINS, tables.gains(hits))
    _write(fold / "split/split.parquet", SPLIT, split())
    frames = {**KEY, "frame": [0], "eeg": np.zeros((1, 2, 3)), "de": np.zeros((1, 2, 4))}
    parquet.write(fold / "eeg_frames/s01.parquet", EEG_FRAMES, frames)
    write_model(fold / "train/ours-0.safetensors")
    for kind in SOUND:
        _plain(fold / f"compose/s01_01{kind}.wav")
    _plain(fold / "compose/s01_01.score.mid")
    for path in ("report/index.html", "report/figures/one.svg", "train/.ours-0.resume.safetensors"):
        _plain(fold / path)
    parquet.write(home / "slices/s01.parquet", SLICES, {**KEY, "eeg": np.zeros((1, 2, 3))})
    write_features(home / "eeg_features/s01.parquet")
    trial = {"subject": ["s01"], "video": [1], "excluded": [""], "interpolated": ["[]"]}
    ratings = {name: [5.0] for name in ("valence", "arousal", "dominance", "liking")}
    parquet.write(home / "trials/s01.parquet", TRIALS, trial | ratings)
    raw = {"file": ["s01.bdf"], "kind": ["recording"], "bytes": [9], "sha256": ["0" * 64]}
    parquet.write(home / "manifest/manifest.parquet", MANIFEST, raw)


def write_model(weights: Path, system: str = "ours", seed: int = 0) -> None:
    """A checkpoint of two tasks with six weights each, and its curve."""
    weights.parent.mkdir(parents=True, exist_ok=True)
    tensors = {"a": torch.arange(4.0).reshape(2, 2), "b": torch.ones(2)}
    best = {HEADLINE: tensors, Task("paper", 0.5): tensors}
    epochs = {task.name: epoch for epoch, task in enumerate(best, 7)}
    told = Settings(system, seed, SHAPES, small_model(width=48), epochs, 11)
    checkpoint.save(best, told, weights, weights.with_suffix(".json"))
    curve = {each.name: [1] for each in CURVE.columns} | {"protocol": ["headline"]}
    meta = {"train": small_train(learning_rate=0.0375).model_dump()}
    parquet.write(weights.with_suffix(".curve.parquet"), CURVE, curve, meta)


def split() -> pd.DataFrame:
    """Trials of every part; no listener and no song is in two."""
    rows, first = [], 1
    for part, (subjects, songs) in PARTS.items():
        people = [f"s{first + each:02d}" for each in range(subjects)]
        rows += [(who, 10 * first + song, part) for who in people for song in range(songs)]
        first += subjects
    return pd.DataFrame(rows, columns=["subject", "video", "part"])


def _write(path: Path, schema: Schema, rows: pd.DataFrame, meta: dict | None = None) -> None:
    parquet.write(path, schema, {each.name: rows[each.name] for each in schema.columns}, meta)


def _plain(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(path.name)


def _commit(folder: Path) -> None:
    (folder / ".gitignore").write_text("/results/\n")
    who = {"NAME": "someone", "EMAIL": "someone@example.org", "DATE": DATE}
    roles = ("AUTHOR", "COMMITTER")
    told = {f"GIT_{role}_{key}": value for role in roles for key, value in who.items()}
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "A run"]):
        subprocess.run(["git", *words], cwd=folder, env=os.environ | told, check=True)
