"""Differential entropy against TorchEEG's, which knows nothing of this project.

TorchEEG filters each frame on its own, causally, and measures in bits; here a whole trial
is filtered with zero phase, and measured in nats. The values can therefore only agree in
how they rise and fall, and that the less, the fewer periods of a band fit into a frame.

TorchEEG is no dependency. It is used if it is installed, or fetched into a temporary
folder if the environment says ``EEG2MUSIC_TORCHEEG=1``; its package pulls in far more than
this needs, so the one module is loaded alone.
"""

import importlib
import importlib.util
import os
import subprocess
import sys
import types
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import butter, lfilter

from eeg2music.eeg.differential_entropy import differential_entropy

RATE_HZ, SAMPLES, CHANNELS = 128, 7680, 12
BANDS = {"theta": [4.0, 8.0], "alpha": [8.0, 14.0], "beta": [14.0, 31.0], "gamma": [31.0, 45.0]}
NATS_PER_BIT = np.log(2)
CORRELATIONS = {
    64: [0.56, 0.72, 0.90, 0.89],
    128: [0.80, 0.87, 0.95, 0.95],
    512: [0.95, 0.97, 0.98, 0.98],
}
"""Samples of a frame to the correlation of both measures, band by band, as it was found
with 1/f noise. At half a second the peer's filter has not settled on theta when the frame
ends (two to four periods), at four seconds the two agree."""
RELEASE = "torcheeg==1.1.3"


def _installed() -> Path | None:
    """Folder of an installed TorchEEG, found without importing it."""
    spec = importlib.util.find_spec("torcheeg")
    return Path(spec.submodule_search_locations[0]) if spec else None


def _fetched(folder: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder]
    subprocess.run([*pip, RELEASE], check=True, timeout=300)
    return folder / "torcheeg"


def _load(package: Path) -> types.ModuleType:
    """Load the module of band features, and of its package only what it imports."""
    for name, folder in (("peer", "transforms"), ("peer.numpy", "transforms/numpy")):
        stand_in = types.ModuleType(name)
        stand_in.__path__ = [str(package / folder)]
        sys.modules[name] = stand_in
    try:
        return importlib.import_module("peer.numpy.band")
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "peer"]:
            del sys.modules[name]


@pytest.fixture(scope="session")
def peer(tmp_path_factory):
    """TorchEEG's transform with this project's bands, as a function of one frame."""
    package = _installed()
    if package is None and os.environ.get("EEG2MUSIC_TORCHEEG") != "1":
        pytest.skip("TorchEEG is not installed, and EEG2MUSIC_TORCHEEG=1 does not ask to fetch it")
    band = _load(package or _fetched(tmp_path_factory.mktemp("torcheeg")))
    transform = band.BandDifferentialEntropy(sampling_rate=RATE_HZ, band_dict=BANDS)
    return lambda frame: transform(eeg=frame)["eeg"]


def pink(seed):
    """A trial of 1/f noise, SD 10 µV, shape (channels, samples)."""
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfft(rng.standard_normal((CHANNELS, SAMPLES)))
    frequency = np.fft.rfftfreq(SAMPLES, 1 / RATE_HZ)
    signal = np.fft.irfft(spectrum / np.sqrt(np.maximum(frequency, 0.5)))
    return 10 * signal / signal.std()


def frames_of(trial, frame):
    return trial.reshape(CHANNELS, -1, frame).transpose(1, 0, 2)


def by_its_definition(frame, edges):
    """Half the binary logarithm of 2πe times the variance of a causally filtered frame, bits."""
    b, a = butter(5, [edge / (RATE_HZ / 2) for edge in edges], btype="band")
    return 0.5 * np.log2(2 * np.pi * np.e * lfilter(b, a, frame).var(axis=-1))


def test_the_peer_is_what_its_definition_says(peer):
    for frame in frames_of(pink(1), 64)[:5]:
        expected = [by_its_definition(frame, edges) for edges in BANDS.values()]
        np.testing.assert_allclose(peer(frame), np.stack(expected, axis=-1), rtol=1e-9)


def test_both_measure_the_same_where_a_frame_is_long(peer):
    trial = pink(2)
    ours = differential_entropy(trial[None], RATE_HZ, BANDS, SAMPLES)[0, 0]
    np.testing.assert_allclose(ours, NATS_PER_BIT * peer(trial), rtol=0, atol=0.03)


@pytest.mark.parametrize(("frame", "correlations"), sorted(CORRELATIONS.items()))
def test_frames_rise_and_fall_together(peer, frame, correlations):
    trial = pink(3)
    ours = differential_entropy(trial[None], RATE_HZ, BANDS, frame)[0]
    theirs = np.stack([peer(part) for part in frames_of(trial, frame)])
    found = [np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in zip(ours.T, theirs.T, strict=True)]
    assert found == pytest.approx(correlations, abs=0.05)
