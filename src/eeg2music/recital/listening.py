"""Anybody's recording as an instrument hears it: cleaned, made comparable, cut into frames."""

from dataclasses import dataclass
from pathlib import Path

from eeg2music.compose.generation import Brain
from eeg2music.compose.hearing import brain_in
from eeg2music.compose.instrument import About, Instrument
from eeg2music.eeg.recording import Source, open_recording, read_electrodes
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
    whole = cleaned.eeg[:, : cleaned.eeg.shape[1] // size * size]
    left = cleaned.eeg.shape[1] - whole.shape[1]
    return Heard(
        brain_in(instrument, whole, recording),
        cleaned.interpolated,
        left / about.slices.sampling_rate_hz,
    )


def _check_length(source: Source, about: About) -> None:
    length_s = (source.last - source.first) / source.rate_hz
    if length_s < about.grid.slice_s:
        raise DataError(
            source.path,
            expected=f"{about.grid.slice_s:g} s or more",
            found=f"{length_s:g} s",
            cure="Record longer, or ask for a longer part.",
        )
