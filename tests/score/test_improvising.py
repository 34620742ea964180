import numpy as np
import pytest

from eeg2music.score.bars import Piece
from eeg2music.score.improvising import Improviser
from eeg2music.score.mapping import Manner

C_MAJOR, G_MAJOR = ((0, 4, 7), (7, 11, 2))


def heard(triad, frames=4, valence=0.5, arousal=0.2, token=3):
    chroma = np.zeros((frames, 12))
    chroma[:, list(triad)] = 1
    level = np.full(frames, valence), np.full(frames, arousal)
    return Piece(np.full(frames, token), chroma, *level, 0.5)


def test_bars_follow_each_other_at_the_tempo_of_the_arousal():
    player = Improviser(1)
    one, _ = player.bar(heard(C_MAJOR), 10.0)
    other, _ = player.bar(heard(C_MAJOR, arousal=0.9), one.stop_s)
    assert (one.first_beat, other.first_beat) == (0, 4)
    assert one.beat_s == pytest.approx(60 / Manner(0.5, 0.2).bpm)
    assert other.start_s == one.stop_s
    assert other.beat_s < one.beat_s


def test_notes_lie_in_their_bar_and_are_of_what_was_heard():
    player = Improviser(1)
    player.bar(heard(C_MAJOR), 0.0)
    bar, parts = player.bar(heard(G_MAJOR), 2.0)
    assert {*parts} == {"Melody", "Harmony", "Bass", "Drums"}
    for notes in parts.values():
        assert all(4 <= note.start < 8 for note in notes)
    assert {note.pitch % 12 for note in parts["Harmony"]} == {*G_MAJOR}
    assert parts["Bass"][0].pitch % 12 == 7
    assert bar.beats == 4


def test_the_music_may_be_one_frame_long():
    _, parts = Improviser(1).bar(heard(C_MAJOR, frames=1), 0.0)
    assert parts["Harmony"]


def test_music_without_a_chord_is_played_on():
    player = Improviser(1)
    silent = heard(())
    bar, parts = player.bar(silent, 0.0)
    assert parts["Harmony"] == []
    _, parts = player.bar(heard(C_MAJOR), bar.stop_s)
    assert parts["Harmony"]


def test_the_same_music_is_played_alike_and_calm_music_without_drums():
    one, other = (
        [Improviser(7).bar(heard(C_MAJOR, arousal=-0.5), 0.0)[1] for _ in range(2)] for _ in "ab"
    )
    assert one == other
    assert one[0]["Drums"] == []


def test_as_many_frames_as_beats_give_each_beat_its_own_chord():
    frames = heard(C_MAJOR, frames=4)
    frames.chroma[2:] = 0
    frames.chroma[2:, list(G_MAJOR)] = 1
    _, parts = Improviser(1).bar(frames, 0.0)
    early = {note.pitch % 12 for note in parts["Harmony"] if note.start < 2}
    late = {note.pitch % 12 for note in parts["Harmony"] if note.start >= 2}
    assert (early, late) == ({*C_MAJOR}, {*G_MAJOR})
