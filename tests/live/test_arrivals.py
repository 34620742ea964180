from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.live.arrivals import BRIDGED_S, TOLERANCE_S, Arrivals, Counts

RATE_HZ = 256.0


def signal(count):
    """Samples that tell which one they are, and when they were taken."""
    number = np.arange(count, dtype=np.float32)
    return np.stack([number, -number], axis=1), 100 + np.arange(count) / RATE_HZ


def chunks(samples, times, sizes):
    edges = np.cumsum([0, *sizes])
    edges = [*edges[edges < len(times)].tolist(), len(times)]
    return [(samples[a:b], times[a:b]) for a, b in pairwise(edges)]


def together(arrivals, given_chunks):
    taken, now_s = [], 0.0
    for samples, times in given_chunks:  # in real time
        now_s += len(samples) / RATE_HZ
        taken += arrivals.take(samples, times, now_s)
    return np.concatenate([stretch.samples for stretch in taken]), taken


@given(
    count=st.integers(1, 900),
    sizes=st.lists(st.integers(1, 200), max_size=20),
    seed=st.integers(0, 99),
)
def test_however_it_is_cut_and_jitters_the_signal_is_whole(count, sizes, seed):
    samples, times = signal(count)
    jitter = np.random.default_rng(seed).uniform(-0.3, 0.3, count) / RATE_HZ
    arrivals = Arrivals(RATE_HZ)
    whole, taken = together(arrivals, chunks(samples, times + jitter, sizes))
    assert np.array_equal(whole, samples)
    assert [stretch.is_new for stretch in taken] == [True] + [False] * (len(taken) - 1)
    assert taken[-1].time_s == times[-1] + jitter[-1]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=40))
def test_what_comes_twice_or_too_late_counts_once(places):
    samples, times = signal(240)  # all of it less old than a clock that began anew
    parts = chunks(samples, times, [40] * 6)
    told = [parts[place] for place in places]
    whole, _ = together(Arrivals(RATE_HZ), told)
    expected, latest = [], -1
    for place in places:
        if place > latest:
            expected += parts[place][0][:, 0].tolist()
            latest = place
    lost = set(range(240)) - {int(number) for number in expected}
    bridged = [number for number in whole[:, 0].round().tolist() if int(number) not in lost]
    assert bridged == expected


