import json
from pathlib import Path

import numpy as np
import pytest
from benchmarks.intervals import RESULT, SHARE, Design, measured, simulated, table
from scipy import stats

from eeg2music.evaluation.statistics import clustered_mean, mean_of_cells

HARD = [
    Design(2, 8, 6.0),
    Design(2, 8, 10.0),
    Design(3, 40, 10.0),
    Design(6, 40, 10.0),
    Design(8, 40, 0.0, folds=4, model_sd=2.0),
    Design(8, 40, 10.0, folds=4, model_sd=2.0),
]


def _cohort(rng, subjects, songs, positions=30):
    """Hits whose probability varies with subject and with song around 0.4."""
    chance = 0.4 + rng.normal(0, 0.07, (subjects, 1)) + rng.normal(0, 0.07, (1, songs))
    who, what = np.meshgrid(np.arange(subjects), np.arange(songs), indexing="ij")
    who, what = (np.repeat(a.ravel(), positions) for a in (who, what))
    return rng.random(who.shape) < np.clip(chance, 0, 1)[who, what], who, what


@pytest.mark.parametrize("design", HARD)
def test_intervals_cover_the_truth_however_few_listeners_there_are(design):
    total, count = simulated(design, 600, np.random.default_rng(0))
    low, high = mean_of_cells(total, count).interval(0.95, 0, 1)
    assert np.mean((low <= SHARE) & (high >= SHARE)) >= 0.93


def test_the_bootstrap_that_was_replaced_does_not():
    assert measured(Design(2, 8, 10.0), seed=0, replicates=300)["bootstrap_coverage"] < 0.8


@pytest.mark.parametrize("songs", [2, 12])
def test_with_equal_songs_it_is_the_t_interval_over_subjects(songs):
    reached = np.array([0.2, 0.3, 0.6])
    who, what = (a.ravel() for a in np.indices((3, songs)))
    mean = clustered_mean(reached[who], who, what)
    low, high = mean.interval(0.9, 0, 1)
    expected = stats.t.interval(0.9, 2, reached.mean(), stats.sem(reached))
    assert (low, high) == pytest.approx(np.clip(expected, 0, 1))


def test_kinds_of_variation_add_up():
    levels = np.array([[0.1, 0.3], [0.5, 0.7]])
    who, what = (a.ravel() for a in np.indices((2, 2)))
    low, high = clustered_mean(levels.ravel(), who, what).interval(0.5, -9, 9)
    assert high - low == pytest.approx(2 * np.hypot(0.2, 0.1))  # the quartile of t_1 is 1


def test_positions_count_alike_where_cells_are_unequal():
    hit, who, what = _cohort(np.random.default_rng(3), 3, 5)
    kept = np.r_[0:100, 200 : len(hit)]
    mean = clustered_mean(hit[kept], who[kept], what[kept])
    assert mean.value == pytest.approx(hit[kept].mean())
    left = [(hit[kept] - mean.value)[who[kept] == each].sum() for each in range(3)]
    assert mean.variances[0] == pytest.approx(1.5 * np.square(left).sum() / len(kept) ** 2)


@pytest.mark.parametrize(("subjects", "songs"), [(1, 8), (4, 1), (1, 1)])
def test_one_cluster_of_a_kind_tells_nothing(subjects, songs):
    mean = clustered_mean(*_cohort(np.random.default_rng(4), subjects, songs))
    assert mean.interval(0.95, -1, 1) == (-1, 1)
    assert mean.smallest(0.95, 0.8) == np.inf


def test_clusters_widen_the_interval():
    hit, who, what = _cohort(np.random.default_rng(2), 4, 10)
    mean = clustered_mean(hit, who, what)
    low, high = mean.interval(0.95, 0, 1)
    naive = 2 * 1.96 * np.sqrt(mean.value * (1 - mean.value) / len(hit))
    assert high - low > 2 * naive


def test_certain_hits_have_no_width():
    who = np.repeat([0, 1], 10)
    mean = clustered_mean(np.ones(20, bool), who, np.tile([0, 1], 10))
    assert (mean.value, *mean.interval(0.95, 0, 1)) == (1, 1, 1)


@pytest.mark.parametrize("power", [0.5, 0.8, 0.9])
def test_the_smallest_effect_shows_with_its_power(power):
    rng = np.random.default_rng(5)
    total, count = simulated(Design(12, 40, 3.0), 1500, rng)
    mean = mean_of_cells(total - SHARE * count, count)
    effect = mean.smallest(0.95, power).mean()
    low, _ = mean.interval(0.95, -1, 1)
    assert np.mean(low + effect > 0) == pytest.approx(power, abs=0.04)


def test_the_documented_table_is_what_was_measured():
    text = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text()
    assert table(json.loads(RESULT.read_text())) in text
