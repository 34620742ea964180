"""Made-up ranks under five protocols, whose differences are known."""

import numpy as np
import pandas as pd
import pytest

from eeg2music.errors import DataError
from eeg2music.evaluation.params import SureHits
from eeg2music.evaluation.protocols import protocols_table
from tests.evaluation import test_leads as leads

ASKED = SureHits(seed=3, k=[5, 1], flips=999, confidence=0.95)
SYSTEMS = ("ours", "no_eeg")


def under(protocol, ahead=(), systems=SYSTEMS):
    rows = leads.scores(ahead, systems=systems)
    return rows[rows["system"] != "oracle_features"].assign(protocol=protocol)


@pytest.fixture(scope="module")
def scores():
    """Only under the leak does anything see more than a guess."""
    controls = under("headline", systems=("unigram",))
    told = [under(each) for each in ("within_subject", "headline", "paper", "calibration")]
    leaking = under("slice", ahead=["ours"])
    half = leaking[leaking["frame"] < 2]  # slices that were drawn
    return pd.concat([*told, controls, half], ignore_index=True)


@pytest.fixture(scope="module")
def table(scores):
    return protocols_table(scores, ASKED).set_index(["protocol", "system", "k"])


def test_protocols_come_in_their_order_each_with_what_sees_no_brain(table):
    order = ["headline", "paper", "within_subject", "calibration", "slice"]
    assert list(dict.fromkeys(table.index.get_level_values(0))) == order
    for protocol in order:
        there = set(table.loc[protocol].index.get_level_values(0))
        assert there == {*SYSTEMS, *(["unigram"] if protocol == "headline" else [])}
    assert list(table.loc["slice"].loc["ours"].index) == [1, 5]


def test_inflation_is_told_of_the_positions_that_both_were_asked_at(scores, table):
    for k in (1, 5):
        hit = scores.assign(hit=scores["rank"] <= k)[scores["system"] == "ours"]
        place = ["subject", "video", "frame"]
        of = {p: rows.set_index(place)["hit"] for p, rows in hit.groupby("protocol")}
        for protocol in ("calibration", "slice"):
            there = of["headline"].loc[of[protocol].index]
            expected = of[protocol].mean() - there.mean()
            assert table.loc[(protocol, "ours", k), "inflation"] == pytest.approx(expected)
        low, high = table.loc[("slice", "ours", k), ["inflation_low", "inflation_high"]]
        assert 0 < low < table.loc[("slice", "ours", k), "inflation"] < high
        low, high = table.loc[("calibration", "ours", k), ["inflation_low", "inflation_high"]]
        assert low <= 0 <= high
    asked_elsewhere = table.loc[["headline", "paper", "within_subject"]]
    assert asked_elsewhere["inflation"].isna().all()


def test_the_gain_is_on_the_best_that_sees_no_brain(scores, table):
    at = scores["protocol"] == "headline"
    means = (scores[at]["rank"] <= 5).groupby(scores[at]["system"]).mean()
    expected = means["ours"] - max(means["no_eeg"], means["unigram"])
    assert table.loc[("headline", "ours", 5), "gain"] == pytest.approx(expected)


def test_only_the_leak_is_surely_ahead(table):
    ours = table.xs("ours", level="system")
    assert set(ours.index[ours["p"] <= 0.05]) == {("slice", 1), ("slice", 5)}
    assert table.xs("no_eeg", level="system")["p"].isna().all()


def test_without_a_control_there_is_no_table(scores):
    lone = scores[(scores["protocol"] != "slice") | (scores["system"] == "ours")]
    with pytest.raises(DataError, match="under the protocol slice; found only ours"):
        protocols_table(lone, ASKED)


def test_positions_are_those_that_were_scored(scores, table):
    assert table.loc[("slice", "ours", 1), "n_positions"] == 8 * 12 * 2
    assert table.loc[("paper", "ours", 1), "n_positions"] == 8 * 12 * 4
    assert np.isfinite(table["hits"]).all()
