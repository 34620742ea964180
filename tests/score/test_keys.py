import mir_eval
import music21
import numpy as np
import pytest

from eeg2music.score.keys import Key, key_of

KEYS = [Key(tonic, mode) for tonic in range(12) for mode in ("major", "minor")]


@pytest.mark.parametrize("key", KEYS)
def test_the_scale_of_a_key_is_in_that_key(key):
    weight = np.zeros(12)
    weight[list(key.scale)] = 1
    weight[[key.tonic, (key.tonic + 7) % 12]] += 1
    assert key_of(weight) == key


@pytest.mark.parametrize("key", KEYS)
def test_signature_is_that_of_music21(key):
    name = key.name.split()[0].replace("b", "-")
    theirs = music21.key.Key(name if key.mode == "major" else name.lower(), key.mode)
    assert (theirs.sharps - key.sharps) % 12 == 0  # G flat is F sharp
    assert sorted(p.pitchClass for p in theirs.getScale().pitches[:-1]) == sorted(key.scale)


@pytest.mark.parametrize("key", KEYS)
def test_mir_eval_reads_the_name(key):
    assert mir_eval.key.weighted_score(key.name, key.name) == 1


@pytest.mark.parametrize("seed", range(12))
def test_the_key_is_the_one_that_music21_finds(seed):
    """On tunes of some scale, each with a few strange notes."""
    rng = np.random.default_rng(seed)
    scale = KEYS[int(rng.integers(len(KEYS)))].scale
    tune = np.concatenate([rng.choice(scale, 40), rng.integers(12, size=8)])
    stream = music21.stream.Stream([music21.note.Note(60 + int(each)) for each in tune])
    told = music21.analysis.discrete.KrumhanslKessler().getSolution(stream)
    ours = key_of(np.bincount(tune, minlength=12).astype(float))
    assert (ours.tonic, ours.mode) == (told.tonic.pitchClass, told.mode)


def test_what_has_no_pitch_has_some_key():
    assert key_of(np.zeros(12)) in KEYS
