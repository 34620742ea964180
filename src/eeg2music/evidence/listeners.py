"""Everyone's differential entropy, song by song, on one grid."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from eeg2music.parquet import Table


@dataclass(frozen=True)
class Listeners:
    """What brains did during songs.

    Attributes
    ----------
    subjects, videos : list
        Sorted.
    entropy : ndarray of float32, shape (listeners, songs, frames, channels, bands)
        Differential entropy, as the tables have it; NaN where somebody did not hear a song, or
        that trial is excluded.
    part : ndarray of str, shape (listeners, songs)
        Of the split; empty where there is no trial.
    frame_s : float
    """

    subjects: list[str]
    videos: list[int]
    channels: list[str]
    bands: list[str]
    entropy: np.ndarray
    part: np.ndarray
    frame_s: float

    def of_band(self, band: str) -> np.ndarray:
        """Its features, shape (listeners, songs, frames, channels)."""
        return self.entropy[..., self.bands.index(band)]

    def of_all_bands(self) -> np.ndarray:
        """All features, shape (listeners, songs, frames, channels × bands)."""
        return self.entropy.reshape(*self.entropy.shape[:3], -1)

    def only(self, features: np.ndarray, part: str) -> np.ndarray:
        """Features of one part of the split; NaN elsewhere."""
        there = (self.part == part)[:, :, None, None]
        return np.where(there, features, np.float32(np.nan))

    def tested(self) -> tuple[list[int], list[int]]:
        """Rows of unseen listeners, and of unseen songs."""
        listeners, songs = np.nonzero(self.part == "headline")
        return sorted({*listeners.tolist()}), sorted({*songs.tolist()})


def gather(tables: Iterable[Table], split: pd.DataFrame) -> Listeners:
    """Put the frames of all subjects on one grid.

    Parameters
    ----------
    tables : iterable of Table
        `EEG_FRAMES` or `EEG_FEATURES`, of one subject each, sorted.
    split : DataFrame
        Rows of `SPLIT`.
    """
    part = {(each.subject, each.video): each.part for each in split.itertuples()}
    videos = sorted({video for _, video in part})
    subjects, courses, meta = [], [], {}
    for table in tables:
        meta = dict(table.meta)
        subject = str(table.frame["subject"].iloc[0])
        subjects.append(subject)
        courses.append(_songs(table, subject, part, videos))
    order = np.argsort(subjects)
    names = [subjects[row] for row in order]
    return Listeners(
        subjects=names,
        videos=videos,
        channels=meta["channels"],
        bands=[*meta["bands"]],
        entropy=np.stack([courses[row] for row in order]),
        part=np.array([[part.get((name, video), "") for video in videos] for name in names]),
        frame_s=meta["frame_s"],
    )


def _songs(
    table: Table, subject: str, part: dict[tuple[str, int], str], videos: list[int]
) -> np.ndarray:
    entropy, video = table.array("de"), table.frame["video"].to_numpy()
    heard = [
        each for each in np.unique(video) if part.get((subject, each), "excluded") != "excluded"
    ]
    frames = int((video == video[0]).sum())
    songs = np.full((len(videos), frames, *entropy.shape[1:]), np.nan, np.float32)
    for each in heard:
        songs[videos.index(each)] = entropy[video == each]
    return songs
