"""Training learns, is deterministic, and goes on exactly where it was cut."""

from dataclasses import asdict, replace
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
import torch

from eeg2music import registry
from eeg2music.errors import DataError
from eeg2music.evaluation.params import Masking
from eeg2music.evaluation.tasks import HEADLINE, Task, stopping_tasks
from eeg2music.model.loss import Objective, softened
from eeg2music.training import checkpoint, loop, resume
from eeg2music.training.checkpoint import Settings
from eeg2music.training.corpus import Corpus
from eeg2music.training.known import known_of
from eeg2music.training.loop import SINGLE, Course
from eeg2music.training.medley import Cuts
from eeg2music.training.recombination import recombination
from eeg2music.training.selection import predict
from eeg2music.training.systems import build
from eeg2music.training.validation import validation
from eeg2music.training.windows import cut
from eeg2music.vocabulary.projection import Projection
from tests.refusals import refusal
from tests.small import small_model, small_train

MODEL, TRAIN = small_model(), small_train()
SOFT = softened(torch.eye(3), neighbours=0.3, uniform=0.0, reach=1.0)
MASKING = Masking(mask_ratios=[0.25, 1.0], seed=3)
TASKS = stopping_tasks(MASKING)


def _corpus():
    """The EEG's loud channel is the audio token: learnable from the EEG alone."""
    rng = np.random.default_rng(0)
    token = rng.integers(0, 3, (20, 2, 4))
    eeg = rng.normal(size=(20, 2, 4, 3, 16)).astype("f4")
    np.put_along_axis(eeg, token[..., None, None], 8 * eeg[..., :1, :], axis=3)
    part = np.repeat(["train", "validation_headline", "validation_paper"], [14, 3, 3])
    trials = pd.DataFrame({"subject": "s01", "video": np.arange(20), "part": part})
    patch = rng.normal(size=(20, 2, 4, 5, 2)).astype("f4")
    entropy = np.zeros((20, 2, 4, 3, 2), "f4")
    corner = np.eye(3, dtype="f4")[token]
    return Corpus(trials, eeg, entropy, token, token, np.arange(20), np.arange(20), patch, corner)


def known(corpus, metres=()):
    """Three entries of each dictionary, at the corners of a space."""
    space = Projection(np.zeros(6), np.ones(6), np.eye(3, 6))
    return known_of(corpus, [*metres], np.eye(3, dtype="f4"), space, np.eye(3, dtype="f4"))


def _start(seed=0, model=MODEL, **told):
    corpus = _corpus()
    system = registry.find("ours", registry.Trained)
    network, shapes = build(system, corpus, replace(known(corpus), **told), model, 1, seed)
    return loop.start(network, TRAIN), shapes


def _same(first, second):
    assert first.keys() == second.keys()
    for task, values in first.items():
        for name, value in values.items():
            assert torch.equal(value, second[task][name])


def on(device):
    return SINGLE.model_copy(update={"device": device})


def _run(state, train=TRAIN, course=MappingProxyType({}), **options):
    corpus = _corpus()
    training = cut(corpus.select(corpus.rows("train")), 1)
    course = Course(
        **{"training": training, "validation": validation(corpus, 1, 4, MASKING)} | course
    )
    return loop.run(state, course, train, seed=0, **options)


@pytest.mark.parametrize("audio_is_discrete", [True, False])
@pytest.mark.parametrize("eeg_is_discrete", [True, False])
def test_learns_what_the_eeg_tells(eeg_is_discrete, audio_is_discrete):
    state, shapes = _start(eeg_is_discrete=eeg_is_discrete, audio_is_discrete=audio_is_discrete)
    assert (shapes.eeg_is_discrete, shapes.audio_is_discrete) == (
        eeg_is_discrete,
        audio_is_discrete,
    )
    curve = _run(state, TRAIN.model_copy(update={"epochs": 25})).kept.curve
    assert {point.task for point in curve} == set(TASKS)
    assert curve[-1].validation_loss < 0.75 * np.log(3)  # of a blind guess among three


def test_the_same_seed_gives_the_same_curve_and_weights():
    first, second = _run(_start()[0]), _run(_start()[0])
    assert first.kept.curve == second.kept.curve
    _same(first.kept.best, second.kept.best)


def test_a_run_that_was_cut_goes_on_with_the_same_curve(tmp_path):
    whole = _run(_start()[0])
    path = tmp_path / "state.safetensors"

    class Killed(Exception):
        pass

    def die_after_third(state):
        resume.save(state, path, "run")
        if state.kept.epoch == 3:
            raise Killed

    with pytest.raises(Killed):
        _run(_start()[0], after_epoch=die_after_third)
    restored = resume.restore(_start()[0], path, "run")
    assert restored.kept.epoch == 3
    continued = _run(restored)
    assert [asdict(e) for e in continued.kept.curve] == [asdict(e) for e in whole.kept.curve]
    _same(whole.kept.best, continued.kept.best)


