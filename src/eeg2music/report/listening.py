"""Composed trials: what was heard, and what came out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import soundfile

from eeg2music.audio.features import frame_features
from eeg2music.audio.files import write_mp3
from eeg2music.audio.params import AudioFeatures
from eeg2music.errors import DataError
from eeg2music.report.figures import trajectory

VOICES = MappingProxyType(
    {
        "reference": ("Heard", "as the listener heard it"),
        "accompaniment": ("Dry", "the same without voice and reverb, as the model is taught it"),
        "resynthesised": ("Resynthesised", "the same through the dictionary: every token right"),
        "generated": ("Generated", "from the EEG alone, in sounds of training songs"),
        "score": ("Score", "the same tokens written down, and played as the EEG feels"),
        "shuffled": ("Shuffled", "from the EEG of another trial of the same listener"),
    }
)
"""Title and meaning of the players of one trial."""

_FRAME_S, _SPECTROGRAM = 0.5, AudioFeatures(mel_bands=40, mfcc=1, patch_hops=4)
"""Of the pictures: bands, and columns in half a second."""


@dataclass(frozen=True)
class Player:
    """One audio file of a trial."""

    title: str
    about: str
    file: str


@dataclass(frozen=True)
class Trial:
    """One composed trial.

    Attributes
    ----------
    matches : tuple of bool
        Per frame, whether the generated token is that of the music that was heard.
    picture : str
        File of its emotion and of what was generated, over time.
    """

    subject: str
    video: int
    players: tuple[Player, ...]
    matches: tuple[bool, ...]
    picture: str

    @property
    def agreement(self) -> float:
        """Share of frames whose token is the reference's."""
        return float(np.mean(self.matches))


def by_trial(music: Iterable[Path]) -> dict[str, dict[str, Path]]:
    """Sort files ``{trial}[.{voice}].wav``: trial to voice to file.

    A file that names no voice of `VOICES` is the generated one.
    """
    sorted_out: dict[str, dict[str, Path]] = {}
    for path in music:
        name, _, voice = path.stem.partition(".")
        sorted_out.setdefault(name, {})[voice if voice in VOICES else "generated"] = path
    return sorted_out


def trial(
    composition: pd.DataFrame, music: Mapping[str, Mapping[str, Path]], folder: Path
) -> Trial:
    """Make the players of one trial, as MP3 files small enough for a page.

    Parameters
    ----------
    composition : DataFrame
        Rows of `tables.COMPOSITION`, one trial.
    music
        Audio files of all trials, from `by_trial`.
    folder : Path
        The page's folder; players go to ``audio/`` in it.

    Raises
    ------
    DataError
        If a voice is missing.
    """
    subject, video = composition[["subject", "video"]].iloc[0]
    name = f"{subject}_{video:02d}"
    voices = music.get(name, {})
    missing = [voice for voice in VOICES if voice not in voices]
    if missing:
        raise DataError(
            f"music of {name}",
            expected=f"the voices {', '.join(VOICES)}",
            found=f"no {', '.join(missing)}",
            cure="Run the stage `compose` again.",
        )
    players = []
    for voice, (title, about) in VOICES.items():
        file = f"audio/{name}.{voice}.mp3"
        to_mp3(voices[voice], folder / file)
        players.append(Player(title, about, file))
    matches = composition["token"].to_numpy() == composition["reference"].to_numpy()
    picture = f"figures/{name}.svg"
    trajectory(folder / picture, composition, spectrogram(voices["generated"]))
    return Trial(str(subject), int(video), tuple(players), tuple(matches.tolist()), picture)


def spectrogram(source: Path) -> np.ndarray:
    """Log-mel spectrogram of an audio file, dB, shape (bands, columns)."""
    samples, rate = soundfile.read(source, dtype="float32", always_2d=True)
    patch = frame_features(samples.T, rate, _FRAME_S, _SPECTROGRAM).patch  # frame, band, hop
    return np.concatenate(patch, axis=1)


def to_mp3(source: Path, target: Path) -> None:
    """Encode an audio file in mono, at its sampling rate."""
    samples, rate = soundfile.read(source, dtype="float32", always_2d=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_mp3(target, samples.mean(axis=1)[None], rate)
