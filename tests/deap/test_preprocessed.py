import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eeg2music.deap import montage
from eeg2music.deap.preprocessed import (
    SETTINGS,
    Preprocessed,
    check_labels,
    open_preprocessed,
    read_preprocessed,
)
from eeg2music.deap.ratings import rated_by, read_ratings
from eeg2music.errors import DataError
from eeg2music.params.grid import Grid
from tests.deap.preprocessed_files import RATED, VIDEOS, noise, write, write_ratings

GRID = Grid(trial_s=60.0, slice_s=4.0, frame_s=0.5)


@pytest.fixture(scope="module")
def data():
    return noise()


@pytest.fixture(scope="module", params=["dat", "mat"])
def path(request, data, tmp_path_factory):
    return write(tmp_path_factory.mktemp("raw") / f"s01.{request.param}", data)


@pytest.fixture
def ratings(tmp_path):
    return write_ratings(tmp_path / "participant_ratings.csv")


def session(path, ratings):
    return open_preprocessed(path, "s01", read_ratings(ratings), ratings)


def test_a_file_is_read_as_it_is(path, data):
    found = read_preprocessed(path)
    assert found.path == path
    np.testing.assert_array_equal(found.data, data)
    np.testing.assert_array_equal(found.labels, RATED)
    assert found.labels.dtype == np.float64


def test_the_kth_trial_is_the_video_of_the_kth_smallest_number(path, ratings):
    trials = session(path, ratings).trials
    assert [trial.video for trial in trials] == VIDEOS
    assert [trial.reason for trial in trials] == [""] * 3
    rated = [(t.valence, t.arousal, t.dominance, t.liking) for t in trials]
    np.testing.assert_array_equal(rated, RATED)


def test_cleaned_signals_are_those_after_the_baseline(path, ratings, data):
    opened = session(path, ratings)
    eeg = opened.cleaned(GRID, SETTINGS)
    assert opened.channels == montage.EEG
    assert eeg.shape == (3, 32, 60 * 128)
    assert eeg.dtype == np.float32
    expected = data[:, :32, 3 * 128 :]
    expected = expected - expected.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(eeg, expected, atol=1e-5)


def test_a_shorter_trial_is_the_beginning_of_the_video(path, ratings):
    opened = session(path, ratings)
    shorter = Grid(trial_s=8.0, slice_s=4.0, frame_s=0.5)
    whole = opened.cleaned(GRID, SETTINGS)
    np.testing.assert_array_equal(opened.cleaned(shorter, SETTINGS), whole[:, :, : 8 * 128])


def test_cleaning_leaves_the_file_s_values_as_they_are(path, ratings, data):
    opened = session(path, ratings)
    opened.cleaned(GRID, SETTINGS)
    np.testing.assert_array_equal(opened.preprocessed.data, data)


def test_ratings_of_other_subjects_do_not_matter(path, ratings):
    others = "\n".join([*ratings.read_text().splitlines(), "2,1,4,0,1,1,1,1,", ""])
    ratings.write_text(others)
    assert len(session(path, ratings).trials) == 3


def test_whole_numbers_and_single_precision_are_read(tmp_path, data):
    whole = read_preprocessed(write(tmp_path / "a.dat", data.astype("i2"), RATED.round()))
    assert whole.data.dtype == np.float64
    np.testing.assert_array_equal(whole.data, data.astype("i2"))
    single = read_preprocessed(write(tmp_path / "b.mat", data.astype("f4")))
    np.testing.assert_array_equal(single.data, data.astype("f4"))


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    file = write_ratings(tmp_path_factory.mktemp("ratings") / "participant_ratings.csv")
    return rated_by(read_ratings(file), "s01"), file


def labelled(labels):
    return Preprocessed("s01.dat", np.empty((0, 40, 8064)), labels)


@given(shift=st.lists(st.floats(-0.01, 0.01), min_size=12, max_size=12))
@settings(deadline=None)
def test_rounded_ratings_are_the_same(table, shift):
    check_labels(labelled(RATED + np.reshape(shift, (3, 4))), *table)


@given(
    changed=st.sets(st.integers(0, 11), min_size=1),
    shift=st.one_of(st.floats(0.011, 8), st.floats(-8, -0.011)),
)
@settings(deadline=None)
def test_any_other_difference_is_told_with_its_first_place(table, changed, shift):
    labels = RATED.copy()
    labels.flat[list(changed)] += shift
    with pytest.raises(DataError) as caught:
        check_labels(labelled(labels), *table)
    first = min(changed)
    found = caught.value.found
    assert found.startswith(f"{len(changed)} of 12 that differ")
    if "known corrupted copy" in found:
        mirrored = 9 - RATED.flat[list(changed)]
        np.testing.assert_allclose(labels.flat[list(changed)], mirrored, atol=0.0101)
        return
    scale = ("Valence", "Arousal", "Dominance", "Liking")[first % 4]
    assert f"first {scale} of video {VIDEOS[first // 4]}: " in found
    assert found.endswith(f"{labels.flat[first]:g} instead of {RATED.flat[first]:g}")


@given(changed=st.sets(st.integers(0, 11), min_size=1))
@settings(deadline=None)
def test_the_known_corruption_is_recognised_wherever_it_is(table, changed):
    labels = RATED.copy()
    labels.flat[list(changed)] = 9 - RATED.flat[list(changed)]
    with pytest.raises(DataError, match="all of them 9 minus the rating, as in a known corrupted"):
        check_labels(labelled(labels), *table)


def test_a_bad_channel_leaves_the_average_that_it_was_subtracted_with(tmp_path, ratings):
    healthy = noise()
    loose = healthy.copy()
    loose[1, 7] *= 1000
    stored = loose.copy()
    stored[:, :32] -= loose[:, :32].mean(axis=1, keepdims=True)
    opened = session(write(tmp_path / "s01.dat", stored), ratings)
    eeg = opened.cleaned(GRID, SETTINGS)
    assert opened.repair.found == {VIDEOS[1]: ["T7"]}
    others = np.arange(32) != 7
    expected = healthy[:, :32, 3 * 128 :][:, others]
    np.testing.assert_allclose(
        eeg[:, others] - eeg[:, others].mean(axis=1, keepdims=True),
        expected - expected.mean(axis=1, keepdims=True),
        atol=0.01,
    )
    assert eeg.std() < 20
