"""The same brain, recorded by another laboratory."""

import mne
import numpy as np
import pytest

from eeg2music.deap.montage import EEG
from eeg2music.eeg.electrodes import standard_positions
from eeg2music.eeg.params import Slices
from eeg2music.eeg.recording import open_recording, read_electrodes
from eeg2music.errors import DataError

SETTINGS = Slices(sampling_rate_hz=128, low_hz=4.0, high_hz=45.0, regress_eog=False)
SECONDS, RATE_HZ = 20, 512
MORE = ("F9", "FT7", "C5", "CPz", "TP8", "P5", "PO7", "Iz")
CLINICAL = {"T7": "T3", "T8": "T4", "P7": "T5", "P8": "T6"}


@pytest.fixture(scope="module")
def brain():
    """Smooth fields on a head: what spherical splines can fill in, µV, by electrode."""
    random = np.random.default_rng(0)
    names = [*EEG, *MORE]
    where = standard_positions(names)
    places = np.stack([where[name] for name in names]) / 0.095
    sources = random.standard_normal((6, 3))
    sources /= np.linalg.norm(sources, axis=1, keepdims=True)
    weights = np.exp(2 * (places @ sources.T - 1))
    fields = weights @ random.standard_normal((6, SECONDS * RATE_HZ))
    return dict(zip(names, 40 * fields, strict=True))


def write(path, signals, names, rate_hz=RATE_HZ, unit=1e-6, kind="eeg"):
    info = mne.create_info(list(names), rate_hz, kind)
    raw = mne.io.RawArray(np.array(list(signals)) * unit, info, verbose="error")
    with mne.utils.use_log_level("error"):
        if path.suffix == ".fif":
            raw.save(path)
        else:
            mne.export.export_raw(path, raw, overwrite=True)
    return path


def read(path, wanted=EEG, **part):
    return read_electrodes(open_recording(path, **part), wanted, SETTINGS)


@pytest.fixture(scope="module")
def truth(brain, tmp_path_factory):
    """As the pipeline's own electrodes are, in their order."""
    path = tmp_path_factory.mktemp("truth") / "x_raw.fif"
    return read(write(path, [brain[name] for name in EEG], EEG)).eeg


def agreement(found, truth):
    rows = [np.corrcoef(a, b)[0, 1] for a, b in zip(found, truth, strict=True)]
    return min(rows)


def test_signals_are_of_the_band_and_referenced(truth):
    assert truth.shape == (32, SECONDS * 128)
    assert truth.dtype == np.float32
    assert np.abs(truth.mean(axis=0)).max() < 1e-3
    power = np.abs(np.fft.rfft(truth)) ** 2
    outside = np.fft.rfftfreq(truth.shape[1], 1 / 128) > 49.5
    assert power[:, outside].sum() < 1e-3 * power.sum()


@pytest.mark.parametrize("suffix", [".edf", ".vhdr", ".set", "_raw.fif", ".bdf"])
@pytest.mark.parametrize("spell", ["{}", "EEG {}-Ref"])
def test_neither_format_nor_names_nor_order_matter(brain, truth, tmp_path, suffix, spell):
    shuffled = [str(name) for name in np.random.default_rng(1).permutation(EEG)]
    names = [spell.format(CLINICAL.get(name, name).upper()) for name in shuffled]
    path = write(tmp_path / f"x{suffix}", [brain[name] for name in shuffled], names)
    found = read(path)
    assert found.interpolated == ()
    assert agreement(found.eeg, truth) > 0.999


@pytest.mark.parametrize("rate_hz", [128, 250, 1000])
def test_the_sampling_rate_does_not_matter(brain, truth, tmp_path, rate_hz):
    signals = mne.filter.resample(
        np.array([brain[name] for name in EEG]), up=rate_hz, down=RATE_HZ, verbose="error"
    )
    found = read(write(tmp_path / "x_raw.fif", signals, EEG, rate_hz=rate_hz))
    assert agreement(found.eeg[:, 128:-128], truth[:, 128:-128]) > 0.99


