from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from eeg2music.training.corpus import Corpus
from eeg2music.training.metre import choose_metre

SONGS, FRAMES = 24, 96
CANDIDATES = [2, 4, 8, 16, 32]


def corpus(bar, offset=0, seed=0):
    """Songs in which a frame's entry lies near the middle of its bar, if there are bars."""
    rng = np.random.default_rng(seed)
    middles = rng.normal(size=(SONGS, FRAMES + bar, 3))
    bars = (np.arange(FRAMES) + offset) // bar
    points = middles[:, bars] + 0.5 * rng.normal(size=(SONGS, FRAMES, 3))
    centroids = rng.normal(size=(200, 3)).astype("f4")
    gaps = ((points[:, :, None] - centroids) ** 2).sum(axis=-1)
    part = np.repeat(["train", "validation_headline", "headline"], [14, 6, 4])
    trials = pd.DataFrame({"subject": "s01", "video": np.arange(SONGS), "part": part})
    token = gaps.argmin(axis=-1).reshape(SONGS, 12, 8)
    nothing = np.zeros((SONGS, 12, 8, 1, 1), "f4")
    song = np.arange(SONGS)
    return Corpus(trials, nothing, nothing, token, token, song, song, nothing, nothing), centroids


@pytest.mark.parametrize("bar", [2, 4, 8, 16])
def test_finds_bars_that_begin_with_the_trial(bar):
    assert choose_metre(*corpus(bar), CANDIDATES) == bar


@pytest.mark.parametrize(("bar", "offset"), [(1, 0), (6, 3), (8, 4)])
def test_there_is_none_where_bars_begin_elsewhere_or_fit_no_candidate(bar, offset):
    found = [choose_metre(*corpus(bar, offset, seed), [8, 16, 32]) for seed in range(5)]
    assert found.count(0) >= 4


def test_test_songs_are_not_looked_at():
    heard, centroids = corpus(8)
    other = heard.audio_token.copy()
    other[heard.rows("headline")] = 0
    assert choose_metre(replace(heard, audio_token=other), centroids, CANDIDATES) == 8
    spoilt = heard.audio_token.copy()
    spoilt[heard.rows("validation_headline")] = np.random.default_rng(1).integers(0, 200, (12, 8))
    assert choose_metre(replace(heard, audio_token=spoilt), centroids, [8]) == 0


@pytest.mark.filterwarnings("error")
def test_music_that_never_changes_has_none():
    heard, centroids = corpus(8)
    still = replace(heard, audio_token=np.zeros_like(heard.audio_token))
    assert choose_metre(still, centroids, CANDIDATES) == 0


def test_one_song_of_validation_tells_none():
    heard, centroids = corpus(8)
    heard.trials.loc[heard.rows("validation_headline")[1:], "part"] = "unused"
    assert choose_metre(heard, centroids, CANDIDATES) == 0


def test_where_no_song_is_new_there_is_no_metre():
    """As where single slices are held out."""
    heard, centroids = corpus(bar=4)
    by_all = replace(heard, song=np.zeros_like(heard.song))
    assert choose_metre(by_all, centroids, [2, 4]) == 0
