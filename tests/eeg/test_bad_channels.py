"""Channels that are not of the brain: found, interpolated, counted; all others left alone."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eeg2music.deap.montage import EEG
from eeg2music.eeg.bad_channels import Repair, bad_channels
from eeg2music.eeg.electrodes import interpolate, standard_positions
from eeg2music.errors import DataError

RATE_HZ, SECONDS = 128, 20
WHERE = standard_positions(EEG)


def head(seed=0, names=EEG):
    """Sources in a head as a sphere of electrodes sees them, smoothly, with a little noise."""
    drawn = np.random.default_rng(seed)
    sources = drawn.standard_normal((12, 3))
    sources *= 0.05 / np.linalg.norm(sources, axis=1, keepdims=True)
    places = np.stack([WHERE[name] for name in names])
    seen = 1 / np.linalg.norm(places[:, None] - sources, axis=2) ** 2
    activity = drawn.standard_normal((12, RATE_HZ * SECONDS))
    signals = seen @ activity
    noise = drawn.standard_normal(signals.shape)
    return 10 * signals / signals.std() + noise


def found(eeg):
    return {EEG[index] for index in np.flatnonzero(bad_channels(eeg))}


def test_a_healthy_head_has_none():
    assert not any(found(head(seed)) for seed in range(20))


@pytest.mark.parametrize("scale", [1e3, 1e-3, 8.0, 1e6])
def test_another_unit_is_found(scale):
    eeg = head()
    eeg[7] *= scale
    assert found(eeg) == {"T7"}


@pytest.mark.parametrize("size_uv", [15.0, 80.0, 8000.0])
def test_a_loose_electrode_is_found_however_loud(size_uv):
    eeg = head()
    eeg[20] = size_uv * np.random.default_rng(1).standard_normal(eeg.shape[1])
    assert found(eeg) == {EEG[20]}


def test_one_that_is_soft_and_alone_is_near_the_average():
    eeg = head()
    eeg -= eeg.mean(axis=0)
    eeg[23] = 0.5 * np.median(eeg.std(axis=1)) * np.random.default_rng(1).standard_normal(2560)
    assert not found(eeg)


def test_a_constant_channel_is_found():
    eeg = head()
    eeg[3] = 5.0
    assert found(eeg) == {EEG[3]}


def test_several_are_found_at_once():
    eeg = head()
    eeg[[2, 9, 30]] *= np.array([[1e3], [1e-4], [50.0]])
    assert found(eeg) == {EEG[2], EEG[9], EEG[30]}


def test_a_short_burst_is_of_the_brain_and_one_of_a_volt_is_not():
    burst = np.zeros(RATE_HZ * SECONDS)
    burst[500:600] = 100 * np.hanning(100)
    assert not found(head() + burst * np.eye(32)[4][:, None])
    assert found(head() + 1e4 * burst * np.eye(32)[4][:, None]) == {EEG[4]}


def test_where_no_channel_goes_with_any_other_none_is_bad_for_that():
    assert not bad_channels(np.random.default_rng(0).standard_normal((16, 5000))).any()


def test_of_few_channels_nobody_can_tell():
    assert not bad_channels(np.array([[1.0, -1.0], [1e6, -1e6], [0.0, 0.0]])).any()


@settings(deadline=None)
@given(st.permutations(range(32)), st.floats(1e-6, 1e6))
def test_neither_order_nor_unit_of_all_matters(order, scale):
    eeg = head()
    eeg[5] *= 40
    assert bad_channels(scale * eeg[order]).nonzero()[0].tolist() == [list(order).index(5)]


def repaired(eeg, repair, **told):
    return repair(eeg, RATE_HZ, path=Path("s01.bdf"), video=3, **told)


def test_the_bad_one_is_taken_from_the_others_and_they_stay_as_they_are(caplog):
    eeg, repair = head(), Repair(EEG)
    loose = eeg.copy()
    loose[7] = 8000 * np.random.default_rng(1).standard_normal(eeg.shape[1])
    after = repaired(loose, repair)
    others = np.arange(32) != 7
    assert np.array_equal(after[others], eeg[others])
    assert np.corrcoef(after[7], eeg[7])[0, 1] > 0.9
    assert repair.found == {3: ["T7"]}
    assert "s01.bdf: T7 in video 3" in caplog.text


def test_what_is_healthy_is_handed_through():
    eeg, repair = head(), Repair(EEG)
    assert repaired(eeg, repair) is eeg
    assert not repair.found


@pytest.mark.parametrize(("bad", "known"), [(9, ()), (5, EEG[20:24])])
def test_too_many_are_refused_with_their_names(bad, known):
    eeg, repair = head(), Repair(EEG)
    eeg[:bad] *= 1000
    repair.note(3, known)
    with pytest.raises(DataError, match=r"at most 25%.*9 in video 3: .*Fp1.*exclude this video"):
        repaired(eeg, repair)


def test_another_video_is_another_account():
    eeg, repair = head(), Repair(EEG)
    eeg[:5] *= 1000
    repair.note(4, EEG[20:24])
    repaired(eeg, repair)
    assert repair.found == {3: sorted(EEG[:5]), 4: sorted(EEG[20:24])}


def test_a_bad_one_of_unknown_place_is_refused():
    eeg = head()
    eeg[7] *= 1000
    names = [*EEG[:7], "X1", *EEG[8:]]
    with pytest.raises(DataError, match="X1 in video 3, of which nobody knows where it is"):
        repaired(eeg, Repair(names))


def test_interpolation_is_that_of_the_positions_given():
    eeg = head()
    told = Repair(EEG)
    loose = eeg.copy()
    loose[7] *= 1000
    elsewhere = {**WHERE, "T7": WHERE["T8"]}
    after = repaired(loose, told, where=lambda: elsewhere)
    assert np.array_equal(after, interpolate(loose, EEG, ["T7"], elsewhere, RATE_HZ))
