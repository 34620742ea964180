"""Stage ``detection``: one coupling planted into everyone's recordings, and looked for."""

from pathlib import Path

from eeg2music import parquet
from eeg2music.eeg.electrodes import places
from eeg2music.eeg.reading import read_frames
from eeg2music.eeg.tables import EEG_FEATURES
from eeg2music.evaluation.tables import SPLIT
from eeg2music.evidence.detection import detect
from eeg2music.evidence.listeners import gather
from eeg2music.evidence.params import Detection, SharedComponents
from eeg2music.evidence.songs import music_of
from eeg2music.evidence.tables import DETECTION
from eeg2music.stages.runner import Output


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
    music = music_of(audio_features, everyone.videos)
    coupling, rows = detect(
        *(everyone, music, places(everyone.channels)),
        draw=draw,
        detection=power,
        evidence=evidence,
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
