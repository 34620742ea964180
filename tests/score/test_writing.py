import mir_eval
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eeg2music.score.chords import LABELS, NONE
from eeg2music.score.mapping import Manner, ensemble
from eeg2music.score.writing import write
from tests.score.pieces import LOOP, piece

LEVEL = st.floats(-1, 1)


def part(score, name):
    return next(each for each in score.parts if each.name == name)


def mean(score, name, field):
    return np.mean([getattr(note, field) for note in part(score, name).notes])


def test_the_progression_is_the_pieces():
    score = write(piece(), seed=1)
    starts = [b.time(beat) for b in score.bars for beat in range(b.beats)]
    edges = np.array([*starts, score.bars[-1].stop_s])
    theirs = np.arange(61.0)
    told = mir_eval.chord.evaluate(
        np.stack([theirs[:-1], theirs[1:]], axis=1),
        [LOOP[n % 4] for n in range(60)],
        np.stack([edges[:-1], edges[1:]], axis=1),
        [LABELS[chord] for chord in score.chords],
    )
    assert told["majmin"] > 0.7  # beats and chords of a second never fall together
    assert score.key.name in ("C major", "A minor")


@settings(max_examples=25)
@given(valence=LEVEL, arousal=LEVEL, frames=st.integers(1, 150), seed=st.integers(0, 9))
def test_every_note_can_be_played(valence, arousal, frames, seed):
    score = write(piece(valence, arousal, frames), seed)
    end = score.bars[-1].first_beat + score.bars[-1].beats
    for each in score.parts:
        for note in each.notes:
            assert 0 <= note.start < note.start + note.length <= end + 1e-9
            assert 24 <= note.pitch <= 96
            assert 1 <= note.velocity <= 127


def test_the_melody_is_in_the_key_or_the_chord_and_on_the_beat_in_the_chord():
    score = write(piece(arousal=0.2), seed=1)
    for note in part(score, "Melody").notes:
        chord = score.chords[int(note.start)]
        own = {(LABELS.index(LABELS[chord]) + step) % 12 for step in (0, 3, 4, 5, 7)}
        if note.start % 1 == 0:
            assert note.pitch % 12 in own
        else:
            assert note.pitch % 12 in score.key.scale


def test_the_bass_plays_the_root_where_a_chord_begins():
    score = write(piece(), seed=1)
    changes = 1 + np.flatnonzero(np.diff(score.chords))
    played = {note.start: note.pitch % 12 for note in part(score, "Bass").notes}
    assert {played[beat] for beat in changes} <= {9, 5, 0, 7}
    assert [played[beat] for beat in changes] == [score.chords[beat] % 12 for beat in changes]


@pytest.mark.parametrize(
    ("cue", "low", "high"),
    [
        (lambda s: mean(s, "Melody", "pitch"), {"valence": -0.9}, {"valence": 0.9}),
        (lambda s: mean(s, "Melody", "velocity"), {"arousal": -0.9}, {"arousal": 0.9}),
        (lambda s: mean(s, "Bass", "velocity"), {"arousal": -0.9}, {"arousal": 0.9}),
        (lambda s: -mean(s, "Melody", "length"), {"arousal": -0.9}, {"arousal": 0.9}),
        (lambda s: len(part(s, "Melody").notes), {"arousal": -0.9}, {"arousal": 0.9}),
        (lambda s: len(part(s, "Drums").notes), {"arousal": -0.9}, {"arousal": 0.9}),
        (lambda s: len(s.bars), {"arousal": -0.9}, {"arousal": 0.9}),
    ],
    ids=["register", "dynamics", "bass", "articulation", "density", "drums", "tempo"],
)
def test_each_cue_follows_the_emotion(cue, low, high):
    assert cue(write(piece(**high), seed=1)) > cue(write(piece(**low), seed=1)) + 0.1


def test_where_the_music_repeats_itself_so_does_its_melody():
    looped = piece(frames=240, frames_a_chord=8)
    score = write(looped, seed=1)
    entries = [int(looped.tokens[int(bar.start_s / 0.5)]) for bar in score.bars]
    rhythm = {}
    for bar, entry in zip(score.bars, entries, strict=True):
        own = [
            n.start - bar.first_beat
            for n in part(score, "Melody").notes
            if bar.first_beat <= n.start < bar.first_beat + bar.beats
        ]
        assert rhythm.setdefault(entry, own) == own


def test_the_same_seed_writes_the_same_notes_and_another_others():
    once, again, other = (write(piece(), seed) for seed in (1, 1, 2))
    assert once == again
    assert part(once, "Melody") != part(other, "Melody")
    assert part(once, "Bass") == part(other, "Bass")


def test_a_piece_without_any_chord_is_written_too():
    plain = piece()
    noise = type(plain)(plain.tokens, np.ones((120, 12)), plain.valence, plain.arousal, 0.5)
    score = write(noise, seed=1)
    assert set(score.chords) == {NONE}
    assert part(score, "Melody").notes
    assert not part(score, "Harmony").notes


def test_each_quarter_of_the_emotions_has_an_ensemble_of_its_own():
    quarters = {ensemble(Manner(v, a)) for v in (-0.5, 0.5) for a in (-0.5, 0.5)}
    assert len(quarters) == 4
