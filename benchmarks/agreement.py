"""Whether music follows a brain however it was recorded: ``python benchmarks/agreement.py DEMO``.

``DEMO`` is a repository in which the demo has run. One-minute excerpts of a listener of its test
part are exported in other formats, at other rates, under other names and in another order, and
with fewer or more electrodes; the emotion that `recital.listening` hears in them is correlated
with the one that the pipeline, which knows the whole session, has of the same trials. Writes
``benchmarks/agreement.json`` and prints it.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import mne
import numpy as np
import pandas as pd

from eeg2music import parquet
from eeg2music.compose import instrument as instruments
from eeg2music.compose.instrument import Instrument
from eeg2music.compose.performance import brain_of, perform
from eeg2music.deap.montage import EEG
from eeg2music.demo import brain, session
from eeg2music.demo.recording import channels
from eeg2music.demo.stimulus import heard
from eeg2music.eeg.tables import EEG_FRAMES
from eeg2music.evaluation.tables import SPLIT
from eeg2music.params import root
from eeg2music.recital.listening import hear

RESULT = Path(__file__).with_suffix(".json")
COHORT, FOLD = "planted", "fold-0"
TRIALS = 5
CLINICAL = {"T7": "T3", "T8": "T4", "P7": "T5", "P8": "T6"}
OUTSIDE_10_20 = {"AF3", "AF4", "FC1", "FC2", "FC5", "FC6", "CP1", "CP2", "CP5", "CP6"}
TEN_TWENTY = [name for name in EEG if name not in {*OUTSIDE_10_20, "PO3", "PO4", "Oz"}]
BIOSEMI_64 = mne.channels.make_standard_montage("biosemi64").ch_names


@dataclass(frozen=True)
class Export:
    """How a recording is written by another lab."""

    name: str
    suffix: str
    rate_hz: int
    electrodes: list[str]
    spelt: Callable[[str], str]


def clinical(name: str) -> str:
    return CLINICAL.get(name, name)


EXPORTS = (
    Export("EDF, 32 electrodes", ".edf", 128, EEG, lambda name: f"EEG {clinical(name)}-Ref"),
    Export("BrainVision, 32 electrodes", ".vhdr", 250, EEG, str.upper),
    Export("EEGLAB, 32 electrodes", ".set", 500, EEG, clinical),
    Export("FIF, 32 electrodes", ".fif", 1000, EEG, str.lower),
    Export("EDF, 19 electrodes", ".edf", 256, TEN_TWENTY, clinical),
    Export("FIF, 64 electrodes", ".fif", 512, BIOSEMI_64, str),
)


@dataclass(frozen=True)
class Listener:
    """A listener of the test part: what was played when, and the pipeline's emotion of it.

    ``wide`` is the same brain beneath 64 electrodes, whose own noise is another.
    """

    shown: session.Session
    raw: mne.io.BaseRaw
    wide: mne.io.BaseRaw
    emotion: dict[int, np.ndarray]

    def starts_s(self, video: int) -> float:
        return self.shown.onsets[self.shown.videos.index(video)] / session.RATE_HZ


def listener(demo: Path, instrument: Instrument) -> Listener:
    """The first listener of the test part."""
    params = root.load(demo / "params.yaml")
    results = demo / "results" / COHORT / FOLD
    split = parquet.read(results / "split" / "split.parquet", SPLIT).frame
    test = split[split.part == "headline"]
    subject = test.subject.min()
    videos = sorted(test.video[test.subject == subject])[:TRIALS]
    seed, grid = params.demo.seed, params.grid
    shown = session.draw(seed, subject, params.demo.chosen.songs, grid.trial_s)
    music = [heard(seed, video, grid.trial_s) for video in shown.videos]
    track = brain.music_track(shown.frames, shown.onset_frames, music)
    coupling = params.demo.cohorts[COHORT]
    power = brain.log_powers(track, coupling, session.stream(seed, subject, "brain"))
    raw, wide = (
        scalp(dict(channels(subject, shown, power, seed, order)), names)
        for order, names in ((None, EEG), (BIOSEMI_64, BIOSEMI_64))
    )
    frames = parquet.read(results / "eeg_frames" / f"{subject}.parquet", EEG_FRAMES)
    emotion = {video: pipeline(instrument, frames, video) for video in videos}
    return Listener(shown, raw, wide, emotion)


def scalp(signals: dict[str, np.ndarray], names: Sequence[str]) -> mne.io.BaseRaw:
    info = mne.create_info([*names], session.RATE_HZ, "eeg")
    return mne.io.RawArray(1e-6 * np.array([signals[name] for name in names]), info)


def pipeline(instrument: Instrument, frames: parquet.Table, video: int) -> np.ndarray:
    """Emotion as the pipeline has it, shape (frames, 2)."""
    rows = (frames.frame.video == video).to_numpy()
    played = brain_of(instrument, frames.array("eeg")[rows], frames.array("de")[rows])
    return perform(instrument, played, instrument.about.decoding).affect.mean


def exported(of: Listener, video: int, export: Export, folder: Path) -> Path:
    """The excerpt of one trial, as another lab would have it."""
    start_s = of.starts_s(video)
    stop_s = start_s + 60 - 1 / session.RATE_HZ
    raw = of.wide if export.electrodes is BIOSEMI_64 else of.raw
    part = raw.copy().crop(start_s, stop_s).pick(export.electrodes).resample(export.rate_hz)
    order = [*np.random.default_rng(video).permutation(export.electrodes)]
    part.reorder_channels(order).rename_channels({name: export.spelt(name) for name in order})
    path = folder / f"{video}_raw{export.suffix}"
    if export.suffix == ".fif":
        part.save(path)
    else:
        mne.export.export_raw(path, part)
    return path


def agreement(of: Listener, instrument: Instrument, export: Export) -> dict[str, object]:
    """Correlation of the exports' emotion with the pipeline's, over all trials."""
    with tempfile.TemporaryDirectory() as folder:
        found = {
            video: hear(instrument, exported(of, video, export, Path(folder))).brain
            for video in of.emotion
        }
    emotion = [
        perform(instrument, played, instrument.about.decoding).affect.mean
        for played in found.values()
    ]
    pairs = zip(np.concatenate(emotion).T, np.concatenate([*of.emotion.values()]).T, strict=True)
    valence, arousal = (round(float(np.corrcoef(*pair)[0, 1]), 2) for pair in pairs)
    return {
        "export": export.name,
        "rate_hz": export.rate_hz,
        "valence": valence,
        "arousal": arousal,
    }


def main() -> None:
    """Measure all, write and print."""
    mne.set_log_level("error")
    demo = Path(sys.argv[1])
    instrument = instruments.load(demo / "results" / COHORT / FOLD / "instrument")
    of = listener(demo, instrument)
    rows = [agreement(of, instrument, export) for export in EXPORTS]
    RESULT.write_text(json.dumps(rows, indent=2) + "\n")
    print(pd.DataFrame(rows).to_string(index=False))


if __name__ == "__main__":
    main()
