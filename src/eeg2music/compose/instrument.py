"""The trained model as an instrument: everything that turns EEG into music, in one folder.

Whatever else it took to train it, songs, recordings and parameters, is not needed to play it.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.audio.files import read_audio, write_audio
from eeg2music.compose.affect import Affect
from eeg2music.compose.params import Decoding
from eeg2music.compose.prior import Prior
from eeg2music.compose.synthesis import Cut, Segment
from eeg2music.compose.tables import ENTRIES
from eeg2music.eeg.params import EegFeatures, Slices
from eeg2music.errors import DataError
from eeg2music.evaluation.tasks import HEADLINE
from eeg2music.model.network import Network, Shapes
from eeg2music.params.grid import Grid
from eeg2music.strict import Section
from eeg2music.training import checkpoint
from eeg2music.vocabulary.dictionary import encode
from eeg2music.vocabulary.files import read_projection
from eeg2music.vocabulary.projection import Projection
from eeg2music.vocabulary.tables import DICTIONARY

WEIGHTS, SETTINGS = "model.safetensors", "model.json"
EEG_DICTIONARY, EEG_PROJECTION = "eeg.parquet", "eeg.safetensors"
ENTRIES_FILE, SOUNDS, ABOUT = "entries.parquet", "sounds.flac", "instrument.json"
FILES = (WEIGHTS, SETTINGS, EEG_DICTIONARY, EEG_PROJECTION, ENTRIES_FILE, SOUNDS, ABOUT)
"""What lies in the folder."""


class About(Section):
    """What an instrument was made of, and how it is played.

    Attributes
    ----------
    channels : list of str
        Electrodes that it reads, in this order.
    margin_s : float
        What every sound has before and after its frame, s.
    """

    system: str
    grid: Grid
    slices: Slices
    eeg_features: EegFeatures
    decoding: Decoding
    channels: list[str]
    margin_s: float
    brains: str
    are_generated: bool

    @property
    def caution(self) -> str:
        """What nobody who plays it should overlook; empty if there is nothing."""
        if not self.are_generated:
            return ""
        return (
            "This instrument was trained on GENERATED brains (the demo's). What it plays follows"
            " your EEG, but nobody has taught it anything about real ones."
        )


@dataclass(frozen=True)
class Sounds:
    """The frames that entries sound by, with a margin on both sides.

    Attributes
    ----------
    audio : ndarray of float32, shape (segments, channels, margin + frame + margin)
    rate : int
        Hz.
    """

    place: dict[Segment, int]
    audio: np.ndarray
    rate: int

    @property
    def cut(self) -> Cut:
        """What `synthesis.synthesise` takes them by, at the margin that they have."""
        return lambda segment, margin: self.audio[self.place[segment]]


@dataclass(frozen=True)
class Instrument:
    """An instrument that is ready to play.

    Attributes
    ----------
    hop : int
        Frames from one window of the model to the next (`generation.evidence`).
    centroid : ndarray, shape (entries, components)
    chroma : ndarray, shape (entries, 12)
    """

    about: About
    model: Network
    shapes: Shapes
    hop: int
    eeg_centroids: np.ndarray
    eeg_space: Projection
    centroid: np.ndarray
    chroma: np.ndarray
    affect: Affect
    prior: Prior
    segments: list[list[Segment]]
    sounds: Sounds

    def tokens(self, entropy: np.ndarray) -> np.ndarray:
        """EEG tokens of z-scored entropy, shape (frames, channels, bands) (Eq. 5)."""
        points = self.eeg_space.apply(entropy.reshape(len(entropy), -1))
        return encode(points, self.eeg_centroids)[0].astype(np.int64)


def load(folder: Path) -> Instrument:
    """Read an instrument.

    Raises
    ------
    DataError
        If the folder is none, or a file of it is missing or spoilt.
    """
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise DataError(
            folder,
            expected="an instrument, a folder that the stage `instrument` made",
            found=f"no {missing[0]} in it" if folder.is_dir() else "no such folder",
            cure="Name results/COHORT/FOLD/instrument of a repository that has run.",
        )
    about = _about(folder / ABOUT)
    model, told = checkpoint.load(about.system, HEADLINE, folder / WEIGHTS, folder / SETTINGS)
    entries = parquet.read(folder / ENTRIES_FILE, ENTRIES)
    segments = _segments(entries.array("segments"))
    return Instrument(
        about=about,
        model=model,
        shapes=told.shapes,
        hop=_hop(told.shapes.length, told.model.metres),
        eeg_centroids=parquet.read(folder / EEG_DICTIONARY, DICTIONARY).array("centroid"),
        eeg_space=read_projection(folder / EEG_PROJECTION),
        centroid=entries.array("centroid"),
        chroma=entries.array("chroma"),
        affect=Affect(entries.array("affect"), entries.array("affect_sd")),
        prior=Prior(entries.array("evidence").T),
        segments=segments,
        sounds=_read_sounds(folder / SOUNDS, segments, about),
    )


def only_one(root: Path) -> Path:
    """The instrument that a repository has made.

    Raises
    ------
    DataError
        If it has made none, or several.
    """
    found = sorted(path.parent for path in root.glob(f"results/*/*/instrument/{ABOUT}"))
    if len(found) != 1:
        raise DataError(
            root / "results",
            expected="one instrument",
            found=", ".join(path.relative_to(root).as_posix() for path in found) or "none",
            cure="Name its folder after --checkpoint.",
        )
    return found[0]


def write_about(path: Path, about: About) -> None:
    """Write what an instrument is."""
    path.write_text(json.dumps(about.model_dump(), indent=2, sort_keys=True) + "\n", "utf-8")


def write_sounds(path: Path, rows: np.ndarray, cut: Cut, about: About, rate: int) -> None:
    """Write the sounds of all segments, one after the other.

    Parameters
    ----------
    rows : ndarray of int, shape (entries, representatives, 2)
        Video and frame.
    cut : callable
        Takes them from songs.
    """
    margin = round(about.margin_s * rate)
    audio = [cut(segment, margin) for segment in _order(_segments(rows))]
    write_audio(path, np.concatenate(audio, axis=1), rate)


def _about(path: Path) -> About:
    try:
        return About.model_validate(json.loads(path.read_text("utf-8")))
    except ValueError as error:
        found = str(error).splitlines()[0]
        cure = "Make the instrument again, with this version of eeg2music."
        raise DataError(path, expected="what an instrument is", found=found, cure=cure) from None


def _hop(length: int, metres: list[int]) -> int:
    """Half of what the model sees, in whole bars if need be of every metre it may have chosen."""
    bars = math.lcm(*metres)
    return max(length // 2 // bars * bars, min(bars, length))


def _segments(rows: np.ndarray) -> list[list[Segment]]:
    return [[Segment(int(video), int(frame)) for video, frame in entry] for entry in rows]


def _order(segments: list[list[Segment]]) -> list[Segment]:
    """Every segment once, song by song."""
    return sorted({segment for entry in segments for segment in entry})


def _read_sounds(path: Path, segments: list[list[Segment]], about: About) -> Sounds:
    samples, rate = read_audio(path)
    order = _order(segments)
    size = round(about.grid.frame_s * rate) + 2 * round(about.margin_s * rate)
    if samples.shape[1] != size * len(order):
        raise DataError(
            path,
            expected=f"{len(order)} sounds of {size} samples",
            found=f"{samples.shape[1]} samples",
            cure="Make the instrument again.",
        )
    audio = samples.reshape(len(samples), len(order), size).swapaxes(0, 1)
    return Sounds({segment: place for place, segment in enumerate(order)}, audio, rate)
