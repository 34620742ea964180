import numpy as np
import pytest

from eeg2music.evaluation.statistics import clustered_interval


def _cohort(rng, subjects, songs, positions=30):
    """Hits whose probability varies with subject and with song around 0.4."""
    chance = 0.4 + rng.normal(0, 0.07, (subjects, 1)) + rng.normal(0, 0.07, (1, songs))
    who, what = np.meshgrid(np.arange(subjects), np.arange(songs), indexing="ij")
    who, what = (np.repeat(a.ravel(), positions) for a in (who, what))
    return rng.random(who.shape) < np.clip(chance, 0, 1)[who, what], who, what


def _interval(hit, who, what, **changes):
    told = {"confidence": 0.95, "resamples": 400, "seed": 0} | changes
    return clustered_interval(hit, who, what, **told)


def test_intervals_cover_the_truth():
    rng = np.random.default_rng(1)
    covered = [
        i.low <= 0.4 <= i.high for i in (_interval(*_cohort(rng, 12, 12)) for _ in range(120))
    ]
    assert 0.87 <= np.mean(covered) <= 1.0


def test_clusters_widen_the_interval():
    hit, who, what = _cohort(np.random.default_rng(2), 4, 10)
    clustered = _interval(hit, who, what)
    naive = 2 * 1.96 * np.sqrt(clustered.value * (1 - clustered.value) / len(hit))
    assert clustered.high - clustered.low > 2 * naive


def test_certain_hits_have_no_width():
    who = np.repeat([0, 1], 10)
    share = _interval(np.ones(20, bool), who, np.tile([0, 1], 10))
    assert (share.value, share.low, share.high) == (1, 1, 1)


def test_the_value_is_the_plain_share():
    hit, who, what = _cohort(np.random.default_rng(3), 3, 5)
    assert _interval(hit, who, what).value == pytest.approx(hit.mean())
