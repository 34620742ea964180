"""The head against anatomy."""

import numpy as np
import pytest

from eeg2music.deap.montage import EEG
from eeg2music.demo.head import electrode_positions, field


def test_axes_point_to_the_right_ear_the_nose_and_the_vertex():
    right, nose, vertex = electrode_positions(["T8", "Fz", "Cz"]).T
    assert right.argmax() == 0
    assert nose.argmax() == 1
    assert vertex.argmax() == 2


def test_electrodes_lie_on_a_sphere_mirrored_left_to_right():
    np.testing.assert_allclose(np.linalg.norm(electrode_positions(EEG), axis=1), 1)
    left, right = electrode_positions(["F3", "P7"]), electrode_positions(["F4", "P8"])
    np.testing.assert_allclose(left * [-1, 1, 1], right, atol=0.02)


def test_a_field_falls_off_as_a_gaussian_of_distance():
    electrodes = np.array([[0.0, 0, 1], [0, 0.3, 1], [0, 0.6, 1]])
    spread = field(electrodes, electrodes[:1], width=0.3)
    assert spread[:, 0] == pytest.approx([1, np.exp(-0.5), np.exp(-2)])
