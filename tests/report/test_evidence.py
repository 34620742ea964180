"""Tables of evidence: read together, and refused without what they are held against."""

import numpy as np
import pandas as pd
import pytest

from eeg2music import parquet, registry
from eeg2music.errors import DataError
from eeg2music.evaluation import tables as evaluated
from eeg2music.evidence import tables as evident
from eeg2music.report import evidence
from tests.report import tables

SYSTEMS = registry.names()
ROWS = {
    evaluated.CLUSTER_HITS: {"system": ["ours", "unigram"], "cluster": ["s01", "s01"], "k": 5},
    evaluated.TIME_SHIFTS: {"shift_s": [0.0, 0.5], "k": 5},
    evaluated.ABLATION: {"channel": ["Fz", "Cz"], "k": 5},
    evident.SHARED: {"component": [0, 1]},
    evident.CORRESPONDENCE: {"component": [0, 1]},
    evident.READABLE: {"target": ["subject", "stimulus"]},
    evident.POWER: {"strength": [0.0, 0.1]},
    evident.SMALLEST_EFFECT: {"against": ["shifts", "songs"]},
}
"""Two rows of each table but that of chords; what they tell is 0.5."""


def write(folder, schema, told, drop=()):
    kinds = {column.name: column.type.to_pandas_dtype() for column in schema.columns}
    filled = {
        name: told.get(
            name, 0.5 if kind in (np.float32, np.float64) else 1 if kind is np.int32 else "x"
        )
        for name, kind in kinds.items()
    }
    rows = pd.DataFrame(filled).drop(index=list(drop))
    path = folder / f"{schema.name}.parquet"
    parquet.write(path, schema, {name: rows[name] for name in rows})
    return path


def everything(folder, **chords):
    hits = tables.hits(**chords)
    told = {column.name: hits[column.name].to_numpy() for column in evaluated.CHORD_HITS.columns}
    paths = {evaluated.CHORD_HITS.name: write(folder, evaluated.CHORD_HITS, told)}
    return paths | {schema.name: write(folder, schema, rows) for schema, rows in ROWS.items()}


def test_whole_tables_are_read_by_name(tmp_path):
    paths = everything(tmp_path)
    read = evidence.read(paths.values(), SYSTEMS)
    assert read.keys() == paths.keys()
    assert read["power"].frame["strength"].tolist() == [0.0, 0.1]


@pytest.mark.parametrize("missing", [schema.name for schema in ROWS])
def test_no_table_may_be_missing(tmp_path, missing):
    paths = everything(tmp_path)
    del paths[missing]
    with pytest.raises(DataError, match=f"found no {missing}"):
        evidence.read(paths.values(), SYSTEMS)


@pytest.mark.parametrize(
    ("schema", "control", "lacking"),
    [
        (evaluated.CLUSTER_HITS, 1, "guess without a brain of x, 5"),
        (evaluated.TIME_SHIFTS, 0, "EEG of its own time and of others of x, 5"),
        (evaluated.TIME_SHIFTS, 1, "EEG of its own time and of others of x, 5"),
        (evident.POWER, 0, "rung without a coupling of x, x"),
    ],
)
def test_rows_without_their_control_are_refused(tmp_path, schema, control, lacking):
    paths = everything(tmp_path)
    write(tmp_path, schema, ROWS[schema], drop=[control])
    with pytest.raises(DataError, match=rf"{schema.name}\.parquet: .*no {lacking}"):
        evidence.read(paths.values(), SYSTEMS)


@pytest.mark.parametrize(
    ("schema", "column"),
    [
        (evident.SHARED, "p"),
        (evident.SHARED, "chance"),
        (evident.CORRESPONDENCE, "chance_low"),
        (evident.CORRESPONDENCE, "p"),
        (evident.READABLE, "chance"),
    ],
)
def test_figures_without_what_chance_reaches_are_refused(tmp_path, schema, column):
    paths = everything(tmp_path)
    write(tmp_path, schema, ROWS[schema] | {column: [0.5, float("nan")]})
    with pytest.raises(DataError, match=rf"{schema.name}\.parquet: .*no {column}"):
        evidence.read(paths.values(), SYSTEMS)


def test_chords_stand_beside_every_control(tmp_path):
    paths = everything(tmp_path, no_eeg=())
    with pytest.raises(DataError, match="no no_eeg in the headline protocol"):
        evidence.read(paths.values(), SYSTEMS)


def test_a_table_of_which_nothing_could_be_told_is_no_reason_to_refuse(tmp_path):
    paths = everything(tmp_path)
    write(tmp_path, evident.SHARED, ROWS[evident.SHARED], drop=[0, 1])
    assert evidence.read(paths.values(), SYSTEMS)["shared"].frame.empty
