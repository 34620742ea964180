"""Channels that are not of the brain, found one by one before any reference is taken.

One loose electrode, or one channel in another unit, would own the average reference, and through
it make every channel a copy of itself. As in PREP (Bigdely-Shamlo et al., 2015), a channel is bad
if its amplitude is far from that of the others, robustly, or if it goes with no other where
others go together.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from eeg2music.eeg.electrodes import interpolate, standard_positions
from eeg2music.eeg.robust import interquartile_range, robust_sd
from eeg2music.errors import DataError

logger = logging.getLogger(__name__)

PLAUSIBLE_UV = (0.1, 1000.0)
"""Standard deviation of band-passed EEG, beyond which the unit must be wrong: volts taken for
microvolts lie above, an amplifier's own steps, or nothing at all, below."""
FEWEST = 4
"""Channels of which a majority tells what is usual."""
MOST_BAD = 0.25
"""Share of channels that may be interpolated from the others."""
_LARGEST, _SMALLEST = 5.0, 0.05
"""Robust amplitude (by quartiles, which a burst leaves alone), of the median channel's, beyond
which a channel is bad, ..."""
_DEVIATIONS = 5.0
"""... if it is also that many robust SDs from the others in log amplitude (PREP's limit)."""
_BURSTING = 100.0
"""Standard deviation, of the median channel's, beyond which even a short burst is of no brain."""
_ALONE, _TOGETHER = 0.08, 0.4
"""Largest correlation with another channel of one that is alone, where the median channel's is at
least as large as PREP asks of every one. Over a minute, noise is correlated by less than 0.05. One
that is softer than the median channel may be alone: so is one whose signal is near the average that
has been subtracted."""

Where = Callable[[], Mapping[str, np.ndarray]]
"""Positions of channels, as from `electrodes.on_sphere`."""


def bad_channels(eeg: np.ndarray) -> np.ndarray:
    """Which channels are unlike the others, shape (channels,).

    Parameters
    ----------
    eeg : ndarray, shape (channels, samples)
        Band-passed, in whatever reference it was recorded.
    """
    if len(eeg) < FEWEST:
        return np.zeros(len(eeg), dtype=bool)
    centred = eeg - eeg.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.square(centred, dtype=float).mean(axis=1))
    is_flat = spread == 0
    size = np.where(is_flat, 1.0, spread)
    correlation = np.abs(centred @ centred.T) / (size[:, None] * size * eeg.shape[1])
    np.fill_diagonal(correlation, 0)
    nearest = correlation.max(axis=1)
    is_alone = (nearest < _ALONE) & (np.median(nearest) >= _TOGETHER)
    is_alone &= spread > np.median(spread)
    is_bursting = spread > _BURSTING * np.median(spread)
    return is_flat | is_alone | is_bursting | _is_outlying(eeg)


def _is_outlying(eeg: np.ndarray) -> np.ndarray:
    """Which robust amplitudes are far from the others'."""
    amplitude = np.maximum(interquartile_range(eeg), np.finfo(float).tiny)
    away = np.log(amplitude / np.median(amplitude))
    is_far = np.abs(away) > _DEVIATIONS * robust_sd(away)
    outlying: np.ndarray = is_far & ((away > np.log(_LARGEST)) | (away < np.log(_SMALLEST)))
    return outlying


@dataclass(frozen=True)
class Repair:
    """Interpolates bad channels, trial by trial, and keeps account of them.

    Attributes
    ----------
    names : sequence of str
        Channels.
    found : dict of int to list of str
        Videos to the channels that are interpolated there.
    """

    names: Sequence[str]
    found: dict[int, list[str]] = field(default_factory=dict)

    def __call__(
        self,
        eeg: np.ndarray,
        rate_hz: float,
        *,
        path: Path,
        video: int,
        where: Where | None = None,
    ) -> np.ndarray:
        """Judge and repair one trial, shape (channels, samples).

        Parameters
        ----------
        path, video
            What it is of, for messages.
        where
            Without one, names of the 10-05 system tell.

        Raises
        ------
        DataError
            If more than `MOST_BAD` of the channels are bad, those that are known to be
            included, or nobody knows where a bad one is.
        """
        is_bad = bad_channels(eeg)
        bads = [name for name, bad in zip(self.names, is_bad, strict=True) if bad]
        if not bads:
            return eeg
        known = where() if where else standard_positions(self.names)
        self._check(bads, known, path, video)
        self.note(video, bads)
        logger.warning(
            "%s: %s in video %d, of no brain's size or shape: interpolated from the others",
            *(path.name, ", ".join(bads), video),
        )
        return interpolate(eeg, self.names, bads, known, rate_hz)

    def note(self, video: int, bads: Sequence[str]) -> None:
        """Keep account of channels that are interpolated in a video, by whoever's word."""
        if bads:
            self.found[video] = sorted({*self.found.get(video, []), *bads})

    def _check(
        self,
        bads: Sequence[str],
        known: Mapping[str, np.ndarray],
        path: Path,
        video: int,
    ) -> None:
        every = sorted({*bads, *self.found.get(video, [])})
        if len(every) > MOST_BAD * len(self.names):
            raise DataError(
                path,
                expected=f"at most {MOST_BAD:.0%} of the {len(self.names)} channels of no brain's "
                "size or shape",
                found=f"{len(every)} in video {video}: {', '.join(every)}",
                cure="Check unit and type of these channels; exclude this video, or the subject, "
                "in params.yaml.",
            )
        if lost := [name for name in bads if name not in known]:
            raise DataError(
                path,
                expected="channels of a brain's size and shape, or positions to interpolate from",
                found=f"{', '.join(lost)} in video {video}, of which nobody knows where it is",
                cure="Check its unit and type, tell where it is, or leave it out.",
            )
