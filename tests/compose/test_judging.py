import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import pearsonr

from eeg2music.compose.judging import (
    CEILING,
    FLOOR,
    GENERATED,
    WRITTEN,
    Judge,
    Made,
    Song,
    correlation,
    judged,
    kernel_distance,
    median_distance,
    summary,
)
from eeg2music.score.chords import NONE, templates

ENTRIES, SLICE = NONE, 8
"""An entry is a chord."""


def judge():
    rng = np.random.default_rng(0)
    worth = {by: rng.uniform(-1, 1, (ENTRIES, 2)) for by in ("states", "ratings")}
    return Judge(templates(), templates(), worth)


def song(seed, by=None):
    rng = np.random.default_rng(seed)
    tokens = np.repeat(rng.integers(ENTRIES, size=20), 2)
    states = (by or judge()).worth["states"][tokens]
    return Song(tokens, templates()[tokens], templates()[tokens], states)


def cohort(right, listeners=4, count=6, seed=1):
    """Music of which a share of frames is right."""
    rng, told = np.random.default_rng(seed), judge()
    songs = {video: song(video, told) for video in range(count)}
    made = []
    for who in range(listeners):
        for video, heard in songs.items():
            wrong = rng.random(40) >= right
            tokens = np.where(wrong, rng.integers(ENTRIES, size=40), heard.tokens)
            felt = told.worth["ratings"][heard.tokens].mean(axis=0) + 0.01 * rng.normal(size=2)
            made.append(Made(f"s{who:02d}", video, tokens, tokens, felt))
    return judged(told, made, songs, SLICE)


def of(rows, measure, condition):
    found = rows[(rows["measure"] == measure) & (rows["condition"] == condition)]
    assert len(found)
    return found


@given(st.integers(0, 200), st.integers(5, 40))
def test_correlation_is_pearsons(seed, count):
    one, other = np.random.default_rng(seed).normal(size=(2, count))
    place = np.arange(count)
    found = correlation(one, other, place, place)
    assert found.value == pytest.approx(pearsonr(one, other).statistic)


def test_intervals_of_a_correlation_hold_it_as_often_as_they_say():
    rng = np.random.default_rng(0)
    held, true = 0, 0.6
    for _ in range(200):
        by_song, by_listener = rng.normal(size=(2, 20)), rng.normal(size=(2, 20))
        mix = np.array([[1, 0], [true, np.sqrt(1 - true**2)]])
        pairs = mix @ (by_song[:, None, :] + by_listener[:, :, None]).reshape(2, -1)
        subject, video = np.divmod(np.arange(400), 20)
        low, high = correlation(*pairs, subject, video).interval(0.95, -1, 1)
        held += low <= true <= high
    assert held >= 0.88 * 200


def test_a_constant_correlates_with_nothing():
    place = np.arange(9)
    assert correlation(np.ones(9), place.astype(float), place, place).value == 0


@given(st.integers(0, 100))
def test_kernel_distance_is_the_sum_over_pairs(seed):
    rng = np.random.default_rng(seed)
    one, other = rng.normal(size=(6, 2)), rng.normal(size=(4, 2)) + 1

    def kernel(a, b):
        return np.exp(-((a - b) ** 2).sum() / (2 * 0.7**2))

    within = [
        np.mean([kernel(a, b) for i, a in enumerate(each) for j, b in enumerate(each) if i != j])
        for each in (one, other)
    ]
    across = np.mean([kernel(a, b) for a in one for b in other])
    assert kernel_distance(one, other, 0.7) == pytest.approx(sum(within) - 2 * across)


def test_kernel_distance_has_no_bias_at_small_samples():
    rng = np.random.default_rng(1)
    same = [kernel_distance(*rng.normal(size=(2, 8, 3)), 1.5) for _ in range(3000)]
    assert abs(np.mean(same)) < 3 * np.std(same) / np.sqrt(3000)
    pairs = rng.normal(size=(300, 2, 8, 3)) + np.array([0, 1])[:, None, None]
    apart = [kernel_distance(*pair, 1.5) for pair in pairs]
    assert np.mean(apart) > 0.1


