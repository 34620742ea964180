"""The figures that two runs are compared by."""

import pandas as pd
import pytest

from eeg2music.evaluation.metrics import headline_metrics

GUESSES = ["unigram", "no_eeg"]
SHARES = {
    "ours": ("system", (20, 40)),
    "unigram": ("control", (5, 30)),
    "no_eeg": ("control", (10, 25)),
    "copy": ("control", (90, 90)),
    "oracle_features": ("oracle", (60, 80)),
    "oracle_states": ("oracle", (50, 70)),
}


def tables(ks=(1, 5), shares=SHARES):
    """Hits@k and gains, of two cohorts and protocols that are apart by a point each."""
    rows = [
        (protocol, cohort, system, kind, k, (share + more) / 100)
        for protocol, cohort, more in (
            ("headline", "a", 0),
            ("headline", "b", 1),
            ("paper", "a", 2),
        )
        for system, (kind, told) in shares.items()
        for k, share in zip(ks, told, strict=True)
    ]
    columns = ["protocol", "cohort", "system", "kind", "k", "hits"]
    hits = pd.DataFrame(rows, columns=columns)
    hits = hits.assign(ci_low=hits["hits"] - 0.03, ci_high=hits["hits"] + 0.04)
    ours = hits[hits["system"] == "ours"]
    same = ["protocol", "cohort", "k"]
    gains = hits[hits["system"] != "ours"].merge(ours, on=same, suffixes=("", "_ours"))
    gains = gains.assign(other=gains["system"], gain=gains["hits_ours"] - gains["hits"])
    gains = gains.assign(ci_low=gains["gain"] - 0.01, ci_high=gains["gain"] + 0.02)
    return hits, gains


def test_every_k_is_told_and_more_at_the_one_that_decides():
    told = headline_metrics(*tables(), "a", GUESSES)
    assert told == {
        "hits@1": 0.2,
        "hits@5": 0.4,
        "hits@5_low": 0.37,
        "hits@5_high": 0.44,
        "guess@5": 0.3,
        "gain@5": 0.1,
        "gain@5_low": 0.09,
        "gain@5_high": 0.12,
        "of_oracle@5": 0.2,  # 10 of 50 points
    }
    assert [*told][:2] == ["hits@1", "hits@5"]
    assert headline_metrics(*tables(), "b", GUESSES)["hits@5"] == 0.41


def test_recorded_brains_have_no_oracle():
    recorded = {name: each for name, each in SHARES.items() if each[0] != "oracle"}
    assert "of_oracle@5" not in headline_metrics(*tables(shares=recorded), "a", GUESSES)


def test_without_room_above_the_guess_there_is_no_share_of_it():
    low = SHARES | {"oracle_features": ("oracle", (1, 1)), "oracle_states": ("oracle", (2, 30))}
    assert "of_oracle@5" not in headline_metrics(*tables(shares=low), "a", GUESSES)


@pytest.mark.parametrize(("ks", "decisive"), [((1, 10), 1), ((7, 20), 7), ((4, 5), 5)])
def test_the_nearest_k_decides_where_five_is_not_asked(ks, decisive):
    told = headline_metrics(*tables(ks), "a", GUESSES)
    assert next(name for name in told if name.startswith("gain")) == f"gain@{decisive}"


def test_what_is_held_against_is_the_best_guess_at_that_k():
    told = headline_metrics(*tables(), "a", ["no_eeg"])
    assert told["guess@5"] == 0.25
    assert told["gain@5"] == 0.15
