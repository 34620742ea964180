from importlib.metadata import distribution

import music21
import numpy as np
import pretty_midi
import pytest
import symusic

from eeg2music.score.midi import RATE_HZ, render, render_part, to_midi, write_midi
from eeg2music.score.writing import write
from tests.score.pieces import piece


@pytest.fixture(scope="module")
def score():
    return write(piece(valence=-0.4, arousal=np.linspace(-0.8, 0.8, 120)), seed=3)


@pytest.fixture
def file(score, tmp_path):
    write_midi(score, tmp_path / "score.mid")
    return tmp_path / "score.mid"


def test_pretty_midi_reads_what_was_written(score, file):
    read = pretty_midi.PrettyMIDI(str(file))
    assert [each.name for each in read.instruments] == [part.name for part in score.parts]
    assert [each.is_drum for each in read.instruments] == [False, False, False, True]
    changes, tempos = read.get_tempo_changes()
    np.testing.assert_allclose(changes, [bar.start_s for bar in score.bars], atol=1e-3)
    np.testing.assert_allclose(tempos, [60 / bar.beat_s for bar in score.bars], rtol=1e-4)
    (signature,) = read.time_signature_changes
    assert (signature.numerator, signature.denominator) == (score.bars[0].beats, 4)
    (key,) = read.key_signature_changes
    assert key.key_number == score.key.tonic + 12 * (score.key.mode == "minor")
    for part, instrument in zip(score.parts, read.instruments, strict=True):
        times = [score.bars[int(n.start // 4)].time(n.start % 4) for n in part.notes]
        theirs = sorted((n.start, n.pitch, n.velocity) for n in instrument.notes)
        ours = sorted((t, n.pitch, n.velocity) for t, n in zip(times, part.notes, strict=True))
        np.testing.assert_allclose(theirs, ours, atol=2e-3)


def test_music21_reads_what_was_written(score, file):
    read = music21.converter.parse(file)
    told = read.flatten()
    assert told.getElementsByClass(music21.meter.TimeSignature)[0].ratioString == "4/4"
    key = told.getElementsByClass(music21.key.Key)[0]
    assert (key.tonic.pitchClass, key.mode) == (score.key.tonic, score.key.mode)
    names = {part.partName for part in read.parts}
    assert {part.name for part in score.parts} <= names
    melody = next(part for part in read.parts if part.partName == "Melody").flatten().notes
    assert len(melody) == len(score.parts[0].notes)


def test_the_same_score_gives_the_same_bytes(score, file, tmp_path):
    write_midi(score, tmp_path / "again.mid")
    assert (tmp_path / "again.mid").read_bytes() == file.read_bytes()
    assert render(score).tobytes() == render(score).tobytes()


def test_sound_lasts_as_long_as_the_score_and_is_loud_enough(score):
    sound = render(score)
    assert sound.shape == (2, 60 * RATE_HZ)
    assert 0.01 < np.sqrt(np.square(sound).mean()) < 0.5
    assert np.abs(sound[:, -10:]).max() < 0.01


def test_the_whole_is_what_the_synthesiser_makes_of_all_parts_at_once(score):
    """So that stems, added up, are the music."""
    font = distribution("pretty_midi").locate_file("pretty_midi/TimGM6mb.sf2")
    theirs = symusic.Synthesizer(sf_path=str(font), sample_rate=RATE_HZ, quality=4)
    played = theirs.render(to_midi(score), stereo=True)[:, : 59 * RATE_HZ]
    ours = render(score)[:, : played.shape[1]]
    assert np.abs(ours - played).max() < 1e-3 * np.abs(played).max()


def test_a_note_sounds_at_its_pitch_and_time(score):
    """The bass alone: the strongest low frequency of each held note is its own."""
    bass = score.parts[2]
    sound = render_part(score, bass).mean(axis=0)
    note = max(bass.notes, key=lambda each: each.length)
    bar = score.bars[int(note.start // 4)]
    start = bar.time(note.start % 4)
    held = sound[round(start * RATE_HZ) : round((start + note.length * bar.beat_s) * RATE_HZ)]
    spectrum = np.abs(np.fft.rfft(held * np.hanning(len(held)), 1 << 17))
    hz = np.fft.rfftfreq(1 << 17, 1 / RATE_HZ)
    expected = 440 * 2 ** ((note.pitch - 69) / 12)
    peaks = hz[spectrum > 0.3 * spectrum.max()]
    ratios = peaks / expected
    assert np.any(np.abs(ratios - np.rint(ratios)) < 0.03)


def test_a_part_without_notes_is_silence(score):
    silent = type(score.parts[0])("Nobody", 0, ())
    assert not render_part(score, silent).any()
