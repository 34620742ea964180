"""Figures 2 and 3 of the paper: what is drawn, and in which order."""

import numpy as np
import pytest

from eeg2music.report import paper_figures
from eeg2music.report.paper_figures import alike, dictionary_activity


def test_rows_that_are_alike_lie_side_by_side():
    drawn = np.random.default_rng(0)
    kinds = drawn.permutation(np.repeat([0, 1, 2, 3], 6))
    rows = 10 * np.eye(4)[kinds] + drawn.normal(size=(24, 4))
    order = alike(rows)
    assert sorted(order) == list(range(24))
    assert (np.diff(kinds[order]) != 0).sum() == 3


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_few_rows_stay_as_they_are(count):
    assert alike(np.zeros((count, 3))).tolist() == list(range(count))


def test_activity_is_the_mean_of_bands_in_each_channels_own_spread():
    features = np.zeros((4, 2, 6))  # entry, representative, 2 channels × 3 bands
    features[:, :, :3] = np.array([1.0, 2, 3, 4])[:, None, None]
    features[:, :, 3:] = [[[0, 0, 9], [3, 3, 3]]] * 4
    level = dictionary_activity(features, 2)
    assert level[0] == pytest.approx((np.arange(4) - 1.5) / np.std([1, 2, 3, 4]))
    assert level[1] == pytest.approx(0)


def test_every_channel_is_named_where_its_row_lies(tmp_path):
    channels = [f"C{n}" for n in range(5)]
    activity = np.random.default_rng(1).normal(size=(5, 9))
    paper_figures.dictionary(tmp_path / "3.svg", activity, channels)
    drawn = (tmp_path / "3.svg").read_text()
    places = {name: drawn.index(f">{name}<") for name in channels}
    assert sorted(channels, key=places.get) == [channels[row] for row in alike(activity)]


def test_the_level_has_an_axis_of_its_own(tmp_path):
    coefficients = np.random.default_rng(2).normal(size=(50, 20))
    coefficients[:, 0] -= 300
    paper_figures.mfcc(tmp_path / "2.svg", coefficients, 4.0)
    drawn = (tmp_path / "2.svg").read_text()
    for text in ("coefficient 0, dB", "MFCC coefficient", "time, s"):
        assert f">{text}<" in drawn
    assert "−302" in drawn or "−300" in drawn


def test_silence_is_drawn(tmp_path):
    paper_figures.mfcc(tmp_path / "2.svg", np.zeros((50, 20)), 4.0)
    paper_figures.dictionary(tmp_path / "3.svg", np.zeros((3, 4)), ["Fz", "Cz", "Pz"])
