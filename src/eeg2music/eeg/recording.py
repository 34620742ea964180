"""Anybody's recording as EEG of given electrodes, whatever it was recorded with.

What the pipeline does with a corpus whose tables tell everything, for one file that tells little:
channels are known by their names, and electrodes that it lacks are interpolated from the others.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from eeg2music.eeg.bad_channels import PLAUSIBLE_UV, bad_channels
from eeg2music.eeg.electrodes import interpolate, standard_positions
from eeg2music.eeg.filtering import SETTLING_S, clean
from eeg2music.eeg.naming import label
from eeg2music.eeg.opening import open_raw, read_rows
from eeg2music.eeg.params import HIGH_TRANSITION_HZ, Slices
from eeg2music.errors import DataError

logger = logging.getLogger(__name__)

MOST_INTERPOLATED = 0.5
"""Share of the electrodes that may come from the others."""
BLOCK_S = 60.0
"""What is cleaned, and judged, at a time: as long as a trial of DEAP."""
_LEAVE = "See that these electrodes are there and good, or take a model of fewer."


@dataclass(frozen=True)
class Source:
    """A recording that was opened, and what of it is of use.

    Attributes
    ----------
    rows : mapping of str to int
        Label of each electrode in it to its number among the channels.
    first, last : int
        Samples of the part that is wanted.
    """

    path: Path
    rows: Mapping[str, int]
    rate_hz: int
    first: int
    last: int


@dataclass(frozen=True)
class Cleaned:
    """EEG of the electrodes that were asked for.

    Attributes
    ----------
    eeg : ndarray of float32, shape (electrodes, samples), µV
        At `Slices.sampling_rate_hz`, band-passed, average-referenced.
    interpolated : tuple of str
        Electrodes of which a part comes from the others.
    """

    eeg: np.ndarray
    interpolated: tuple[str, ...]


def open_recording(path: Path, start_s: float = 0.0, length_s: float | None = None) -> Source:
    """Find out what a recording holds.

    Parameters
    ----------
    start_s, length_s : float
        The part that is wanted; without a length, all that follows.

    Raises
    ------
    DataError
        If it cannot be read, two channels are one electrode, or it does not hold that part.
    """
    raw = open_raw(path, is_told=True)
    rate_hz = float(raw.info["sfreq"])
    if rate_hz != round(rate_hz):
        raise _refusal(path, "a sampling rate of whole Hz", f"{rate_hz:g} Hz", "Resample it.")
    first = round(start_s * rate_hz)
    last = raw.n_times if length_s is None else first + round(length_s * rate_hz)
    if not 0 <= first < last <= raw.n_times:
        asked = f"{start_s:g} s to {last / rate_hz:g} s"
        found = f"a recording of {raw.n_times / rate_hz:g} s"
        raise _refusal(path, asked, found, "Ask for a part that is there.")
    return Source(path, rows_of(path, raw.ch_names), int(rate_hz), first, last)


def read_electrodes(source: Source, wanted: Sequence[str], settings: Slices) -> Cleaned:
    """Read and clean the signals of electrodes; those that are lacking, or bad, are interpolated.

    Parameters
    ----------
    wanted
        Labels of the 10-05 system.

    Raises
    ------
    DataError
        As `check` and `clean_electrodes`.
    """
    check(source.path, [*source.rows], source.rate_hz, wanted, settings)
    windows = _windows(source)
    there = [*source.rows]
    found = clean_electrodes(windows, source.path, there, source.rate_hz, wanted, settings)
    if found.interpolated:
        logger.warning("%s: interpolated %s", source.path.name, ", ".join(found.interpolated))
    return found


def check(
    origin: Path | str, there: Sequence[str], rate_hz: int, wanted: Sequence[str], settings: Slices
) -> None:
    """Whether EEG that comes from somewhere can serve.

    Raises
    ------
    DataError
        If too many electrodes are lacking, or the sampling rate is too low for the pass band.
    """
    needed_hz = 2 * (settings.high_hz + HIGH_TRANSITION_HZ)
    if rate_hz < needed_hz:
        expected, found = f"a sampling rate of {needed_hz:g} Hz or more", f"{rate_hz} Hz"
        raise _refusal(origin, expected, found, "Lower `slices.high_hz`, and train anew.")
    absent = [name for name in wanted if name not in there]
    if len(absent) > MOST_INTERPOLATED * len(wanted):
        raise _too_few(origin, wanted, absent)


def clean_electrodes(
    windows: Iterable[np.ndarray],
    origin: Path | str,
    there: Sequence[str],
    rate_hz: int,
    wanted: Sequence[str],
    settings: Slices,
) -> Cleaned:
    """Clean consecutive windows of EEG; electrodes that are lacking, or bad, are interpolated.

    Parameters
    ----------
    windows : iterable of ndarray, shape (there, samples), µV
        With `filtering.SETTLING_S` on either side, for example by `mirrored`.
    origin
        What errors name.
    there, wanted
        Labels of the 10-05 system: of what there is, and of what is wanted.

    Raises
    ------
    DataError
        If too many are bad, or the signals are flat, or of no brain's size.
    """
    filled: set[str] = set()
    filler = _Filler(origin, there, wanted, settings.sampling_rate_hz, filled)
    blocks = []
    for window in windows:
        no_eyes = np.zeros((0, window.shape[1]))
        blocks.append(clean([(window, no_eyes)], rate_hz, settings, filler)[0])
    interpolated = tuple(name for name in wanted if name in filled)
    return Cleaned(np.concatenate(blocks, axis=1), interpolated)


def mirrored(signals: np.ndarray, before: int, after: int) -> np.ndarray:
    """Signals with so many samples before and after, mirrored at their ends."""
    return np.pad(signals, ((0, 0), (before, after)), mode="symmetric")


@dataclass(frozen=True)
class _Filler:
    """Makes the wanted electrodes of those that are there, block by block."""

    origin: Path | str
    there: Sequence[str]
    wanted: Sequence[str]
    rate_hz: float
    filled: set[str]

    def __call__(self, _: int, eeg: np.ndarray) -> np.ndarray:
        wanted = [row for row, name in enumerate(self.there) if name in self.wanted]
        _check_size(self.origin, eeg[wanted])
        is_bad = bad_channels(eeg)
        bads = [name for name, bad in zip(self.there, is_bad, strict=True) if bad]
        absent = [name for name in self.wanted if name not in self.there]
        own = [name for name in self.wanted if name in [*bads, *absent]]
        self.filled.update(own)
        if len(own) > MOST_INTERPOLATED * len(self.wanted):
            raise _too_few(self.origin, self.wanted, own)
        names = [*self.there, *absent]
        whole = np.concatenate([eeg, np.zeros((len(absent), eeg.shape[1]))])
        if own:
            where = standard_positions(names)
            whole = interpolate(whole, names, [*bads, *absent], where, self.rate_hz)
        chosen: np.ndarray = whole[[names.index(name) for name in self.wanted]]
        return chosen


def rows_of(origin: Path | str, names: Sequence[str]) -> dict[str, int]:
    """Label of each electrode to its number among the channels.

    Raises
    ------
    DataError
        If none is known, or two channels are one electrode.
    """
    found: dict[str, int] = {}
    for row, name in enumerate(names):
        electrode = label(name)
        if electrode in found:
            cure = "Rename one, or leave it out."
            both = f"{names[found[electrode]]} and {name}"
            raise _refusal(origin, f"one channel for {electrode}", both, cure)
        if electrode:
            found[electrode] = row
    if not found:
        some = ", ".join(names[:8])
        raise _refusal(origin, "electrodes by their names in the 10-05 system", some, _LEAVE)
    return found


def _windows(source: Source) -> Iterator[np.ndarray]:
    """Blocks with `SETTLING_S` on either side, mirrored at the ends of the part."""
    margin, size = round(SETTLING_S * source.rate_hz), round(BLOCK_S * source.rate_hz)
    count = max((source.last - source.first) // size, 1)
    edges = [source.first + size * n for n in range(count)] + [source.last]
    for start, stop in pairwise(edges):
        first, last = max(start - margin, source.first), min(stop + margin, source.last)
        signals = read_rows(source.path, list(source.rows.values()), first, last)
        if not np.isfinite(signals).all():
            cure = "Export the recording anew."
            raise _refusal(source.path, "finite signals", "infinite ones, or none", cure)
        yield mirrored(signals, margin - (start - first), margin - (last - stop))


def _check_size(origin: Path | str, eeg: np.ndarray) -> None:
    spread_uv = float(np.median(eeg.std(axis=1, dtype=np.float64)))
    smallest, largest = PLAUSIBLE_UV
    if not smallest <= spread_uv <= largest:
        found = f"a standard deviation of {spread_uv:.3g} µV"
        expected = f"band-passed EEG of {smallest:g} to {largest:g} µV"
        raise _refusal(origin, expected, found, "Check the unit that it tells.")


def _too_few(origin: Path | str, wanted: Sequence[str], lacking: Sequence[str]) -> DataError:
    most = int(MOST_INTERPOLATED * len(wanted))
    expected = f"at most {most} of {len(wanted)} electrodes that are absent or bad"
    return _refusal(origin, expected, f"{len(lacking)}: {', '.join(lacking)}", _LEAVE)


def _refusal(origin: Path | str, expected: str, found: str, cure: str) -> DataError:
    return DataError(origin, expected=expected, found=found, cure=cure)