def test_a_state_of_another_run_or_a_broken_one_is_not_taken_up(tmp_path):
    path = tmp_path / "state.safetensors"
    resume.save(_run(_start()[0]), path, "one run")
    assert not resume.restore(_start()[0], path, "another").kept.curve
    path.write_bytes(path.read_bytes()[:100])
    assert not resume.restore(_start()[0], path, "one run").kept.curve


def test_the_rate_has_fallen_to_zero_and_each_task_keeps_its_best_epoch():
    seen = {}

    def watch(state):
        weights = state.average.module.state_dict()
        seen[state.kept.epoch] = {k: v.clone() for k, v in weights.items()}

    hasty = TRAIN.model_copy(update={"learning_rate": 0.1, "epochs": 12})
    corpus = _corpus()
    unknown = corpus.rows("validation_headline")  # music that no brain tells: best left unlearned
    corpus = replace(corpus, audio_token=corpus.audio_token.copy())
    corpus.audio_token[unknown] = (corpus.audio_token[unknown] + 1) % 3
    told = Course(cut(corpus.select(corpus.rows("train")), 1), validation(corpus, 1, 4, MASKING))
    state = loop.run(_start()[0], told, hasty, seed=0, after_epoch=watch)
    assert state.kept.curve[-1].learning_rate < 0.02 * hasty.learning_rate
    assert len(set(state.kept.best_epochs.values())) > 1  # or the tasks could not be told apart
    for task in TASKS:
        losses = [p.validation_loss for p in state.kept.curve if p.task == task]
        assert len(losses) == 12
        assert state.kept.best_epochs[task] == int(np.argmin(losses)) + 1
        _same({task: state.kept.best[task]}, {task: seen[state.kept.best_epochs[task]]})


@pytest.mark.parametrize("pieces", [None, Cuts(piece=2, grid=2)])
def test_nothing_but_the_training_part_is_ever_learned_from(pieces):
    """Every frame carries its trial's number, as brain and as music."""
    corpus, seen = _corpus(), {True: set(), False: set()}
    corpus.entropy[:] = np.arange(20)[:, None, None, None, None]
    corpus.patch[:] = np.arange(20)[:, None, None, None, None]
    state, _ = _start()

    def watch(scale, given):
        seen[scale.training] |= set(given[0].unique().tolist())

    for each in (state.model, state.average.module):
        each.eeg_space.register_forward_pre_hook(watch)
        each.patch_scale.register_forward_pre_hook(watch)
    training = cut(corpus.select(corpus.rows("train")), 1)
    course = Course(training, validation(corpus, 1, 4, MASKING), cuts=pieces)
    loop.run(state, course, TRAIN.model_copy(update={"input_noise": 0.0}), seed=0)
    assert seen == {True: set(range(14)), False: set(range(14, 20))}


def test_what_is_kept_is_the_running_mean_of_the_weights():
    passed = []
    train = TRAIN.model_copy(update={"averaging": 0.7, "epochs": 3})
    state = loop.start(_start()[0].model, train)
    state.optimiser.register_step_post_hook(
        lambda *_: passed.append(state.model.head.logits.weight.detach().clone())
    )
    _run(state, train)
    mean = passed[0]
    for weights in passed[1:]:
        mean = 0.7 * mean + 0.3 * weights
    assert torch.allclose(state.average.module.head.logits.weight, mean, atol=1e-6)
    best = state.kept.best_epochs[TASKS[0]]
    assert best == 3
    assert torch.allclose(state.kept.best[TASKS[0]]["head.logits.weight"], mean, atol=1e-6)
    plain = train.model_copy(update={"averaging": 0.0})
    last = _run(loop.start(_start()[0].model, plain), plain)
    assert torch.equal(last.average.module.head.logits.weight, last.model.head.logits.weight)


