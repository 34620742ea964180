"""Refusals of recordings that would give wrong features without a word."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eeg2music.bids.placing import Placed
from eeg2music.bids.run import Run, places
from eeg2music.eeg.bad_channels import MOST_BAD, PLAUSIBLE_UV
from eeg2music.eeg.params import HIGH_TRANSITION_HZ, Slices
from eeg2music.eeg.robust import interquartile_range
from eeg2music.errors import DataError
from eeg2music.params.grid import TrialLength

SMALLEST_UV, LARGEST_UV = PLAUSIBLE_UV
_IQR_OF_NORMAL = 1.349
"""Distance of the quartiles of a normal distribution, in standard deviations."""


def common_rate(runs: Sequence[Run], grid: TrialLength, settings: Slices) -> float:
    """The sampling rate of all runs, Hz.

    Raises
    ------
    DataError
        If runs differ, the pass band does not fit, or a trial is no whole number of samples.
    """
    first = runs[0]
    needed_hz = 2 * (settings.high_hz + HIGH_TRANSITION_HZ)
    for run in runs:
        if run.rate_hz != first.rate_hz:
            raise _rate(run, f"{first.rate_hz:g} Hz, the rate of {first.path.name}")
    if first.rate_hz < needed_hz:
        raise _rate(first, f"at least {needed_hz:g} Hz, for the pass band")
    samples = grid.trial_s * first.rate_hz
    if first.rate_hz != round(first.rate_hz) or abs(samples - round(samples)) > 1e-6:
        raise _rate(first, f"a whole number of Hz, and of samples in {grid.trial_s:g} s")
    return first.rate_hz


def bad_channels(run: Run, names: Sequence[str]) -> None:
    """Refuse a run of which too much, or what has no place, would be interpolated.

    Raises
    ------
    DataError
        If more than `MOST_BAD` of the channels are bad, or the position of a bad one, or
        of too many good ones, is unknown.
    """
    bads = [name for name in names if name in run.channels.bads]
    if len(bads) > MOST_BAD * len(names):
        raise DataError(
            run.path,
            expected=f"at most {MOST_BAD:.0%} of the {len(names)} channels marked bad",
            found=f"{len(bads)}: {', '.join(bads)}",
            cure="Choose good ones under `bids.channels`, or leave the subject out.",
        )
    where = places(run, names) if bads else {}
    lost = [name for name in bads if name not in where]
    if lost:
        raise DataError(
            run.electrodes or run.path,
            expected="the position of every bad channel, to interpolate it from the others",
            found=f"none for {', '.join(lost)}",
            cure="Add electrodes.tsv, or choose other channels under `bids.channels`.",
        )


def signals(window: np.ndarray, names: Sequence[str], bads: Sequence[str], placed: Placed) -> None:
    """Refuse signals, shape (names, samples), that are not finite or constant, bad ones aside.

    Raises
    ------
    DataError
    """
    finite = np.isfinite(window).all(axis=1)
    wrong = {
        "not finite": ~finite,
        "constant": finite & (np.ptp(np.where(finite[:, None], window, 0), axis=1) == 0),
    }
    for what, rows in wrong.items():
        found = [name for name, row in zip(names, rows, strict=True) if row and name not in bads]
        if found:
            raise DataError(
                placed.run.path,
                expected="a finite signal that varies in every channel",
                found=f"{what}: {', '.join(found)} in stimulus {placed.video}",
                cure="Mark the channel bad in channels.tsv, or choose others in `bids.channels`.",
            )


def sizes(eeg: np.ndarray, names: Sequence[str], placed: Placed) -> None:
    """Refuse band-passed EEG, shape (names, samples), with single channels of no brain's size.

    A loose electrode is seldom so loud; a wrong unit is, and nobody would want its channel to be
    interpolated without a word.

    Raises
    ------
    DataError
    """
    amplitude = interquartile_range(eeg) / _IQR_OF_NORMAL
    is_plausible = (amplitude >= SMALLEST_UV) & (amplitude <= LARGEST_UV)
    if is_plausible.mean() < 1 - MOST_BAD:  # then it is the unit of all (`size`)
        return
    if not is_plausible.all():
        told = zip(names, amplitude, is_plausible, strict=True)
        wrong = (f"{name} of {uv:.3g} µV" for name, uv, plausible in told if not plausible)
        raise DataError(
            placed.run.path,
            expected=f"band-passed EEG of {SMALLEST_UV:g} to {LARGEST_UV:g} µV in every channel",
            found=f"{', '.join(wrong)} in stimulus {placed.video}",
            cure="Correct the unit in the recording, or mark the channel bad in channels.tsv.",
        )


def size(cleaned: np.ndarray, path: Path) -> None:
    """Refuse cleaned EEG, shape (trials, channels, samples), of no brain's size.

    Raises
    ------
    DataError
    """
    spread_uv = float(np.median(cleaned.std(axis=-1, dtype=np.float64)))
    if not SMALLEST_UV <= spread_uv <= LARGEST_UV:
        raise DataError(
            path,
            expected=f"band-passed EEG of {SMALLEST_UV:g} to {LARGEST_UV:g} µV",
            found=f"a standard deviation of {spread_uv:.3g} µV",
            cure="Check the unit in channels.tsv and in the recording: MNE must come to volts.",
        )


def _rate(run: Run, expected: str) -> DataError:
    return DataError(
        run.path,
        expected=f"a sampling rate of {expected}",
        found=f"{run.rate_hz:g} Hz",
        cure="Resample the recording, or leave it out.",
    )
