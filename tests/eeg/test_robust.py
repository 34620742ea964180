import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import iqr, median_abs_deviation

from eeg2music.eeg.robust import interquartile_range, robust_sd

ROWS = st.tuples(st.integers(1, 4), st.integers(1, 50))


@example(np.array([[24.01, -8.0, -8.0]]))  # in the last digit they differ
@given(arrays(float, ROWS, elements=st.floats(-1e3, 1e3)))
def test_both_are_as_scipy_has_them(values):
    assert interquartile_range(values) == pytest.approx(iqr(values, axis=1), abs=1e-9)
    expected = median_abs_deviation(values[0], scale="normal")
    assert robust_sd(values[0]) == pytest.approx(expected)
