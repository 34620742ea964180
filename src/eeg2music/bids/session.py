"""One subject's recordings as a session of the pipeline."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from eeg2music.bids import checks
from eeg2music.bids.channels import eye_signals
from eeg2music.bids.placing import Placed, window
from eeg2music.bids.run import Run, places
from eeg2music.corpora.contract import Trial
from eeg2music.eeg.bad_channels import Repair
from eeg2music.eeg.electrodes import interpolate
from eeg2music.eeg.params import Slices
from eeg2music.params.grid import TrialLength


@dataclass(frozen=True)
class BidsSession:
    """All runs of a subject (implements `corpora.contract.Session`).

    Attributes
    ----------
    channels : tuple of str
        In the order of `Bids.channels`, or of the first run.
    eyes : tuple of str
        Eye channels that every run has.
    placed : tuple of Placed
        Presentations, sorted by video, each video once.
    trials : tuple of Trial
        The same as the pipeline sees them.
    """

    channels: tuple[str, ...]
    eyes: tuple[str, ...]
    placed: tuple[Placed, ...]
    trials: tuple[Trial, ...]

    @cached_property
    def repair(self) -> Repair:
        """Of the channels that are marked or found bad."""
        return Repair(self.channels)

    def cleaned(self, grid: TrialLength, settings: Slices) -> np.ndarray:
        """Signals of the usable trials, cleaned together.

        Channels that are marked or found bad are interpolated; eye channels, if there are any,
        are regressed out.

        Returns
        -------
        ndarray of float32, shape (usable trials, channels, samples), µV

        Raises
        ------
        DataError
            If a signal is not finite, constant, or of an implausible size, too many channels
            are bad, or a sampling rate does not suit.
        """
        from eeg2music.eeg.filtering import clean

        used = [placed for placed in self.placed if not placed.reason]
        rate_hz = checks.common_rate([placed.run for placed in used], grid, settings)
        windows = self._windows(used, grid)
        cleaned = clean(windows, rate_hz, settings, self._repaired(used, settings))
        checks.size(cleaned, used[0].run.path)
        return cleaned

    def _repaired(
        self, used: Sequence[Placed], settings: Slices
    ) -> Callable[[int, np.ndarray], np.ndarray]:
        def repaired(trial: int, eeg: np.ndarray) -> np.ndarray:
            run = used[trial].run
            checks.sizes(eeg, self.channels, used[trial])
            return self.repair(
                eeg,
                settings.sampling_rate_hz,
                path=run.path,
                video=used[trial].video,
                where=lambda: places(run, self.channels),
            )

        return repaired

    def _windows(
        self, used: Sequence[Placed], grid: TrialLength
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        where: dict[Path, Mapping[str, np.ndarray]] = {}
        for placed in used:
            run = placed.run
            if run.path not in where:
                where[run.path] = places(run, self.channels) if run.channels.bads else {}
            yield self._window(placed, grid, where[run.path])

    def _window(
        self, placed: Placed, grid: TrialLength, where: Mapping[str, np.ndarray]
    ) -> tuple[np.ndarray, np.ndarray]:
        from eeg2music.eeg.filtering import SETTLING_S

        names = (*self.channels, *self.eyes)
        signals = window(placed, names, grid.trial_s, SETTLING_S)
        bads = _bads(placed.run, self.channels)
        checks.signals(signals, names, bads, placed)
        eeg, eyes = np.split(signals, [len(self.channels)])
        if bads:
            eeg = interpolate(eeg, self.channels, bads, where, placed.run.rate_hz)
            self.repair.note(placed.video, bads)
        return eeg, self._eye_movements(eyes)

    def _eye_movements(self, eyes: np.ndarray) -> np.ndarray:
        """One row for each bipolar signal, shape (0 to 2, samples)."""
        row = {name: signal for name, signal in zip(self.eyes, eyes, strict=True)}
        signals = [row[names[0]] - sum(row[n] for n in names[1:]) for names in self._pairs]
        return np.array(signals).reshape(len(signals), eyes.shape[1])

    @property
    def _pairs(self) -> list[tuple[str, ...]]:
        return eye_signals(self.eyes)


def _bads(run: Run, names: Sequence[str]) -> list[str]:
    return [name for name in names if name in run.channels.bads]
