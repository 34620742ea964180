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


IRREGULAR_S = np.cumsum([70, 95, 82, 77, 120, 71, 88, 101, 93, 74])


def test_the_kth_onset_is_trial_k(tmp_path):
    trials = trials_of(tmp_path, [100, 200, 350], [1, 5, 9])
    assert trials == [Trial(38, 350), Trial(39, 200), Trial(40, 100)]


@pytest.mark.parametrize(("unit", "told"), [(1.0, "1 s"), (1e3, "0.001 s"), (1e6, "1e-06 s")])
@pytest.mark.parametrize("lost", [[], [4]])
def test_the_unit_of_start_time_is_inferred_and_told(tmp_path, caplog, unit, told, lost):
    caplog.set_level("INFO")
    onsets = np.delete(IRREGULAR_S + 17, lost) * RATE_HZ
    assert len(trials_of(tmp_path, onsets, IRREGULAR_S * unit)) == 10 - len(lost)
    (record,) = caplog.records
    assert record.levelname == "INFO"
    assert f"s28.bdf: Start_time counts {told} ({10 - len(lost)} onsets" in record.message


def test_a_complete_recording_of_another_session_is_told(tmp_path, caplog):
    assert len(trials_of(tmp_path, IRREGULAR_S * RATE_HZ, np.arange(10) * 90.0)) == 10
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert "Start_time does not run along with the recording" in record.message


def test_start_times_that_do_not_vary_tell_nothing_and_are_told(tmp_path, caplog):
    assert len(trials_of(tmp_path, IRREGULAR_S * RATE_HZ, [5] * 10)) == 10
    assert "does not run along" in caplog.text


def test_start_times_in_another_order_than_the_trials_are_refused(tmp_path):
    with pytest.raises(DataError, match=r"found Start_time 5 after 9 .*rated trial 2\)") as error:
        trials_of(tmp_path, [100, 200, 350], [9, 5, 1])
    assert error.value.file.endswith("r.csv")


@pytest.mark.parametrize("spurious_s", [[250.0], [250.0, 615.0], [75.0, 260.0, 700.0]])
def test_a_video_that_was_started_twice_is_told_by_the_times(tmp_path, caplog, spurious_s):
    onsets = np.sort([*(IRREGULAR_S + 17.0), *spurious_s]) * RATE_HZ
    trials = trials_of(tmp_path, onsets.astype(int), IRREGULAR_S * 1e6)
    expected = [Trial(VIDEOS[k], (s + 17) * RATE_HZ) for k, s in enumerate(IRREGULAR_S.tolist())]
    assert trials == expected[::-1]
    assert ", ".join(f"{s:.1f}" for s in spurious_s) in caplog.text


def test_a_beginning_that_the_times_cannot_tell_is_refused(tmp_path):
    onsets = np.sort([*IRREGULAR_S, 247.5]) * RATE_HZ
    with pytest.raises(DataError, match=r"no row for trial 11; .*numbers 3 and 4, 0.5 s apart"):
        trials_of(tmp_path, onsets.astype(int), IRREGULAR_S)


def test_a_whole_trial_without_ratings_is_not_taken_for_a_restart(tmp_path):
    with pytest.raises(DataError, match="no row for trial 10;"):
        trials_of(tmp_path, IRREGULAR_S * RATE_HZ, IRREGULAR_S[:9])


def test_a_gap_in_the_numbers_of_trials_is_named(tmp_path):
    file = write_ratings(tmp_path / "r.csv", "s28", VIDEOS[:3])
    file.write_text(file.read_text("utf-8-sig").replace("28,2,", "28,4,"))
    recording = with_onsets(tmp_path, [100, 200, 300])
    with pytest.raises(DataError, match="no row for trial 2"):
        find_trials(recording, "s28", read_ratings(file), file)


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
        signals,
        codes(6, [onset]) + 0x18FF00,
        order=montage.recording_channels("s30"),
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


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_saturated_electrode_is_told_but_read(tmp_path, caplog, sign):
    signals = noise(6)
    signals["T7"][1000:1020] = signals["O1"][1000:1004] = sign * 262_144 - (sign > 0)
    path = write_bdf(tmp_path / "s01.bdf", signals, codes(6, [1000]))
    ((eeg, _),) = read_trials(open_recording(path), [Trial(5, 1000)], 1.0, 0.5)
    assert eeg.shape == (32, 1024)
    (record,) = caplog.records
    assert "T7 is at the amplifier's limit for 2 % of video 5" in record.message


def test_a_dead_electrode_is_named(tmp_path):
    signals = noise(6) | {"T7": np.full(6 * RATE_HZ, 3.0)}
    path = write_bdf(tmp_path / "s01.bdf", signals, codes(6, [1000]))
    with pytest.raises(DataError, match="a constant T7 in video 5"):
        next(read_trials(open_recording(path), [Trial(5, 1000)], 1.0, 0.5))
