"""Samples as they arrive: each once, in order, as if none had been lost on the way.

What is told of time are the samples' own time stamps. Those of one device jitter by less than
`TOLERANCE_S`; what is further off is a sample that came twice, too late, or after others were lost.
"""

from dataclasses import dataclass, field

import numpy as np

TOLERANCE_S = 0.05
"""How far a time stamp may be from where the sampling rate puts it."""
BRIDGED_S = 1.0
"""Longest gap that is bridged by a straight line; after a longer one, listening begins anew."""
RATE_TOLERANCE = 0.02
"""Share by which the measured rate may differ from the nominal one."""
RESTARTED_S = 1.0
"""For so long, and by so much, samples come with time stamps of the past: a clock began anew."""
_MEASURED_S = 10.0
"""Over which the rate is measured."""


@dataclass
class Counts:
    """What has happened so far, in samples.

    Attributes
    ----------
    late : int
        Came twice, or after later ones; left out.
    spoilt : int
        Not finite; bridged.
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


@dataclass
class Arrivals:
    """Puts what arrives in order.

    Attributes
    ----------
    rate_hz : float
        Nominal.
    """

    rate_hz: float
    counts: Counts = field(default_factory=Counts)
    _last: np.ndarray | None = None
    _last_s: float = -np.inf
    _since_s: float = np.inf
    _delivered: int = 0
    _past_since_s: float = np.inf

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
        order = np.argsort(times_s, kind="stable")
        samples, times_s = samples[order].astype(np.float32), times_s[order]
        finite = np.isfinite(samples).all(axis=1) & np.isfinite(times_s)
        self.counts.spoilt += int((~finite).sum())
        samples, times_s = samples[finite], times_s[finite]
        if self._has_restarted(times_s, now_s):
            self._last_s = -np.inf
        in_time = self._in_time(times_s)
        self.counts.late += int((~in_time).sum())
        samples, times_s = samples[in_time], times_s[in_time]
        if not len(samples):
            return []
        self.counts.taken += len(samples)
        return [self._follow(part, when) for part, when in self._parts(samples, times_s)]

    def measured_hz(self) -> float | None:
        """Sampling rate by the time stamps since the last break; None before it can be told."""
        length_s = self._last_s - self._since_s
        return (self._delivered - 1) / length_s if length_s >= _MEASURED_S else None

    def _in_time(self, times_s: np.ndarray) -> np.ndarray:
        """Which samples are later than all before them."""
        before = np.maximum.accumulate(np.concatenate([[self._last_s], times_s]))[:-1]
        later: np.ndarray = times_s > before + 0.25 / self.rate_hz
        return later

    def _has_restarted(self, times_s: np.ndarray, now_s: float) -> bool:
        """Whether time stamps have been of the past for a while.

        A flood of what was held up, or was sent before, is over at once.
        """
        if not len(times_s):
            return False
        is_past = bool(times_s[-1] < self._last_s - RESTARTED_S)
        self._past_since_s = min(self._past_since_s, now_s) if is_past else np.inf
        return is_past and now_s > self._past_since_s + RESTARTED_S

    def _parts(
        self, samples: np.ndarray, times_s: np.ndarray
    ) -> list[tuple[np.ndarray, np.ndarray]]:
        """Samples split where one is missing before them."""
        before = np.concatenate([[self._last_s], times_s[:-1]])
        gaps = np.flatnonzero(times_s - before > 1 / self.rate_hz + TOLERANCE_S)
        cuts = [place for place in gaps.tolist() if place]
        return [*zip(np.split(samples, cuts), np.split(times_s, cuts), strict=True)]

    def _follow(self, samples: np.ndarray, times_s: np.ndarray) -> Stretch:
        gap_s = times_s[0] - self._last_s - 1 / self.rate_hz
        is_new = self._last is None or gap_s > BRIDGED_S
        if is_new:
            self.counts.breaks += self._last is not None
            self._since_s, self._delivered = float(times_s[0]), 0
        elif gap_s > TOLERANCE_S:
            lost = round(gap_s * self.rate_hz)
            share = (np.arange(1, lost + 1) / (lost + 1))[:, None]
            bridge = (1 - share) * self._last + share * samples[0]
            samples = np.concatenate([bridge.astype(np.float32), samples])
            self.counts.bridged += lost
        self._delivered += len(samples)
        self._last, self._last_s = samples[-1], float(times_s[-1])
        return Stretch(samples, self._last_s, is_new)
