"""Preprocessed files that are whole and not DEAP's: each is refused."""

import tracemalloc

import numpy as np
import pytest

from eeg2music.deap.preprocessed import SETTINGS, open_preprocessed, read_preprocessed
from eeg2music.deap.ratings import read_ratings
from eeg2music.eeg.params import Slices
from eeg2music.params.grid import Grid
from tests.deap.preprocessed_files import RATED, noise, write, write_ratings
from tests.hostile.preprocessed import (
    AS_DISTRIBUTED,
    IN_PLACE,
)
from tests.refusals import refusal

GRID = Grid(trial_s=60.0, slice_s=4.0, frame_s=0.5)


@pytest.fixture(scope="module")
def data():
    return noise()


@pytest.mark.parametrize("suffix", ["dat", "mat"])
def test_a_missing_file_and_a_folder_in_its_place(raw, suffix):
    path = raw / f"s01.{suffix}"
    told = {"file": path, "expected": "data and labels", "cure": IN_PLACE}
    refusal(lambda: read_preprocessed(path), **told, found="No such file", out=raw)
    path.mkdir()
    refusal(lambda: read_preprocessed(path), **told, found="Is a directory", out=path)


def test_a_file_of_another_name(raw):
    told = {"expected": ".dat or .mat", "found": "a file .npy", "cure": AS_DISTRIBUTED}
    refusal(lambda: read_preprocessed(raw / "s01.npy"), file="s01.npy", **told, out=raw)


def changed(data, at, value):
    copy = data.copy()
    copy[at] = value
    return copy


SHAPES = {
    "electrodes only": ((3, 32, 8064), (3, 4)),
    "without a baseline": ((3, 40, 7680), (3, 4)),
    "channels first": ((40, 3, 8064), (3, 4)),
    "a single trial without its axis": ((40, 8064), (1, 4)),
    "41 trials": ((41, 40, 8064), (41, 4)),
    "fewer labels than trials": ((3, 40, 8064), (2, 4)),
    "two scales": ((3, 40, 8064), (3, 2)),
    "labels in a row": ((3, 40, 8064), (12,)),
    "a single number": ((), ()),
}


@pytest.mark.parametrize("shapes", [pytest.param(case, id=name) for name, case in SHAPES.items()])
def test_arrays_of_another_shape(raw, shapes):
    path = write(raw / "s01.dat", *(np.ones(shape, "i1") for shape in shapes))
    sides = " x ".join(map(str, shapes[0])) or "a single number"
    told = {"expected": "40 channels x 8064", "found": f"data of {sides}, ", "cure": AS_DISTRIBUTED}
    refusal(lambda: read_preprocessed(path), file=path, **told)


@pytest.mark.parametrize("suffix", ["dat", "mat"])
def test_very_many_labels_take_no_more_memory_than_their_file(raw, data, suffix):
    labels = np.ones((3_000_000, 4), "i1")
    path = write(raw / f"s01.{suffix}", data[:1].astype("i1"), labels)
    told = {"expected": "x 4 ratings", "found": "labels of 3000000 x 4", "cure": AS_DISTRIBUTED}
    tracemalloc.start()
    try:
        refusal(lambda: read_preprocessed(path), file=path, **told)
        assert tracemalloc.get_traced_memory()[1] < 1.5 * path.stat().st_size
    finally:
        tracemalloc.stop()


VALUES = {
    "not a number": (lambda good: changed(good, (1, 2, 3), np.nan), "finite", "nan at data[1, 2,"),
    "an infinite sensor": (lambda good: changed(good, (0, 39, 8063), -np.inf), "finite", "-inf at"),
    "volts": (lambda good: 1e-6 * good, "µV", "e-06, as of volts"),
    "an amplifier's steps": (lambda good: 1e6 * good, "µV", "deviation of 9.99e+06"),
    "numbers at the limit": (lambda good: 1e300 * good, "µV", "a standard deviation of"),
    "silence": (lambda good: 0 * good, "µV", "a standard deviation of 0"),
    "an offset alone": (lambda good: 0 * good + 5, "µV", "a standard deviation of 0"),
}


@pytest.mark.parametrize("suffix", ["dat", "mat"])
@pytest.mark.parametrize(
    ("change", "expected", "found"), [pytest.param(*case, id=name) for name, case in VALUES.items()]
)
def test_values_that_are_no_eeg(raw, data, suffix, change, expected, found):
    path = write(raw / f"s01.{suffix}", change(data))
    told = {"expected": expected, "found": found, "cure": AS_DISTRIBUTED}
    refusal(lambda: read_preprocessed(path), file=path, **told)
    assert list(raw.iterdir()) == [path]


