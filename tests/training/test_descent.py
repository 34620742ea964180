"""Several processes learn what one does."""

from dataclasses import asdict, replace

import numpy as np
import pytest
import torch

from eeg2music.model.loss import Objective, composite_loss
from eeg2music.training import loop, resume
from eeg2music.training.descent import Descent, descend
from eeg2music.training.group import Group
from eeg2music.training.loop import SINGLE, Course
from eeg2music.training.medley import Cuts
from eeg2music.training.recombination import recombination
from eeg2music.training.validation import validation
from eeg2music.training.windows import cut
from tests.refusals import refusal
from tests.small import small_model, small_train
from tests.training.test_loop import MASKING, _corpus, _start, known

STILL = small_train(epochs=4, input_noise=0.0, batch_slices=7)
"""Nothing random but what all processes draw alike; seven windows are shared unevenly."""


def told(folder, **compute):
    corpus = replace(_corpus(), song=np.arange(20) // 2)
    windows = cut(corpus.select(corpus.rows("train")), 1)
    course = Course(
        windows,
        validation(corpus, 1, 4, MASKING),
        Objective(contrast=0.5),
        cuts=Cuts(piece=2, grid=2),
        recombination=recombination(windows, known(_corpus())),
    )
    network = _start(model=small_model(dropout=0.0))[0].model
    computing = SINGLE.model_copy(update=compute)
    return Descent(network, course, STILL, 0, computing, folder / "state", "this run")


def losses(kept):
    return [value for p in kept.curve for value in (p.train_loss, p.validation_loss)]


def test_two_processes_go_on_where_one_was_killed_and_learn_what_it_would(tmp_path):
    alone = told(tmp_path)
    whole = descend(alone)

    def stop(state):
        resume.save(state, alone.kept, alone.identity)
        if state.kept.epoch == 2:
            raise KeyboardInterrupt

    state = loop.start(told(tmp_path).network, STILL)
    with pytest.raises(KeyboardInterrupt):
        loop.run(state, alone.course, STILL, seed=0, after_epoch=stop)
    together = descend(told(tmp_path, processes=2))
    assert together.epoch == STILL.epochs
    assert losses(together) == pytest.approx(losses(whole), abs=1e-4)
    assert losses(together) != losses(whole)  # sums are taken in another order
    assert losses(whole)[-1] < losses(whole)[1] - 0.1  # something was learned


def test_what_one_of_two_processes_refuses_is_told_as_ever(tmp_path):
    wild = STILL.model_copy(update={"learning_rate": 1e30, "warmup_epochs": 0})
    refusal(
        lambda: descend(replace(told(tmp_path, processes=2), train=wild)),
        file="training",
        expected="a finite loss",
        found="a loss of nan",
        cure="train.learning_rate",
    )


def test_a_share_of_a_step_adds_up_to_the_step():
    torch.manual_seed(0)
    losses = torch.rand(7, 4)
    masked = torch.rand(7, 4) < 0.4
    parts = [
        composite_loss(*map(Group(rank, 3).share, (losses, masked)), alpha=0.2, whole=masked)
        for rank in range(3)
    ]
    assert sum(parts).item() == pytest.approx(
        composite_loss(losses, masked, alpha=0.2).item(), rel=1e-5
    )


def test_lower_precision_learns_much_the_same(tmp_path):
    exact = descend(told(tmp_path))
    (tmp_path / "state").unlink()
    rough = descend(told(tmp_path, precision="bfloat16"))
    assert losses(rough) == pytest.approx(losses(exact), abs=0.1)
    assert losses(rough) != losses(exact)
    assert all(value.dtype == torch.float32 for value in next(iter(rough.best.values())).values())
    assert asdict(rough.curve[0]).keys() == asdict(exact.curve[0]).keys()
