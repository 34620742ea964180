import numpy as np
import pandas as pd
import pytest
from scipy import stats

from eeg2music.study.scoring import by_listener, preferences, table, told

CONFIDENCE, POWER = 0.95, 0.8


def answers(listeners, trials, share, seed=0, contrast="shuffled"):
    rng = np.random.default_rng(seed)
    rows = [
        (f"l{listener}", f"s{trial:02d}_01", contrast, bool(rng.random() < share))
        for listener in range(listeners)
        for trial in range(trials)
    ]
    return pd.DataFrame(rows, columns=["listener", "trial", "contrast", "generated"])


def test_the_share_and_its_interval_are_those_of_two_ways_of_sampling():
    told = answers(12, 8, 0.8)
    (found,) = preferences(told, CONFIDENCE, POWER)
    cells = told.pivot(index="listener", columns="trial", values="generated").to_numpy(float)
    assert found.share == cells.mean()
    ends = [
        stats.sem(cells.mean(axis=axis)) * stats.t.ppf(0.975, cells.shape[1 - axis] - 1)
        for axis in (0, 1)
    ]
    assert found.low == pytest.approx(cells.mean() - np.hypot(*ends))
    assert (found.answers, found.listeners, found.trials) == (96, 12, 8)
    assert found.verdict == "generated music is preferred"


@pytest.mark.parametrize(
    ("share", "verdict"), [(0.5, "tie"), (0.15, "the other music is preferred")]
)
def test_the_verdict_follows_the_interval(share, verdict):
    (found,) = preferences(answers(12, 8, share, seed=3), CONFIDENCE, POWER)
    assert verdict in found.verdict


def test_guessing_listeners_are_seldom_said_to_prefer_anything():
    wrong = [
        "tie" not in preferences(answers(6, 6, 0.5, seed), CONFIDENCE, POWER)[0].verdict
        for seed in range(400)
    ]
    assert np.mean(wrong) <= 0.05


def test_one_listener_alone_shows_nothing():
    (found,) = preferences(answers(1, 8, 1.0), CONFIDENCE, POWER)
    assert (found.low, found.high) == (0, 1)
    assert "tie" in found.verdict
    text = told([found], by_listener(answers(1, 8, 1.0)))
    assert "would have shown no preference, however strong" in text


def test_contrasts_and_listeners_are_told_apart():
    both = pd.concat([answers(4, 6, 1.0), answers(4, 6, 0.0, contrast="resynthesised")])
    found = preferences(both, CONFIDENCE, POWER)
    assert [each.contrast for each in found] == ["shuffled", "resynthesised"]
    assert [each.share for each in found] == [1, 0]
    listeners = by_listener(both)
    assert len(listeners) == 8
    assert set(listeners.loc[listeners["contrast"] == "shuffled", "generated"]) == {1.0}
    assert table(found).loc[0, "verdict"] == "generated music is preferred"
    text = told(found, listeners)
    assert "generated rather than shuffled: 100 % (100 to 100)" in text
    assert "would have shown: 50 % or more, four times in five" in text
    assert "l3" in text
