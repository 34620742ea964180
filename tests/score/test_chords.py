import mir_eval
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.audio.features import frame_features
from eeg2music.audio.params import AudioFeatures
from eeg2music.score.chords import LABELS, NONE, agreements, chords, templates, tones

RATE, FRAME_S = 16_000, 0.5
ANY = st.integers(0, len(LABELS) - 1)


def sounding(pitches):
    """Pitch-class profiles of tones with harmonics, as the pipeline measures them."""
    time = np.arange(round(FRAME_S * RATE)) / RATE
    hz = 440 * 2 ** ((np.array(pitches) - 69) / 12)
    tone = sum(0.6**n * np.sin(2 * np.pi * f * (n + 1) * time) for f in hz for n in range(5))
    settings = AudioFeatures(mel_bands=24, mfcc=20, patch_hops=4)
    return frame_features(0.05 * tone[None], RATE, FRAME_S, settings).chroma


@pytest.mark.parametrize("label", LABELS[:NONE])
@pytest.mark.parametrize("octave", [48, 60])
def test_a_chord_that_is_played_is_heard(label, octave):
    """Pitches as mir_eval reads the label."""
    root, semitones, _ = mir_eval.chord.encode(label)
    chroma = sounding([octave + root + step for step in np.flatnonzero(semitones)])
    assert LABELS[chords(chroma)[0]] == label


@given(ANY)
def test_tones_are_those_that_mir_eval_reads_in_the_label(chord):
    root, semitones, _ = mir_eval.chord.encode(LABELS[chord])
    assert set(tones(chord)) == {(root + step) % 12 for step in np.flatnonzero(semitones)}
    assert chord == NONE or tones(chord)[0] == root


def test_noise_and_silence_have_no_chord():
    noise = 0.1 * np.random.default_rng(0).standard_normal((1, 20 * RATE))
    settings = AudioFeatures(mel_bands=24, mfcc=20, patch_hops=4)
    found = frame_features(noise, RATE, FRAME_S, settings).chroma
    assert {*chords(found)} == {NONE}
    assert [*chords(np.array([np.ones(12), np.zeros(12)]))] == [NONE, NONE]


def test_noise_beside_a_chord_does_not_hide_it():
    noisy = templates() + 3 * templates().mean()
    assert [*chords(noisy)] == [*range(NONE)]


def test_where_sound_leaves_it_open_valence_tells_major_from_minor():
    fifth = templates()[[LABELS.index("C:maj"), LABELS.index("C:min")]].sum(axis=0)
    found = chords(np.array([fifth, fifth]), np.array([1.0, -1.0]))
    assert [LABELS[each] for each in found] == ["C:maj", "C:min"]


def test_where_sound_is_clear_valence_changes_nothing():
    every = np.arange(NONE)
    for valence in (-1.0, 1.0):
        assert [*chords(templates(), valence)] == [*every]


@given(ANY, ANY)
def test_agreement_is_mir_evals(one, other):
    told = mir_eval.chord.mirex([LABELS[one]], [LABELS[other]])
    assert agreements()[one, other] == told
