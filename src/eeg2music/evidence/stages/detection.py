"""Stage ``detection``: one coupling planted into everyone's recordings, and looked for."""

from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.eeg.electrodes import standard_positions
from eeg2music.eeg.reading import read_frames
from eeg2music.eeg.tables import EEG_FEATURES
from eeg2music.evaluation.tables import SPLIT
from eeg2music.evidence.detection import detect
from eeg2music.evidence.listeners import gather
from eeg2music.evidence.params import Detection, SharedComponents
from eeg2music.evidence.planting import z_scored
from eeg2music.evidence.tables import DETECTION
from eeg2music.stages.runner import Output
from eeg2music.vocabulary.projection import block_weights

BLOCKS = ("de", "chroma", "onset")
"""Features of music that count alike, however many columns each has."""


def detection(
    *,
    eeg_features: list[Path],
    audio_features: list[Path],
    split_table: Path,
    cohort: str,
    draw: int,
    power: Detection,
    evidence: SharedComponents,
    found: Output,
) -> None:
    """Plant a coupling at every strength, and test for it."""
    split = parquet.read(split_table, SPLIT).frame
    everyone = gather(read_frames(eeg_features, columns=["de"], schema=EEG_FEATURES), split)
    music = _music(audio_features, everyone.videos)
    places = standard_positions(everyone.channels)
    unknown = np.full(3, np.nan)
    positions = np.stack([places.get(name, unknown) for name in everyone.channels])
    coupling, rows = detect(
        *(everyone, music, positions), draw=draw, detection=power, evidence=evidence
    )
    who, songs = everyone.tested()
    told = rows.assign(
        cohort=cohort,
        draw=draw,
        band=everyone.bands[coupling.band],
        channel=everyone.channels[coupling.electrodes[0]],
        delay_s=coupling.delay * everyone.frame_s,
        n_subjects=len(who),
        n_songs=len(songs),
    )
    meta = {"power": power.model_dump(), "evidence": evidence.model_dump()}
    parquet.write(
        found, DETECTION, {each.name: told[each.name] for each in DETECTION.columns}, meta
    )


def _music(files: list[Path], videos: list[int]) -> np.ndarray:
    """Features of each song, shape (songs, frames, features), z-scored over it and weighted."""
    read = parquet.read_many(files, AUDIO_FEATURES, [*AUDIO_FEATURES.key, *BLOCKS])
    video = read.frame["video"].to_numpy()
    sizes = [read.array(name).shape[1] for name in BLOCKS]
    features = np.concatenate([read.array(name) for name in BLOCKS], axis=1)
    songs = np.stack([features[video == each] for each in videos])
    return z_scored(songs) * block_weights(sizes, [1.0] * len(sizes))
