import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.deap.start_times import regress

GAPS_S = st.lists(st.floats(60, 200), min_size=3, max_size=40)


@given(GAPS_S, st.sampled_from([1.0, 1e-3, 1e-6]), st.floats(-1e6, 1e6))
def test_the_unit_is_the_slope_whatever_the_clock_began_with(gaps_s, unit_s, begin_s):
    onsets_s = np.cumsum(gaps_s)
    found, misfit_s = regress(onsets_s, (onsets_s - begin_s) / unit_s)
    assert found == pytest.approx(unit_s)
    assert misfit_s == pytest.approx(0, abs=1e-4)


def test_the_misfit_agrees_with_a_line_of_numpy():
    rng = np.random.default_rng(1)
    onsets_s = np.cumsum(rng.uniform(70, 120, 40))
    times = 1e3 * (onsets_s + rng.normal(0, 2, (5, 40)))
    units_s, misfits_s = regress(onsets_s, times)
    for row, unit_s, misfit_s in zip(times, units_s, misfits_s, strict=True):
        slope, offset = np.polyfit(row, onsets_s, 1)
        assert unit_s == pytest.approx(slope)
        residual = onsets_s - slope * row - offset
        assert misfit_s == pytest.approx(np.sqrt(np.square(residual).mean()))


def test_times_that_do_not_vary_have_no_unit():
    assert np.isnan(regress(np.arange(4.0), np.full(4, 7.0))).all()
