from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.errors import DataError
from eeg2music.study.pairs import CONTRASTS, draw, shown


@given(trials=st.integers(1, 5), per_trial=st.integers(1, 4), excerpt_s=st.sampled_from([1.0, 2.5]))
def test_every_trial_is_asked_as_often_and_no_second_twice(trials, per_trial, excerpt_s):
    lengths_s = {f"s0{number}_01": 24.0 for number in range(trials)}
    pairs = draw(lengths_s, excerpt_s, per_trial, np.random.default_rng(3))
    asked = Counter((pair.trial, pair.contrast) for pair in pairs)
    assert asked == {(name, one): per_trial for name in lengths_s for one in CONTRASTS}
    for name in lengths_s:
        starts = sorted(pair.start_s for pair in pairs if pair.trial == name)
        assert all(np.diff(starts) >= excerpt_s)
        assert starts[-1] + excerpt_s <= 24
    names = [n for p in pairs for n in (p.name, p.original, p.generated, p.other)]
    assert len({*names}) == 4 * len(pairs)


def test_the_order_in_which_excerpts_are_handed_out_says_nothing():
    pairs = draw({"s01_01": 4000.0}, 1.0, 1000, np.random.default_rng(0))
    first = np.mean([shown(pair)[0] == pair.generated for pair in pairs])
    assert first == pytest.approx(0.5, abs=0.05)


def test_another_seed_gives_another_order():
    one, same, other = (
        draw({"s01_01": 24.0}, 2.0, 2, np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    assert one == same != other


def test_a_trial_that_is_too_short_is_told():
    with pytest.raises(DataError, match=r"s01_01: expected music of 12 s: 6 excerpts of 2 s; .*8"):
        draw({"s01_01": 8.0}, 2.0, 3, np.random.default_rng(0))
