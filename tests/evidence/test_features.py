import numpy as np
import pandas as pd
import pytest
import torch

from eeg2music import parquet
from eeg2music.eeg.tables import EEG_FEATURES
from eeg2music.evidence.features import features_of, where_of
from eeg2music.evidence.tables import ENCODER, ENTROPY, NORMALISED, TOKENS
from eeg2music.model.network import Shapes
from eeg2music.model.transformer import Transformer
from eeg2music.training.corpus import Corpus
from tests.small import drawn_known, small_model

TRIALS = [("s01", 3), ("s01", 7), ("s02", 3)]
SLICES, FRAMES, CHANNELS, BANDS, SAMPLES, ENTRIES = 4, 8, 2, 3, 16, 6
SHAPES = Shapes(
    length=SLICES * FRAMES,
    channels=CHANNELS,
    samples=SAMPLES,
    eeg_bands=BANDS,
    bands=5,
    hops=2,
    eeg_entries=ENTRIES,
    eeg_components=4,
    audio_entries=7,
    audio_components=3,
)


def corpus():
    rng = np.random.default_rng(0)
    shape = (len(TRIALS), SLICES, FRAMES)
    return Corpus(
        trials=pd.DataFrame(TRIALS, columns=["subject", "video"]).assign(part="headline"),
        eeg=rng.normal(size=(*shape, CHANNELS, SAMPLES)).astype(np.float32),
        entropy=rng.normal(size=(*shape, CHANNELS, BANDS)).astype(np.float32),
        eeg_token=rng.integers(0, ENTRIES, shape),
        audio_token=rng.integers(0, 7, shape),
        song=np.array([0, 1, 0]),
        songs=np.array([3, 7]),
        patch=rng.normal(size=(2, SLICES, FRAMES, 5, 2)).astype(np.float32),
        audio_point=rng.normal(size=(2, SLICES, FRAMES, 3)).astype(np.float32),
    )


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    network = Transformer(SHAPES, small_model(context_s=16.0))
    network.describe(drawn_known(SHAPES))
    return network


@pytest.fixture
def files(tmp_path):
    """Entropy in nats that tells subject, song and slice; one more song is no trial."""
    paths = []
    for subject, videos in (("s01", (3, 5, 7)), ("s02", (3,))):
        place = np.indices((len(videos), SLICES, FRAMES)).reshape(3, -1)
        video = np.array(videos, np.int16)[place[0]]
        told = 1000 * int(subject[1:]) + 10 * video + place[1] + (place[2] - 3.5) / 10
        columns = {
            "subject": np.full(len(video), subject),
            "video": video,
            "slice": place[1].astype(np.int16),
            "frame": place[2].astype(np.int16),
            "de": np.broadcast_to(told[:, None, None], (len(told), CHANNELS, BANDS)),
        }
        paths.append(tmp_path / f"{subject}.parquet")
        parquet.write(paths[-1], EEG_FEATURES, columns)
    return paths


def test_every_slice_has_its_own_features(model, files):
    told = corpus()
    where, found = where_of(told), features_of(told, files, model, SHAPES.length)
    expected = [1000 * int(s[1:]) + 10 * v + n for s, v in TRIALS for n in range(SLICES)]
    np.testing.assert_allclose(found[ENTROPY][:, 0], expected, rtol=1e-6)
    assert [*where.itertuples(index=False, name=None)][::SLICES] == [
        (subject, video, "headline") for subject, video in TRIALS
    ]
    np.testing.assert_allclose(
        found[NORMALISED][6], told.entropy[1, 2].mean(axis=0).ravel(), rtol=1e-5
    )
    shares = [np.mean(told.eeg_token[1, 2] == entry) for entry in range(ENTRIES)]
    np.testing.assert_allclose(found[TOKENS][6], shares)


def test_the_encoder_sees_whole_trials_and_no_music(model, files):
    told = corpus()
    found = features_of(told, files, model, SHAPES.length)[ENCODER]
    assert found.shape == (len(TRIALS) * SLICES, 16)
    other = corpus()
    other.patch[:], other.audio_token[:] = 0.0, 0
    again = features_of(other, files, model, SHAPES.length)[ENCODER]
    np.testing.assert_array_equal(found, again)
    other.entropy[0, -1] += 1.0  # what comes last is seen by what comes first
    assert not np.allclose(
        found[0], features_of(other, files, model, SHAPES.length)[ENCODER][0], atol=1e-6
    )
