"""What is told of segments follows from the results, whichever way these go."""

import pytest

from eeg2music.report import figures
from eeg2music.report.identification import identified
from eeg2music.report.sentences import heard
from tests.report import tables


def laid_out(**told):
    (found,) = identified(tables.identification(**told), tables.COHORTS)
    return found


def test_rows_are_those_in_step_with_measures_from_few_to_many():
    found = laid_out()
    assert found.measures == ("2-way", "10-way")
    assert found.chances == (0.5, 0.1)
    assert [row.system for row in found.rows] == ["ours", "no_eeg", "oracle_features"]
    assert [estimate.value for estimate in found.rows[0].estimates] == [0.7, 0.3]


def test_a_measure_that_a_system_lacks_is_a_gap():
    table = tables.identification()
    lacking = (table["system"] == "no_eeg") & (table["measure"] == "2-way")
    (found,) = identified(table[~lacking], tables.COHORTS)
    assert found.rows[1].estimates[0] is None
    assert found.rows[1].estimates[1].value == 0.1


def test_curves_run_from_early_to_late():
    (found,) = identified(tables.identification().iloc[::-1], tables.COHORTS)
    curve = found.curves[0]
    assert curve.shifts_s == tuple(tables.RANKS)
    assert [estimate.value for estimate in curve.estimates] == list(tables.RANKS.values())


@pytest.mark.parametrize(
    ("ranks", "width", "in_step", "highest"),
    [
        ({-0.5: 0.5, 0.0: 0.7, 0.5: 0.6}, 0.05, "70.0 %|65.0 to 75.0|lies above", "this one"),
        (
            {-0.5: 0.7, 0.0: 0.52, 0.5: 0.6},
            0.05,
            "52.0 %|47.0 to 57.0|holds",
            "70.0 %, with music 0.5 s earlier than the EEG",
        ),
        (
            {-0.5: 0.3, 0.0: 0.4, 1.0: 0.45},
            0.02,
            "40.0 %|38.0 to 42.0|lies below",
            "45.0 %, with music 1 s later than the EEG",
        ),
        ({-0.5: 0.48, 0.0: 0.48, 0.5: 0.48}, 0.05, "48.0 %|43.0 to 53.0|holds", "this one"),
    ],
)
def test_the_caption_says_whether_ours_is_above_chance_and_when_it_is_highest(
    ranks, width, in_step, highest
):
    value, interval, where = in_step.split("|")
    assert heard(laid_out(ours=ranks, width=width), confidence=0.9) == (
        f"With music and EEG in step ours reaches {value}, whose 90 % interval, {interval}, "
        f"{where} chance, 50 %. The highest of 3 shifts is {highest}."
    )


def test_the_figure_draws_every_system_and_chance(tmp_path):
    figures.shifts(tmp_path / "shifts.svg", laid_out().curves)
    drawn = (tmp_path / "shifts.svg").read_text()
    for label in ("Ours", "Without EEG", "Oracle, features", "chance", "music later than EEG, s"):
        assert f">{label}</text>" in drawn
