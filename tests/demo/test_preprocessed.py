"""Both ways from one demo recording to features, and the files between, by other readers."""

import pickle
import pickletools
from pathlib import Path

import numpy as np
import pytest
from scipy.io import loadmat
from scipy.signal import welch

from eeg2music.deap import montage
from eeg2music.deap.original import open_original
from eeg2music.deap.preprocessed import CHANNELS, open_preprocessed, read_preprocessed
from eeg2music.deap.ratings import read_ratings
from eeg2music.deap.recording import open_recording
from eeg2music.demo import bdf, brain, session
from eeg2music.demo.preprocessed import preprocess, write_dat, write_mat
from eeg2music.demo.ratings import Affect, participant_ratings
from eeg2music.demo.recording import channels
from eeg2music.demo.stimulus import heard
from eeg2music.eeg.differential_entropy import differential_entropy
from eeg2music.errors import DataError
from eeg2music.params.root import load

SEED, SUBJECT, SONGS = 4, "s05", 5
PARAMS = load(Path("params.yaml"))
GRID, SLICES = PARAMS.grid, PARAMS.slices


@pytest.fixture(scope="module")
def shown():
    return session.draw(SEED, SUBJECT, SONGS, GRID.trial_s)


@pytest.fixture(scope="module")
def signals(shown):
    """One subject's session, as the amplifier would have seen it."""
    music = [heard(SEED, video, GRID.trial_s) for video in shown.videos]
    track = brain.music_track(shown.frames, shown.onset_frames, music)
    rng = session.stream(SEED, SUBJECT, "brain")
    log_power = brain.log_powers(track, 0.5, rng)
    return dict(channels(SUBJECT, shown, log_power, SEED))


@pytest.fixture(scope="module")
def folder(shown, signals, tmp_path_factory):
    """The recording, the ratings, and the preprocessed files made of them."""
    root = tmp_path_factory.mktemp("raw")
    name = session.trigger_name(SUBJECT)
    bdf.write(root / "s05.bdf", signals.items(), session.status(shown, SUBJECT), name)
    affect = {song: Affect.of(heard(SEED, song, GRID.trial_s)) for song in shown.videos}
    rows = participant_ratings(SEED, SUBJECT, shown, affect)
    rows.to_csv(root / "ratings.csv", index=False)
    made = preprocessed(root)
    write_dat(root / "s05.dat", *made)
    write_mat(root / "s05.mat", *made)
    return root


def preprocessed(root, trial_s=GRID.trial_s):
    file = root / "ratings.csv"
    recording = open_recording(root / "s05.bdf")
    return preprocess(recording, SUBJECT, read_ratings(file), file, trial_s)


@pytest.fixture(scope="module")
def sessions(folder):
    file = folder / "ratings.csv"
    ratings = read_ratings(file)
    openers = {"bdf": open_original, "dat": open_preprocessed, "mat": open_preprocessed}
    return {
        kind: opener(folder / f"s05.{kind}", SUBJECT, ratings, file)
        for kind, opener in openers.items()
    }


@pytest.fixture(scope="module")
def cleaned(sessions):
    return {kind: opened.cleaned(GRID, SLICES) for kind, opened in sessions.items()}


def entropy(eeg):
    bands = PARAMS.eeg_features.bands_hz
    frame = round(GRID.frame_s * SLICES.sampling_rate_hz)
    return differential_entropy(eeg, SLICES.sampling_rate_hz, bands, frame)


def test_the_original_and_the_preprocessed_recording_give_the_same_features(cleaned):
    original, made = entropy(cleaned["bdf"]), entropy(cleaned["dat"])
    assert original.shape == made.shape == (SONGS, 120, 32, 4)
    for channel in range(32):
        for band in range(4):
            pair = original[:, :, channel, band].ravel(), made[:, :, channel, band].ravel()
            assert np.corrcoef(pair)[0, 1] > 0.99
    assert np.abs(original - made).mean() < 0.02


def test_both_are_the_same_trials_with_the_same_ratings(sessions):
    assert sessions["bdf"].trials == sessions["dat"].trials == sessions["mat"].trials
    assert [trial.video for trial in sessions["dat"].trials] == [1, 2, 3, 4, 5]
    assert sessions["dat"].channels == sessions["bdf"].channels


def test_both_formats_hold_the_same(folder, cleaned):
    dat, mat = (read_preprocessed(folder / f"s05.{kind}") for kind in ("dat", "mat"))
    np.testing.assert_array_equal(dat.data, mat.data)
    np.testing.assert_array_equal(dat.labels, mat.labels)
    np.testing.assert_array_equal(cleaned["dat"], cleaned["mat"])