def test_electrodes_that_are_lacking_are_interpolated_and_told(brain, truth, tmp_path):
    lacking = ("Fp1", "C3", "T8", "Oz")
    names = [name for name in brain if name not in lacking]
    found = read(write(tmp_path / "x_raw.fif", [brain[name] for name in names], names))
    assert found.interpolated == tuple(name for name in EEG if name in lacking)
    assert agreement(found.eeg, truth) > 0.9


def test_nineteen_electrodes_of_a_clinic_are_enough(brain, truth, tmp_path):
    clinic = [
        *("Fp1", "Fp2", "F7", "F3", "Fz", "F4", "F8", "T7", "C3", "Cz", "C4", "T8"),
        *("P7", "P3", "Pz", "P4", "P8", "O1", "O2"),
    ]
    names = [CLINICAL.get(name, name) for name in clinic]
    found = read(write(tmp_path / "x.edf", [brain[name] for name in clinic], names))
    assert len(found.interpolated) == 13
    assert agreement(found.eeg, truth) > 0.8


def test_a_bad_electrode_is_interpolated(brain, truth, tmp_path):
    signals = [brain[name] * (40 if name == "T7" else 1) for name in EEG]
    found = read(write(tmp_path / "x_raw.fif", signals, EEG))
    assert found.interpolated == ("T7",)
    assert agreement(found.eeg, truth) > 0.9


def test_a_part_is_the_same_as_in_the_whole(brain, truth, tmp_path):
    path = write(tmp_path / "x_raw.fif", [brain[name] for name in EEG], EEG)
    found = read(path, start_s=4.0, length_s=8.0).eeg
    assert found.shape == (32, 8 * 128)
    assert agreement(found[:, 128:-128], truth[:, 5 * 128 : 11 * 128]) > 0.999


def test_what_is_no_electrode_is_left_alone(brain, truth, tmp_path):
    names = [*EEG, "ECG", "Status"]
    signals = [*(brain[name] for name in EEG), np.full(SECONDS * RATE_HZ, 1e5), brain["Cz"]]
    assert agreement(read(write(tmp_path / "x_raw.fif", signals, names)).eeg, truth) > 0.999


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"names": [f"EXG{n}" for n in range(32)]}, "expected electrodes by their names"),
        ({"names": [*EEG[:31], "t3"]}, "expected one channel for T7; found T7 and t3"),
        ({"unit": 1e-15}, "band-passed EEG of 0.1 to 1000 µV; found a standard deviation of"),
        ({"unit": 1.0}, "band-passed EEG of 0.1 to 1000 µV; found a standard deviation of"),
        ({"unit": 0.0}, "band-passed EEG of 0.1 to 1000 µV; found a standard deviation of 0 µV"),
        ({"rate_hz": 90}, "a sampling rate of 98 Hz or more; found 90 Hz"),
        ({"rate_hz": 256.5}, "a sampling rate of whole Hz; found 256.5 Hz"),
        ({"start_s": 25.0}, "expected 25 s to 20 s; found a recording of 20 s"),
        ({"length_s": 30.0}, "expected 0 s to 30 s; found a recording of 20 s"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_line(brain, tmp_path, change, told):
    part = {key: change[key] for key in ("start_s", "length_s") if key in change}
    change = {key: value for key, value in change.items() if key not in part}
    signals = [brain[name] for name in EEG]
    path = write(tmp_path / "x_raw.fif", signals, **{"names": EEG, **change})
    with pytest.raises(DataError) as refused:
        read(path, **part)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_too_few_electrodes_are_told(brain, tmp_path):
    names = EEG[:15]
    path = write(tmp_path / "x_raw.fif", [brain[name] for name in names], names)
    with pytest.raises(
        DataError, match="at most 16 of 32 electrodes that are absent or bad; found 17"
    ):
        read(path)
