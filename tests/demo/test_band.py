"""The accompaniment's samples, listened to by Fourier transform."""

from itertools import product

import numpy as np
import pytest
from scipy.signal import find_peaks

from eeg2music.demo.band import RATE_HZ, accompaniment, hertz, note
from eeg2music.demo.latent import CHORDS, LEVELS, Latent
from eeg2music.demo.tuning import sound

FRAME = RATE_HZ // 2
ALL = np.array(list(product(range(LEVELS), range(LEVELS), range(CHORDS))))


def play(states, seed=0, detune_cents=0.0):
    """Accompaniment of (frames, 3) states, shape (2, samples)."""
    latent = Latent(*np.asarray(states).T, lead_frames=0)
    return accompaniment(latent, detune_cents, np.random.default_rng(seed))


def spectra(audio):
    """Magnitude of every frame and ear, shape (frames, 2 · bins)."""
    frames = np.abs(np.fft.rfft(audio.reshape(2, -1, FRAME)))
    return np.concatenate(frames, axis=-1)


def midi(frequency_hz):
    return 69 + 12 * np.log2(frequency_hz / 440)


@pytest.mark.parametrize(("pitch", "expected_hz"), [(33, 55), (57, 220), (60, 261.6256), (81, 880)])
def test_notes_have_the_pitch_of_their_midi_number(pitch, expected_hz):
    samples = 2 * RATE_HZ
    spectrum = np.abs(np.fft.rfft(note(hertz(pitch), samples, 0.6, 1.0)))
    assert np.argmax(spectrum) * RATE_HZ / samples == pytest.approx(expected_hz, abs=0.5)


def test_even_harmonics_and_brightness_are_those_asked_for():
    tone = note(441.0, RATE_HZ, 0.5, 0.2)
    harmonics = np.abs(np.fft.rfft(tone))[441 * np.array([1, 2, 3, 4])]
    np.testing.assert_allclose(harmonics / harmonics[0], [1, 0.1, 0.25, 0.025], rtol=0.05)


@pytest.mark.parametrize("state", [(0, 0, 1), (1, 0, 5), (2, 0, 3)])
def test_a_frame_sounds_its_chord_above_its_bass(state):
    spectrum = np.abs(np.fft.rfft(play([state]).sum(axis=0)))
    peaks, _ = find_peaks(spectrum, prominence=0.1 * spectrum.max())
    pitches = midi(peaks * RATE_HZ / FRAME)
    heard = sound(*state)
    assert pitches[0] == pytest.approx(heard.bass, abs=0.5)
    for pitch in heard.pitches:
        assert np.abs(pitches - pitch).min() < 0.35


def test_a_detuned_band_is_off_by_its_cents():
    states, bins_per_hz = [(2, 0, 0)], 16
    around_g3 = slice(185 * bins_per_hz, 207 * bins_per_hz)
    straight, sharp = (
        np.abs(np.fft.rfft(play(states, detune_cents=cents)[0], bins_per_hz * RATE_HZ))
        for cents in (0, 50)
    )
    straight_hz, sharp_hz = (
        (around_g3.start + spectrum[around_g3].argmax()) / bins_per_hz
        for spectrum in (straight, sharp)
    )
    assert straight_hz == pytest.approx(196, abs=0.5)
    assert 1200 * np.log2(sharp_hz / straight_hz) == pytest.approx(50, abs=3)


def test_frames_of_one_state_sound_alike_and_all_states_can_be_told_apart():
    templates, heard = (spectra(play(ALL, seed)) for seed in (1, 2))
    templates, heard = (x / np.linalg.norm(x, axis=1, keepdims=True) for x in (templates, heard))
    alike = heard @ templates.T
    np.testing.assert_array_equal(alike.argmax(axis=1), np.arange(len(ALL)))
    assert np.diag(alike).min() > 0.95


def test_repeated_frames_differ_in_little_but_loudness():
    frames = spectra(play([(1, 2, 3)] * 6))
    assert np.corrcoef(frames).min() > 0.98
    assert np.ptp(np.linalg.norm(frames, axis=1)) > 0


def test_the_same_random_numbers_give_the_same_samples():
    np.testing.assert_array_equal(play(ALL[:4]), play(ALL[:4]))
