"""Audio between stages: FLAC that can be listened to and is exact enough to go on with.

Stems may pass full scale where the mix did not, so FLAC files hold half the amplitude:
6 dB of headroom, undone on reading.
"""

from pathlib import Path

import numpy as np
import soundfile

from eeg2music.audio.peaks import peak
from eeg2music.errors import DataError

HEADROOM = 2.0
"""Largest amplitude that a FLAC file of ours can hold, as a multiple of full scale."""
_COMPRESSION = 0.75
"""MP3 effort between size and sound: about 380 kB a minute in mono."""
_AT_ONCE = 1 << 20
"""Samples that are written at once: an hour's copy would need gigabytes."""


def read_audio(path: Path) -> tuple[np.ndarray, int]:
    """Read a file that `write_audio` wrote.

    Returns
    -------
    samples : ndarray of float32, shape (channels, samples)
    rate : int
        Sampling rate, Hz.
    """
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise DataError(
            path,
            expected="an audio file of this pipeline",
            found=str(error),
            cure="Delete the file and run its stage again.",
        ) from None
    return np.ascontiguousarray(samples.T) * _scale(path), int(rate)


def write_audio(path: Path, samples: np.ndarray, rate: int) -> None:
    """Write FLAC of 24 bit with headroom, or plain WAV of 16 bit, by the suffix.

    Parameters
    ----------
    samples : ndarray, shape (channels, samples)

    Raises
    ------
    DataError
        If samples are not finite or pass what the file can hold.
    """
    scale = _scale(path)
    greatest = peak(samples)
    if not greatest <= scale:
        raise DataError(
            path,
            expected=f"finite samples of at most {scale:g} times full scale",
            found=f"a peak of {greatest:g}",
            cure="Check the audio that this stage was given.",
        )
    subtype = "PCM_24" if path.suffix == ".flac" else "PCM_16"
    with soundfile.SoundFile(path, "w", rate, len(samples), subtype=subtype) as file:
        for start in range(0, samples.shape[1], _AT_ONCE):
            file.write(samples[:, start : start + _AT_ONCE].T / scale)


def write_mp3(path: Path, samples: np.ndarray, rate: int) -> None:
    """Write MP3 small enough for a page.

    Parameters
    ----------
    samples : ndarray, shape (channels, samples)
    """
    soundfile.write(
        path,
        samples.T,
        rate,
        format="MP3",
        compression_level=_COMPRESSION,
        bitrate_mode="VARIABLE",
    )


def _scale(path: Path) -> float:
    return HEADROOM if path.suffix == ".flac" else 1.0
