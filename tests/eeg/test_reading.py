"""Frames on all electrodes, or on those of a published system."""

import numpy as np
import pytest

from eeg2music import parquet
from eeg2music.deap.montage import EEG
from eeg2music.eeg.montages import MONTAGES
from eeg2music.eeg.reading import read_frames
from eeg2music.eeg.tables import EEG_FRAMES
from eeg2music.errors import DataError

NAMES = ["Oz", "T8", "Cz", "AF3"]


@pytest.fixture
def write(tmp_path):
    def written(subject, names, shift=0):
        path = tmp_path / f"{subject}.parquet"
        keys = {"subject": [subject] * 2, "video": [1, 1], "slice": [0, 0], "frame": [0, 1]}
        eeg = np.arange(2 * len(names) * 3, dtype="f4").reshape(2, len(names), 3) + shift
        parquet.write(path, EEG_FRAMES, {**keys, "eeg": eeg, "de": 2 * eeg}, {"channels": names})
        return path

    return written


def test_all_electrodes_are_read_in_their_order(write):
    paths = [write("a", NAMES), write("b", NAMES, shift=9)]
    first, second = read_frames(paths)
    assert first.meta["channels"] == second.meta["channels"] == NAMES
    assert first.array("eeg").shape == (2, 4, 3)
    assert np.array_equal(second.array("de"), first.array("de") + 18)


def test_some_electrodes_are_picked_by_name(write):
    (whole,) = read_frames([write("a", NAMES)])
    (table,) = read_frames([write("a", NAMES)], "inoue")
    assert table.meta["channels"] == ["T8", "AF3"]
    for name in ("eeg", "de"):
        assert np.array_equal(table.array(name), whole.array(name)[:, [1, 3]])


def test_only_the_columns_that_are_wanted_are_read(write):
    (table,) = read_frames([write("a", NAMES)], "inoue", ["de"])
    assert set(table.arrays) == {"de"}


@pytest.mark.parametrize("names", [NAMES[:3], NAMES[::-1]])
def test_subjects_with_other_channels_are_refused(write, names):
    paths = [write("a", NAMES), write("b", names)]
    with pytest.raises(DataError, match=r"b\.parquet.*the 4 channels of a\.parquet: Oz, T8"):
        list(read_frames(paths))


def test_electrodes_that_nobody_has_are_refused(write):
    with pytest.raises(DataError, match=r"electrodes of tiraboschi: FC5, .*only Oz, T8, Cz, AF3"):
        list(read_frames([write("a", NAMES)], "tiraboschi"))


@pytest.mark.parametrize(
    ("montage", "count", "lacking"),
    [("tiraboschi", 6, set()), ("miyamoto", 29, {"PO7", "PO8"}), ("inoue", 5, set())],
)
def test_montages_are_the_papers_and_deap_lacks_two_of_one(montage, count, lacking):
    assert len(set(MONTAGES[montage])) == len(MONTAGES[montage]) == count
    assert set(MONTAGES[montage]) - set(EEG) == lacking
