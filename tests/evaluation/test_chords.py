import mir_eval
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from eeg2music.evaluation.chords import numbered, weights_of_chords
from eeg2music.evaluation.hits import ranks_of
from eeg2music.score.chords import LABELS, TRIADS, templates, triads

NAMES = np.array([*LABELS[:TRIADS], "N"])


def test_chords_that_differ_by_name_are_others_to_mir_eval_too():
    pairs = [(one, other) for one in NAMES for other in NAMES]
    same = mir_eval.chord.majmin(*map(list, zip(*pairs, strict=True)))
    assert (same == [one == other for one, other in pairs]).all()


def test_a_triad_is_known_by_its_profile_and_noise_is_none():
    noise = 1 + 0.02 * np.random.default_rng(0).normal(size=(1, 12))
    profiles = np.concatenate([templates()[:TRIADS], noise])
    assert [*np.array(LABELS)[triads(profiles)]] == [*NAMES]


def test_a_suspended_chord_is_told_as_a_triad():
    assert (triads(templates()[TRIADS:]) < TRIADS).all()


@given(
    labels=st.lists(st.sampled_from([*NAMES]), min_size=1, max_size=12),
    seed=st.integers(0, 99),
)
def test_a_chord_weighs_what_its_entries_weigh_together(labels, seed):
    chords = numbered(np.array(labels))
    weights = np.random.default_rng(seed).random((3, len(labels)))
    found = weights_of_chords(weights, chords)
    for place, label in enumerate(sorted(set(labels))):
        own = [row for row, each in enumerate(labels) if each == label]
        np.testing.assert_allclose(found[:, place], weights[:, own].sum(axis=1))


@given(weights=arrays(float, (4, 9), elements=st.floats(0, 1)))
def test_where_each_entry_is_a_chord_of_its_own_ranks_are_those_of_entries(weights):
    chords = numbered(NAMES[:9])
    targets = np.arange(4)
    expected = ranks_of(weights, targets)
    found = ranks_of(weights_of_chords(weights, chords), chords[targets])
    np.testing.assert_array_equal(np.sort(chords), np.arange(9))
    np.testing.assert_array_equal(found, expected)
