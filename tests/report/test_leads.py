import pytest

from eeg2music.report.leads import leads
from tests.report import tables


def test_a_lead_is_that_over_the_nearest_guess():
    (found,) = leads(tables.leads(ours=0.04), tables.COHORTS)
    assert found.ks == tables.K
    assert [row.system for row in found.rows] == ["ours", "permuted"]
    ours = found.rows[0].leads
    assert [lead.gain for lead in ours] == pytest.approx([0.2 + 0.01 * k for k in tables.K])
    assert [lead.p for lead in ours] == pytest.approx([0.04] * 5)


def test_only_what_is_below_the_level_is_sure():
    (found,) = leads(tables.leads(ours=0.04, permuted=0.06), tables.COHORTS)
    assert found.sure(0.95) == ["Ours"]
    assert found.sure(0.97) == []


def test_cohorts_stand_in_the_order_given():
    found = leads(tables.leads(("null", "planted")), tables.COHORTS)
    assert [told.cohort.name for told in found] == ["planted", "null"]
