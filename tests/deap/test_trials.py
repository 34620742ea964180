import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eeg2music.deap import montage
from eeg2music.deap.bdf import Header
from eeg2music.deap.ratings import read_ratings
from eeg2music.deap.recording import Recording, open_recording
from eeg2music.deap.trials import Trial, find_trials, read_trials
from eeg2music.errors import DataError
from tests.deap.recordings import RATE_HZ, STEP_UV, codes, noise, write_bdf, write_ratings

VIDEOS = list(range(40, 0, -1))


def with_onsets(tmp_path, onsets):
    header = Header(montage.recording_channels("s28"), 10_000, RATE_HZ, RATE_HZ)
    return Recording(tmp_path / "s28.bdf", header, np.asarray(onsets))


def trials_of(tmp_path, onsets, start_times):
    file = write_ratings(tmp_path / "r.csv", "s28", VIDEOS[: len(start_times)], start_times)
    return find_trials(with_onsets(tmp_path, onsets), "s28", read_ratings(file), file)


def test_the_kth_onset_is_trial_k_whatever_the_start_times(tmp_path):
    trials = trials_of(tmp_path, [100, 200, 350], [9, 5, 1])
    assert trials == [Trial(38, 350), Trial(39, 200), Trial(40, 100)]


@settings(max_examples=20, deadline=None)
@given(
    gaps=st.lists(st.integers(70, 150), min_size=40, max_size=40),
    lost=st.sets(st.integers(1, 38), min_size=1, max_size=3),
    unit=st.sampled_from([1.0, 1e3, 1e6]),
)
def test_lost_triggers_are_found_by_start_times_of_any_unit(tmp_path_factory, gaps, lost, unit):
    starts_s = np.cumsum(gaps)
    kept = [trial for trial in range(40) if trial not in lost]
    onsets = (starts_s[kept] + 17) * RATE_HZ
    trials = trials_of(tmp_path_factory.mktemp("lost"), onsets, starts_s * unit)
    assert trials == sorted(
        (Trial(VIDEOS[k], o) for k, o in zip(kept, onsets, strict=True)), key=lambda t: t.video
    )


def test_trials_that_start_times_cannot_tell_are_refused(tmp_path):
    regular = np.arange(40) * 100.0
    with pytest.raises(DataError, match="fit 4 choices of trials"):
        trials_of(tmp_path, regular[:37] * RATE_HZ, regular)
    with pytest.raises(DataError, match="fit 0 choices of trials"):
        trials_of(tmp_path, np.arange(39) ** 2 * RATE_HZ * 60, regular)
    with pytest.raises(DataError, match="found 30 triggers"):
        trials_of(tmp_path, regular[:30] * RATE_HZ, regular)


def test_trials_without_ratings_are_named(tmp_path):
    with pytest.raises(DataError, match="no row for trial 3, 4") as error:
        trials_of(tmp_path, [100, 200, 300, 400], [0, 100])
    assert error.value.file.endswith("r.csv")


def test_signals_begin_at_the_onset_in_canonical_order(tmp_path):
    signals, onset = noise(6), 1201
    path = write_bdf(
        tmp_path / "s30.bdf",
        {**signals, "": np.zeros(6 * RATE_HZ)},
        codes(6, [onset]) + 0x18FF00,
        order=(*montage.recording_channels("s30")[:-1], "", ""),
        trigger_name="",
    )
    ((eeg, eog),) = read_trials(open_recording(path), [Trial(1, onset)], 2.0, 0.5)
    window = slice(onset - 256, onset + 1024 + 256)
    expected = np.stack([signals[name][window] for name in montage.GENEVA])
    assert np.abs(eeg - expected).max() <= STEP_UV
    assert np.abs(eog[0] - (signals["EXG1"] - signals["EXG2"])[window]).max() <= 2 * STEP_UV
    assert np.abs(eog[1] - (signals["EXG3"] - signals["EXG4"])[window]).max() <= 2 * STEP_UV


@pytest.mark.parametrize("onset", [200, 2400])
def test_a_trial_that_the_recording_does_not_hold_is_refused(tmp_path, onset):
    path = write_bdf(tmp_path / "s01.bdf", noise(6), codes(6, [onset]))
    with pytest.raises(DataError, match="around video 5; found a recording of 3072 samples"):
        next(read_trials(open_recording(path), [Trial(5, onset)], 1.0, 0.5))


def test_a_dead_electrode_is_named(tmp_path):
    signals = noise(6) | {"T7": np.full(6 * RATE_HZ, 3.0)}
    path = write_bdf(tmp_path / "s01.bdf", signals, codes(6, [1000]))
    with pytest.raises(DataError, match="a constant T7 in video 5"):
        next(read_trials(open_recording(path), [Trial(5, 1000)], 1.0, 0.5))
