"""One subject's original BioSemi recording as a session of the pipeline."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from eeg2music.corpora import contract
from eeg2music.deap import montage
from eeg2music.deap.ratings import rated_by
from eeg2music.deap.recording import Recording, open_recording
from eeg2music.deap.trials import Trial, find_trials, read_trials
from eeg2music.eeg.bad_channels import Repair
from eeg2music.eeg.params import Slices
from eeg2music.params.grid import TrialLength


@dataclass(frozen=True)
class OriginalSession:
    """A recording joined with its ratings (implements `corpora.contract.Session`).

    Attributes
    ----------
    found : tuple of Trial
        Trials that the recording holds, sorted by video.
    trials : tuple of contract.Trial
        Every rated trial, sorted by video.
    """

    recording: Recording
    found: tuple[Trial, ...]
    trials: tuple[contract.Trial, ...]
    repair: Repair = field(default_factory=lambda: Repair(montage.EEG))

    @property
    def channels(self) -> Sequence[str]:
        """The 32 electrodes in canonical order, whatever the file's."""
        return montage.EEG

    def cleaned(self, grid: TrialLength, settings: Slices) -> np.ndarray:
        """Signals of the trials that the recording holds, cleaned together.

        Returns
        -------
        ndarray of float32, shape (usable trials, 32, samples), µV

        Raises
        ------
        DataError
            If the recording does not reach around a trial, a channel is constant, or too
            many are bad.
        """
        from eeg2music.eeg.filtering import SETTLING_S, clean

        windows = read_trials(self.recording, list(self.found), grid.trial_s, SETTLING_S)
        rate_hz = self.recording.header.sampling_rate_hz
        return clean(windows, rate_hz, settings, self._repaired(settings))

    def _repaired(self, settings: Slices) -> Callable[[int, np.ndarray], np.ndarray]:
        def repaired(trial: int, eeg: np.ndarray) -> np.ndarray:
            video = self.found[trial].video
            return self.repair(
                eeg, settings.sampling_rate_hz, path=self.recording.path, video=video
            )

        return repaired


def open_original(
    path: Path, subject: str, ratings: np.ndarray, ratings_file: Path
) -> OriginalSession:
    """Open a subject's recording from ``data_original`` and join it with the ratings.

    Parameters
    ----------
    ratings
        As from `ratings.read_ratings`.
    ratings_file
        Where they were read, for messages.

    Raises
    ------
    DataError
        If the recording does not keep DEAP's conventions (`recording.open_recording`), or
        its triggers cannot be joined with the ratings (`trials.find_trials`).
    """
    recording = open_recording(path)
    found = find_trials(recording, subject, ratings, ratings_file)
    rows = rated_by(ratings, subject)
    held = {trial.video for trial in found}
    absent = f"no trigger in the recording (of {len(rows)} rated trials, {len(held)} have one)"
    trials = [
        contract.Trial(
            video=int(row["Experiment_id"]),
            reason="" if row["Experiment_id"] in held else absent,
            valence=float(row["Valence"]),
            arousal=float(row["Arousal"]),
            dominance=float(row["Dominance"]),
            liking=float(row["Liking"]),
        )
        for row in rows
    ]
    return OriginalSession(recording, tuple(found), tuple(trials))
