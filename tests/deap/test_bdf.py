import edfio
import mne
import numpy as np
import pytest

from eeg2music.deap import bdf
from eeg2music.errors import DataError
from tests.deap.recordings import REAL, STEP_UV, codes, needs_real, noise, write_bdf

ONSETS = [700, 2000]


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    path = tmp_path_factory.mktemp("bdf") / "s01.bdf"
    return write_bdf(path, noise(6), codes(6, ONSETS))


def test_header_agrees_with_edfio(recording):
    header, peer = bdf.read_header(recording), edfio.read_bdf(recording)
    assert header.names == tuple(signal.label for signal in peer.signals)
    assert header.sampling_rate_hz == peer.signals[0].sampling_frequency == 512
    assert header.samples == len(peer.signals[0].data) == 6 * 512


def test_trigger_codes_are_exact_and_masked(tmp_path):
    stored = codes(6, ONSETS) + 0x18FF00
    path = write_bdf(tmp_path / "s24.bdf", noise(6), stored, trigger_name="")
    header = bdf.read_header(path)
    assert np.array_equal(bdf.trigger_codes(path, header, 0xFFFFFF), stored)
    assert np.array_equal(bdf.trigger_codes(path, header, 0xFF), codes(6, ONSETS))


def test_windows_hold_the_channels_asked_for_by_name(recording):
    names = ["Oz", "EXG1", "Fp1"]
    first, second = bdf.read_windows(recording, names, [100, 1500], 700)
    written = noise(6)
    for window, start in ((first, 100), (second, 1500)):
        expected = np.stack([written[name][start : start + 700] for name in names])
        assert np.abs(window - expected).max() <= STEP_UV


@pytest.mark.parametrize("change", [-1, -3000, 1])
def test_a_file_of_another_length_than_promised_is_refused(recording, tmp_path, change):
    content = recording.read_bytes()
    path = tmp_path / "s01.bdf"
    path.write_bytes(content[:change] if change < 0 else content + b"\0")
    with pytest.raises(DataError, match=f"{len(content)} bytes.*found {len(content) + change}"):
        bdf.read_header(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xffBIOSEMI", b"0       " + b" " * 300, b"<!DOCTYPE html><html>" + b" " * 300],
    ids=["empty", "magic only", "EDF", "web page"],
)
def test_what_is_no_bdf_is_refused(tmp_path, content):
    path = tmp_path / "s01.bdf"
    path.write_bytes(content)
    with pytest.raises(DataError, match="24-bit BDF") as error:
        bdf.read_header(path)
    assert error.value.file == str(path)


def test_a_header_cut_short_is_refused(recording, tmp_path):
    path = tmp_path / "s01.bdf"
    path.write_bytes(recording.read_bytes()[:5000])
    with pytest.raises(DataError, match="header of 48 channels"):
        bdf.read_header(path)


def test_a_recording_that_was_never_closed_is_refused(recording, tmp_path):
    content = bytearray(recording.read_bytes())
    content[236:244] = b"-1      "
    path = tmp_path / "s01.bdf"
    path.write_bytes(content)
    with pytest.raises(DataError, match="number of records"):
        bdf.read_header(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(DataError, match="No such file"):
        bdf.read_header(tmp_path / "s01.bdf")


def test_what_mne_does_not_read_is_refused(recording, tmp_path):
    path = tmp_path / "s01.edf"
    path.write_bytes(recording.read_bytes())
    with pytest.raises(DataError, match="a recording that MNE reads; found Only BDF files"):
        next(bdf.read_windows(path, ["Oz"], [0], 512))


@needs_real
def test_a_real_biosemi_recording_is_read():
    header = bdf.read_header(REAL)
    raw = mne.io.read_raw_bdf(REAL, verbose="error")
    assert header.names == tuple(raw.ch_names)
    assert (header.sampling_rate_hz, header.samples) == (raw.info["sfreq"], raw.n_times)
    assert np.array_equal(bdf.trigger_codes(REAL, header, 0xFFFF), raw.get_data("Status")[0])
    electrodes = raw.ch_names[:64]
    (window,) = bdf.read_windows(REAL, electrodes, [5], 1900)
    assert np.allclose(window, 1e6 * raw.get_data(electrodes, 5, 1905), rtol=0, atol=1e-6)


@needs_real
def test_the_samples_of_a_real_recording_are_24_bit_integers_in_steps_of_its_header():
    header = bdf.read_header(REAL)
    stored = np.frombuffer(REAL.read_bytes()[header.header_bytes :], np.uint8)
    by_channel = stored.reshape(header.records, len(header.names), -1, 3).astype(np.int32)
    integers = by_channel @ np.array([1, 1 << 8, 1 << 16]) - (by_channel[..., 2] >> 7 << 24)
    place = header.names.index("Cz")
    (window,) = bdf.read_windows(REAL, ["Cz"], [0], header.samples)
    step = np.polyfit(integers[:, place].ravel(), window[0], 1)[0]
    assert step == pytest.approx(STEP_UV, rel=1e-3)
    assert np.ptp(window[0] - step * integers[:, place].ravel()) < STEP_UV


@pytest.mark.parametrize(
    ("at", "field", "message"),
    [
        (256 + 48 * 104, b"abc     ", "physical and digital ranges in the header"),
        (256 + 48 * 112, b"-9e9    ", "ranges from a lower to a higher value"),
        (256 + 48 * 128, b"-8388608", "for -8.38861e.06 to -8.38861e.06 in channel 1"),
        (256 + 48 * 104, b"nan     ", "ranges from a lower to a higher value"),
        (256 + 48 * 112, b"inf     ", "ranges from a lower to a higher value"),
    ],
)
def test_a_channel_without_a_usable_range_is_refused(recording, tmp_path, at, field, message):
    content = bytearray(recording.read_bytes())
    content[at : at + 8] = field
    path = tmp_path / "s01.bdf"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        bdf.read_header(path)


def test_what_the_pipeline_does_not_need_may_be_illegible(recording, tmp_path):
    content = bytearray(recording.read_bytes())
    content[8:184] = bytes(range(80, 256))
    path = tmp_path / "s01.bdf"
    path.write_bytes(content)
    (window,) = bdf.read_windows(path, ["Oz"], [0], 512)
    assert np.ptp(window) > 0
