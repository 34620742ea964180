"""Written recordings, read back by MNE and by the pipeline's own strict reader."""

import mne
import numpy as np
import pytest

from eeg2music.deap import bdf as reader
from eeg2music.demo import bdf

SAMPLES = 3 * 512
STEP_UV = 1 / 32
RNG = np.random.default_rng(1)
SIGNALS = {
    "Fp1": 3000 + 40 * RNG.standard_normal(SAMPLES),
    "Cz": np.linspace(*bdf.PHYSICAL_UV, SAMPLES),
    "GSR1": np.full(SAMPLES, -0.02),
}
TRIGGERS = np.where(np.arange(SAMPLES) % 700 < 24, 4, 0).astype(np.int32) + 0x18FF00


@pytest.fixture(scope="module", params=["Status", ""])
def name(request):
    return request.param


@pytest.fixture(scope="module")
def path(name, tmp_path_factory):
    written = tmp_path_factory.mktemp("data_original") / "s01.bdf"
    bdf.write(written, SIGNALS.items(), TRIGGERS, name)
    return written


def test_mne_reads_signals_within_half_a_step(path):
    raw = mne.io.read_raw_bdf(path, verbose="error")
    assert raw.info["sfreq"] == 512
    for name, written in SIGNALS.items():
        stored_uv = 1e6 * raw.get_data([name])[0]
        assert np.abs(stored_uv - written).max() <= 0.5001 * STEP_UV


def test_the_header_is_that_of_a_24_bit_recording_in_one_second_records(path, name):
    header = reader.read_header(path)
    assert header == reader.Header((*SIGNALS, name), 3, 512, 512.0)
    assert path.read_bytes()[192:197] == b"24BIT"


def test_triggers_are_stored_as_they_are(path):
    stored = reader.trigger_codes(path, reader.read_header(path), mask=0xFFFFFF)
    np.testing.assert_array_equal(stored, TRIGGERS)


def test_the_same_recording_gives_the_same_bytes(path, name, tmp_path):
    bdf.write(tmp_path / "again.bdf", SIGNALS.items(), TRIGGERS, name)
    assert (tmp_path / "again.bdf").read_bytes() == path.read_bytes()
