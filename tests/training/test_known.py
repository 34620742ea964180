import numpy as np
import pytest
import torch

from eeg2music import parquet
from eeg2music.errors import DataError
from eeg2music.params.grid import Grid
from eeg2music.registry import Trained
from eeg2music.training.checkpoint import read_settings
from eeg2music.training.known import known_of
from eeg2music.training.systems import context_slices
from eeg2music.vocabulary.projection import Projection
from eeg2music.vocabulary.tables import DICTIONARY
from tests.small import small_model
from tests.stages import test_training_part_only as run
from tests.training.test_loop import _corpus, known

SYSTEM = {"title": "", "about": "", "kind": "system", "place": 0, "network": "a:b"}


def test_the_network_s_space_is_that_of_the_dictionary():
    rng = np.random.default_rng(0)
    space = Projection(rng.normal(size=6), rng.uniform(1, 2, 6), rng.normal(size=(3, 6)))
    told = known_of(_corpus(), [], np.eye(3, dtype="f4"), space, np.eye(3, dtype="f4"))
    entropy = rng.normal(size=(5, 6))
    mapped = torch.tensor(entropy, dtype=torch.float32) @ told.eeg_axes.T + told.eeg_offset
    assert np.allclose(mapped, space.apply(entropy), atol=1e-5)


def test_patches_are_described_by_the_training_songs_alone():
    corpus = _corpus()
    told = known(corpus)
    assert np.allclose(told.patch_mean, corpus.patch[:14].mean(axis=(0, 1, 2)), atol=1e-6)
    assert np.allclose(told.patch_sd, corpus.patch[:14].std(axis=(0, 1, 2)) + 1e-3, atol=1e-6)
    assert told.metre == 0


@pytest.mark.parametrize(("context_s", "slices"), [(4.0, 1), (12.0, 3), (60.0, 15), (600.0, 15)])
def test_context_is_whole_slices_up_to_the_trial(context_s, slices):
    grid = Grid(trial_s=60.0, slice_s=4.0, frame_s=0.5)
    model = small_model(context_s=context_s)
    assert context_slices(Trained(**SYSTEM), model, grid) == slices
    assert context_slices(Trained(**SYSTEM, sees_whole_trials=True), model, grid) == 15


@pytest.mark.parametrize("context_s", [1.0, 6.0, 8.0])
def test_context_that_does_not_fit_is_refused(context_s):
    grid = Grid(trial_s=60.0, slice_s=4.0, frame_s=0.5)
    with pytest.raises(DataError, match=r"model\.context_s"):
        context_slices(Trained(**SYSTEM), small_model(context_s=context_s), grid)


@pytest.mark.parametrize(
    ("method", "dictionaries"),
    [
        ("kmeans", ["eeg", "audio"]),
        ("none", ["eeg", "audio"]),
        ("kmeans", ["audio"]),
        ("kmeans", []),
    ],
)
def test_models_see_entries_unless_a_dictionary_is_not_to_be_used(method, dictionaries, tmp_path):
    network = run.MODEL.model_copy(update={"dictionaries": dictionaries})
    run.fitted_on_random_inputs(tmp_path, method=method, network=network)
    shapes = read_settings(tmp_path / "m.json").shapes
    seen = dictionaries if method != "none" else []
    assert shapes.eeg_is_discrete == ("eeg" in seen)
    assert shapes.audio_is_discrete == ("audio" in seen)
    assert shapes.audio_entries == len(parquet.read(tmp_path / "audio.parquet", DICTIONARY).frame)
