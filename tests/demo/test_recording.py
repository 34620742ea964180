"""Whole recordings of both sites: written, then read by the pipeline as DEAP's are."""

from dataclasses import dataclass
from pathlib import Path

import mne
import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt, welch

from eeg2music.deap import montage
from eeg2music.deap.physiology import skin_resistance_ohm
from eeg2music.deap.ratings import read_ratings
from eeg2music.deap.recording import open_recording
from eeg2music.deap.trials import find_trials, read_trials
from eeg2music.demo import bdf, brain, session
from eeg2music.demo.ratings import Affect, participant_ratings
from eeg2music.demo.recording import channels
from eeg2music.demo.stimulus import heard

SEED, SONGS, TRIAL_S = 4, 2, 60
SONG_STATES = {song: heard(SEED, song, TRIAL_S) for song in range(1, SONGS + 1)}
SUBJECTS = ["s02", "s23", "s24", "s29"]


@dataclass(frozen=True)
class Made:
    """One subject's session, what was planted in it, and the signals it gave."""

    subject: str
    shown: session.Session
    log_power: np.ndarray
    signals: dict[str, np.ndarray]


def make(subject, coupling=0.5):
    shown = session.draw(SEED, subject, SONGS, TRIAL_S)
    music = [SONG_STATES[video] for video in shown.videos]
    track = brain.music_track(shown.frames, shown.onset_frames, music)
    rng = session.stream(SEED, subject, "brain")
    log_power = brain.log_powers(track, coupling, rng)
    return Made(subject, shown, log_power, dict(channels(subject, shown, log_power, SEED)))


@pytest.fixture(scope="module")
def one():
    return make("s02")


@pytest.fixture(scope="module")
def null():
    return make("s02", 0.0)


@pytest.fixture(scope="module", params=SUBJECTS)
def made(request):
    return make(request.param)


@pytest.fixture(scope="module")
def folder(made, tmp_path_factory):
    """The recording and the ratings as files."""
    root: Path = tmp_path_factory.mktemp("raw")
    status = session.status(made.shown, made.subject)
    name = session.trigger_name(made.subject)
    bdf.write(root / "recording.bdf", made.signals.items(), status, name)
    affect = {song: Affect.of(states) for song, states in SONG_STATES.items()}
    rows = participant_ratings(SEED, made.subject, made.shown, affect)
    rows.to_csv(root / "ratings.csv", index=False)
    return root


def trials(folder, made):
    recording = open_recording(folder / "recording.bdf")
    ratings = read_ratings(folder / "ratings.csv")
    return recording, find_trials(recording, made.subject, ratings, folder / "ratings.csv")


def frame_powers(signal, rhythm, shown):
    """Log power within a rhythm's band in every whole frame after the first, nats."""
    sos = butter(4, (rhythm.low_hz, rhythm.high_hz), "bandpass", fs=session.RATE_HZ, output="sos")
    inside = sosfiltfilt(sos, signal.astype(float))
    begin = shown.first_sample + session.FRAME_SAMPLES
    count = (len(inside) - begin) // session.FRAME_SAMPLES
    frames = inside[begin : begin + count * session.FRAME_SAMPLES].reshape(count, -1)
    return np.log(np.square(frames).mean(axis=1))


def mean_correlation(made, track):
    """Correlation of electrodes' powers with the music that drives their sources, averaged."""
    correlations = []
    for source in brain.SOURCES:
        found = frame_powers(made.signals[source.beneath[0]], source.rhythm, made.shown)
        drive = np.roll(track @ source.response, source.delay)
        correlations.append(np.corrcoef(found, drive[1 : 1 + len(found)])[0, 1])
    return np.mean(correlations)


def test_channels_come_in_the_site_s_order(made):
    assert tuple(made.signals) == montage.recording_channels(made.subject)[:-1]
    assert {signal.shape for signal in made.signals.values()} == {(made.shown.samples,)}
    assert all(np.isfinite(signal).all() for signal in made.signals.values())


