"""Weights fitted in closed form are chosen on validation, task by task."""

from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest
import torch

from eeg2music import registry
from eeg2music.decoders.ridge import path
from eeg2music.params.grid import Grid
from eeg2music.training.path import walk
from eeg2music.training.systems import build, context_slices
from eeg2music.training.tables import is_descent
from eeg2music.training.validation import validation
from eeg2music.training.windows import cut
from tests.training.test_loop import MASKING, MODEL, TASKS, _corpus, _run, _start, known


@pytest.fixture
def told():
    """A ridge and windows of whole trials, of which every entropy is noise."""
    corpus = _corpus()
    corpus.entropy[:] = np.random.default_rng(0).normal(size=corpus.entropy.shape)
    system = registry.find("ridge", registry.Trained)
    context = context_slices(system, MODEL, Grid(trial_s=8.0, slice_s=4.0, frame_s=1.0))
    network, shapes = build(system, corpus, known(corpus), MODEL, context, 0)
    assert (context, shapes.length) == (2, 8)
    training = cut(corpus.select(corpus.rows("train")), context)
    return network, training, validation(corpus, context, 4, MASKING)


def test_the_penalty_with_the_lowest_loss_is_kept_for_each_task(told):
    network, training, held_out = told
    kept = walk(network, path(network, training), training, held_out, 4)
    states = [state for _, state in path(network, training)]
    assert {p.task for p in kept.curve} == set(TASKS)
    assert kept.epoch == len(states) == len(MODEL.decoders.ridge_penalties)
    losses = [p.train_loss for p in kept.curve if p.task == TASKS[0]]
    assert losses == sorted(losses, reverse=True)  # the weaker the penalty, the closer the fit
    for task in TASKS:
        mine = [p.validation_loss for p in kept.curve if p.task == task]
        best = states[int(np.argmin(mine))]
        assert all(torch.equal(best[name], value) for name, value in kept.best[task].items())


def test_a_path_is_told_from_a_learning_curve(told):
    network, training, held_out = told
    walked = walk(network, path(network, training), training, held_out, 4)
    learnt = _run(_start()[0]).kept
    for kept, descends in ((walked, False), (learnt, True)):
        assert is_descent(pd.DataFrame([asdict(point) for point in kept.curve])) is descends