@pytest.mark.parametrize("burst", [3, 8, 20, 64])
@pytest.mark.parametrize("lasts_s", [0.0, 2e-5])
def test_bursts_that_are_stamped_as_they_are_sent_are_taken_whole(burst, lasts_s):
    """As many programs do: what has piled up is pushed, sample after sample."""
    samples, times = signal(7680)
    last = np.minimum(np.arange(7680) // burst * burst + burst, 7680) - 1
    stamps = times[last] + lasts_s * (np.arange(7680) % burst)
    arrivals = Arrivals(RATE_HZ)
    whole, _ = together(arrivals, chunks(samples, stamps, [burst] * (7680 // burst)))
    assert np.array_equal(whole, samples)
    assert arrivals.counts == Counts(taken=7680)
    assert arrivals.measured_hz() == pytest.approx(RATE_HZ, rel=0.01)


@pytest.mark.parametrize("sd_s", [0.0005, 0.002, 0.005, 0.02])
def test_stamps_that_jitter_cost_nothing(sd_s):
    samples, times = signal(7680)
    stamps = times + np.random.default_rng(1).normal(0, sd_s, 7680)
    arrivals = Arrivals(RATE_HZ)
    whole, _ = together(arrivals, chunks(samples, stamps, [32] * 240))
    kept = arrivals.counts.taken / 7680
    assert kept > 0.999
    assert arrivals.counts.bridged < 0.01 * 7680
    assert arrivals.counts.breaks == 0
    if sd_s <= 0.005:
        assert np.array_equal(whole, samples)


@pytest.mark.parametrize("share", [-0.01, -0.001, 0.001, 0.01])
def test_a_device_whose_clock_is_not_quite_ours_loses_nothing(share):
    samples, times = signal(15360)
    arrivals = Arrivals(RATE_HZ)
    whole, _ = together(arrivals, chunks(samples, 100 + (times - 100) * (1 + share), [32] * 480))
    assert np.array_equal(whole, samples)


def test_a_gap_in_stamps_that_jitter_is_found():
    samples, times = signal(2560)
    stamps = times + np.random.default_rng(1).normal(0, 0.003, 2560)
    kept = np.r_[0:1000, 1100:2560]
    arrivals = Arrivals(RATE_HZ)
    whole, _ = together(arrivals, chunks(samples[kept], stamps[kept], [32] * 80))
    assert arrivals.counts.bridged == pytest.approx(100, abs=6)
    assert len(whole) == pytest.approx(2560, abs=6)


def test_a_short_gap_is_bridged_by_a_straight_line():
    samples, times = signal(400)
    kept = np.r_[0:100, 200:400]
    arrivals = Arrivals(RATE_HZ)
    whole, taken = together(arrivals, chunks(samples[kept], times[kept], [60, 60, 60]))
    np.testing.assert_allclose(whole, samples, atol=1e-3)
    assert arrivals.counts.bridged == 100
    assert not any(stretch.is_new for stretch in taken[1:])


def test_after_a_long_gap_listening_begins_anew():
    samples, times = signal(400)
    times[200:] += BRIDGED_S + 2 * TOLERANCE_S
    arrivals = Arrivals(RATE_HZ)
    taken = arrivals.take(samples, times, 0.0)
    assert [(len(stretch.samples), stretch.is_new) for stretch in taken] == [
        (200, True),
        (200, True),
    ]
    assert (arrivals.counts.breaks, arrivals.counts.bridged) == (1, 0)


@pytest.mark.parametrize("spoilt", [np.nan, np.inf])
def test_a_channel_that_is_no_number_is_held_and_the_others_go_on(spoilt):
    samples, times = signal(300)
    spoiling = samples.copy()
    spoiling[100:130, 1] = spoilt
    arrivals = Arrivals(RATE_HZ)
    whole, _ = together(arrivals, chunks(spoiling, times, [110, 110]))
    np.testing.assert_array_equal(whole[:, 0], samples[:, 0])
    np.testing.assert_array_equal(whole[100:130, 1], samples[99, 1])
    np.testing.assert_array_equal(
        np.delete(whole, np.s_[100:130], 0)[:, 1], samples[[*range(100), *range(130, 300)], 1]
    )
    assert arrivals.counts == Counts(taken=300, spoilt=30)


@pytest.mark.parametrize("rate_hz", [240.0, 256.0, 300.0])
def test_the_rate_is_measured_by_time_stamps(rate_hz):
    arrivals = Arrivals(RATE_HZ)
    count = round(9 * rate_hz)
    arrivals.take(np.zeros((count, 2)), np.arange(count) / rate_hz, 0.0)
    assert arrivals.measured_hz() is None
    more = np.arange(count, 3 * count) / rate_hz
    arrivals.take(np.zeros((len(more), 2)), more, 0.0)
    assert arrivals.measured_hz() == pytest.approx(rate_hz, rel=1e-3)


def test_nothing_gives_nothing():
    assert Arrivals(RATE_HZ).take(np.zeros((0, 2)), np.zeros(0), 0.0) == []


@pytest.mark.parametrize("back_s", [5.0, 1e6])
def test_a_clock_that_begins_anew_costs_a_second(back_s):
    """As a device has it that is switched off and on, and counts from its start."""
    samples, times = signal(2560)
    anew = [(part, when - back_s) for part, when in chunks(samples, times, [32] * 80)]
    arrivals = Arrivals(RATE_HZ)
    _, taken = together(arrivals, chunks(samples, times, [32] * 80) + anew)
    assert [stretch.is_new for stretch in taken].count(True) == 2
    assert arrivals.counts.breaks == 1
    assert arrivals.counts.late <= 1.2 * RATE_HZ
    assert arrivals.counts.taken >= 2 * 2560 - 1.2 * RATE_HZ


def test_a_time_stamp_from_the_future_costs_a_second():
    samples, times = signal(2560)
    times[600] += 3600
    arrivals = Arrivals(RATE_HZ)
    together(arrivals, chunks(samples, times, [32] * 80))
    assert arrivals.counts.late <= 1.2 * RATE_HZ


def test_a_flood_of_what_was_sent_before_is_no_clock_that_begins_anew():
    """As a player sends a whole file at once where it begins again."""
    samples, times = signal(5120)
    parts = chunks(samples, times, [32] * 160)
    arrivals = Arrivals(RATE_HZ)
    whole = [stretch for n, part in enumerate(parts) for stretch in arrivals.take(*part, n / 8)]
    for n, part in enumerate(chunks(samples, times, [1024] * 4)):
        assert not arrivals.take(*part, 20.0 + n / 100)
    whole += arrivals.take(samples[:32], times[-1] + np.arange(1, 33) / RATE_HZ, 20.125)
    assert sum(len(stretch.samples) for stretch in whole) == 5152
    assert (arrivals.counts.late, arrivals.counts.breaks) == (5120, 0)


def test_chunks_that_come_twice_are_no_clock_that_begins_anew():
    samples, times = signal(2560)
    twice = [chunk for one in chunks(samples, times, [512] * 5) for chunk in (one, one)]
    arrivals = Arrivals(RATE_HZ)
    whole, _ = together(arrivals, twice)
    assert np.array_equal(whole, samples)
    assert arrivals.counts.breaks == 0
