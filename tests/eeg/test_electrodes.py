"""Names of electrodes, and of what else is recorded."""

import numpy as np
import pytest

from eeg2music.deap.montage import EEG, EXTERNAL, PHYSIOLOGY, STATUS
from eeg2music.eeg.electrodes import HEAD_M, is_electrode, on_sphere, standard_positions

OTHERS = [
    *EXTERNAL,
    *PHYSIOLOGY,
    *(STATUS, "EOG1", "HEOG", "VEOG-L", "Ergo-Left", "ECG", "EMG1", "Temp", "Photic", "SpO2"),
    *("EEG EXG1", "REF", "GND", "S1_D1", "", "Sound", "TRIG", "BIP1", "AUX1", "Pulse", "EKG-Ref"),
]


@pytest.mark.parametrize("name", [*EEG, "fp1", "EEG Fp1-Ref", "EEG T3-LE", "EEG_Cz", "E17", "A32"])
def test_names_of_electrodes_are_known(name):
    assert is_electrode(name)


@pytest.mark.parametrize("name", OTHERS)
def test_what_else_is_recorded_is_none(name):
    assert not is_electrode(name)


def test_positions_lie_on_a_head():
    where = standard_positions([*EEG, "nowhere"])
    assert set(where) == set(EEG)
    assert np.linalg.norm(list(where.values()), axis=1) == pytest.approx(np.full(32, HEAD_M))
    assert where["T7"][0] < 0 < where["T8"][0]
    assert where["Fp1"][1] > 0 > where["O1"][1]
    assert where["Cz"][2] == pytest.approx(HEAD_M, rel=0.05)


def test_three_points_are_no_head():
    assert on_sphere(dict(list(standard_positions(EEG).items())[:3])) == {}
