"""Cleaned EEG as an instrument's model is given it: made comparable by itself, cut into frames."""

from pathlib import Path

import numpy as np

from eeg2music.compose.generation import Brain
from eeg2music.compose.instrument import About, Instrument
from eeg2music.compose.performance import brain_of
from eeg2music.eeg.differential_entropy import check_varies, differential_entropy
from eeg2music.eeg.normalisation import standardise, whiten
from eeg2music.eeg.slicing import frames


def brain_in(instrument: Instrument, eeg: np.ndarray, origin: Path | str) -> Brain:
    """EEG that is its own reference, as a brain to play.

    Parameters
    ----------
    eeg : ndarray of float32, shape (channels, samples), µV
        Of the instrument's electrodes, cleaned; a slice or more, of whole frames.
    origin
        What errors name.

    Raises
    ------
    DataError
        If a channel is constant throughout a frame.
    """
    about = instrument.about
    entropy = _entropy(eeg, about, origin)
    return brain_of(
        instrument,
        _whitened(eeg, about),
        standardise(entropy, np.ones(len(entropy), bool)),
    )


def _whitened(eeg: np.ndarray, about: About) -> np.ndarray:
    """Frames of a flat spectrum, shape (frames, channels, samples).

    Frames that fill no slice at the end are whitened in one that reaches back.
    """
    grid = about.grid
    size = round(grid.slice_s * about.slices.sampling_rate_hz)
    count, rest = divmod(eeg.shape[1], size)
    slices = eeg[:, : count * size].reshape(len(eeg), count, size).swapaxes(0, 1)
    if not rest:
        return frames(whiten(slices, np.ones(count, bool)), grid)
    every = np.concatenate([slices, eeg[None, :, -size:]])
    cut = frames(whiten(every, np.arange(count + 1) < count), grid)
    late = rest * grid.frames // size
    return np.concatenate([cut[: count * grid.frames], cut[len(cut) - late :]])


def _entropy(eeg: np.ndarray, about: About, origin: Path | str) -> np.ndarray:
    """Differential entropy, shape (frames, channels, bands)."""
    rate_hz = about.slices.sampling_rate_hz
    bands_hz = about.eeg_features.bands_hz
    size = round(about.grid.frame_s * rate_hz)
    entropy: np.ndarray = differential_entropy(eeg[None], rate_hz, bands_hz, size)[0]
    cure = "Ask for a part in which they are recorded, or leave them out of the recording."
    check_varies(origin, entropy, about.channels, cure)
    return entropy
