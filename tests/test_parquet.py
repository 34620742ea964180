import json

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from eeg2music import parquet
from eeg2music.eeg.tables import EEG_FEATURES, SLICES
from eeg2music.errors import DataError

ROWS = {
    "subject": np.array(["s01", "s01"]),
    "video": [1, 1],
    "slice": [0, 0],
    "frame": [0, 1],
    "de": np.arange(2 * 3 * 4, dtype="f4").reshape(2, 3, 4),
}


def _write(path, **meta):
    parquet.write(path, EEG_FEATURES, ROWS, {"channels": ["Fp1", "AF3", "F3"], **meta})


def test_round_trip_keeps_values_shape_and_meta(tmp_path):
    _write(tmp_path / "a.parquet")
    table = parquet.read(tmp_path / "a.parquet", EEG_FEATURES)
    assert np.array_equal(table.array("de"), ROWS["de"])
    assert list(table.frame["frame"]) == [0, 1]
    assert table.meta["channels"] == ["Fp1", "AF3", "F3"]


def test_plain_pandas_opens_it_and_units_are_in_the_schema(tmp_path):
    _write(tmp_path / "a.parquet")
    assert len(pd.read_parquet(tmp_path / "a.parquet")["de"][0]) == 12
    field = pq.read_schema(tmp_path / "a.parquet").field("de")
    assert field.metadata[b"unit"] == b"nats"
    assert json.loads(field.metadata[b"axes"]) == ["channel", "band"]


def test_the_same_content_gives_the_same_bytes(tmp_path):
    _write(tmp_path / "a.parquet", x=1, y=2)
    _write(tmp_path / "b.parquet", y=2, x=1)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_several_files_read_as_one(tmp_path):
    paths = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    for path in paths:
        _write(path)
    table = parquet.read_many(paths, EEG_FEATURES, ["frame", "de"])
    assert list(table.frame["frame"]) == [0, 1, 0, 1]
    assert table.array("de").shape == (4, 3, 4)


def test_other_tables_and_broken_files_are_refused_by_name(tmp_path):
    path = tmp_path / "a.parquet"
    _write(path)
    for breakage in (
        lambda: None,
        lambda: path.write_bytes(path.read_bytes()[:200]),
        path.unlink,
    ):
        breakage()
        with pytest.raises(DataError) as refusal:
            parquet.read(path, SLICES)
        assert str(path) in str(refusal.value)
        assert "slices table" in refusal.value.expected


def test_unknown_columns_are_refused(tmp_path):
    with pytest.raises(ValueError, match="no columns"):
        parquet.write(tmp_path / "a.parquet", EEG_FEATURES, {**ROWS, "typo": [1, 2]})
