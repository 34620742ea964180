import json

import numpy as np
import pytest

from eeg2music import parquet
from eeg2music.eeg.tables import EEG_FEATURES, SLICES
from eeg2music.stages.runner import main

CFG = {
    "grid.trial_s": 8.0,
    "grid.slice_s": 4.0,
    "grid.frame_s": 0.5,
    "eeg_features.bands_hz": {"alpha": [8.0, 14.0], "beta": [14.0, 31.0]},
}
VIDEOS = [3, 3, 7, 7]


def run(folder, eeg):
    columns = {"subject": ["s05"] * 4, "video": VIDEOS, "slice": [0, 1, 0, 1], "eeg": eeg}
    meta = {"channels": ["Fz", "Cz", "Pz"], "sampling_rate_hz": 128}
    parquet.write(folder / "slices.parquet", SLICES, columns, meta)
    options = [
        "--epochs",
        str(folder / "slices.parquet"),
        "--features",
        str(folder / "out/s05.parquet"),
    ]
    return main(["eeg_features", "--cfg", json.dumps(CFG), *options])


def noise():
    return 10 * np.random.default_rng(0).standard_normal((4, 3, 512)).astype(np.float32)


def test_every_frame_of_every_slice_has_its_entropy(tmp_path):
    assert run(tmp_path, noise()) == 0
    table = parquet.read(tmp_path / "out/s05.parquet", EEG_FEATURES)
    assert table.frame["video"].tolist() == np.repeat(VIDEOS, 8).tolist()
    assert table.frame["slice"].tolist() == np.repeat([0, 1, 0, 1], 8).tolist()
    assert table.frame["frame"].tolist() == list(range(8)) * 4
    assert table.meta["bands"] == ["alpha", "beta"]
    assert table.meta["channels"] == ["Fz", "Cz", "Pz"]
    de = table.array("de")
    assert de.shape == (32, 3, 2)
    power = np.exp(2 * de.astype(float)) / (2 * np.pi * np.e)
    assert power.mean(axis=(0, 1)) == pytest.approx([100 * 12 / 128, 100 * 34 / 128], rel=0.15)


def test_a_loud_half_second_is_found_at_its_key(tmp_path):
    eeg = noise()
    eeg[2, 1, 5 * 64 : 6 * 64] *= 10
    assert run(tmp_path, eeg) == 0
    table = parquet.read(tmp_path / "out/s05.parquet", EEG_FEATURES)
    loudest = table.array("de")[:, 1, 1].argmax()
    assert table.frame.loc[loudest, ["video", "slice", "frame"]].tolist() == [7, 0, 5]


def test_the_border_between_slices_is_like_any_place(tmp_path):
    eeg = noise()
    t = np.arange(1024) / 128
    eeg[:2] = 10 * np.sin(2 * np.pi * 10 * t).reshape(2, 1, 512)
    assert run(tmp_path, eeg) == 0
    alpha = parquet.read(tmp_path / "out/s05.parquet", EEG_FEATURES).array("de")[:16, 0, 0]
    assert np.ptp(alpha[4:12]) < 0.01


def test_a_constant_channel_stops_the_stage(tmp_path, capsys):
    eeg = noise()
    eeg[:2, 2] = 0
    assert run(tmp_path, eeg) == 1
    assert "constant one in Pz" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []
