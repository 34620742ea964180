"""A small instrument, made by the stage that makes them, of a model that has learnt nothing."""

import numpy as np
import torch
from safetensors.numpy import save_file

from eeg2music import parquet
from eeg2music.audio.files import write_audio
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.compose import instrument as instruments
from eeg2music.compose.stages.instrument import instrument
from eeg2music.corpora.tables import TRIALS
from eeg2music.deap.montage import EEG
from eeg2music.evaluation.tables import SPLIT
from eeg2music.evaluation.tasks import HEADLINE, Task
from eeg2music.model.network import Shapes
from eeg2music.model.transformer import Transformer
from eeg2music.params.grid import Grid
from eeg2music.training import checkpoint
from eeg2music.vocabulary.tables import AUDIO_TOKENS, DICTIONARY
from tests.pipeline.parameters import parameters
from tests.small import drawn_known, small_model

GRID = Grid(trial_s=16.0, slice_s=4.0, frame_s=0.5)
RATE, SONGS, ENTRIES, KEPT = 16_000, (3, 7, 12, 20), 10, 3
FRAMES = GRID.slices * GRID.frames
SHAPES = Shapes(
    length=FRAMES,
    channels=len(EEG),
    samples=64,
    eeg_bands=4,
    bands=6,
    hops=2,
    eeg_entries=9,
    eeg_components=5,
    audio_entries=ENTRIES,
    audio_components=3,
)


def make(folder, channels=EEG, are_generated=1, **changed):
    """Make it in ``folder``, of sources beside it; ``changed`` are inputs of the stage."""
    sources = folder.with_name(f"{folder.name} of")
    sources.mkdir(parents=True)
    folder.mkdir()
    random = np.random.default_rng(0)
    params = parameters()
    told = {
        "system": "ours",
        **_model(sources),
        **_eeg(sources, random, channels),
        **_audio(sources, random),
        **_people(sources, random),
        "brains": "brains of a test",
        "are_generated": are_generated,
        "grid": GRID,
        "slices": params.slices,
        "eeg_features": params.eeg_features,
        "compose": params.compose,
    }
    files = dict(zip(OUTPUTS, instruments.FILES, strict=True))
    made = {name: folder / file for name, file in files.items()}
    instrument(**told | changed, **made)
    return folder


OUTPUTS = ("model", "model_settings", "eeg", "eeg_space", "entries", "sounds", "about")
"""Of the stage, in the order of `instrument.FILES`."""


def song(video):
    """A second of it is a tone of its own; stereo."""
    time = np.arange(round(GRID.trial_s * RATE)) / RATE
    hertz = 110 * 2 ** ((video + np.floor(time)) / 12)
    return (0.2 * np.sin(2 * np.pi * hertz * time) * np.array([[1.0], [0.5]])).astype(np.float32)


def tokens_of(video):
    return (np.arange(FRAMES) // 2 + video) % ENTRIES


def _model(sources):
    torch.manual_seed(0)
    model = small_model(context_s=GRID.trial_s)
    network = Transformer(SHAPES, model)
    network.describe(drawn_known(SHAPES))
    settings = checkpoint.Settings("ours", 0, SHAPES, model, {}, 1)
    files = sources / "w.safetensors", sources / "w.json"
    other = {name: value + 1 for name, value in network.state_dict().items()}
    weights = {Task("paper", 0.5): other, HEADLINE: network.state_dict()}
    checkpoint.save(weights, settings, *files)
    return dict(zip(("weights", "settings"), files, strict=True))


def _dictionary(path, random, entries, components, segments, meta):
    columns = {
        "id": np.arange(entries),
        "count": np.arange(entries, 0, -1),
        "centroid": random.standard_normal((entries, components)).astype(np.float32),
        "features": np.zeros((entries, KEPT, 2), np.float32),
        "segments": segments,
    }
    parquet.write(path, DICTIONARY, columns, meta)
    return path


def _eeg(sources, random, channels):
    features = SHAPES.channels * SHAPES.eeg_bands
    segments = np.zeros((SHAPES.eeg_entries, KEPT, 4), np.int16)
    axes = random.standard_normal((SHAPES.eeg_components, features)) / np.sqrt(features)
    scale = np.ones(features)
    save_file({"mean": 0 * scale, "scale": scale, "axes": axes}, sources / "e.safetensors")
    sizes = SHAPES.eeg_entries, SHAPES.eeg_components
    meta = {"channels": list(channels)}
    return {
        "eeg_dictionary": _dictionary(sources / "e.parquet", random, *sizes, segments, meta),
        "eeg_projection": sources / "e.safetensors",
    }


def _audio(sources, random):
    drawn = [random.choice(SONGS, (ENTRIES, KEPT)), random.integers(4, size=(ENTRIES, KEPT))]
    drawn = [0 * drawn[0], *drawn, random.integers(8, size=(ENTRIES, KEPT))]
    segments = np.stack(drawn, axis=-1).astype(np.int16)
    sizes = ENTRIES, SHAPES.audio_components
    position = np.arange(FRAMES)
    keys = {"slice": position // GRID.frames, "frame": position % GRID.frames}
    features, accompaniment, tokens = [], [], []
    for video in SONGS:
        features.append(sources / f"{video:02d}.parquet")
        chroma = np.eye(12, dtype=np.float32)[(video + position // 2) % 12] + 0.1
        columns = {
            "video": np.full(FRAMES, video),
            **keys,
            "de": np.zeros((FRAMES, 6)),
            "chroma": chroma,
            "onset": np.zeros((FRAMES, 2)),
            "mfcc": np.zeros((FRAMES, 3)),
            "patch": np.zeros((FRAMES, 6, 2)),
        }
        parquet.write(features[-1], AUDIO_FEATURES, columns)
        accompaniment.append(sources / f"{video:02d}.flac")
        write_audio(accompaniment[-1], song(video), RATE)
        tokens.append(tokens_of(video))
    columns = {
        "video": np.repeat(SONGS, FRAMES),
        **{name: np.tile(values, len(SONGS)) for name, values in keys.items()},
        "token": np.concatenate(tokens),
        "distance": np.zeros(FRAMES * len(SONGS)),
        "point": np.zeros((FRAMES * len(SONGS), SHAPES.audio_components)),
    }
    parquet.write(sources / "tokens.parquet", AUDIO_TOKENS, columns)
    return {
        "audio_dictionary": _dictionary(sources / "a.parquet", random, *sizes, segments, {}),
        "audio_tokens": sources / "tokens.parquet",
        "audio_features": features,
        "accompaniment": accompaniment,
    }


def _people(sources, random):
    who = np.repeat(["s01", "s02"], len(SONGS))
    heard = np.tile(SONGS, 2)
    count = len(heard)
    rated = {name: random.uniform(1, 9, count) for name in ("valence", "arousal", "dominance")}
    columns = {"subject": who, "video": heard, "excluded": [""] * count, **rated}
    columns |= {"interpolated": ["[]"] * count, "liking": np.full(count, np.nan)}
    parquet.write(sources / "trials.parquet", TRIALS, columns)
    part = np.where(heard == SONGS[-1], "headline", "train")
    parquet.write(sources / "split.parquet", SPLIT, {"subject": who, "video": heard, "part": part})
    return {"ratings": [sources / "trials.parquet"], "split_table": sources / "split.parquet"}
