"""The contract between a collection of recordings and the pipeline (docs/corpora.md).

A corpus is a folder of recordings of people who heard music. An adapter tells what of it
is there (`Corpus.inventory`), opens one person's recording (`Corpus.session`) and says
where in a stimulus file the excerpt starts (`Corpus.start_s`). Whatever lies beyond is the
same for every corpus: slices, features, vocabularies, models.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import nan
from pathlib import Path
from typing import Protocol

import numpy as np

from eeg2music.eeg.bad_channels import Repair
from eeg2music.eeg.params import Slices
from eeg2music.errors import DataError, legible
from eeg2music.params.grid import TrialLength

EVERYONE, EVERYTHING = "", 0
"""Of an exclusion that concerns all subjects, or all videos of a subject."""


@dataclass(frozen=True)
class Excluded:
    """What cannot be used, and why.

    Attributes
    ----------
    subject : str
        `EVERYONE` where a stimulus is unusable.
    video : int
        `EVERYTHING` where a whole recording is unusable.
    """

    subject: str
    video: int
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", legible(self.reason))


@dataclass(frozen=True)
class Truth:
    """What is known of brains: whether they follow the music that they heard.

    Attributes
    ----------
    coupling : str
        What tables call it.
    about : str
        What pages call such brains.
    follows : bool or None
        None of real brains, of which nobody knows.
    """

    coupling: str
    about: str
    follows: bool | None


RECORDED = Truth("recorded", "recorded brains", None)


@dataclass(frozen=True)
class Inventory:
    """What of a corpus is there. Files are paths below the working directory.

    Attributes
    ----------
    recordings : mapping of str to sequence of str
        Subject to the files that his or her recording is read from.
    stimuli : mapping of int to str
        Number of the video or song to its file.
    metadata : sequence of str
        Tables that every subject's recording is read with.
    timetable : sequence of str
        Those of them that tell where in its file each stimulus was heard.
    excluded : sequence of Excluded
        What should be there and is not, or is there and must not be used.
    groups : mapping of str to str
        Subject to a label (a site, say) that the split spreads over its parts.
    truth : Truth
        Whether these brains follow the music.
    hints : sequence of str
        What lies nearly where it should, or is called nearly so, and what to do: a sentence each.
    """

    recordings: Mapping[str, Sequence[str]]
    stimuli: Mapping[int, str]
    metadata: Sequence[str]
    timetable: Sequence[str] = ()
    excluded: Sequence[Excluded] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    truth: Truth = RECORDED
    hints: Sequence[str] = ()


@dataclass(frozen=True)
class Trial:
    """One stimulus as one subject heard it.

    Attributes
    ----------
    video : int
        Number of the stimulus.
    reason : str
        Why the trial cannot be used; empty if it can.
    valence, arousal, dominance, liking : float
        The subject's ratings, 1 to 9; NaN where there are none.
    """

    video: int
    reason: str = ""
    valence: float = nan
    arousal: float = nan
    dominance: float = nan
    liking: float = nan


class Session(Protocol):
    """One subject's recording, opened and checked."""

    @property
    def channels(self) -> Sequence[str]:
        """EEG channels, in an order that is the same for every subject of the corpus."""

    @property
    def trials(self) -> Sequence[Trial]:
        """Every trial the subject should have, sorted by video, each video once."""

    @property
    def repair(self) -> Repair:
        """What repairs trials, and tells what `cleaned`, once called, had to interpolate."""

    def cleaned(self, grid: TrialLength, settings: Slices) -> np.ndarray:
        """Signals of the usable trials, in the order of `trials`.

        Channels of no brain's size or shape are interpolated (`eeg.bad_channels`).

        Returns
        -------
        ndarray of float32, shape (usable trials, channels, samples), µV
            ``grid.trial_s`` of each trial from its onset on, at
            ``settings.sampling_rate_hz``, band-passed, average-referenced, free of eye
            movements where the corpus has eye channels and ``settings.regress_eog`` asks.

        Raises
        ------
        DataError
            If a usable trial's signal is not all there, not finite, or constant, or too many
            of its channels are bad.
        """


def usable(session: Session, file: Path) -> list[int]:
    """Numbers of the stimuli whose trials can be used.

    Parameters
    ----------
    file : Path
        Of the recording, for messages.

    Raises
    ------
    DataError
        If there is none.
    """
    used = [trial.video for trial in session.trials if not trial.reason]
    if not used:
        reasons = sorted({trial.reason for trial in session.trials}) or ["no trial at all"]
        raise DataError(
            file,
            expected="a trial that can be used",
            found="; ".join(reasons),
            cure="Repair the recording, or leave the subject out under `exclude` in params.yaml.",
        )
    return used


class Corpus(Protocol):
    """A collection of recordings."""

    def inventory(self) -> Inventory:
        """List what is there, without opening large files: it runs before every start.

        Raises
        ------
        DataError
            If a table that the list depends on is there and cannot be used.
        """

    def session(self, subject: str, recording: Sequence[Path], metadata: Sequence[Path]) -> Session:
        """Open one subject's recording.

        Parameters
        ----------
        recording, metadata
            The files that `inventory` named for the subject, and for everyone.

        Raises
        ------
        DataError
            If the recording is not what it should be.
        """

    def start_s(self, video: int, timetable: Sequence[Path]) -> float:
        """Where in its file the excerpt of a stimulus starts, s."""
