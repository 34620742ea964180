import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.eeg.slicing import cut, join
from eeg2music.params.grid import Grid


@given(
    trials=st.integers(1, 3),
    channels=st.integers(1, 3),
    slices=st.integers(1, 5),
    samples=st.integers(1, 8),
)
def test_slices_are_consecutive_parts_of_each_trial(trials, channels, slices, samples):
    grid = Grid(trial_s=4.0 * slices, slice_s=4.0, frame_s=0.5)
    shape = (trials, channels, slices * samples)
    whole = np.random.default_rng(0).standard_normal(shape)
    parts = cut(whole, grid)
    assert parts.shape == (trials * slices, channels, samples)
    for row, part in enumerate(parts):
        trial, place = divmod(row, slices)
        assert np.array_equal(part, whole[trial, :, place * samples : (place + 1) * samples])
    assert np.array_equal(join(parts, grid), whole)
