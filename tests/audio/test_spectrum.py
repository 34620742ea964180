import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import ShortTimeFFT
from scipy.signal.windows import hann

from eeg2music.audio.spectrum import istft, stft


@given(samples=st.integers(1, 900), size=st.sampled_from([32, 64]), hops=st.sampled_from([2, 4]))
def test_the_inverse_gives_the_signal_back(samples, size, hops):
    signal = np.random.default_rng(samples).standard_normal((2, samples))
    back = istft(stft(signal, size, size // hops), size, size // hops, samples)
    assert back == pytest.approx(signal, abs=1e-10)


def test_spectra_are_scipys():
    signal = np.random.default_rng(0).standard_normal((1, 4096))
    ours = stft(signal, 256, 64)[0]
    peer = ShortTimeFFT(hann(256, sym=False), hop=64, fs=1).stft(signal[0], p0=0, p1=60)
    assert np.abs(peer).T[8:50] == pytest.approx(np.abs(ours)[9:51], abs=1e-9)
