"""Segments against loops over every candidate, and against what must come out."""

import numpy as np
import pandas as pd
import pytest

from eeg2music.evaluation.identification import segments
from eeg2music.evaluation.params import Shifts
from eeg2music.evaluation.scoring import Who
from eeg2music.evaluation.ways import n_way, rank_accuracy
from tests.refusals import refusal

WHO = Who("ours", "system", "planted", seed=2)
SLICES, FRAMES, ENTRIES = 4, 3, 60
TRIALS = pd.DataFrame({"subject": ["s01", "s02", "s01"], "video": [9, 4, 4]}, index=[5, 7, 8])


def heard(rng, entries=ENTRIES, trials=TRIALS):
    """Tokens of each trial: those of its song, none of which comes twice if entries allow."""
    shape = (len(np.unique(trials["video"])), SLICES, FRAMES)
    tokens = rng.permutation(np.arange(np.prod(shape)) % entries).reshape(shape)
    return tokens[np.unique(trials["video"], return_inverse=True)[1]]


def counted(tokens, log_p, shift):
    """Better and others of every slice that is not left out, one candidate at a time."""
    music = {video: tokens[row].ravel() for row, video in enumerate(TRIALS["video"])}
    places = [place + shift for place in range(0, SLICES * FRAMES, FRAMES)]
    places = [place for place in places if 0 <= place <= (SLICES - 1) * FRAMES]
    candidates = [(video, place) for video in music for place in places]
    found = {}
    for row, (subject, video) in enumerate(TRIALS.itertuples(index=False)):
        for own in [(video, place) for place in places]:
            slice_ = (own[1] - shift) // FRAMES

            def score(where, row=row, slice_=slice_):
                song, begin = where
                stretch = music[song][begin : begin + FRAMES]
                return sum(log_p[row, slice_, frame, t] for frame, t in enumerate(stretch))

            others = [each for each in candidates if each != own]
            better = [each for each in others if score(each) >= score(own)]
            found[subject, video, slice_] = (len(better), len(others))
    return found


@pytest.mark.parametrize("entries", [ENTRIES, 3])  # without ties, and with many
def test_counts_equal_those_of_loops_over_candidates(entries):
    rng = np.random.default_rng(0)
    tokens = heard(rng, entries)
    log_p = rng.integers(-4, 0, (*tokens.shape, entries)).astype(float)
    rows = segments(WHO, TRIALS, tokens, log_p, largest_shift=5)
    assert sorted(rows["shift"].unique()) == list(range(-5, 6))
    for shift, here in rows.groupby("shift"):
        keys = here[["subject", "video", "slice"]].itertuples(index=False, name=None)
        values = here[["better", "others"]].itertuples(index=False, name=None)
        assert dict(zip(keys, values, strict=True)) == counted(tokens, log_p, shift)


@pytest.mark.parametrize("ways", [2, 3, 5])
def test_whoever_predicts_the_same_of_every_slice_is_at_chance_at_every_shift(ways):
    trials = TRIALS.iloc[:2]  # each song once
    rng = np.random.default_rng(1)
    tokens = heard(rng, trials=trials)
    log_p = np.broadcast_to(rng.normal(size=(FRAMES, ENTRIES)), (*tokens.shape, ENTRIES))
    rows = segments(WHO, trials, tokens, log_p, largest_shift=FRAMES)
    for shift in range(-FRAMES, FRAMES + 1):
        here = rows[rows["shift"] == shift]
        told = here["better"].to_numpy(), here["others"].to_numpy()
        assert n_way(*told, ways).mean() == pytest.approx(1 / ways)
        assert rank_accuracy(*told).mean() == pytest.approx(0.5)


@pytest.mark.parametrize("lag", [-FRAMES, -2, 0, 1, FRAMES])
def test_a_prediction_of_music_at_a_lag_is_told_at_that_shift_alone(lag):
    tokens = heard(np.random.default_rng(2))
    log_p = np.full((*tokens.shape, ENTRIES), -9.0)
    late = np.roll(tokens.reshape(len(tokens), -1), -lag, axis=1).reshape(tokens.shape)
    np.put_along_axis(log_p, late[..., None], 0.0, axis=-1)
    rows = segments(WHO, TRIALS, tokens, log_p, largest_shift=FRAMES + 2)
    found = rows.groupby("shift")["better"].max() == 0
    assert list(found.index[found]) == [lag]


def test_equal_segments_tie_to_the_last_bit():
    rng = np.random.default_rng(3)
    tokens = heard(rng)
    tokens[:, 2] = tokens[:, 0]
    log_p = rng.normal(size=(*tokens.shape, ENTRIES)).astype("f4")
    rows = segments(WHO, TRIALS, tokens, log_p, largest_shift=0)
    assert rows.loc[rows["slice"].isin([0, 2]), "better"].min() >= 1


def test_a_shift_beyond_the_song_leaves_no_row():
    tokens = heard(np.random.default_rng(4))
    rows = segments(WHO, TRIALS, tokens, np.zeros((*tokens.shape, ENTRIES)), largest_shift=20)
    assert rows["shift"].abs().max() == (SLICES - 1) * FRAMES


@pytest.mark.parametrize(
    ("largest_s", "frame_s", "frames"),
    [(0.0, 0.5, 0), (1.0, 0.5, 2), (1.2, 0.5, 2), (1.4, 0.5, 2), (0.3, 0.1, 3)],
)
def test_the_largest_shift_is_told_in_whole_frames(largest_s, frame_s, frames):
    """Rounding must not lose one: 0.3 / 0.1 is less than 3."""
    assert Shifts(largest_shift_s=largest_s).largest_shift(frame_s) == frames


@pytest.mark.parametrize("broken", [np.nan, -np.inf])
def test_a_prediction_that_is_not_finite_is_refused(broken):
    tokens = heard(np.random.default_rng(5))
    log_p = np.zeros((*tokens.shape, ENTRIES))
    log_p[1, 2, 0, tokens[0, 3, 0]] = broken  # of a candidate that is not the own one
    refusal(
        lambda: segments(WHO, TRIALS, tokens, log_p, largest_shift=0),
        file="scores",
        expected="finite",
        found="1 of 12 positions",
        cure="train it again",
    )
