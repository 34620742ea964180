import pandas as pd

from eeg2music.report.hits import Estimate
from eeg2music.report.music import CONDITIONS, judged


def rows(*told):
    names = ["measure", "condition", "value", "ci_low", "ci_high"]
    return pd.DataFrame(told, columns=names)


def test_measures_stand_in_order_with_a_gap_where_nothing_is_judged():
    found = judged(
        rows(
            ("chord", "generated", 0.3, 0.2, 0.4),
            ("chord", "score", 0.25, 0.2, 0.3),
            ("arousal_states", "shuffled", -0.1, -0.2, 0.1),
        )
    )
    assert [each.measure for each in found] == ["arousal_states", "chord"]
    assert found[1].estimates == (None, Estimate(0.3, 0.2, 0.4), Estimate(0.25, 0.2, 0.3), None)
    assert found[0].estimates[list(CONDITIONS).index("shuffled")].value == -0.1


def test_shares_and_distances_are_told_apart():
    found = judged(rows(*((m, "generated", 0.1, 0, 1) for m in ("chord", "distance", "key"))))
    assert [(e.measure, e.is_share) for e in found] == [
        ("chord", True),
        ("key", True),
        ("distance", False),
    ]
