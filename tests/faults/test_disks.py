"""Disks that are full, or not to be written to: each kind of writer tells it alike."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch
from safetensors.torch import save_file

from eeg2music import parquet
from eeg2music.audio.files import write_audio, write_mp3
from eeg2music.demo import bdf, movie, preprocessed
from eeg2music.demo.latent import Latent
from eeg2music.errors import DataError
from eeg2music.evaluation.tables import SPLIT
from eeg2music.files import whole_or_absent
from eeg2music.report.drawing import figure
from eeg2music.score.midi import write_midi
from eeg2music.score.writing import write as compose
from tests.faults.disks import fill, lock, small_disk
from tests.score.pieces import piece

RNG = np.random.default_rng(0)
NOISE = RNG.uniform(-0.5, 0.5, (2, 44100 * 4)).astype(np.float32)


def _table(path):
    values = {column.name: RNG.integers(0, 99, 60_000) for column in SPLIT.columns}
    values = {
        n: pd.Series(v).astype(str) if n in ("subject", "part") else v for n, v in values.items()
    }
    parquet.write(path, SPLIT, values)


def _drawing(path):
    with figure(path, 3) as (axes,):
        axes.plot(RNG.normal(size=20_000))


def _movie(path):
    states = np.zeros(8, np.int8)
    movie.write(path, NOISE, Latent(states, states, states, 0))


def _recording(path):
    signal = RNG.normal(0, 20, 512 * 300)
    bdf.write(path, [("Cz", signal), ("Pz", signal)], np.zeros(len(signal), np.int32), "Status")


def _folder(path):
    path.mkdir()
    (path / "page.html").write_text("x" * 300_000)


SCORE = compose(piece(frames=12_000), 0)
DATA, LABELS = RNG.normal(size=(2, 40, 500)), RNG.normal(size=(2, 4))
WRITERS = {
    "table.parquet": _table,
    "sound.flac": lambda path: write_audio(path, NOISE, 44100),
    "sound.wav": lambda path: write_audio(path, NOISE, 44100),
    "sound.mp3": lambda path: write_mp3(path, np.tile(NOISE, 8), 44100),
    "model.safetensors": lambda path: save_file({"w": torch.zeros(100_000)}, path),
    "told.json": lambda path: path.write_text("1" * 300_000),
    "told.csv": lambda path: pd.DataFrame({"x": RNG.normal(size=60_000)}).to_csv(path),
    "figure.svg": _drawing,
    "score.mid": lambda path: write_midi(SCORE, path),
    "movie.mp4": _movie,
    "s01.bdf": _recording,
    "s01.dat": lambda path: preprocessed.write_dat(path, DATA, LABELS),
    "s01.mat": lambda path: preprocessed.write_mat(path, DATA, LABELS),
    "folder": _folder,
    "copy.bin": lambda path: shutil.copyfile(__file__, path),
}
SMALL = ("copy.bin",)
"""What fits where others do not."""


def write(name, path):
    with whole_or_absent(path) as target:
        WRITERS[name](target)


@pytest.mark.parametrize("but_kib", [0, 64])
@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk_is_told_and_leaves_what_was_there(tmp_path, name, but_kib, tried):
    tried(f"a disk is full: {Path(name).suffix or 'a folder'}")
    with small_disk(tmp_path / "disk") as disk:
        (disk / name).write_text("older")
        fill(disk, but_kib)
        before = sorted(path.name for path in disk.iterdir())
        if name in SMALL and but_kib:
            write(name, disk / name)
            return
        with pytest.raises(DataError) as told:
            write(name, disk / name)
        assert str(told.value).startswith(f"{disk}: expected room for {name}; found a full disk. ")
        assert sorted(path.name for path in disk.iterdir()) == before
        assert (disk / name).read_text() == "older"


@pytest.mark.parametrize("name", WRITERS)
def test_a_disk_that_is_not_to_be_written_to_is_told(tmp_path, name, tried):
    tried("a disk is not to be written to")
    with small_disk(tmp_path / "disk") as disk:
        lock(disk)
        for path in (disk / name, disk / "new" / name):
            with pytest.raises(DataError) as told:
                write(name, path)
            assert f"{disk}: expected a folder in which {name} can be written" in str(told.value)
            assert "Read-only file system" in str(told.value)
        assert list(disk.iterdir()) == []


@pytest.mark.parametrize("name", WRITERS)
def test_where_there_is_room_each_is_written(tmp_path, name):
    write(name, tmp_path / name)
    assert (tmp_path / name).exists()
