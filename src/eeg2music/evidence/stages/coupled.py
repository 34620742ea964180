"""Stage ``coupled``: one subject's slices, with a coupling that is known and no other."""

from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music import parquet
from eeg2music.corpora.tables import TRIALS
from eeg2music.eeg.electrodes import places
from eeg2music.eeg.params import EegFeatures
from eeg2music.eeg.slicing import cut, join
from eeg2music.eeg.tables import SLICES
from eeg2music.evidence.amplitude import exchanged, louder
from eeg2music.evidence.detection import draw_for
from eeg2music.evidence.params import PlantedOnce
from eeg2music.evidence.songs import music_of
from eeg2music.params.grid import Grid
from eeg2music.stages.runner import Output


def coupled(
    *,
    subject: str,
    videos: list[int],
    epochs: Path,
    trials: Path,
    audio_features: list[Path],
    grid: Grid,
    eeg_features: EegFeatures,
    power: PlantedOnce,
    planted: Output,
    listed: Output,
) -> None:
    """Exchange and turn one subject's trials, and plant the first draw's coupling into them.

    ``listed`` are the subject's trials: ratings stay those of the songs, repaired channels move
    with the recordings.
    """
    table = parquet.read(epochs, SLICES)
    channels, rate_hz = table.meta["channels"], table.meta["sampling_rate_hz"]
    bands = eeg_features.bands_hz
    coupling, _ = draw_for(
        *(music_of(audio_features, videos), places(channels), len(bands)),
        draw=0,
        frame_s=grid.frame_s,
        power=power,
    )
    heard = table.frame["video"].to_numpy()[:: grid.slices]
    rng = np.random.default_rng([power.seed, *subject.encode()])
    frame_samples = round(grid.frame_s * rate_hz)
    background, source = exchanged(join(table.array("eeg"), grid), frame_samples, rng)
    band = list(bands)[coupling.band]
    eeg = louder(
        *(background, coupling, np.searchsorted(videos, heard)),
        strength=power.model_strength,
        band_hz=bands[band],
        rate_hz=rate_hz,
    )
    at = [channels[row] for row in coupling.electrodes]
    told = {"strength": power.model_strength, "band": band, "channels": at}
    keys = {name: table.frame[name] for name in table.frame}
    parquet.write(planted, SLICES, keys | {"eeg": cut(eeg, grid)}, {**table.meta, "coupling": told})
    rows = _moved(parquet.read(trials, TRIALS).frame, heard, heard[source])
    parquet.write(listed, TRIALS, {name: rows[name] for name in rows})


def _moved(trials: pd.DataFrame, heard: np.ndarray, source: np.ndarray) -> pd.DataFrame:
    """Trials, with the repaired channels of the recordings that now stand for them."""
    repaired = trials.set_index("video")["interpolated"]
    moved = dict(zip(heard, repaired.loc[source], strict=True))
    return trials.assign(interpolated=trials["video"].map(moved).fillna(trials["interpolated"]))
