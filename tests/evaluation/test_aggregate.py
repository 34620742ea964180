import numpy as np
import pandas as pd
import pytest
from scipy import stats

from eeg2music.evaluation.aggregate import gains_table, hits_table
from eeg2music.evaluation.params import Evaluate
from eeg2music.evaluation.scoring import Who, score
from eeg2music.evaluation.split import PARTS
from eeg2music.evaluation.tables import HITS, SPLIT
from eeg2music.evaluation.tasks import (
    HEADLINE,
    PROTOCOLS,
    REGIMES,
    regime_of,
    stopping_tasks,
    tasks,
)

EVALUATE = Evaluate(
    k=[1, 5],
    mask_ratios=[0.5, 1.0],
    ways=[2],
    largest_shift_s=0.0,
    confidence=0.9,
    power=0.8,
    flips=99,
    seed=0,
)
TRIALS = pd.DataFrame({"subject": ["s01", "s01", "s02"], "video": [3, 4, 3]})
CHORDS = np.arange(20) // 2


def weights(reference, ranks):
    """Weights of 20 entries, by which each reference has its rank."""
    grid = np.broadcast_to(np.arange(20.0), (*reference.shape, 20)).copy()
    at = np.asarray(ranks)[..., None]
    own = np.asarray(reference)[..., None]
    order = np.where(grid == own, at - 1, grid + (grid < own))  # the others, by their numbers
    order = np.where((grid != own) & (order <= at - 1), order - 1, order)
    return 1.0 / (2.0 + order)


def _scores(protocol="headline"):
    reference = np.arange(3 * 2 * 8).reshape(3, 2, 8) % 10
    who = Who("ours", "system", "planted", seed=2)
    asked = [task for task in tasks(EVALUATE) if task.protocol == protocol]
    told = reference, lambda masked: weights(reference, reference + 1), CHORDS, EVALUATE.seed
    return pd.concat([score(who, task, TRIALS, *told) for task in asked])


def test_rows_hold_the_positions_that_were_masked():
    rows = _scores("paper")
    assert rows.groupby("mask_ratio").size().to_dict() == {0.5: 24, 1.0: 48}
    assert (rows["rank"] == rows["target"] + 1).all()
    first = rows[(rows["mask_ratio"] == 1.0) & (rows["subject"] == "s02")]
    assert list(first["slice"].unique()) == [0, 1]


def test_unseen_songs_are_always_wholly_masked():
    assert [task.name for task in tasks(EVALUATE)] == [
        "headline-1",
        "paper-0.5",
        "paper-1",
        "within_subject-1",
    ]


def test_training_is_stopped_for_unseen_songs_whoever_hears_them():
    assert [task.name for task in stopping_tasks(EVALUATE)] == [
        "headline-1",
        "paper-0.5",
        "paper-1",
    ]


@pytest.mark.parametrize(
    ("variant", "regime"),
    [("", ""), ("+grid+short", ""), ("grid+slice", "slice"), ("+calibration", "calibration")],
)
def test_a_variant_may_end_with_a_regime(variant, regime):
    assert regime_of(variant) == regime


def test_hits_are_the_share_of_ranks_up_to_k():
    rows = _scores()
    table = hits_table(rows, EVALUATE).set_index("k")
    assert table.loc[5, "hits"] == pytest.approx((rows["rank"] <= 5).mean())
    assert (table["n_positions"] == 48).all()
    assert table.loc[1, ["n_subjects", "n_songs", "seeds"]].tolist() == [2, 2, 1]
    assert (table["ci_low"] <= table["hits"]).all()


def _ranked(system, ranks, seed=0):
    """Scores of two listeners on three songs, 4 frames each."""
    kind = "control" if system == "unigram" else "system"
    who = Who(system, kind, "planted", seed)
    trials = pd.DataFrame([(s, v) for s in ("s01", "s02") for v in (1, 2, 3)])
    trials.columns = ["subject", "video"]
    reference = np.zeros((6, 1, 4), int)
    ranks = np.broadcast_to(np.reshape(ranks, (6, 1, -1)), reference.shape)
    return score(who, HEADLINE, trials, reference, lambda _: weights(reference, ranks), CHORDS, 0)


def test_gains_are_paired_by_position_and_seeds_are_averaged():
    ours = [_ranked("ours", [1, 1, 1, 6, 6, 6], 0), _ranked("ours", [1, 1, 6, 1, 6, 6], 1)]
    other = _ranked("unigram", [6, 6, 6, 1, 6, 6])
    # Rows in another order are the same positions.
    table = gains_table(pd.concat([*ours, other.iloc[::-1]]), EVALUATE).set_index("k")
    by_trial = np.array([[1, 1, 0.5], [-0.5, 0, 0]])
    assert table.loc[5, "gain"] == pytest.approx(by_trial.mean())
    assert table.loc[5, "other"] == "unigram"
    assert table.loc[5, ["n_subjects", "n_songs"]].tolist() == [2, 3]
    songs = stats.sem(by_trial.mean(axis=0)) * stats.t.ppf([0.95, 0.8], 2)
    listeners = stats.sem(by_trial.mean(axis=1)) * stats.t.ppf([0.95, 0.8], 1)
    smallest = np.hypot(songs.sum(), listeners.sum())
    assert table.loc[5, "smallest"] == pytest.approx(smallest)
    low = by_trial.mean() - np.hypot(songs[0], listeners[0])
    assert table.loc[5, "ci_low"] == pytest.approx(max(-1, low))


def test_what_both_share_leaves_no_trace_in_the_gain():
    """Listeners and songs differ by far, and ours is better by the same everywhere."""
    ranks = np.array([[1] * 4, [6, 6, 6, 1], [1, 1, 6, 6]] * 2)
    better = np.where(np.arange(4) == 0, 1, ranks)
    worse = np.where(np.arange(4) == 0, 6, ranks)
    scores = pd.concat([_ranked("ours", better), _ranked("unigram", worse)])
    gain = gains_table(scores, EVALUATE).set_index("k").loc[5]
    assert gain[["gain", "ci_low", "ci_high", "smallest"]].tolist() == pytest.approx(
        [0.25, 0.25, 0.25, 0]
    )
    hits = hits_table(scores, EVALUATE).set_index(["system", "k"])
    assert hits.loc[("ours", 5), "ci_low"] < hits.loc[("unigram", 5), "ci_high"]


def test_rows_stand_in_one_order_whatever_that_of_the_scores():
    scores = pd.concat([_ranked(name, [1, 2, 6] * 2) for name in ("unigram", "ours", "copy")])
    for table in (hits_table, gains_table):
        forwards, backwards = table(scores, EVALUATE), table(scores.iloc[::-1], EVALUATE)
        pd.testing.assert_frame_equal(forwards, backwards)
    hits = hits_table(scores, EVALUATE)
    keys = list(hits[["kind", "system", "k"]].itertuples(index=False, name=None))
    assert keys == sorted(keys)


def test_without_ours_nothing_is_gained():
    table = gains_table(_ranked("unigram", [1] * 6), EVALUATE)
    assert table.empty
    assert "smallest" in table


def test_the_schemas_name_every_protocol_and_part():
    told = {column.name: column.meaning for column in (*HITS.columns, *SPLIT.columns)}
    assert told["protocol"] == " | ".join((*PROTOCOLS, *REGIMES))
    assert {*PARTS.values(), "unused", "excluded"} == {*told["part"].split(" | ")}
