from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy.stats import kstest
from sklearn.linear_model import Ridge

from eeg2music.decoders.lagged import lagged as lagged_of_decoders
from eeg2music.evidence.decoding import Reading, Trials, lagged
from eeg2music.evidence.planting import normalised, without_music
from tests.evidence.people import BANDS, CHANNELS, FRAMES, TESTED, VALIDATING, music, people

PENALTIES = [1.0, 100.0, 10000.0]


def scored(everyone):
    reference = (everyone.part == "train").any(axis=0)
    return replace(everyone, entropy=normalised(everyone.entropy, reference))


def reading(everyone, ahead=2):
    return Reading(scored(everyone), music(), ahead, PENALTIES)


@pytest.mark.parametrize("ahead", [0, 3])
def test_frames_are_joined_as_the_decoders_do(ahead):
    entropy = np.random.default_rng(0).normal(size=(3, 20, 5, 2))
    expected = lagged_of_decoders(torch.from_numpy(entropy), ahead).numpy()
    np.testing.assert_array_equal(lagged(entropy, ahead), expected)


def test_weights_are_those_of_ridge_regression():
    found = reading(people(follows=0.3))
    train = found.parts[0]
    assert {*train.song} == {5, 6, 7, 8, 9}
    assert {*train.listener} == {2, 3, 4, 5}
    features = train.features.reshape(-1, train.features.shape[-1])
    heard = music()[train.song].reshape(len(features), -1)
    for penalty in PENALTIES:
        expected = Ridge(alpha=penalty, fit_intercept=False).fit(features, heard).coef_.T
        np.testing.assert_allclose(found._fitted(penalty), expected, atol=1e-4)


def test_what_is_replaced_is_as_if_it_had_been_there():
    before, after = people(0), people(1)
    electrodes, band = [2, 4], 1
    mixed = scored(before)
    other = scored(after).entropy[..., electrodes, band][..., None]
    found = Reading(mixed, music(), 2, PENALTIES)
    found.replace(electrodes, band, other)
    changed = mixed.entropy.copy()
    changed[..., electrodes, band] = other[..., 0]
    anew = Reading(replace(mixed, entropy=changed), music(), 2, PENALTIES)
    np.testing.assert_allclose(found.gram, anew.gram, rtol=1e-4, atol=0.05)
    np.testing.assert_allclose(found.cross, anew.cross, atol=1e-6)
    for mine, others in zip(found.parts, anew.parts, strict=True):
        np.testing.assert_array_equal(mine.features, others.features)
    assert found.p(199, 3) == anew.p(199, 3)


def test_predictions_are_correlated_at_every_shift_and_with_every_song():
    found = reading(people(follows=0.3))
    tested = found.parts[2]
    weights = found._fitted(100.0)
    shifted, across = found.correlations(tested, weights)
    assert shifted.shape == (8, FRAMES)
    row, shift = 5, 7
    told = tested.features[row].astype(float) @ weights

    def r(predicted, heard):
        both = (predicted, heard)
        return np.corrcoef(*((each - each.mean(axis=0)).ravel() for each in both))[0, 1]

    heard = music()[tested.song[row]]
    assert shifted[row, shift] == pytest.approx(r(np.roll(told, shift, axis=0), heard), abs=1e-5)
    assert across[row, 9] == pytest.approx(r(told, music()[9]), abs=1e-5)
    assert across[row, tested.song[row]] == pytest.approx(shifted[row, 0])


def test_the_penalty_is_the_one_that_reads_best_what_validates():
    found = reading(people(follows=0.05))
    fits = {penalty: found._fitted(penalty) for penalty in PENALTIES}
    validation = found.parts[1]
    assert {*validation.song} == {*VALIDATING}
    told = {p: found.correlations(validation, fits[p])[0][:, 0].mean() for p in PENALTIES}
    np.testing.assert_array_equal(found._chosen(), fits[max(told, key=told.get)])


def test_music_that_brains_follow_is_read():
    assert reading(people(follows=0.3)).p(199, 0) == (1 / 200, 1 / 200)


def test_music_that_brains_follow_late_is_read_by_looking_ahead():
    late = people()
    course = np.pad(music()[..., 0], ((0, 0), (2, 0)))[:, :FRAMES]
    late.entropy[..., CHANNELS.index("Cz"), BANDS.index("theta")] += 0.3 * course
    assert reading(late).p(199, 0)[0] == 1 / 200
    ahead, blind = (
        read.correlations(read.parts[2], read._chosen())[0][:, 0].mean()
        for read in (reading(late, 2), reading(late, 0))
    )
    assert ahead > 2 * blind


def test_where_nothing_is_followed_small_p_are_as_rare_as_they_say():
    told = np.array([reading(people(seed), ahead=1).p(199, seed) for seed in range(150)])
    assert kstest(told[:, 0], "uniform").pvalue > 0.01
    for level in (0.05, 0.2, 0.5):
        bound = level + 3 * np.sqrt(level * (1 - level) / len(told))
        assert ((told <= level).mean(axis=0) < bound).all()


def test_recordings_that_follow_music_are_no_longer_read_once_they_are_exchanged():
    follows = people(follows=0.6)
    drawn = [
        without_music(follows.entropy, follows.part, np.random.default_rng(seed))
        for seed in range(100)
    ]
    told = np.array([reading(replace(follows, entropy=e), 1).p(199, 0) for e in drawn])
    for level in (0.05, 0.2, 0.5):
        bound = level + 3 * np.sqrt(level * (1 - level) / len(told))
        assert ((told <= level).mean(axis=0) < bound).all()


def test_who_did_not_hear_a_song_is_not_read():
    some = people(follows=0.3)
    some.entropy[0, 2] = np.nan
    tested = Trials.of("headline", scored(some), 1)
    assert len(tested.song) == len(TESTED[0]) * len(TESTED[1]) - 1
    assert np.isfinite(tested.features).all()
    assert reading(some).p(199, 0)[0] == 1 / 200


def test_where_nobody_tests_or_trains_nothing_is_found():
    some = people(follows=0.3)
    for part in ("headline", "train"):
        lacking = replace(some, part=np.where(some.part == part, "unused", some.part))
        kept = replace(lacking, entropy=scored(some).entropy)
        assert Reading(kept, music(), 1, PENALTIES).p(99, 0) == (1.0, 1.0)
