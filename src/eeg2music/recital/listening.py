"""Anybody's recording as an instrument hears it: cleaned, made comparable, cut into frames."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eeg2music.compose.generation import Brain
from eeg2music.compose.instrument import About, Instrument
from eeg2music.compose.performance import brain_of
from eeg2music.eeg.differential_entropy import check_varies, differential_entropy
from eeg2music.eeg.normalisation import standardise, whiten
from eeg2music.eeg.recording import Source, open_recording, read_electrodes
from eeg2music.eeg.slicing import frames
from eeg2music.errors import DataError


@dataclass(frozen=True)
class Heard:
    """What of a recording is played.

    Attributes
    ----------
    interpolated : tuple of str
        Electrodes of which a part comes from the others.
    left_s : float
        What is left at the end, less than a slice, s.
    """

    brain: Brain
    interpolated: tuple[str, ...]
    left_s: float


def hear(
    instrument: Instrument, recording: Path, start_s: float = 0.0, length_s: float | None = None
) -> Heard:
    """Read a recording, or a part of it, for an instrument.

    It is made comparable with other people's by itself: what is read of it is its own reference.

    Raises
    ------
    DataError
        If it is shorter than a slice, or not what `eeg.recording` can read.
    """
    about = instrument.about
    source = open_recording(recording, start_s, length_s)
    _check_length(source, about)
    cleaned = read_electrodes(source, about.channels, about.slices)
    size = round(about.grid.slice_s * about.slices.sampling_rate_hz)
    count = cleaned.eeg.shape[1] // size
    whole = cleaned.eeg[:, : count * size]
    slices = whole.reshape(len(whole), count, size).swapaxes(0, 1)
    every = np.ones(count, bool)
    entropy = _entropy(whole, about, recording)
    brain = brain_of(
        instrument,
        frames(whiten(slices, every), about.grid),
        standardise(entropy, np.ones(len(entropy), bool)),
    )
    left = cleaned.eeg.shape[1] - whole.shape[1]
    return Heard(brain, cleaned.interpolated, left / about.slices.sampling_rate_hz)


def _check_length(source: Source, about: About) -> None:
    length_s = (source.last - source.first) / source.rate_hz
    if length_s < about.grid.slice_s:
        raise DataError(
            source.path,
            expected=f"{about.grid.slice_s:g} s or more",
            found=f"{length_s:g} s",
            cure="Record longer, or ask for a longer part.",
        )


def _entropy(eeg: np.ndarray, about: About, recording: Path) -> np.ndarray:
    """Differential entropy, shape (frames, channels, bands)."""
    rate_hz = about.slices.sampling_rate_hz
    bands_hz = about.eeg_features.bands_hz
    size = round(about.grid.frame_s * rate_hz)
    entropy: np.ndarray = differential_entropy(eeg[None], rate_hz, bands_hz, size)[0]
    cure = "Ask for a part in which they are recorded, or leave them out of the recording."
    check_varies(recording, entropy, about.channels, cure)
    return entropy
