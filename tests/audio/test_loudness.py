import av
import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eeg2music.audio.loudness import loudness, loudness_range, normalise
from eeg2music.audio.peaks import true_peak

RATE = 44_100


def sine(decibel, seconds=20.0, hz=1000.0, channels=2, rate=RATE):
    time = np.arange(round(seconds * rate)) / rate
    return np.tile(10 ** (decibel / 20) * np.sin(2 * np.pi * hz * time), (channels, 1))


def of_ffmpeg(samples):
    """Integrated loudness and loudness range as FFmpeg's meter has them."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=RATE, format="fltp", layout="stereo", time_base=f"1/{RATE}"
    )
    meter = graph.add("ebur128", "metadata=1")
    source.link_to(meter)
    sink = graph.add("abuffersink")
    meter.link_to(sink)
    graph.configure()
    told = {}
    block = RATE // 10
    for start in range(0, samples.shape[1] - block + 1, block):
        piece = np.ascontiguousarray(samples[:, start : start + block], dtype=np.float32)
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = RATE, start
        source.push(frame)
        while True:
            try:
                told = dict(sink.pull().metadata) or told
            except (av.BlockingIOError, av.EOFError):
                break
    return float(told["lavfi.r128.I"]), float(told["lavfi.r128.LRA"])


@pytest.mark.parametrize("decibel", [-23, -33])
def test_a_tone_has_the_loudness_that_ebu_tech_3341_demands(decibel):
    assert loudness(sine(decibel), RATE) == pytest.approx(decibel, abs=0.1)


@pytest.mark.parametrize(
    ("steps", "expected"), [((-20, -30), 10), ((-20, -15), 5), ((-40, -20), 20)]
)
def test_steps_have_the_range_that_ebu_tech_3342_demands(steps, expected):
    samples = np.concatenate([sine(step) for step in steps], axis=1)
    assert loudness_range(samples, RATE) == pytest.approx(expected, abs=1)


@settings(max_examples=20)
@given(
    hops=st.integers(4, 1300),
    rate=st.sampled_from([16_000, 22_050, 44_100]),
    channels=st.sampled_from([1, 2]),
    seed=st.integers(0, 99),
)
def test_loudness_is_as_pyloudnorm_has_it(hops, rate, channels, seed):
    """Which takes in a last block that the music does not fill; so music of whole hops."""
    rng = np.random.default_rng(seed)
    swell = np.repeat(10 ** (rng.uniform(-90, -10, hops) / 20), rate // 10)
    samples = swell * rng.standard_normal((channels, len(swell)))
    expected = pyloudnorm.Meter(rate).integrated_loudness(samples.T)
    assert loudness(samples, rate) == pytest.approx(expected, abs=1e-6)


def test_both_are_as_ffmpeg_has_them():
    rng = np.random.default_rng(0)
    swell = np.repeat(10 ** (rng.uniform(-30, -10, 120) / 20), RATE)
    samples = swell * rng.standard_normal((2, 120 * RATE)) * 0.3
    integrated, spread = of_ffmpeg(samples)
    assert loudness(samples, RATE) == pytest.approx(integrated, abs=0.2)
    assert loudness_range(samples, RATE) == pytest.approx(spread, abs=1)


@given(gain=st.floats(1e-2, 10))
def test_whatever_the_level_was_it_is_brought_to_the_same(gain):
    made = normalise(gain * sine(-20, seconds=1), RATE)
    assert loudness(made, RATE) == pytest.approx(-23, abs=0.05)
    assert made.dtype == np.float32


def test_peaks_bound_the_loudness():
    clicks = np.zeros((2, 2 * RATE), np.float32)
    clicks[:, ::10_000] = 0.5
    assert true_peak(normalise(clicks, RATE), RATE) == pytest.approx(10 ** (-1 / 20), rel=1e-3)


@pytest.mark.parametrize("samples", [0, 100, RATE])
def test_silence_stays_silent(samples):
    silence = np.zeros((2, samples), np.float32)
    assert not normalise(silence, RATE).any()
    assert np.isneginf(loudness(silence, RATE))
    assert np.isnan(loudness_range(silence, RATE))


def test_music_shorter_than_a_block_is_measured():
    assert np.isfinite(loudness(sine(-20, seconds=0.1), RATE))