def test_the_pipeline_finds_every_video_at_its_onset(folder, made):
    _, found = trials(folder, made)
    expected = zip(made.shown.videos, made.shown.onsets.tolist(), strict=True)
    assert [(trial.video, trial.onset) for trial in found] == sorted(expected)


def test_the_pipeline_reads_the_signals_that_were_written(folder, made):
    recording, found = trials(folder, made)
    for trial, (eeg, eog) in zip(
        found, read_trials(recording, found, TRIAL_S, margin_s=1), strict=True
    ):
        window = slice(trial.onset - 512, trial.onset + (TRIAL_S + 1) * 512)
        written = np.stack([made.signals[name][window] for name in montage.EEG])
        np.testing.assert_allclose(eeg, written, atol=1 / 60)
        horizontal = made.signals["EXG1"][window] - made.signals["EXG2"][window]
        np.testing.assert_allclose(eog[0], horizontal, atol=1 / 30)


@pytest.mark.parametrize("source", brain.SOURCES, ids=lambda source: source.name)
def test_planted_powers_can_be_read_above_their_source(one, source):
    planted = one.log_power[:, brain.SOURCES.index(source)]
    found = frame_powers(one.signals[source.beneath[0]], source.rhythm, one.shown)
    frames = slice(1, 1 + len(found))
    assert np.corrcoef(found, planted[frames])[0, 1] > 0.25


def test_the_same_brain_can_be_recorded_by_more_electrodes(one):
    names = mne.channels.make_standard_montage("biosemi64").ch_names
    wide = dict(channels("s02", one.shown, one.log_power, SEED, names))
    assert [*wide][:64] == names
    assert [*wide][64:] == [name for name in one.signals if name not in montage.EEG]
    alpha = {name: frame_powers(wide[name], brain.ALPHA, one.shown) for name in names}
    planted = one.log_power[1 : 1 + len(alpha["F3"]), 0]  # beneath F3
    assert np.corrcoef(alpha["F3"], planted)[0, 1] > 0.25
    near, far = (np.corrcoef(alpha["F5"], alpha[name])[0, 1] for name in ("F3", "PO8"))
    assert near > far + 0.1


def test_skin_resistance_is_plausible_in_the_unit_of_the_site(made):
    resistance = skin_resistance_ohm(made.signals["GSR1"], montage.site(made.subject))
    assert 80e3 < resistance.min() < resistance.max() < 200e3


def test_a_null_twin_has_the_same_noise_and_artefacts(one, null):
    assert one.shown == null.shown
    for name in (*montage.EXTERNAL, *montage.PHYSIOLOGY):
        np.testing.assert_array_equal(one.signals[name], null.signals[name])
    for name in {name for source in brain.SOURCES for name in source.beneath}:
        difference = one.signals[name] - null.signals[name]
        frequency, density = welch(difference, session.RATE_HZ, nperseg=1024)
        inside = (frequency > 3) & (frequency < 46)
        assert density[inside].sum() > 0.95 * density.sum()


def test_the_music_moves_the_planted_brain_and_not_the_null_one(one, null):
    music = [SONG_STATES[video] for video in one.shown.videos]
    track = brain.music_track(one.shown.frames, one.shown.onset_frames, music)
    assert mean_correlation(one, track) > 0.2
    assert abs(mean_correlation(null, track)) < 0.06


def test_a_recording_is_fixed_by_its_seed(one):
    again = make("s02")
    for name, signal in one.signals.items():
        np.testing.assert_array_equal(again.signals[name], signal)


def test_eeg_looks_like_eeg(one):
    signals = np.stack([one.signals[name] for name in montage.EEG])
    frequency, density = welch(signals, session.RATE_HZ, nperseg=2048)
    median = np.median(density, axis=0)
    for lower, higher in ((2, 6), (6, 40), (40, 90), (90, 200)):
        assert median[frequency.searchsorted(lower)] > median[frequency.searchsorted(higher)]
    assert median[frequency == 50] > 10 * median[frequency == 54]
