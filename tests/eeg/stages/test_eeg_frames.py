import numpy as np
import pandas as pd
import pytest

from eeg2music import parquet
from eeg2music.eeg.stages.eeg_frames import eeg_frames
from eeg2music.eeg.tables import EEG_FEATURES, EEG_FRAMES, SLICES
from eeg2music.evaluation.tables import SPLIT
from eeg2music.params.grid import Grid

GRID = Grid(trial_s=8.0, slice_s=4.0, frame_s=1.0)
VIDEOS = [2, 5, 9, 11]
WHICH = {"channels": ["Fz", "Cz", "Pz"], "sampling_rate_hz": 128, "bands": ["a", "b"], "frame_s": 1}


@pytest.fixture
def normalised(tmp_path):
    """Run the stage on one subject; return its table."""

    def run(excluded=(), unknown=(), changed=(), is_tested=False):
        rng = np.random.default_rng(0)
        video, slice_ = (a.ravel() for a in np.meshgrid(VIDEOS, range(2), indexing="ij"))
        eeg = rng.normal(3, 2, size=(8, 3, 512)) + video[:, None, None]
        de = rng.normal(3, 2, size=(32, 3, 2))
        eeg[np.isin(video, changed)] *= 9
        de[np.isin(video.repeat(4), changed)] += 9
        keys = {"subject": ["s01"] * 8, "video": video, "slice": slice_}
        parquet.write(tmp_path / "slices", SLICES, keys | {"eeg": eeg}, WHICH)
        keys = {name: np.repeat(values, 4) for name, values in keys.items()}
        keys["frame"] = np.tile(range(4), 8)
        parquet.write(tmp_path / "features", EEG_FEATURES, keys | {"de": de}, WHICH)
        parts = {2: "train", 5: "train", 9: "train", 11: "headline"}
        rows = [("s01", v, "excluded" if v in excluded else parts[v]) for v in VIDEOS]
        if is_tested:
            trained = [("s02", video, part) for _, video, part in rows if part == "train"]
            rows = [(s, v, "paper" if part == "train" else part) for s, v, part in rows] + trained
        split = pd.DataFrame(rows, columns=["subject", "video", "part"])
        split = split[~split["video"].isin(unknown)]
        parquet.write(tmp_path / "split", SPLIT, {name: split[name] for name in split})
        eeg_frames(
            epochs=tmp_path / "slices",
            eeg_features=tmp_path / "features",
            split_table=tmp_path / "split",
            grid=GRID,
            frames=tmp_path / "frames",
        )
        return parquet.read(tmp_path / "frames", EEG_FRAMES)

    return run


def test_frames_are_cut_from_the_slices_in_order(normalised):
    table = normalised()
    assert table.array("eeg").shape == (32, 3, 128)
    assert list(table.frame["video"].unique()) == VIDEOS
    first = table.frame.iloc[:8]
    assert list(first["slice"]) == [0] * 4 + [1] * 4
    assert list(first["frame"]) == [0, 1, 2, 3] * 2
    assert table.meta["channels"] == WHICH["channels"]


def test_features_have_zero_mean_and_unit_spread_in_the_training_songs(normalised):
    table = normalised()
    train = table.array("de")[(table.frame["video"] != 11).to_numpy()]
    np.testing.assert_allclose(train.mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(train.std(axis=0), 1, atol=1e-6)
    power = table.array("eeg")[(table.frame["video"] != 11).to_numpy()]
    np.testing.assert_allclose(power.std(axis=(0, 2)), 1, atol=1e-5)


def test_trials_that_take_no_part_are_left_out_and_teach_nothing(normalised):
    whole = normalised()
    for absent in ({"excluded": [5]}, {"unknown": [5]}):
        fewer, changed = normalised(**absent), normalised(**absent, changed=[5])
        assert list(fewer.frame["video"].unique()) == [2, 9, 11]
        for name in ("eeg", "de"):
            assert np.array_equal(fewer.array(name), changed.array(name))
            kept = (whole.frame["video"] != 5).to_numpy()
            assert not np.array_equal(fewer.array(name), whole.array(name)[kept])


def test_a_test_song_teaches_nothing(normalised):
    before, after = normalised(), normalised(changed=[11])
    others = (before.frame["video"] != 11).to_numpy()
    for name in ("eeg", "de"):
        assert np.array_equal(before.array(name)[others], after.array(name)[others])
        assert not np.array_equal(before.array(name)[~others], after.array(name)[~others])


def test_a_test_subject_is_normalised_by_the_paper_part_and_not_by_the_headline(normalised):
    whole = normalised(is_tested=True)
    paper = (whole.frame["video"] != 11).to_numpy()
    np.testing.assert_allclose(whole.array("de")[paper].mean(axis=0), 0, atol=1e-6)
    for changed, same in (([11], True), ([5], False)):
        other = normalised(is_tested=True, changed=changed)
        kept = (whole.frame["video"] == 2).to_numpy()
        for name in ("eeg", "de"):
            before, after = whole.array(name)[kept], other.array(name)[kept]
            assert np.array_equal(before, after) == same
