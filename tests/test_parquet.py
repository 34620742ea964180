import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


KINDS = {
    pa.bool_(): st.booleans(),
    pa.int8(): st.integers(-128, 127),
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.float32(): st.floats(width=32, allow_nan=False),
    pa.float64(): st.floats(allow_nan=False),
    pa.string(): st.text(st.characters(exclude_categories=["Cs"])),
}
"""Types of columns, and what they may hold."""


def test_an_empty_table_keeps_the_shape_of_its_rows(tmp_path):
    empty = {name: np.asarray(values)[:0] for name, values in ROWS.items()}
    parquet.write(tmp_path / "a.parquet", EEG_FEATURES, empty)
    table = parquet.read(tmp_path / "a.parquet", EEG_FEATURES)
    assert table.array("de").shape == (0, 3, 4)
    assert table.scalar("frame").shape == (0,)


def test_text_may_end_in_zeros(tmp_path):
    schema = parquet.keyed("kinds", (), parquet.Column("it", pa.string(), "", ""))
    parquet.write(tmp_path / "kinds.parquet", schema, {"it": ["\0", "a\0\0", ""]})
    told = parquet.read(tmp_path / "kinds.parquet", schema).frame["it"].tolist()
    assert told == ["\0", "a\0\0", ""]


@given(st.data(), st.sampled_from(list(KINDS)), st.integers(0, 20))
def test_a_column_of_any_type_is_read_back_as_it_was_written(tmp_path_factory, data, kind, rows):
    values = data.draw(st.lists(KINDS[kind], min_size=rows, max_size=rows))
    schema = parquet.keyed(
        "kinds", (parquet.Column("row", pa.int32(), "", ""),), parquet.Column("it", kind, "", "")
    )
    path = tmp_path_factory.mktemp("kinds") / "kinds.parquet"
    parquet.write(path, schema, {"row": np.arange(rows), "it": values})
    assert parquet.read(path, schema).scalar("it").tolist() == values
    assert parquet.read(path, schema).frame["it"].tolist() == values
    assert pq.read_table(path)["it"].to_pylist() == values


SCRIPT = """
import sys
from pathlib import Path
from eeg2music import parquet
from eeg2music.eeg.tables import EEG_FEATURES
table = parquet.read(Path(sys.argv[1]), EEG_FEATURES)
print(table.scalar("subject").tolist(), table.scalar("frame").tolist(), table.array("de").sum())
print("pandas" in sys.modules)
"""


def test_columns_are_read_without_pandas(tmp_path):
    """Importing it takes longer than many a job works."""
    _write(tmp_path / "a.parquet")
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "a.parquet")]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert told.splitlines() == ["['s01', 's01'] [0, 1] 276.0", "False"]


def test_a_scalar_column_is_what_the_frame_has(tmp_path):
    _write(tmp_path / "a.parquet")
    table = parquet.read(tmp_path / "a.parquet", EEG_FEATURES)
    for name in EEG_FEATURES.key:
        assert table.scalar(name).tolist() == table.frame[name].tolist()
    both = parquet.read_many([tmp_path / "a.parquet"] * 2, EEG_FEATURES)
    assert both.scalar("frame").tolist() == [0, 1, 0, 1]


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