def test_each_part_of_a_course_changes_what_is_learned_and_stay_deterministic():
    plain = _run(_start()[0]).kept.curve
    twice = replace(_corpus(), song=np.arange(20) // 2)  # each song has two listeners
    heard = cut(twice.select(twice.rows("train")), 1)
    for course in (
        {"cuts": Cuts(piece=2, grid=2)},
        {"training": heard, "recombination": recombination(heard, known(_corpus()))},
        {"objective": Objective(SOFT)},
        {"objective": Objective(contrast=0.5)},
    ):
        again = [_run(_start()[0], course=course).kept.curve for _ in range(2)]
        assert again[0] == again[1] != plain


def test_a_step_takes_as_many_slices_whatever_a_window_holds():
    corpus = _corpus()  # two slices a trial
    for batch_slices, context, windows in ((8, 1, 8), (8, 2, 4), (1, 2, 1)):
        train = TRAIN.model_copy(update={"batch_slices": batch_slices})
        assert loop.windows_per_step(cut(corpus, context), train) == windows


def test_a_task_is_validated_where_it_is_scored():
    corpus = _corpus()
    for task, hidden in validation(corpus, 1, 4, MASKING).items():
        part = corpus.select(corpus.rows(f"validation_{task.protocol}"))
        assert torch.equal(hidden.windows.audio_token, cut(part, 1).audio_token)
        assert (hidden.masked.sum(dim=1) == round(4 * task.mask_ratio)).all()
    corpus.trials.loc[corpus.trials["part"] == "validation_paper", "part"] = "unused"
    memory = validation(corpus, 1, 4, MASKING)[TASKS[-1]]
    assert len(memory.windows) == 14 * 2  # the training part stands in


@pytest.mark.parametrize("batch_slices", [8, 1000])  # found while training; in validation
def test_training_to_nan_is_refused_and_nothing_of_that_epoch_is_kept(batch_slices):
    wild = TRAIN.model_copy(
        update={"learning_rate": 1e30, "warmup_epochs": 0, "batch_slices": batch_slices}
    )
    kept = []
    refusal(
        lambda: _run(_start()[0], wild, after_epoch=kept.append),
        file="training",
        expected="a finite loss",
        found="a loss of nan",
        cure="train.learning_rate",
    )
    assert kept == []


def test_a_checkpoint_that_was_broken_in_training_is_refused(tmp_path):
    state, shapes = _start()
    told = Settings("ours", 0, shapes, MODEL, best_epochs={"headline-1": 1}, epochs=2)
    paths = tmp_path / "m.safetensors", tmp_path / "m.json"
    with torch.no_grad():
        state.model.head.logits.bias[1] = torch.nan
    checkpoint.save({HEADLINE: state.model.state_dict()}, told, *paths)
    refusal(
        lambda: checkpoint.load("ours", HEADLINE, *paths),
        file=paths[0],
        expected="finite weights",
        found="head.logits.bias",
        cure="Train the model again",
    )


def test_checkpoints_come_back_whole(tmp_path):
    state, shapes = _start()
    told = Settings("ours", 0, shapes, MODEL, best_epochs={"headline-1": 1}, epochs=2)
    paths = tmp_path / "m.safetensors", tmp_path / "m.json"
    checkpoint.save({HEADLINE: state.model.state_dict()}, told, *paths)
    model, settings = checkpoint.load("ours", HEADLINE, *paths)
    assert settings == told
    windows = cut(_corpus(), 1)
    masked = torch.ones(windows.audio_token.shape, dtype=torch.bool)
    assert torch.equal(predict(model, windows, masked, 7), predict(state.model, windows, masked, 7))


def test_weights_for_a_task_that_the_model_was_not_stopped_on_are_refused(tmp_path):
    state, shapes = _start()
    told = Settings("ours", 0, shapes, MODEL, best_epochs={"headline-1": 1}, epochs=2)
    paths = tmp_path / "m.safetensors", tmp_path / "m.json"
    checkpoint.save({HEADLINE: state.model.state_dict()}, told, *paths)
    refusal(
        lambda: checkpoint.load("ours", Task("paper", 0.3), *paths),
        file=paths[0],
        expected="weights for the task paper-0.3",
        found="none",
        cure="evaluate.mask_ratios",
    )


def test_a_model_of_another_system_or_of_none_is_refused(tmp_path):
    state, shapes = _start()
    paths = tmp_path / "m.safetensors", tmp_path / "m.json"
    for made, asked, found in (("no_eeg", "ours", "one of no_eeg"), ("os", "os", "no such system")):
        told = Settings(made, 0, shapes, MODEL, best_epochs={"headline-1": 1}, epochs=2)
        checkpoint.save({HEADLINE: state.model.state_dict()}, told, *paths)
        with pytest.raises(DataError, match=found):
            checkpoint.load(asked, HEADLINE, *paths)


def test_settings_of_another_kind_are_refused(tmp_path):
    (tmp_path / "m.json").write_text('{"system": "ours"}')
    with pytest.raises(DataError, match=r"m\.json"):
        checkpoint.read_settings(tmp_path / "m.json")


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_a_gpu_learns_the_same_and_goes_on_where_it_was_cut(tmp_path):
    train = TRAIN.model_copy(update={"input_noise": 0.0, "epochs": 4})
    quiet = MODEL.model_copy(update={"dropout": 0.0})
    curves = {}
    for device in ("cpu", "cuda"):
        path = tmp_path / f"{device}.safetensors"
        state = _start(model=quiet)[0]
        _run(
            state, train, compute=on(device), after_epoch=lambda s, p=path: resume.save(s, p, "run")
        )
        restored = resume.restore(_start(model=quiet)[0], path, "run")
        assert restored.kept.curve == state.kept.curve
        longer = train.model_copy(update={"epochs": 5})
        curves[device] = _run(restored, longer, compute=on(device)).kept
        shapes, paths = _start()[1], (tmp_path / "m.safetensors", tmp_path / "m.json")
        told = Settings("ours", 0, shapes, quiet, best_epochs={"headline-1": 1}, epochs=5)
        checkpoint.save(curves[device].best, told, *paths)
        checkpoint.load("ours", HEADLINE, *paths)
    losses = [[p.validation_loss for p in curves[device].curve] for device in ("cpu", "cuda")]
    assert losses[0] == pytest.approx(losses[1], abs=0.01)
