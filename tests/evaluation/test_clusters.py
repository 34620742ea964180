"""Clusters of made-up ranks, counted by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from eeg2music.evaluation.clusters import clusters_table
from eeg2music.evaluation.params import Candidates
from tests.evaluation.test_leads import BASELINES, scores

ASKED = Candidates(k=[1, 5])
KEY = ["k", "system", "over", "cluster"]


def table(told, baselines=BASELINES):
    return clusters_table(told, baselines, ASKED).set_index(KEY)


def hit(told, system, k):
    own = told[told["system"] == system].set_index(["subject", "video", "frame"])
    return own["rank"] <= k


def test_hits_and_gains_are_those_of_a_cluster_s_positions():
    told = scores(ahead=["ours"])
    found = table(told)
    for k in ASKED.k:
        means = {name: hit(told, name, k).mean() for name in BASELINES}
        best = max(means, key=means.get)
        assert (found.loc[k, "baseline"] == best).all()
        for system in ("ours", *BASELINES):
            mine, theirs = hit(told, system, k), hit(told, best, k)
            for over, level, count in (("subject", "subject", 48), ("song", "video", 32)):
                shares = mine.groupby(level=level).mean()
                gains = shares - theirs.groupby(level=level).mean()
                for cluster in shares.index:
                    row = found.loc[(k, system, over, str(cluster))]
                    assert row["hits"] == pytest.approx(shares[cluster])
                    assert row["gain"] == pytest.approx(gains[cluster])
                    assert row["n_positions"] == count


def test_the_worst_decile_is_the_mean_of_the_lowest_tenth_of_trials():
    told = scores(ahead=["ours"])
    row = table(told).loc[(5, "ours", "trials", "worst decile")]
    mine, theirs = hit(told, "ours", 5), hit(told, row["baseline"], 5)
    count = math.ceil(8 * 12 / 10)
    for name, values in (("hits", mine), ("gain", mine.astype(int) - theirs)):
        trials = np.sort(values.groupby(level=["subject", "video"]).mean())
        assert row[name] == pytest.approx(trials[:count].mean())
    assert row["n_positions"] == count * 4


def test_seeds_are_averaged_and_count_no_position_twice():
    once = scores(ahead=["ours"])
    other = once[once["system"] == "ours"].assign(seed=1, rank=11)
    row = table(once).loc[(5, "ours", "subject", "s3")]
    both = table(pd.concat([once, other])).loc[(5, "ours", "subject", "s3")]
    assert both["hits"] == pytest.approx(row["hits"] / 2)
    assert both["n_positions"] == row["n_positions"]


def test_what_is_no_headline_no_guess_and_not_ours_is_left_out():
    told = scores()
    paper = told.assign(protocol="paper", rank=1)
    pd.testing.assert_frame_equal(table(pd.concat([told, paper])), table(told))
    assert set(table(told).index.get_level_values("system")) == {"ours", *BASELINES}


def test_each_cohort_has_a_baseline_of_its_own():
    told = [scores(ahead=[name], cohort=name) for name in BASELINES]
    found = clusters_table(pd.concat(told), BASELINES, ASKED)
    assert (found["baseline"] == found["cohort"]).all()
    held = found["system"] == found["baseline"]
    assert (found.loc[held, "gain"] == 0).all()


def test_the_order_of_rows_does_not_matter():
    told = scores(ahead=["ours"])
    order = np.random.default_rng(1).permutation(len(told))
    pd.testing.assert_frame_equal(table(told.iloc[order]), table(told))


def test_without_a_guess_there_is_no_gain():
    found = table(scores(), [])
    assert found["gain"].isna().all()
    assert (found["baseline"] == "").all()
