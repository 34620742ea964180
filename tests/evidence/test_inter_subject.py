import itertools

import numpy as np
import pytest
from scipy.stats import kstest, pearsonr

from eeg2music.evidence.inter_subject import (
    across_songs,
    against,
    chance_of_shifts,
    chance_of_songs,
    shared_components,
)

LISTENERS, SONGS, FRAMES, FEATURES = 6, 8, 120, 10


def heard(loudness, seed=0, listeners=LISTENERS, songs=SONGS):
    """Smooth noise, and one course a song that all listeners share."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(listeners, songs, FRAMES + 2, FEATURES))
    noise = (noise[:, :, :-2] + noise[:, :, 1:-1] + noise[:, :, 2:]) / np.sqrt(3)
    course = rng.normal(size=(songs, FRAMES))
    return noise + loudness * course[None, :, :, None] * LOADINGS


LOADINGS = np.random.default_rng(1).normal(size=FEATURES)


def test_each_listener_is_correlated_with_the_mean_of_the_others_at_every_shift():
    courses = heard(0.3)[..., :2]
    found = against(courses[:2], courses[2:])
    others = courses[2:].mean(axis=0)
    for shift in (0, 1, 77):
        own = np.roll(courses[1, 3, :, 1], shift)
        assert found[1, 3, 1, shift] == pytest.approx(pearsonr(own, others[3, :, 1])[0])


def test_across_songs_everything_is_held_against_everything():
    courses = heard(0.3)[..., :2]
    found = across_songs(courses[:2], courses[2:])
    expected = pearsonr(courses[1, 6, :, 1], courses[2:, 4, :, 1].mean(axis=0))[0]
    assert found[1, 6, 1, 4] == pytest.approx(expected)
    own = np.einsum("lscs->lsc", found)
    np.testing.assert_allclose(own, against(courses[:2], courses[2:])[..., 0])


def test_who_did_not_hear_a_song_says_nothing_of_it():
    courses = heard(0.3)[..., :2]
    courses[0, 5] = np.nan
    courses[2:, 7] = np.nan
    courses[3, 1] = np.nan
    found = against(courses[:2], courses[2:])
    assert np.isnan(found[0, 5]).all()
    assert np.isnan(found[:, 7]).all()  # none of the others heard it
    assert np.isfinite(found[1, :7]).all()
    others = courses[[2, 4, 5], 1, :, 0].mean(axis=0)
    assert found[0, 1, 0, 0] == pytest.approx(pearsonr(courses[0, 1, :, 0], others)[0])


def test_the_pattern_of_what_is_shared_is_where_it_was_put():
    found = shared_components(heard(1.0), 2, 0.0)
    assert abs(pearsonr(found.patterns[0], LOADINGS)[0]) > 0.95
    assert abs(pearsonr(found.patterns[1], LOADINGS)[0]) < 0.6


def test_listeners_who_heard_nothing_together_share_nothing():
    alone = heard(1.0, listeners=2)
    alone[0, :4], alone[1, 4:] = np.nan, np.nan
    found = shared_components(alone, 2, 0.0)
    assert found.patterns.shape == (0, FEATURES)
    assert found.courses(alone).shape == (*alone.shape[:3], 0)


SONG = np.tile(np.arange(3), 2)
LISTENER = np.repeat([0, 1], 3)


def p_of(features, of_songs):
    """p of what two listeners share with the others on songs that were not fitted."""
    fitted = shared_components(features[2:, : SONGS - 3], 1, 0.1)
    later = features[:, SONGS - 3 :]
    courses = fitted.courses(later)
    told = against(courses[:2], courses[2:])[..., 0].mean()
    rng = np.random.default_rng(0)
    if of_songs:
        cells = across_songs(courses[:2], courses[2:]).reshape(1, 6, 3)
        drawn = chance_of_songs(cells, LISTENER, SONG, 99, rng)
    else:
        cells = against(courses[:2], courses[2:]).reshape(1, 6, FRAMES)
        drawn = chance_of_shifts(cells, 99, rng)
    return (1 + (drawn >= told - 1e-9).sum()) / 100


def test_what_is_shared_is_found():
    assert p_of(heard(0.5), of_songs=False) == 0.01
    assert p_of(heard(0.5), of_songs=True) < 0.1  # one of 36 exchanges is none


@pytest.mark.parametrize("listeners", [4, 6])
@pytest.mark.parametrize("of_songs", [False, True])
def test_where_nothing_is_shared_small_p_are_as_rare_as_they_say(listeners, of_songs):
    """However few the others are, of whom two listeners are held against the same."""
    told = np.array([p_of(heard(0.0, seed, listeners), of_songs) for seed in range(300)])
    for level in (0.1, 0.3, 0.5):
        assert (told <= level).mean() < level + 3 * np.sqrt(level * (1 - level) / 300)
    if not of_songs:  # exchanges of few songs are often the same, which counts against
        assert kstest(told, "uniform").pvalue > 0.01


def test_shifts_are_the_same_for_all_rows_and_never_none():
    cells = np.zeros((2, 3, FRAMES))
    cells[:, :, 0] = 1.0
    cells[0, :, 1:] = np.arange(1, FRAMES) / 1000
    cells[1] = 2 * cells[0]
    drawn = chance_of_shifts(cells, 50, np.random.default_rng(1))
    assert drawn.max() < 0.5
    np.testing.assert_allclose(drawn[:, 1], 2 * drawn[:, 0])


def test_songs_are_exchanged_within_a_listener():
    """Of whom the second heard two songs only."""
    listener, song = np.array([0, 0, 0, 1, 1]), np.array([0, 1, 2, 0, 2])
    cells = np.arange(15.0).reshape(1, 5, 3)
    drawn = chance_of_songs(cells, listener, song, 200, np.random.default_rng(1))[:, 0]
    first = [sum(cells[0, [0, 1, 2], list(p)]) for p in itertools.permutations(range(3))]
    second = [cells[0, 3, 0] + cells[0, 4, 2], cells[0, 3, 2] + cells[0, 4, 0]]
    every = {(a + b) / 5 for a in first for b in second}
    assert {*np.round(drawn, 9)} == {*np.round([*every], 9)}
