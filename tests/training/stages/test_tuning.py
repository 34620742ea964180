"""What was tried, side by side."""

import numpy as np
import pandas as pd
import pytest

from eeg2music import parquet
from eeg2music.training.stages.tuning import tuning
from eeg2music.training.tables import CURVE, TUNING


def _curve(folder, experiment, losses, others):
    """Headline losses epoch by epoch, and those of another task, which must not count."""
    count = len(losses)
    columns = {
        "epoch": [*range(1, count + 1)] * 2,
        "protocol": ["headline"] * count + ["paper"] * count,
        "mask_ratio": np.ones(2 * count),
        "train_loss": np.ones(2 * count),
        "validation_loss": [*losses, *others],
        "validation_hits_5": np.arange(2 * count) / 100,
        "learning_rate": np.full(2 * count, 0.1),
    }
    path = folder / f"{experiment}.curve.parquet"
    parquet.write(path, CURVE, columns, {"experiment": experiment})
    return path


@pytest.fixture
def made(tmp_path):
    """Two systems under two variants, one of them from two seeds."""
    paths = [
        _curve(tmp_path, "ours+grid+low-0", [3.0, 2.0, 2.5], [0.1, 0.2, 0.3]),
        _curve(tmp_path, "ours+grid+low-1", [3.0, 2.6], [0.1, 0.2]),
        _curve(tmp_path, "ours+grid-0", [2.4, 2.2], [9.0, 9.0]),
        _curve(tmp_path, "rnn+grid+low-0", [3.0, 2.9], [9.0, 9.0]),
        _curve(tmp_path, "rnn-0", [3.1, 3.2], [0.1, 0.1]),
    ]
    tuning(curves=paths, tuning=tmp_path / "tuning.parquet", csv=tmp_path / "tuning.csv")
    return tmp_path


def test_each_is_told_at_its_lowest_loss_and_the_best_of_a_system_is_marked(made):
    rows = parquet.read(made / "tuning.parquet", TUNING).frame
    assert [*zip(rows["system"], rows["variant"], strict=True)] == [
        ("ours", "grid+low"),
        ("ours", "grid"),
        ("rnn", "grid+low"),
        ("rnn", ""),
    ]
    assert rows["validation_loss"].tolist() == pytest.approx([2.3, 2.2, 2.9, 3.1])
    assert rows["epoch"].tolist() == [2, 2, 2, 1]
    assert rows["validation_hits_5"].tolist() == pytest.approx([0.01, 0.01, 0.01, 0.0])
    assert rows["is_best"].tolist() == [False, True, True, False]


def test_the_same_stands_in_the_csv(made):
    rows = pd.read_csv(made / "tuning.csv", keep_default_na=False)
    whole = parquet.read(made / "tuning.parquet", TUNING).frame
    pd.testing.assert_frame_equal(rows, whole, check_dtype=False)
