"""Sentences follow from results, whichever way these go."""

import math
from dataclasses import replace

import pandas as pd
import pytest

from eeg2music.report import sentences
from eeg2music.report.findings import decisive, findings
from eeg2music.report.hits import Estimate, Gain
from tests.report import tables


def finding(cohort="planted", **changed):
    return decisive(findings(tables.boards((cohort,), **changed)[0])[cohort])


def group(**changed):
    return tables.boards(**changed)[0].groups[0]


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (0.001, 0.2, "lies above 0"),
        (-0.1, 0.2, "holds 0"),
        (0, 0.2, "holds 0"),
        (-0.2, 0, "holds 0"),
        (-0.2, -0.001, "lies below 0"),
    ],
)
def test_the_side_on_which_an_interval_lies(low, high, told):
    assert sentences.side(Gain((low + high) / 2, low, high, 0.1)) == told


def test_a_difference_stands_with_its_interval():
    told = sentences.difference(Gain(-0.12, -0.2, -0.04, 0.1), 0.9)
    assert told == (
        "a difference of −12.0 points, whose 90 % interval, −20.0 to −4.0, lies below 0"
    )


def test_the_smallest_gain_that_would_have_shown():
    assert sentences.smallest(finding(smallest=0.123), 0.8) == (
        "With 2 listeners and 8 songs a true gain of 12.3 points would have shown with a power "
        "of 80 %."
    )


@pytest.mark.parametrize("smallest", [math.inf, 1.2])
def test_where_no_gain_could_have_shown_none_is_told(smallest):
    told = sentences.smallest(finding(smallest=smallest, subjects=1), 0.8)
    assert told == "With 1 listener and 8 songs no gain, however large, is sure enough to show."


@pytest.mark.parametrize(
    ("cohort", "oracle", "told"),
    [
        ("planted", "oracle_features", "of the way"),
        ("planted", "random", "no room above that guess"),
        ("planted", None, "no oracle was scored"),
        ("deap", None, "real brains"),
    ],
)
def test_what_the_limit_is_or_why_there_is_none(cohort, oracle, told):
    shares = tables.SHARES[oracle] if oracle else ()
    assert told in sentences.limit(finding(cohort, oracle_features=shares))


@pytest.mark.parametrize(
    ("planted", "null", "told"),
    [
        ("ours", None, "That the model finds what was planted shows that the pipeline works"),
        ("ours", "no_eeg", "and nothing where nothing was planted, shows that the pipeline works"),
        ("no_eeg", None, "was not shown to find what was planted: this run does not show"),
        ("no_eeg", "no_eeg", "was not shown to find what was planted: this run does not show"),
        ("ours", "ours", "The model found something where nothing was planted: this run does not"),
        ("no_eeg", "ours", "not shown to find what was planted and found something where nothing"),
        (None, "no_eeg", "tells nothing of what the pipeline can find"),
        (None, "ours", "found something where nothing was planted: this run does not"),
    ],
)
def test_what_a_run_on_generated_brains_shows(planted, null, told):
    reached = [("planted", planted), ("null", null)]
    decided = [finding(name, ours=tables.SHARES[like]) for name, like in reached if like]
    assert told in sentences.generated(decided, unhealthy=False)
    assert "works from recording" not in sentences.generated(decided, unhealthy=True)


def test_the_headline_rests_on_what_was_scored():
    assert sentences.basis(group()) == (
        "The headline rests on 2 listeners, 8 songs and 1 training seed."
    )
    assert "1 listener, 8 songs" in sentences.basis(group(subjects=1))
    assert "a single listener tells nothing" in sentences.basis(group(subjects=1))


@pytest.mark.parametrize("share", [0.1, 0.4])
def test_what_shuffled_brains_do_is_told_as_it_came_out(share):
    told = sentences.misled(group(shuffled=(share,) * 5), finding(), 2)
    assert f"ours reaches {100 * share:.1f} %, the best guess without a brain 22.0 %" in told


def test_nothing_is_told_of_shuffled_brains_that_were_not_scored():
    assert sentences.misled(group(), finding(), 2) == ""


def memorised(**changed):
    paper = tables.boards(**changed)[1]
    return sentences.memorised(paper.groups[0], 5, paper.ks.index(5), 0.95)


def test_the_best_that_looks_at_no_brain_is_what_a_brain_is_held_against():
    copied = (0.3, 0.4, 0.5, 0.6, 0.7)
    for caption, name, share in (
        (memorised(), "without EEG", "22.0"),
        (memorised(copy=copied), "copy look-up", "50.0"),
        (memorised(copy=copied, zeroed=(0.4,) * 5, shuffled=(0.9,) * 5), "copy look-up", "50.0"),
    ):
        assert f"{share} % are reached without looking at a brain ({name})" in caption
    assert memorised().startswith("With 15 % of the audio hidden ours reaches 56.0 %")


@pytest.mark.parametrize(
    ("ours", "margin", "ending"),
    [
        (0.56, 0.03, "+34.0 points, whose 95 % interval, +31.0 to +37.0, lies above 0."),
        (0.24, 0.03, "+2.0 points, whose 95 % interval, −1.0 to +5.0, holds 0."),
        (0.10, 0.03, "−12.0 points, whose 95 % interval, −15.0 to −9.0, lies below 0."),
    ],
)
def test_what_a_brain_adds_to_memory_is_told_with_its_sign(ours, margin, ending):
    assert memorised(margin=margin, ours=(ours,) * 5).endswith(ending)


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
    told = sentences.kept(
        {"ours-0": curve, "no_eeg-0": curve.assign(validation_loss=curve["epoch"])}
    )
    assert told.startswith("Epochs kept for headline at 100 %, paper at 15 % hidden:")
    assert told.endswith(": ours-0 2, 3; no_eeg-0 1, 1.")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            "ours",
            "outdone by temporal convolutions at Hits@5: a difference of −4.0 points, whose 95 % "
            "interval, −9.0 to +1.0, holds 0",
        ),
        ("ridge", ""),
        ("no_eeg", ""),
    ],
)
def test_who_is_outdone_by_a_simple_decoder_is_told_so(row, told):
    simple = {"ridge": (0.3,) * 5, "convolutions": (0.1, 0.2, 0.6, 0.7, 0.8)}
    board = tables.boards(**simple)[0]
    rows = {each.system: each for each in board.groups[0].rows}
    assert sentences.outdone(board.groups[0], rows[row], 5, board.ks.index(5), 0.95) == told


def test_an_architecture_of_the_paper_is_told_so_too_and_who_is_ahead_is_not():
    board = tables.boards(two_layer=(0.1, 0.2, 0.3, 0.4, 0.5))[0]
    group, at = board.groups[0], board.ks.index(5)
    ours = next(each for each in group.rows if each.system == "ours")
    assert sentences.outdone(group, ours, 5, at, 0.95) == ""
    beaten = replace(ours, system="rnn", estimates=(Estimate(0.2, 0.1, 0.3),) * 5)
    told = sentences.outdone(group, beaten, 5, at, 0.95)
    assert told == "outdone by two-layer network at Hits@5 by 10.0 points"
    without = replace(group, rows=(ours,))
    assert sentences.outdone(without, beaten, 5, at, 0.95) == ""
