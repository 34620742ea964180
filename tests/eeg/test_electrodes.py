"""Where electrodes are."""

import numpy as np
import pytest

from eeg2music.deap.montage import EEG
from eeg2music.eeg.electrodes import HEAD_M, on_sphere, standard_positions


def test_positions_lie_on_a_head():
    where = standard_positions([*EEG, "nowhere"])
    assert set(where) == set(EEG)
    assert np.linalg.norm(list(where.values()), axis=1) == pytest.approx(np.full(32, HEAD_M))
    assert where["T7"][0] < 0 < where["T8"][0]
    assert where["Fp1"][1] > 0 > where["O1"][1]
    assert where["Cz"][2] == pytest.approx(HEAD_M, rel=0.05)


def test_three_points_are_no_head():
    assert on_sphere(dict(list(standard_positions(EEG).items())[:3])) == {}
