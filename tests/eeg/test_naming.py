"""Names of electrodes, and of what else is recorded."""

import pytest

from eeg2music.deap.montage import EEG, EXTERNAL, PHYSIOLOGY, STATUS
from eeg2music.eeg.naming import is_electrode, label

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


@pytest.mark.parametrize("name", OTHERS)
def test_what_else_is_recorded_has_no_label(name):
    assert label(name) == ""


@pytest.mark.parametrize(
    "spell", ["{}", "EEG {}-Ref", "EEG {}-LE", "{}.", "{}..", "eeg_{}", "{} - AVG"]
)
@pytest.mark.parametrize("change", [str, str.upper, str.lower])
def test_a_label_is_the_same_however_it_is_spelt(spell, change):
    assert [label(spell.format(change(name))) for name in EEG] == list(EEG)


def test_older_names_are_those_of_today():
    assert [label(f"EEG {name}-A1A2") for name in ("T3", "T4", "T5", "T6")] == [
        "T7",
        "T8",
        "P7",
        "P8",
    ]


@pytest.mark.parametrize("name", ["Fp1-F7", "T3-T5", "C3-P3", "E17", "A32"])
def test_a_difference_of_two_or_a_place_on_a_net_has_none(name):
    assert label(name) == ""
