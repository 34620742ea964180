"""Samples as they arrive: each once, in order, as if none had been lost on the way.

A stream arrives in the order in which it was sent, but its time stamps are as good as the device's
program: many stamp what has piled up as it is sent, sample after sample at nearly one time. So
samples are counted, and stamps tell only what counting cannot: what was lost, was sent before, or
belongs to a clock that has begun anew. How much they jitter is learnt while they come.
"""

import math
from dataclasses import dataclass, field

import numpy as np

TOLERANCE_S = 0.05
"""How far a time stamp may be from where the sampling rate puts it, beside what stamps jitter."""
BRIDGED_S = 1.0
"""Longest gap that is bridged by a straight line; after a longer one, listening begins anew."""
RATE_TOLERANCE = 0.02
"""Share by which the measured rate may differ from the nominal one."""
RESTARTED_S = 1.0
"""For so long, and by so much, samples come with time stamps of the past: a clock began anew."""
_FOLLOWING_S = 0.5
"""In which what is expected follows what is told: a device's clock is not quite ours."""
_FORGETTING_S = 2.0
"""In which it is forgotten how much stamps jittered."""
_SAME_S = 1e-6
"""Within which two stamps are the same one."""
_REMEMBERED_S = 5.0
"""For how long a sample that comes twice is known again."""
_MEASURED_S = 10.0
"""Over which the rate is measured."""


@dataclass
class Counts:
    """What has happened so far, in samples.

    Attributes
    ----------
    late : int
        Came twice, or after much later ones; left out.
    spoilt : int
        Not finite in some channel, which was held at what it was.
    bridged : int
        Lost, and made up by a straight line.
    breaks : int
        Gaps that were too long for that.
    """

    taken: int = 0
    late: int = 0
    spoilt: int = 0
    bridged: int = 0
    breaks: int = 0


@dataclass(frozen=True)
class Stretch:
    """Samples without a gap.

    Attributes
    ----------
    samples : ndarray of float32, shape (samples, channels)
    time_s : float
        When the last one was taken.
    is_new : bool
        Whether they do not follow those before: a break lies between.
    """

    samples: np.ndarray
    time_s: float
    is_new: bool


class Arrivals:
    """Puts what arrives in order.

    Parameters
    ----------
    rate_hz : float
        Nominal.
    """

    def __init__(self, rate_hz: float) -> None:
        self.counts = Counts()
        self._period_s = 1 / rate_hz
        self._memory = _Memory(math.ceil(_REMEMBERED_S * rate_hz))
        self._clock = _Clock(self._period_s)
        self._last: np.ndarray | None = None
        self._past_since_s = math.inf
        self._since_s, self._delivered = math.inf, 0

    def take(self, samples: np.ndarray, times_s: np.ndarray, now_s: float) -> list[Stretch]:
        """Take what has arrived.

        Parameters
        ----------
        samples : ndarray, shape (samples, channels)
        times_s : ndarray, shape (samples,)
            Their time stamps.
        now_s : float
            When they arrived, by any clock that goes on.

        Returns
        -------
        list of Stretch
            What follows what was taken before, and of it more than one where there are breaks.
        """
        told = np.isfinite(times_s)
        self.counts.spoilt += int((~told).sum())
        samples, times_s = self._held(samples[told].astype(np.float32)), times_s[told]
        stretches = list[_Stretched]()
        for sample, time_s in zip(samples, times_s.tolist(), strict=True):
            if self._is_past(sample, time_s, now_s):
                self.counts.late += 1
            else:
                self._follow(stretches, sample, time_s)
        return [each.whole() for each in stretches]

    def measured_hz(self) -> float | None:
        """Sampling rate by the time stamps since the last break; None before it can be told."""
        length_s = self._clock.newest_s - self._since_s
        return (self._delivered - 1) / length_s if length_s >= _MEASURED_S else None

    def _held(self, samples: np.ndarray) -> np.ndarray:
        """Samples whose channels stay what they were while they are not finite."""
        spoilt = ~np.isfinite(samples)
        self.counts.spoilt += int(spoilt.any(axis=1).sum())
        if spoilt.any():
            before = np.zeros(samples.shape[1]) if self._last is None else self._last
            rows = np.where(spoilt, 0, np.arange(1, len(samples) + 1)[:, None])
            known = np.concatenate([before[None], samples])
            samples = np.take_along_axis(known, np.maximum.accumulate(rows, axis=0), axis=0)
        return samples.astype(np.float32)

    def _is_past(self, sample: np.ndarray, time_s: float, now_s: float) -> bool:
        """Whether a sample came before, or much too late."""
        if self._memory.has(sample, time_s):
            return True
        if not self._clock.is_past(time_s):
            self._past_since_s = math.inf
            return False
        if time_s < self._clock.newest_s - RESTARTED_S:
            self._past_since_s = min(self._past_since_s, now_s)
            if now_s > self._past_since_s + RESTARTED_S:
                self._clock = _Clock(self._period_s)
                self._past_since_s = math.inf
                return False
        return True

    def _follow(self, stretches: list["_Stretched"], sample: np.ndarray, time_s: float) -> None:
        lost_s = self._clock.lost_s(time_s)
        if self._last is None or lost_s > BRIDGED_S:
            self.counts.breaks += self._last is not None
            self._clock = _Clock(self._period_s)
            self._since_s, self._delivered = time_s, 0
            stretches.append(_Stretched(is_new=True))
        elif not stretches:
            stretches.append(_Stretched(is_new=False))
        if 0 < lost_s <= BRIDGED_S and self._last is not None:
            lost = round(lost_s / self._period_s)
            stretches[-1].samples += _line(self._last, sample, lost)
            self._clock.skip(lost)
            self.counts.bridged += lost
        self._clock.tick(time_s)
        self._memory.add(sample, time_s)
        stretches[-1].samples.append(sample)
        stretches[-1].time_s = self._clock.newest_s
        self.counts.taken += 1
        self._delivered += 1
        self._last = sample


