"""Tables of made-up ranks, whose differences are known."""

import numpy as np
import pandas as pd
import pytest

from eeg2music.errors import DataError
from eeg2music.evaluation.comparison import comparison_table
from eeg2music.evaluation.leads import leads_table
from eeg2music.evaluation.params import Sureness
from eeg2music.evaluation.statistics import clustered_mean
from tests.evaluation import test_leads as leads

ASKED = Sureness(seed=3, flips=999, confidence=0.95, power=0.8)
CELLS = ("ours", "ridge", "permuted", "unigram", "no_eeg")


def scores(ahead=(), **told):
    rows = leads.scores(ahead, systems=CELLS, **told)
    rows = rows[rows["system"] != "oracle_features"]
    return rows.assign(cell=rows["system"])


def table(rows, reference="ours", baselines=leads.BASELINES):
    return comparison_table(rows, reference, baselines, [1, 5], ASKED).set_index(["cell", "k"])


def test_cells_stand_in_the_order_given_with_hits_and_intervals():
    rows = scores()
    told = table(rows)
    assert list(told.index) == [(cell, k) for cell in CELLS for k in (1, 5)]
    for cell, k in told.index:
        mine = rows[rows["cell"] == cell]
        mean = clustered_mean(
            (mine["rank"] <= k).to_numpy(), mine["subject"].to_numpy(), mine["video"].to_numpy()
        )
        row = told.loc[(cell, k)]
        assert row["hits"] == pytest.approx(mean.value)
        assert (row["hits_low"], row["hits_high"]) == pytest.approx(mean.interval(0.95, 0, 1))
        assert (row["n_subjects"], row["n_songs"]) == (8, 12)


def test_gains_are_over_the_reference_and_it_has_none():
    told = table(scores(), reference="ridge")
    for cell, k in told.index:
        expected = told.loc[(cell, k), "hits"] - told.loc[("ridge", k), "hits"]
        assert told.loc[(cell, k), "gain"] == pytest.approx(expected)
    assert told.loc["ridge", ["gain", "gain_low", "gain_high"]].eq(0).all(axis=None)
    assert told.loc["ridge", "p"].isna().all()


@pytest.mark.parametrize("ahead", [["ours"], ["ridge"]])
def test_what_differs_is_told_in_either_direction_and_nothing_else(ahead):
    told = table(scores(ahead))
    surely = {cell for cell, _ in told.index[told["p"] <= 0.05]}
    assert surely == (
        {"ridge", "permuted", "unigram", "no_eeg"} if ahead == ["ours"] else {"ridge"}
    )
    leading = {cell for cell, _ in told.index[told["p_baseline"] <= 0.05]}
    assert leading == set(ahead)
    assert told.loc[leads.BASELINES, "p_baseline"].isna().all()


def test_a_lead_is_one_on_the_better_guess():
    rows = scores(["ours"])
    told = table(rows)["p_baseline"]
    each = leads_table(rows, leads.BASELINES, leads.ASKED).set_index(["system", "k"])["p"]
    for cell in ("ours", "ridge", "permuted"):
        for k in (1, 5):
            assert told[cell, k] == pytest.approx(each[cell, k].max())


def test_chance_differences_of_many_cells_are_ties():
    rng, told = np.random.default_rng(1), []
    for _ in range(20):
        rows = scores()
        rows["rank"] = rng.integers(1, 11, len(rows))
        told.append((table(rows)["p"] <= 0.05).any())
    assert np.mean(told) <= 0.2


def test_gains_are_of_the_positions_that_both_were_scored_at():
    rows = scores()
    some = rows[(rows["cell"] != "ridge") | (rows["video"] < 6)]
    told = table(some)
    pairs = rows[rows["video"] < 6].assign(hit=lambda r: r["rank"] <= 5).groupby("cell")["hit"]
    assert told.loc[("ridge", 5), "gain"] == pytest.approx(
        pairs.mean()["ridge"] - pairs.mean()["ours"]
    )
    assert told.loc[("ridge", 5), "n_songs"] == 6
    assert told.loc[("ours", 5), "n_songs"] == 12


def test_each_task_is_a_table_of_its_own():
    rows = pd.concat([scores(["ours"]), scores().assign(protocol="paper", mask_ratio=0.5)])
    told = comparison_table(rows, "ours", leads.BASELINES, [1, 5], ASKED)
    assert set(zip(told["protocol"], told["mask_ratio"], strict=True)) == {
        ("headline", 1.0),
        ("paper", 0.5),
    }
    assert (told[told["protocol"] == "paper"]["p"].dropna() > 0.05).all()


def test_a_table_without_a_guess_is_refused():
    rows = scores()
    with pytest.raises(DataError, match="which look at no brain"):
        table(rows[~rows["system"].isin(leads.BASELINES)])
