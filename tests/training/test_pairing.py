import numpy as np
import pandas as pd
import pytest

from eeg2music.training.corpus import Corpus
from eeg2music.training.pairing import (
    reversed_in_time,
    shown_later,
    with_random_phases,
    without_channel,
)

TRIALS, SLICES, FRAMES, CHANNELS, SAMPLES, BANDS = 3, 4, 8, 2, 16, 3


@pytest.fixture(scope="module")
def corpus():
    rng = np.random.default_rng(0)
    frames = (TRIALS, SLICES, FRAMES)
    eeg = rng.normal(size=(*frames, CHANNELS, SAMPLES)).astype(np.float32)
    eeg[..., 1, :] += eeg[..., 0, :]
    entropy = rng.normal(size=(*frames, CHANNELS, BANDS)).astype(np.float32)
    nothing = np.zeros((0,))
    return Corpus(
        trials=pd.DataFrame({"subject": "s01", "video": [3, 5, 7], "part": "headline"}),
        eeg=eeg,
        entropy=entropy,
        eeg_token=(entropy[..., 0, 0] > 0).astype(np.int64),
        audio_token=rng.integers(0, 9, frames),
        song=np.arange(TRIALS),
        songs=np.array([3, 5, 7]),
        patch=nothing,
        audio_point=nothing,
    )


def courses(corpus, trial):
    """EEG, shape (times, channels), and entropy, shape (frames, features), of a trial."""
    eeg = corpus.eeg[trial].transpose(0, 1, 3, 2).reshape(-1, CHANNELS)
    return eeg, corpus.entropy[trial].reshape(SLICES * FRAMES, -1)


def test_reversed_eeg_is_the_same_read_backwards(corpus):
    turned = reversed_in_time(corpus)
    for trial in range(TRIALS):
        for told, was in zip(courses(turned, trial), courses(corpus, trial), strict=True):
            np.testing.assert_array_equal(told, was[::-1])
        tokens = turned.eeg_token[trial].ravel()
        np.testing.assert_array_equal(tokens, corpus.eeg_token[trial].ravel()[::-1])
    np.testing.assert_array_equal(turned.audio_token, corpus.audio_token)


@pytest.mark.parametrize("frames", [-5, -1, 0, 3, 40])
def test_eeg_that_is_shown_later_goes_round_within_its_trial(corpus, frames):
    shown = shown_later(corpus, frames)
    for name in ("eeg", "entropy", "eeg_token"):
        before, after = getattr(corpus, name), getattr(shown, name)
        courses = before.reshape(len(before), -1, *before.shape[3:])
        turned = after.reshape(courses.shape)
        for frame in range(courses.shape[1]):
            later = courses[:, (frame + frames) % courses.shape[1]]
            np.testing.assert_array_equal(turned[:, frame], later)
    assert shown.audio_token is corpus.audio_token


def test_random_phases_keep_spectra_and_what_channels_share(corpus):
    drawn = with_random_phases(corpus, 1)
    for trial in range(TRIALS):
        for told, was in zip(courses(drawn, trial), courses(corpus, trial), strict=True):
            found, expected = np.fft.rfft(told, axis=0), np.fft.rfft(was, axis=0)
            np.testing.assert_allclose(np.abs(found), np.abs(expected), atol=1e-4)
            cross, known = (each[:, 0] * each[:, 1].conj() for each in (found, expected))
            np.testing.assert_allclose(cross, known, atol=1e-2)
            assert abs(np.corrcoef(told[:, 0], was[:, 0])[0, 1]) < 0.7
            np.testing.assert_allclose(told.mean(axis=0), was.mean(axis=0), atol=1e-5)


def test_with_random_phases_a_token_goes_with_its_entropy(corpus):
    drawn = with_random_phases(corpus, 1)
    assert drawn.eeg.dtype == drawn.entropy.dtype == np.float32
    agree = drawn.eeg_token == (drawn.entropy[..., 0, 0] > 0)
    assert agree.mean() > 0.6
    again = with_random_phases(corpus, 1)
    np.testing.assert_array_equal(drawn.eeg, again.eeg)
    assert not np.array_equal(drawn.eeg, with_random_phases(corpus, 2).eeg)


def test_a_silent_electrode_leaves_the_others_and_recalls_the_nearest_frame(corpus):
    silent = without_channel(corpus, 1)
    for name in ("eeg", "entropy"):
        was, now = getattr(corpus, name), getattr(silent, name)
        assert (now[:, :, :, 1] == 0).all()
        assert (now[:, :, :, 0] == was[:, :, :, 0]).all()
        assert (was[:, :, :, 1] != 0).any()
    was, now = (each.entropy[0].reshape(SLICES * FRAMES, -1) for each in (corpus, silent))
    nearest = np.square(now[:, None] - was[None]).sum(axis=2).argmin(axis=1)
    assert (nearest != np.arange(len(nearest))).any()
    assert (silent.eeg_token[0].ravel() == corpus.eeg_token[0].ravel()[nearest]).all()
