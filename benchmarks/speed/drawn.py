"""A corpus of any size whose tables hold noise, for what only asks how much of it there is."""

from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.corpora.tables import TRIALS
from eeg2music.eeg.tables import EEG_FRAMES
from eeg2music.evaluation.tables import SPLIT
from eeg2music.vocabulary.tables import AUDIO_TOKENS, DICTIONARY, EEG_TOKENS

SONGS, SLICES, FRAMES, CHANNELS, SAMPLES, BANDS = 40, 15, 8, 32, 64, 4
ENTRIES, COMPONENTS, LISTENERS_OF_FOUR = 100, 8, 3
AUDIO = {"de": (24,), "chroma": (12,), "onset": (2,), "mfcc": (20,), "patch": (24, 4)}


def draw(folder: Path, subjects: int) -> dict[str, object]:
    """Write all that stage ``train`` reads; its options."""
    rng = np.random.default_rng(0)
    people = [f"s{number:03d}" for number in range(subjects)]
    told: dict[str, object] = {
        "eeg_frames": [_recording(folder / f"{who}.parquet", who, rng) for who in people],
        "audio_features": [_song(folder / f"{n:02d}.parquet", n, rng) for n in _videos()],
    }
    for modality in ("eeg", "audio"):
        told[f"{modality}_dictionary"] = _dictionary(folder, modality, rng)
    axes = rng.normal(size=(COMPONENTS, CHANNELS * BANDS))
    told["eeg_projection"] = folder / "eeg.safetensors"
    spread = np.ones(CHANNELS * BANDS)
    save_file({"mean": 0 * spread, "scale": spread, "axes": axes}, told["eeg_projection"])
    heard = _frames(SONGS)
    point = rng.normal(size=(len(heard["video"]), COMPONENTS)).astype(np.float32)
    told["audio_tokens"] = _tokens(folder / "audio_tokens.parquet", heard, rng, point=point)
    told["eeg_tokens"] = _tokens(folder / "eeg_tokens.parquet", _of(people, heard), rng)
    told["split_table"], told["ratings"] = _trials(folder, people, rng)
    return told


def _videos() -> range:
    return range(1, SONGS + 1)


def _frames(songs: int) -> dict[str, np.ndarray]:
    video, cut, frame = np.indices((songs, SLICES, FRAMES)).reshape(3, -1)
    return {"video": video + 1, "slice": cut, "frame": frame}


def _of(people: list[str], heard: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    times = len(people)
    rows = {name: np.tile(values, times) for name, values in heard.items()}
    return {"subject": np.repeat(np.array(people, object), len(heard["video"])), **rows}


def _recording(path: Path, who: str, rng: np.random.Generator) -> Path:
    rows = _of([who], _frames(SONGS))
    count = len(rows["video"])
    rows["eeg"] = rng.standard_normal((count, CHANNELS, SAMPLES), np.float32)
    rows["de"] = rng.standard_normal((count, CHANNELS, BANDS), np.float32)
    meta = {
        "channels": [f"E{n}" for n in range(CHANNELS)],
        "bands": ["theta", "alpha", "beta", "gamma"],
        "frame_s": 0.5,
        "sampling_rate_hz": 128,
    }
    parquet.write(path, EEG_FRAMES, rows, meta)
    return path


def _song(path: Path, video: int, rng: np.random.Generator) -> Path:
    rows = {**_frames(1), "video": np.full(SLICES * FRAMES, video)}
    drawn = {name: rng.normal(size=(SLICES * FRAMES, *shape)) for name, shape in AUDIO.items()}
    parquet.write(path, AUDIO_FEATURES, rows | drawn, {"frame_s": 0.5, "sampling_rate_hz": 44100})
    return path


def _dictionary(folder: Path, modality: str, rng: np.random.Generator) -> Path:
    rows = {
        "id": np.arange(ENTRIES),
        "count": np.ones(ENTRIES, int),
        "centroid": rng.normal(size=(ENTRIES, COMPONENTS)),
        "features": np.zeros((ENTRIES, 1, 1)),
        "segments": np.zeros((ENTRIES, 1, 4), int),
    }
    path = folder / f"{modality}_dictionary.parquet"
    parquet.write(path, DICTIONARY, rows, {f"{modality}_vocabulary": {"method": "dbscan"}})
    return path


def _tokens(
    path: Path, rows: dict[str, np.ndarray], rng: np.random.Generator, **more: np.ndarray
) -> Path:
    count = len(rows["video"])
    drawn = {"token": rng.integers(0, ENTRIES, count), "distance": np.zeros(count)}
    parquet.write(path, AUDIO_TOKENS if more else EEG_TOKENS, rows | drawn | more)
    return path


def _trials(folder: Path, people: list[str], rng: np.random.Generator) -> tuple[Path, list[Path]]:
    """A fourth of listeners and of songs tests; one song of ten validates."""
    who, video = np.repeat(np.array(people, object), SONGS), np.tile(_videos(), len(people))
    known = np.arange(len(people)).repeat(SONGS) % 4 < LISTENERS_OF_FOUR
    heard = video % 4 > 0
    chosen = {
        "validation_headline": known & heard & (video % 10 == 9),
        "train": known & heard,
        "headline": ~known & ~heard,
    }
    part = np.select(list(chosen.values()), list(chosen), "within_subject")
    parquet.write(folder / "split.parquet", SPLIT, {"subject": who, "video": video, "part": part})
    rated = rng.uniform(1, 9, (4, len(video)))
    rows = dict(zip(("valence", "arousal", "dominance", "liking"), rated, strict=True))
    rows |= {"subject": who, "video": video}
    rows |= {name: np.full(len(video), "", object) for name in ("excluded", "interpolated")}
    parquet.write(folder / "trials.parquet", TRIALS, rows)
    return folder / "split.parquet", [folder / "trials.parquet"]
