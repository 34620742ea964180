import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.deap.montage import site
from eeg2music.deap.physiology import skin_resistance_ohm


def test_twente_s_conductance_becomes_geneva_s_resistance():
    assert skin_resistance_ohm(np.array([8000.0, 1000.0]), site("s22")).tolist() == [125e3, 1e6]
    assert skin_resistance_ohm(np.array([125e3, 1e6]), site("s23")).tolist() == [125e3, 1e6]


@given(st.floats(1.0, 1e6))
def test_twice_is_back(value):
    once = skin_resistance_ohm(np.array(value), "twente")
    assert skin_resistance_ohm(once, "twente") == pytest.approx(value)


def test_an_electrode_that_came_off_has_infinite_resistance():
    assert np.isinf(skin_resistance_ohm(np.array([0]), "twente")).all()


def test_integers_and_float32_lose_nothing():
    stored = np.array([3, 7], dtype=np.float32)
    resistance = skin_resistance_ohm(stored, "twente")
    assert resistance.dtype == np.float64
    assert resistance.tolist() == [1e9 / 3, 1e9 / 7]


def test_an_unknown_site_is_refused():
    with pytest.raises(ValueError, match="not in london"):
        skin_resistance_ohm(np.ones(3), "london")
