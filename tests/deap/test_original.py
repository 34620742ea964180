import numpy as np
import pytest

from eeg2music.deap import montage
from eeg2music.deap.original import open_original
from eeg2music.deap.ratings import read_ratings
from eeg2music.eeg.params import Slices
from eeg2music.errors import DataError
from eeg2music.params.grid import Grid
from tests.deap.recordings import (
    RATE_HZ,
    codes,
    noise,
    write_bdf,
    write_ratings,
    write_recording_of,
)

SECONDS = 40
VIDEOS = [9, 4, 17, 2, 30]
ONSETS = np.array([3001, 5003, 8000, 12004, 15007])
STARTS_S = ONSETS / RATE_HZ - 1.25
GRID = Grid(trial_s=4.0, slice_s=2.0, frame_s=0.5)
SETTINGS = Slices(sampling_rate_hz=128, low_hz=4.0, high_hz=45.0, regress_eog=True)
NO_REGRESSION = SETTINGS.model_copy(update={"regress_eog": False})
SUBJECTS = ["s01", "s23", "s24", "s30"]


def opened(folder, subject="s01", onsets=ONSETS, signals=None):
    signals = noise(SECONDS) if signals is None else signals
    path = write_recording_of(subject, folder / "any.bdf", signals, codes(SECONDS, onsets))
    file = write_ratings(folder / "r.csv", subject, VIDEOS, STARTS_S * 1e6)
    return open_original(path, subject, read_ratings(file), file)


def test_every_rated_video_is_a_trial_with_its_ratings_sorted_by_video(tmp_path):
    trials = opened(tmp_path).trials
    assert [trial.video for trial in trials] == sorted(VIDEOS)
    for trial in trials:
        rated = (trial.reason, trial.valence, trial.arousal, trial.dominance, trial.liking)
        assert rated == ("", 5.5, 1.0, 9.0, 3.25)


@pytest.fixture(scope="module", params=SUBJECTS)
def cleaned(request, tmp_path_factory):
    """The same signals, stored as one subject's."""
    signals = noise(SECONDS, seed=2)
    t = np.arange(RATE_HZ // 2) / RATE_HZ
    burst = 100 * np.hanning(len(t)) * np.cos(2 * np.pi * 12 * (t - t[-1] / 2))
    for video, onset in zip(VIDEOS, ONSETS, strict=True):
        signals["O1"][onset + RATE_HZ : onset + RATE_HZ + len(t)] += video * burst
    session = opened(tmp_path_factory.mktemp(request.param), request.param, signals=signals)
    assert session.channels == montage.GENEVA
    return session.cleaned(GRID, NO_REGRESSION)


def test_signals_are_those_of_the_videos_from_their_onset_on(cleaned):
    assert cleaned.shape == (5, 32, 4 * 128)
    assert cleaned.dtype == np.float32
    occipital = cleaned[:, montage.GENEVA.index("O1")]
    assert np.abs(occipital.argmax(axis=1) - 1.25 * 128).max() <= 1
    peaks = occipital.max(axis=1) / np.array(sorted(VIDEOS))
    assert peaks == pytest.approx(np.full(5, 100 * 31 / 32), rel=0.1)
    assert np.abs(cleaned.mean(axis=1)).max() < 0.01


def test_signals_do_not_depend_on_how_the_site_stored_them(tmp_path):
    one, other = (
        opened(tmp_path / subject, subject).cleaned(GRID, SETTINGS) for subject in ("s01", "s30")
    )
    np.testing.assert_array_equal(one, other)


def test_a_video_whose_trigger_was_lost_is_a_trial_with_a_reason(tmp_path):
    session = opened(tmp_path, "s28", np.delete(ONSETS, 2))
    told = {trial.video: trial.reason for trial in session.trials}
    reason = "no trigger in the recording (of 5 rated trials, 4 have one)"
    assert told == {2: "", 4: "", 9: "", 17: reason, 30: ""}
    whole = opened(tmp_path, "s28").cleaned(GRID, NO_REGRESSION)
    rest = session.cleaned(GRID, NO_REGRESSION)
    np.testing.assert_array_equal(rest, np.delete(whole, 3, axis=0))


def test_eye_movements_are_regressed_out_if_asked(tmp_path):
    signals = noise(SECONDS)
    blink = 100 * np.random.default_rng(5).standard_normal(SECONDS * RATE_HZ)
    signals["EXG3"] += blink
    signals["Fp1"] += 0.4 * blink
    session = opened(tmp_path, signals=signals)
    frontal = [session.cleaned(GRID, how)[:, 0].std() for how in (SETTINGS, NO_REGRESSION)]
    assert frontal[0] < 0.6 * frontal[1]


def test_a_recording_that_ends_within_a_trial_is_refused_when_read(tmp_path):
    onsets = [*ONSETS[:-1], (SECONDS - 2) * RATE_HZ]
    with pytest.raises(DataError, match="around video 30"):
        opened(tmp_path, onsets=onsets).cleaned(GRID, SETTINGS)


def test_a_subject_without_ratings_is_refused(tmp_path):
    path = write_bdf(tmp_path / "s01.bdf", noise(SECONDS), codes(SECONDS, ONSETS))
    file = write_ratings(tmp_path / "r.csv", "s02", VIDEOS)
    with pytest.raises(DataError, match="no row for trial 1"):
        open_original(path, "s01", read_ratings(file), file)


@pytest.mark.parametrize("subject", ["s01", "s30"])
def test_a_loose_electrode_is_interpolated_and_harms_no_other(tmp_path, subject):
    loose = noise(SECONDS)
    loose["T7"] = 800 * loose["T7"]
    session = opened(tmp_path / "loose", subject, signals=loose)
    cleaned = session.cleaned(GRID, NO_REGRESSION)
    assert session.repair.found == {video: ["T7"] for video in VIDEOS}
    whole = opened(tmp_path / "whole", subject).cleaned(GRID, NO_REGRESSION)
    others = [name for name in montage.EEG if name != "T7"]
    rows = [montage.EEG.index(name) for name in others]
    # but for the mean of all, in which T7 has a thirty-second part
    np.testing.assert_allclose(
        cleaned[:, rows] - cleaned[:, rows].mean(axis=1, keepdims=True),
        whole[:, rows] - whole[:, rows].mean(axis=1, keepdims=True),
        atol=1e-3,
    )
    assert np.abs(cleaned.mean(axis=1)).max() < 0.01
    assert cleaned[:, montage.EEG.index("T7")].std() < 2 * cleaned[:, rows].std()
