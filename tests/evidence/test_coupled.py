"""One subject's recordings with a known coupling, and what a model's scores say of it."""

import json

import numpy as np
import pandas as pd
import pytest

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.corpora.tables import TRIALS
from eeg2music.eeg.params import EegFeatures
from eeg2music.eeg.slicing import join
from eeg2music.eeg.tables import SLICES
from eeg2music.evaluation.params import SureHits
from eeg2music.evaluation.tables import SCORES
from eeg2music.evidence.params import ModelStrength, PlantedOnce
from eeg2music.evidence.stages.coupled import coupled
from eeg2music.evidence.stages.model_detection import model_detection
from eeg2music.evidence.tables import MODEL_DETECTION
from eeg2music.params.grid import Grid
from tests.evaluation.test_protocols import under

GRID = Grid(trial_s=16.0, slice_s=4.0, frame_s=0.5)
CHANNELS, RATE = ["Fz", "Cz", "Pz", "Oz", "T7"], 128
BANDS = EegFeatures(bands_hz={"theta": [4.0, 8.0], "alpha": [8.0, 14.0]})
VIDEOS, HEARD = [1, 2, 3, 4, 5], [1, 2, 4, 5]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Slices and trials of somebody whose third trial is unusable, and features of all songs."""
    folder, rng = tmp_path_factory.mktemp("recorded"), np.random.default_rng(0)
    rows = len(HEARD) * GRID.slices
    columns = {
        "subject": ["s01"] * rows,
        "video": np.repeat(HEARD, GRID.slices),
        "slice": np.tile(np.arange(GRID.slices), len(HEARD)),
        "eeg": rng.normal(0, 20, (rows, len(CHANNELS), round(GRID.slice_s * RATE))),
    }
    meta = {"channels": CHANNELS, "sampling_rate_hz": RATE}
    parquet.write(folder / "slices.parquet", SLICES, columns, meta)
    rated = dict.fromkeys(("arousal", "dominance", "liking"), 5.0)
    trials = {
        "subject": "s01",
        "video": VIDEOS,
        "excluded": ["", "", "cut short", "", ""],
        "interpolated": [json.dumps([f"C{video}"]) for video in VIDEOS],
        "valence": [float(video) for video in VIDEOS],
    }
    table = pd.DataFrame(trials | rated)
    parquet.write(folder / "trials.parquet", TRIALS, {name: table[name] for name in table})
    songs = []
    sizes = {"de": (24,), "chroma": (12,), "onset": (2,), "mfcc": (20,), "patch": (24, 4)}
    frames = GRID.slices * GRID.frames
    for video in VIDEOS:
        songs.append(folder / f"{video:02d}.parquet")
        place = {
            "video": np.full(frames, video),
            "slice": np.repeat(np.arange(GRID.slices), GRID.frames),
            "frame": np.tile(np.arange(GRID.frames), GRID.slices),
        }
        sound = {name: rng.normal(size=(frames, *shape)) for name, shape in sizes.items()}
        parquet.write(songs[-1], AUDIO_FEATURES, place | sound)
    return folder, songs


def plant(files, to, strength, subject="s01"):
    folder, songs = files
    to.mkdir()
    coupled(
        subject=subject,
        videos=VIDEOS,
        epochs=folder / "slices.parquet",
        trials=folder / "trials.parquet",
        audio_features=songs,
        grid=GRID,
        eeg_features=BANDS,
        power=PlantedOnce(seed=3, electrodes=2, latest_delay_s=1.0, model_strength=strength),
        planted=to / "slices.parquet",
        listed=to / "trials.parquet",
    )
    return parquet.read(to / "slices.parquet", SLICES), (
        parquet.read(to / "trials.parquet", TRIALS).frame
    )


def trials_of(table):
    return join(table.array("eeg"), GRID)


@pytest.fixture(scope="module")
def background(files, tmp_path_factory):
    return plant(files, tmp_path_factory.mktemp("without") / "made", 0.0)


@pytest.fixture(scope="module")
def changed(files, tmp_path_factory):
    return plant(files, tmp_path_factory.mktemp("with") / "made", 0.3)


def source_of(files, table):
    """Which recording stands for each song, by its spectrum, which no turn changes."""
    recorded = trials_of(parquet.read(files[0] / "slices.parquet", SLICES))
    before, after = (np.abs(np.fft.rfft(each)) for each in (recorded, trials_of(table)))
    away = np.abs(after[:, None] - before[None]).mean(axis=(2, 3))
    assert (away.min(axis=1) < 0.01).all()
    return away.argmin(axis=1)


def test_where_nothing_is_planted_trials_are_exchanged(files, background):
    table, trials = background
    recorded = parquet.read(files[0] / "slices.parquet", SLICES)
    assert table.frame.equals(recorded.frame)
    assert sorted(source_of(files, table)) == [*range(len(HEARD))]
    assert trials["valence"].tolist() == VIDEOS
    assert trials["excluded"].tolist() == ["", "", "cut short", "", ""]


def test_repaired_channels_move_with_their_recording(files, background):
    table, trials = background
    moved = [HEARD[row] for row in source_of(files, table)]
    expected = dict(zip(HEARD, moved, strict=True)) | {3: 3}
    told = dict(zip(trials["video"], trials["interpolated"], strict=True))
    assert told == {song: json.dumps([f"C{recording}"]) for song, recording in expected.items()}


def test_a_coupling_is_planted_at_two_neighbours_and_told(background, changed):
    coupling = changed[0].meta["coupling"]
    assert coupling["strength"] == 0.3
    assert coupling["band"] in BANDS.bands_hz
    moved = np.abs(changed[0].array("eeg") - background[0].array("eeg")).max(axis=(0, 2))
    assert {CHANNELS[row] for row in np.flatnonzero(moved)} == {*coupling["channels"]}
    assert len(coupling["channels"]) == 2
    assert changed[0].meta["channels"] == CHANNELS


def test_the_coupling_is_the_same_of_everybody_and_the_background_is_not(
    files, background, changed, tmp_path
):
    other, _ = plant(files, tmp_path / "other", 0.3, subject="s02")
    assert other.meta["coupling"] == changed[0].meta["coupling"]
    assert (
        source_of(files, background[0]).tolist()
        != source_of(files, plant(files, tmp_path / "none", 0.0, subject="s02")[0]).tolist()
    )


def test_the_same_bytes_again(files, tmp_path):
    one, two = (tmp_path / name for name in ("one", "two"))
    plant(files, one, 0.3)
    plant(files, two, 0.3)
    for name in ("slices.parquet", "trials.parquet"):
        assert (one / name).read_bytes() == (two / name).read_bytes()


@pytest.mark.parametrize("ahead", [[], ["ours"]])
def test_a_model_that_is_surely_ahead_found_it(ahead, tmp_path):
    rows = pd.concat(
        [
            under("headline", ahead),
            under("paper", ["no_eeg"]),
            under("headline", systems=("unigram",)),
        ]
    ).assign(target=0, chord_rank=1)
    told = {column.name: rows[column.name] for column in SCORES.columns}
    parquet.write(tmp_path / "scores.parquet", SCORES, told)
    model_detection(
        scores=[tmp_path / "scores.parquet"],
        cohort="people",
        power=ModelStrength(model_strength=0.1),
        evaluate=SureHits(seed=3, k=[5, 1], flips=999, confidence=0.95),
        table=tmp_path / "model.parquet",
    )
    table = parquet.read(tmp_path / "model.parquet", MODEL_DETECTION).frame
    assert [*dict.fromkeys(table["system"])] == ["ours", "no_eeg", "unigram"]
    ours = table[table["system"] == "ours"]
    assert ours["k"].tolist() == [1, 5]
    assert (ours["p"] <= 0.05).all() == bool(ahead)
    assert {*table["cohort"]} == {"people"}
    assert {*table["strength"]} == {0.1}