@pytest.mark.parametrize(
    ("value", "expected", "found"),
    [
        (0.99, "between 1 and 9", "0.99 as Arousal of trial 3"),
        (9.01, "between 1 and 9", "9.01 as Arousal of trial 3"),
        (np.nan, "finite numbers", "nan at labels[2, 1]"),
    ],
)
def test_labels_that_are_no_ratings(raw, data, value, expected, found):
    path = write(raw / "s01.dat", data, changed(RATED, (2, 1), value))
    told = {"expected": expected, "found": found, "cure": "as DEAP distributes"}
    refusal(lambda: read_preprocessed(path), file=path, **told)


# Files that do not go with the ratings, or with what is asked of them


def joined(raw, data, labels=RATED, **ratings):
    file = write_ratings(raw / "participant_ratings.csv", **ratings)
    path = write(raw / "s01.dat", data, labels)
    return open_preprocessed(path, "s01", read_ratings(file), file)


def mirrored(at):
    """Ratings as the known re-upload has them."""
    return changed(RATED, at, 9 - RATED[at])


LABELS_OF_OTHERS = {
    "the known corruption": (
        mirrored((1, slice(0, 2))),
        "2 of 12 that differ, all of them 9 minus",
    ),
    "the known corruption, out of range": (mirrored((0, 2)), "as in a known corrupted copy"),
    "the known corruption and another change": (
        changed(mirrored((1, slice(0, 2))), (2, 3), 1.5),
        "3 of 12 that differ, first Valence of video 9: 1.75 instead of 7.25",
    ),
    "one other rating": (
        changed(RATED, (2, 1), 6.0),
        "1 of 12 that differ, first Arousal of video 17: 6 instead of 7",
    ),
    "in the order of presentation": (RATED[[1, 2, 0]], "first Valence of video 4: 7.25 instead"),
    "scales in another order": (RATED[:, [1, 0, 2, 3]], "first Valence of video 4: 1 instead"),
}


@pytest.mark.parametrize(
    ("labels", "found"), [pytest.param(*case, id=name) for name, case in LABELS_OF_OTHERS.items()]
)
def test_labels_that_are_not_the_subject_s_ratings(raw, data, labels, found):
    told = {"expected": "participant_ratings.csv as labels", "found": found, "cure": "as DEAP"}
    refusal(lambda: joined(raw, data, labels), file=raw / "s01.dat", **told)


def test_fewer_trials_than_ratings(raw, data):
    told = {"expected": "subject's 3 rows", "found": "2 trials", "cure": "as DEAP distributes"}
    refusal(lambda: joined(raw, data[:2], RATED[:2]), file=raw / "s01.dat", **told)


def test_ratings_of_another_subject_only(raw, data):
    told = {"expected": "subject's 0 rows", "found": "3 trials", "cure": "as DEAP distributes"}
    refusal(lambda: joined(raw, data, subject=2), file=raw / "s01.dat", **told)


@pytest.mark.parametrize(
    ("name", "value"),
    [("sampling_rate_hz", 256), ("low_hz", 1.0), ("high_hz", 30.0), ("regress_eog", False)],
)
def test_settings_that_the_file_was_not_made_with(raw, data, name, value):
    session = joined(raw, data)
    asked = Slices(**{**SETTINGS.model_dump(), name: value})
    told = {"expected": f"{name} {getattr(SETTINGS, name)}", "found": f"{name} {value}"}
    cure = "`eeg_source: bdf`"
    refusal(lambda: session.cleaned(GRID, asked), file=raw / "s01.dat", **told, cure=cure)


def test_longer_trials_than_the_file_holds(raw, data):
    session, grid = joined(raw, data), Grid(trial_s=64.0, slice_s=4.0, frame_s=0.5)
    told = {"expected": "at most 60 s", "found": "64 s", "cure": "Set grid.trial_s to 60."}
    refusal(lambda: session.cleaned(grid, SETTINGS), file=raw / "s01.dat", **told)


def test_a_constant_channel(raw, data):
    session = joined(raw, changed(data, (1, 31), 3.0))
    told = {"expected": "varies in every channel", "found": "a constant O2 in video 9"}
    cure = "leave this subject out under `exclude`"  # leaving out the video would not help
    refusal(lambda: session.cleaned(GRID, SETTINGS), file=raw / "s01.dat", **told, cure=cure)
