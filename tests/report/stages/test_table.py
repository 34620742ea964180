"""From score files to one table in four formats."""

import numpy as np
import pandas as pd
import pytest

from eeg2music import parquet
from eeg2music.deap.montage import EEG
from eeg2music.eeg.montages import MONTAGES
from eeg2music.evaluation.tables import COMPARISON, SCORES
from eeg2music.report.stages.table import table
from eeg2music.vocabulary.tables import DICTIONARY
from tests.evaluation import test_leads
from tests.evaluation.test_comparison import ASKED

CELLS = ["ours+grid", "ours+grid+narrow", "ridge+grid"]


def _write(path, system, fold, ahead=False):
    rows = test_leads.scores([system] if ahead else [], systems=(system,))
    rows = rows[rows["system"] == system]
    rows["subject"] = rows["subject"] + f"f{fold}"
    rows["frame"] = rows["frame"].astype("int16")
    told = rows.assign(target=0, chord_rank=1)
    parquet.write(path, SCORES, {c.name: told[c.name] for c in SCORES.columns})


def _dictionary(root, montage):
    """One of a montage, of recordings that have DEAP's electrodes."""
    path = root / f"eeg+{montage}.parquet"
    columns = {
        "id": [0],
        "count": [1],
        "centroid": np.zeros((1, 1)),
        "features": np.zeros((1, 1, 1)),
    }
    columns |= {"segments": np.zeros((1, 1, 4))}
    channels = [name for name in EEG if name in MONTAGES[montage]]
    parquet.write(path, DICTIONARY, columns, {"channels": channels})
    return path


@pytest.fixture
def made(tmp_path):
    paths = []
    for fold in (0, 1):
        root = tmp_path / f"fold-{fold}"
        root.mkdir()
        for cell in CELLS:
            paths.append(root / f"{cell}-0.parquet")
            _write(paths[-1], cell.split("+")[0], fold, ahead=cell == "ours+grid")
        paths.append(root / "scores.parquet")
        _write(paths[-1], "unigram", fold)
    outputs = {n: tmp_path / f"out.{n}" for n in ("comparison", "csv", "markdown", "latex")}

    def run(order=1):
        table(
            scores=paths[::order],
            dictionaries=[_dictionary(tmp_path, "inoue"), _dictionary(tmp_path, "miyamoto")],
            cohort="planted",
            cells=CELLS,
            baselines=["unigram"],
            reference="ours+grid",
            k=[5, 1],
            title="Some",
            folds=2,
            evaluate=ASKED,
            **outputs,
        )
        return {name: path.read_bytes() for name, path in outputs.items()}

    return run, outputs


def test_variants_of_a_system_are_told_apart_by_their_files_and_folds_are_pooled(made):
    run, outputs = made
    run()
    told = parquet.read(outputs["comparison"], COMPARISON).frame
    assert list(dict.fromkeys(told["cell"])) == [*CELLS, "unigram"]
    assert set(told["k"]) == {1, 5}
    assert set(told["n_subjects"]) == {16}
    hits = told[told["k"] == 1].set_index("cell")["hits"]
    assert hits["ours+grid"] > 0.4
    assert hits["ours+grid+narrow"] < 0.2
    surely = told[told["p"] <= 0.05]
    assert set(surely["cell"]) == {"ours+grid+narrow", "ridge+grid", "unigram"}


def test_all_formats_hold_the_same_rows_whatever_the_order_of_files(made):
    run, outputs = made
    first = run()
    assert run(order=-1) == first
    told = parquet.read(outputs["comparison"], COMPARISON).frame
    again = pd.read_csv(outputs["csv"])
    pd.testing.assert_frame_equal(again, told, check_dtype=False, atol=1e-6)
    for name in ("markdown", "latex"):
        text = outputs[name].read_text()
        assert "Ours, grid, narrow" in text
        assert f"{100 * told['hits'][0]:.1f}" in text
        assert text.count("PO7 and PO8 were not recorded") > 0
        assert "Inoue" not in text