class _Memory:
    """Samples of the last while, by their time stamps."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._samples = dict[int, bytes]()

    def has(self, sample: np.ndarray, time_s: float) -> bool:
        """Whether the same sample has come with the same stamp."""
        place = self._place(time_s)
        near = (self._samples.get(each) for each in (place - 1, place, place + 1))
        return sample.tobytes() in near

    def add(self, sample: np.ndarray, time_s: float) -> None:
        """Remember a sample."""
        self._samples[self._place(time_s)] = sample.tobytes()
        if len(self._samples) > self._size:
            del self._samples[next(iter(self._samples))]

    @staticmethod
    def _place(time_s: float) -> int:
        return round(time_s / _SAME_S)


class _Clock:
    """When samples are expected, by counting them, and how far stamps are from that."""

    def __init__(self, period_s: float) -> None:
        self.newest_s = -math.inf
        self._period_s = period_s
        self._expected_s: float | None = None
        self._highest_s = self._lowest_s = 0.0

    def is_past(self, time_s: float) -> bool:
        """Whether a stamp lies clearly before the newest one."""
        return time_s < self.newest_s - self._tolerance_s

    def lost_s(self, time_s: float) -> float:
        """How much must have been lost before a sample; 0 if nothing."""
        if self._expected_s is None:
            return math.inf
        late_s = time_s - self._expected_s
        return late_s if late_s > self._tolerance_s else 0.0

    def skip(self, count: int) -> None:
        """Some samples were lost."""
        assert self._expected_s is not None
        self._expected_s += count * self._period_s

    def tick(self, time_s: float) -> None:
        """A sample has come."""
        expected_s = time_s if self._expected_s is None else self._expected_s
        off_s = time_s - expected_s
        kept = 1 - self._period_s / _FORGETTING_S
        self._highest_s = max(kept * self._highest_s, off_s)
        self._lowest_s = min(kept * self._lowest_s, off_s)
        self._expected_s = expected_s + self._period_s * (1 + off_s / _FOLLOWING_S)
        self.newest_s = max(self.newest_s, time_s)

    @property
    def _tolerance_s(self) -> float:
        return TOLERANCE_S + self._highest_s - self._lowest_s


@dataclass
class _Stretched:
    """A stretch while it grows."""

    is_new: bool
    samples: list[np.ndarray] = field(default_factory=list)
    time_s: float = math.nan

    def whole(self) -> Stretch:
        return Stretch(np.array(self.samples, np.float32), self.time_s, self.is_new)


def _line(first: np.ndarray, last: np.ndarray, count: int) -> list[np.ndarray]:
    """So many samples between two."""
    share = (np.arange(1, count + 1) / (count + 1))[:, None]
    return [*((1 - share) * first + share * last)]
