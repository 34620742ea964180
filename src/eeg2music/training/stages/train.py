"""Stage ``train``: one experiment to a checkpoint and its learning curve (paper 3.3)."""

import hashlib
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music import parquet, registry
from eeg2music.errors import DataError
from eeg2music.evaluation.params import Masking
from eeg2music.evaluation.tasks import stopping_tasks
from eeg2music.model.loss import Objective, softened
from eeg2music.model.network import Known
from eeg2music.model.params import Model
from eeg2music.params.grid import Grid
from eeg2music.stages import device
from eeg2music.stages.chosen import SystemName
from eeg2music.stages.params import Training
from eeg2music.stages.runner import Output
from eeg2music.training import checkpoint, loop
from eeg2music.training.checkpoint import Settings
from eeg2music.training.corpus import Corpus
from eeg2music.training.descent import Descent, descend
from eeg2music.training.known import read_known
from eeg2music.training.loop import Course
from eeg2music.training.medley import cuts
from eeg2music.training.params import Train
from eeg2music.training.path import walk
from eeg2music.training.reading import read_corpus
from eeg2music.training.recombination import recombination
from eeg2music.training.systems import build, context_slices, view
from eeg2music.training.tables import CURVE
from eeg2music.training.validation import validation, validation_part
from eeg2music.training.windows import cut


def train(
    *,
    system: SystemName,
    variant: str,
    seed: int,
    code: str,
    eeg_frames: list[Path],
    eeg_tokens: Path,
    audio_tokens: Path,
    audio_features: list[Path],
    eeg_dictionary: Path,
    eeg_projection: Path,
    audio_dictionary: Path,
    split_table: Path,
    ratings: list[Path],
    grid: Grid,
    compute: Training,
    model: Model,
    train: Train,
    evaluate: Masking,
    weights: Output,
    settings: Output,
    curve: Output,
) -> None:
    """Train one system from one seed; a run that was killed goes on where it stood.

    ``variant`` names what differs in ``model`` and ``train``, and under which regime it is trained.
    """
    experiment = f"{system}{variant}-{seed}"
    device.check(compute.device)
    declared = registry.find(system, registry.Trained)
    stopping = {task.protocol for task in stopping_tasks(evaluate)}
    corpus = read_corpus(
        eeg_frames=eeg_frames,
        eeg_tokens=eeg_tokens,
        audio_tokens=audio_tokens,
        audio_features=audio_features,
        split_table=split_table,
        grid=grid,
        electrodes=registry.electrodes_of(system),
        ratings=ratings,
        parts=["train", *map(validation_part, stopping)],
    )
    known = read_known(
        corpus,
        model,
        eeg_dictionary=eeg_dictionary,
        eeg_projection=eeg_projection,
        audio_dictionary=audio_dictionary,
    )
    corpus = view(declared.fitted, corpus, seed)
    context = context_slices(declared, model, grid)
    _check_context(experiment, context, corpus)
    network, shapes = build(declared, corpus, known, model, context, seed)
    course = _course(corpus, known, context, grid, train, evaluate)
    state = weights.parent / f".{experiment}.resume.safetensors"
    if declared.path:
        candidates = registry.resolve(declared.path)(network, course.training)
        batch = loop.windows_per_step(course.training, train)
        kept = walk(network, candidates, course.training, course.validation, batch, compute.device)
    else:
        chosen = f"{experiment} {code} {compute!r} {model!r} {train!r} {evaluate!r}"
        identity = _fingerprint(chosen, corpus, known)
        kept = descend(Descent(network, course, train, seed, compute, state, identity))
    best_epochs = {task.name: epoch for task, epoch in kept.best_epochs.items()}
    made = Settings(system, seed, shapes, model, best_epochs, kept.epoch)
    checkpoint.save(kept.best, made, weights, settings)
    points = pd.DataFrame([asdict(point) for point in kept.curve])
    meta = {"experiment": experiment, "train": train.model_dump(), "model": model.model_dump()}
    parquet.write(curve, CURVE, {name: points[name] for name in points}, meta)
    state.unlink(missing_ok=True)


def _check_context(experiment: str, context: int, corpus: Corpus) -> None:
    slices = corpus.audio_token.shape[1]
    if context > slices:
        raise DataError(
            experiment,
            expected=f"a model that sees {slices} slice of a trial at once, as others are held out",
            found=f"one that sees {context}",
            cure="Name a variant with such a `model.context_s` in `experiments.protocols`.",
        )


def _course(
    corpus: Corpus, known: Known, context: int, grid: Grid, train: Train, evaluate: Masking
) -> Course:
    windows = cut(corpus.select(corpus.rows("train")), context)
    targets = softened(
        known.audio_centroids,
        neighbours=train.neighbour_smoothing,
        uniform=train.label_smoothing,
        reach=train.neighbour_reach,
    )
    return Course(
        windows,
        validation(corpus, context, grid.frames, evaluate),
        Objective(targets, train.contrast),
        cuts(train.medley_piece_s / grid.frame_s, known.metre),
        recombination(windows, known) if train.recombined_share else None,
    )


def _fingerprint(told: str, corpus: Corpus, known: Known) -> str:
    """Digest of all that training depends on: only training of the same may go on."""
    digest = hashlib.sha256(told.encode())
    heard = (corpus.eeg, corpus.entropy, corpus.eeg_token, corpus.audio_token, corpus.patch)
    for values in (*heard, *map(np.asarray, asdict(known).values())):
        digest.update(np.ascontiguousarray(values).data)
    return digest.hexdigest()
