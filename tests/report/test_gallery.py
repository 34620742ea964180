"""Captions follow from results, whichever way these go."""

import pandas as pd
import pytest

from eeg2music.report.gallery import kept, memorised
from eeg2music.report.hits import boards
from tests.report import tables


def told(width=0.03, **changed):
    paper = boards(tables.hits(width=width, **changed), tables.COHORTS)[1]
    return memorised(paper.groups[0], paper.ks.index(5))


def test_the_best_that_looks_at_no_brain_is_what_a_brain_is_held_against():
    copied = (0.3, 0.4, 0.5, 0.6, 0.7)
    for caption, name, share in (
        (told(), "without EEG", "22.0"),
        (told(copy=copied), "copy look-up", "50.0"),
        (told(copy=copied, zeroed=(0.4,) * 5, shuffled=(0.9,) * 5), "copy look-up", "50.0"),
    ):
        assert f"{share} % are reached without looking at a brain ({name})" in caption
    assert told().startswith("With 15 % of the audio hidden ours reaches 56.0 %")


@pytest.mark.parametrize(
    ("ours", "width", "ending"),
    [
        (0.56, 0.03, "+34.0 points, and the intervals are apart."),
        (0.24, 0.03, "+2.0 points, and the intervals are not apart."),
        (0.10, 0.03, "−12.0 points, and the intervals are apart."),
        (0.10, 0.30, "−12.0 points, and the intervals are not apart."),
    ],
)
def test_the_difference_is_told_with_its_sign_and_whether_it_shows(ours, width, ending):
    assert told(width, ours=(ours,) * 5).endswith(ending)


def test_the_epochs_that_are_kept_are_those_of_the_lowest_loss_at_each_task():
    rows = [
        (epoch, protocol, ratio, loss)
        for protocol, ratio, losses in (
            ("headline", 1.0, (3.0, 2.0, 4.0)),
            ("paper", 0.15, (3.0, 2.0, 1.0)),
        )
        for epoch, loss in enumerate(losses, 1)
    ]
    curve = pd.DataFrame(rows, columns=["epoch", "protocol", "mask_ratio", "validation_loss"])
    told = kept({"ours-0": curve, "no_eeg-0": curve.assign(validation_loss=curve["epoch"])})
    assert told.startswith("Epochs kept for headline at 100 %, paper at 15 % hidden:")
    assert told.endswith(": ours-0 2, 3; no_eeg-0 1, 1.")
