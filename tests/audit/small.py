"""What a chain begins with, made up in a second: bars in the music, which brains follow."""

import subprocess
from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.corpora.tables import TRIALS
from eeg2music.eeg.tables import SLICES
from eeg2music.pipeline.overlay import overlay
from tests.tiny import COPY, ROOT

SUBJECTS, VIDEOS = ["s01", "s02", "s23", "s24"], range(1, 7)
SLICES_OF_TRIAL, FRAMES, CHANNELS, SAMPLES = 4, 8, ["Fz", "AF3", "T7", "Cz", "Pz", "Oz"], 512
BAR = 4
SHAPES = {"de": (24,), "chroma": (12,), "onset": (2,), "mfcc": (20,), "patch": (24, 4)}


def repository(folder: Path) -> Path:
    """A copy of the repository at its tiny size, with what slices and songs are made of."""
    subprocess.run(["sh", "-c", COPY, "sh", str(folder)], cwd=ROOT, check=True)
    overlay(folder / "params.yaml", ROOT / "workflow/tiny.yaml")
    random = np.random.default_rng(3)
    music = {video: _song(folder, video, random) for video in VIDEOS}
    mixing = random.normal(size=(music[1].shape[1], len(CHANNELS)))
    for subject in SUBJECTS:
        _listener(folder, subject, music, mixing, random)
    return folder


def _song(folder: Path, video: int, random: np.random.Generator) -> np.ndarray:
    """Write a song whose bars begin every `BAR` frames; its course, shape (frames, 3)."""
    frames = SLICES_OF_TRIAL * FRAMES
    course = np.repeat(random.normal(size=(frames // BAR, 3)), BAR, axis=0)
    features = {
        name: (course @ random.normal(size=(3, np.prod(shape)))).reshape(frames, *shape)
        + 0.2 * random.normal(size=(frames, *shape))
        for name, shape in SHAPES.items()
    }
    place = np.arange(frames)
    keys = {"video": np.full(frames, video), "slice": place // FRAMES, "frame": place % FRAMES}
    path = folder / f"results/songs/audio_features/{video:02d}.parquet"
    parquet.write(path, AUDIO_FEATURES, keys | features, {"frame_s": 0.5})
    return course


def _listener(
    folder: Path,
    subject: str,
    music: dict[int, np.ndarray],
    mixing: np.ndarray,
    random: np.random.Generator,
) -> None:
    """Write a listener whose amplitudes follow the music, and what she thought of it."""
    trials = []
    for course in music.values():
        noise = random.normal(size=(len(CHANNELS), len(course), SAMPLES // FRAMES))
        louder = np.exp(0.3 * (course @ mixing)).T[:, :, None]
        trials.append((10 * noise * louder).reshape(len(CHANNELS), SLICES_OF_TRIAL, SAMPLES))
    count = len(music) * SLICES_OF_TRIAL
    columns = {
        "subject": [subject] * count,
        "video": np.repeat([*music], SLICES_OF_TRIAL),
        "slice": np.tile(np.arange(SLICES_OF_TRIAL), len(music)),
        "eeg": np.stack(trials).swapaxes(1, 2).reshape(count, len(CHANNELS), SAMPLES),
    }
    meta = {"channels": CHANNELS, "sampling_rate_hz": 128}
    parquet.write(folder / f"results/planted/slices/{subject}.parquet", SLICES, columns, meta)
    ratings = ("valence", "arousal", "dominance", "liking")
    columns = {
        "subject": [subject] * len(music),
        "video": [*music],
        "excluded": [""] * len(music),
        "interpolated": ["[]"] * len(music),
        **{name: random.uniform(1, 9, len(music)) for name in ratings},
    }
    parquet.write(folder / f"results/planted/trials/{subject}.parquet", TRIALS, columns)
