import pytest

from eeg2music.report.findings import decisive, findings
from tests.report import tables


def decided(**changed):
    cohorts = changed.pop("cohorts", ("planted",))
    found = findings(tables.boards(cohorts, **changed)[0])
    return decisive(found[cohorts[-1]])


def test_ours_stands_against_the_better_baseline_and_the_oracle():
    finding = decided()
    assert finding.k == 5
    assert finding.baseline_name == "Without EEG"
    assert finding.gain.value == pytest.approx(0.56 - 0.22)
    assert finding.fraction == pytest.approx((0.56 - 0.22) / (0.75 - 0.22))


@pytest.mark.parametrize("width", [0.03, 0.3])
def test_what_matters_is_decided_by_the_paired_gain_alone(width):
    """Whatever the intervals of the shares: listeners who differ are the same on both sides."""
    assert decided(margin=0.33, width=width).verdict == "matters"
    assert decided(margin=0.35, width=width).verdict == "unproven"


def test_a_null_brain_that_seems_to_matter_is_a_leak():
    assert decided(cohorts=("null",)).verdict == "leak"
    assert decided(cohorts=("null",), ours=tables.SHARES["no_eeg"]).verdict == "void"


def test_without_room_above_the_baseline_there_is_no_fraction():
    assert decided(oracle_features=tables.SHARES["random"]).fraction is None


def test_recorded_brains_have_no_oracle():
    finding = decided(cohorts=("deap",), oracle_features=())
    assert finding.limit is None
    assert finding.fraction is None
    assert finding.verdict == "matters"


def test_where_nothing_was_planted_chance_is_no_room():
    finding = decided(cohorts=("null",))
    assert finding.limit.value > finding.baseline.value
    assert finding.fraction is None
