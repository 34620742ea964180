import pandas as pd
import pytest

from eeg2music import parquet
from eeg2music.evaluation.params import Confidence
from eeg2music.evaluation.statistics import clustered_mean
from eeg2music.evidence.stages.readable import readable
from eeg2music.evidence.tables import PROBES, READABLE

CELLS = [  # subject, video, slices told right, slices tried
    ("s01", 3, 4.0, 10),
    ("s01", 5, 7.0, 10),
    ("s02", 3, 2.0, 5),
    ("s02", 5, 9.0, 10),
]


def write(path, cells, target="stimulus", chance=0.025):
    rows = pd.DataFrame(cells, columns=["subject", "video", "total", "count"]).assign(
        cohort="people", features="encoder", target=target, chance=chance
    )
    parquet.write(path, PROBES, {column.name: rows[column.name] for column in PROBES.columns})
    return path


def test_folds_are_pooled_over_all_that_was_tried(tmp_path):
    parts = [
        write(tmp_path / f"{n}.parquet", part) for n, part in enumerate((CELLS[:2], CELLS[2:]))
    ]
    readable(cells=parts, evaluate=Confidence(confidence=0.95), table=tmp_path / "told.parquet")
    (row,) = parquet.read(tmp_path / "told.parquet", READABLE).frame.itertuples()
    assert row.value == pytest.approx(22 / 35)
    values, subjects, songs = [], [], []
    for subject, video, total, count in CELLS:
        values += [1.0] * int(total) + [0.0] * (count - int(total))
        subjects += [subject] * count
        songs += [video] * count
    low, high = clustered_mean(*map(pd.Series, (values, subjects, songs))).interval(0.95, 0.0, 1.0)
    assert (row.ci_low, row.ci_high) == pytest.approx((low, high))
    assert (row.n_subjects, row.n_songs, row.chance) == (2, 2, 0.025)


def test_a_correlation_may_be_negative(tmp_path):
    path = write(
        tmp_path / "cells.parquet", [("s01", 3, -0.5, 1), ("s02", 5, -0.3, 1)], "valence", 0.0
    )
    readable(cells=[path], evaluate=Confidence(confidence=0.95), table=tmp_path / "told.parquet")
    (row,) = parquet.read(tmp_path / "told.parquet", READABLE).frame.itertuples()
    assert row.value == pytest.approx(-0.4)
    assert row.ci_low == -1.0
