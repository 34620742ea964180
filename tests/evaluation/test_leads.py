"""Leads of made-up ranks, whose gains are known."""

import numpy as np
import pandas as pd
import pytest

from eeg2music.evaluation.leads import leads_table
from eeg2music.evaluation.params import Flips

ASKED = Flips(seed=3, k=[1, 5], flips=999)
BASELINES = ["unigram", "no_eeg"]
KINDS = {"oracle_features": "oracle", "ours": "system", "ridge": "system"}


def scores(ahead=(), cohort="planted", systems=("ours", "ridge", "permuted", "unigram", "no_eeg")):
    """Ranks of 8 listeners, 12 songs, 4 frames; who is ahead hits first, others at random."""
    rng, rows = np.random.default_rng(0), []
    for system in (*systems, "oracle_features"):
        grid = np.meshgrid(range(8), range(12), range(4), indexing="ij")
        subject, video, frame = (axis.ravel() for axis in grid)
        rank = rng.integers(1, 11, len(subject))
        rank = np.where(rng.random(len(rank)) < 0.5 * (system in ahead), 1, rank)
        rows.append(
            pd.DataFrame(
                {
                    "system": system,
                    "kind": KINDS.get(system, "control"),
                    "protocol": "headline",
                    "mask_ratio": 1.0,
                    "seed": 0,
                    "cohort": cohort,
                    "subject": np.char.add("s", subject.astype(str)),
                    "video": video,
                    "slice": 0,
                    "frame": frame,
                    "rank": rank,
                }
            )
        )
    return pd.concat(rows)


def test_each_system_that_looks_at_brains_is_held_against_each_guess():
    table = leads_table(scores(), BASELINES, ASKED)
    expected = {(s, o, k) for s in ("ours", "ridge", "permuted") for o in BASELINES for k in (1, 5)}
    assert set(table[["system", "other", "k"]].itertuples(index=False, name=None)) == expected
    assert len(table) == len(expected)


def test_gains_are_differences_of_hits():
    told = scores(ahead=["ours"])
    table = leads_table(told, BASELINES, ASKED).set_index(["system", "other", "k"])
    for system, other, k in table.index:
        ranks = (told.loc[told["system"] == name, "rank"] for name in (system, other))
        ours, theirs = ((rank <= k).mean() for rank in ranks)
        assert table.loc[(system, other, k), "gain"] == pytest.approx(ours - theirs)


def test_only_what_is_ahead_is_surely_ahead():
    table = leads_table(scores(ahead=["ours"]), BASELINES, ASKED)
    ours = table["system"] == "ours"
    assert (table.loc[ours, "p"] <= 0.05).all()
    assert (table.loc[~ours, "p"] > 0.05).all()
    assert (leads_table(scores(), BASELINES, ASKED)["p"] > 0.05).all()


def test_cohorts_are_families_of_their_own():
    both = pd.concat([scores(ahead=["ours"]), scores(cohort="null")])
    apart = [leads_table(scores(ahead=["ours"]), BASELINES, ASKED)]
    table = leads_table(both, BASELINES, ASKED)
    planted = table[table["cohort"] == "planted"].reset_index(drop=True)
    pd.testing.assert_frame_equal(planted, apart[0])


def test_without_any_guess_there_are_no_leads():
    assert leads_table(scores(systems=("ours",)), BASELINES, ASKED).empty