def test_median_distance_of_points_that_coincide_is_one():
    assert median_distance(np.zeros((4, 2))) == 1


@pytest.mark.parametrize("measure", ["valence_states", "arousal_states", "valence_ratings"])
def test_emotion_of_right_music_correlates_and_of_other_songs_does_not(measure):
    rows = cohort(right=0.7)
    r = {
        condition: np.corrcoef(*of(rows, measure, condition)[["made", "true"]].to_numpy().T)[0, 1]
        for condition in (GENERATED, CEILING, FLOOR)
    }
    assert r[CEILING] > 0.95
    assert r[GENERATED] > 0.6
    assert abs(r[FLOOR]) < 0.45


def test_chords_keys_and_distances_lie_between_floor_and_ceiling():
    rows = cohort(right=0.6)
    for measure, sign in (("chord", 1), ("key", 1), ("distance", -1)):
        found = [of(rows, measure, name)["made"] for name in (FLOOR, GENERATED, CEILING)]
        means = [sign * each.mean() for each in found]
        assert means == sorted(means)
    assert of(rows, "chord", CEILING)["made"].mean() == 1
    assert of(rows, "chord", GENERATED)["made"].mean() == pytest.approx(0.6, abs=0.06)


def test_music_that_owes_the_brain_nothing_is_at_the_floor():
    rows = cohort(right=0.0)
    for measure in ("chord", "valence_states"):
        made, floor = (of(rows, measure, name) for name in (GENERATED, FLOOR))
        if measure == "chord":
            assert made["made"].mean() == pytest.approx(floor["made"].mean(), abs=0.03)
        else:
            assert abs(np.corrcoef(*made[["made", "true"]].to_numpy().T)[0, 1]) < 0.3


def test_the_floor_pairs_each_trial_with_every_other_song():
    rows = cohort(right=0.5, listeners=2, count=4)
    assert len(of(rows, "chord", FLOOR)) == 2 * 4 * 3
    assert len(of(rows, "chord", GENERATED)) == 2 * 4
    assert len(of(rows, "valence_states", GENERATED)) == 2 * 4 * 40 // SLICE


def test_without_states_nothing_is_told_of_them():
    told = judge()
    plain = Judge(told.chroma, told.centroid, {"ratings": told.worth["ratings"]})
    songs = {video: song(video) for video in range(3)}
    made = [Made("s1", v, each.tokens, each.tokens, np.zeros(2)) for v, each in songs.items()]
    rows = judged(plain, made, songs, SLICE)
    assert {*rows["measure"]} == {"valence_ratings", "arousal_ratings", "chord", "key", "distance"}


def test_the_summary_has_every_measure_in_every_condition():
    rows = cohort(right=0.6)
    found = summary(rows, 0.95).set_index(["measure", "condition"])
    for measure in {*rows["measure"]}:
        for condition in (GENERATED, CEILING, FLOOR):
            row = found.loc[(measure, condition)]
            assert row["ci_low"] <= row["value"] <= row["ci_high"]
            assert (row["n_subjects"], row["n_songs"]) == (4, 6)
    assert found.loc[("chord", WRITTEN), "value"] == found.loc[("chord", GENERATED), "value"]
    told = of(rows, "arousal_states", GENERATED)
    r = np.corrcoef(told["made"], told["true"])[0, 1]
    assert found.loc[("arousal_states", GENERATED), "value"] == pytest.approx(r)


def test_what_nobody_rated_is_not_summed_up():
    rows = cohort(right=0.6)
    rated = rows["measure"].str.endswith("ratings")
    found = summary(rows.assign(true=rows["true"].where(~rated)), 0.95)
    assert not found["measure"].str.endswith("ratings").any()