def test_other_readers_see_the_same(folder):
    ours = read_preprocessed(folder / "s05.dat")
    with (folder / "s05.dat").open("rb") as stream:
        unpickled = pickle.load(stream, encoding="latin1")
    matlab = loadmat(folder / "s05.mat")
    for held in (unpickled, matlab):
        assert held["data"].shape == (SONGS, 40, 8064)
        assert held["data"].dtype == held["labels"].dtype == np.float64
        np.testing.assert_array_equal(held["data"], ours.data)
        np.testing.assert_array_equal(held["labels"], ours.labels)
    assert sorted(unpickled) == ["data", "labels"]


def test_the_pickle_is_one_of_python_2(folder):
    operations = list(pickletools.genops((folder / "s05.dat").read_bytes()))
    assert operations[0][1] == 2
    assert all(operation.proto <= 2 for operation, _, _ in operations)
    names = {operation.name for operation, _, _ in operations}
    assert not any("UNICODE" in name or "BYTES" in name for name in names)
    called = {argument for operation, argument, _ in operations if operation.name == "GLOBAL"}
    assert called == {"numpy.core.multiarray _reconstruct", "numpy ndarray", "numpy dtype"}


def test_the_files_are_the_same_bytes_again(folder, tmp_path):
    made = preprocessed(folder)
    write_dat(tmp_path / "s05.dat", *made)
    write_mat(tmp_path / "s05.mat", *made)
    for kind in ("dat", "mat"):
        name = f"s05.{kind}"
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_the_header_for_matlab_does_not_tell_the_time(folder):
    assert b"Created" not in (folder / "s05.mat").read_bytes()[:128]
    assert (folder / "s05.mat").read_bytes()[:10] == b"MATLAB 5.0"


def test_eeg_is_in_band_referenced_and_free_of_eye_movements(folder):
    data = read_preprocessed(folder / "s05.dat").data
    eeg, eyes = data[:, :32], data[:, CHANNELS.index("vEOG")]
    assert np.abs(eeg.mean(axis=1)).max() < 1e-3
    frequency, density = welch(eeg, 128, nperseg=512)
    power = density.mean(axis=(0, 1))
    assert power[(frequency < 2) | (frequency > 50)].max() < 0.01 * power.max()
    for trial, eye in zip(eeg, eyes, strict=True):
        frontal = trial[montage.EEG.index("Fp1")]
        assert abs(np.corrcoef(frontal, eye)[0, 1]) < 0.2


def test_a_trial_begins_three_seconds_before_its_video(folder, shown, signals):
    """The respiration belt's slow signal is the recording's own, 1 in 4 samples, in µV."""
    data = read_preprocessed(folder / "s05.dat").data
    for trial, video in enumerate(sorted(shown.videos)):
        onset = int(shown.onsets[shown.videos.index(video)])
        window = signals["Resp"][onset - 3 * 512 : onset + 60 * 512]
        np.testing.assert_allclose(data[trial, CHANNELS.index("Resp")], window[::4], atol=2)


def test_muscles_and_eyes_are_differences_of_electrodes(folder, shown, signals):
    data = read_preprocessed(folder / "s05.dat").data
    onset = int(shown.onsets[shown.videos.index(1)])
    window = slice(onset - 3 * 512, onset + 60 * 512)
    pairs = {"hEOG": "12", "vEOG": "34", "zEMG": "56", "tEMG": "78"}
    for name, (one, other) in pairs.items():
        difference = signals[f"EXG{one}"][window] - signals[f"EXG{other}"][window]
        found = data[0, CHANNELS.index(name)]
        assert np.corrcoef(found, difference[::4])[0, 1] > 0.7
    skin = signals["GSR1"][window][::4]
    np.testing.assert_allclose(data[0, CHANNELS.index("GSR")], skin, rtol=1e-3)


def test_a_recording_that_lost_triggers_is_refused(folder, shown, signals, tmp_path):
    status = session.status(shown, SUBJECT)
    onset = int(shown.onsets[1])
    status[onset : onset + session.PULSE_SAMPLES] = 0
    path = tmp_path / "s05.bdf"
    bdf.write(path, signals.items(), status, session.trigger_name(SUBJECT))
    file = folder / "ratings.csv"
    with pytest.raises(DataError) as caught:
        preprocess(open_recording(path), SUBJECT, read_ratings(file), file, GRID.trial_s)
    assert caught.value.file == str(path)
    assert "each of the 5 rated" in caught.value.expected
    assert "4 triggers" in caught.value.found


@pytest.mark.parametrize("trial_s", [8.0, 64.0])
def test_videos_of_another_length_than_the_files_hold_are_refused(folder, trial_s):
    with pytest.raises(DataError) as caught:
        preprocessed(folder, trial_s)
    assert "grid.trial_s" in caught.value.expected
    assert "60 s" in caught.value.expected
    assert f"{trial_s:g} s" in caught.value.found
    assert "Set grid.trial_s to 60" in caught.value.cure
