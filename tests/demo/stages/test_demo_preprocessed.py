import json

import numpy as np
import pytest

from eeg2music.deap import montage
from eeg2music.deap.preprocessed import read_preprocessed
from eeg2music.stages.runner import main
from tests.deap.recordings import RATE_HZ, codes, noise, write_bdf, write_ratings

SECONDS = 140
ONSETS = [5 * RATE_HZ + 1, 72 * RATE_HZ]
CFG = {"grid.trial_s": 60.0, "compute.threads": 1}


def run(folder):
    options = {
        "cfg": json.dumps(CFG),
        "recording": folder / "s01.bdf",
        "ratings": folder / "participant_ratings.csv",
        "subject": "s01",
        "dat": folder / "out/python/s01.dat",
        "mat": folder / "out/matlab/s01.mat",
    }
    return main(["demo_preprocessed", *(str(x) for k, v in options.items() for x in (f"--{k}", v))])


@pytest.fixture(scope="module")
def signals():
    """Noise, and a burst on Cz 10 s after each video's start."""
    made = noise(SECONDS)
    time = np.arange(RATE_HZ // 2) / RATE_HZ
    burst = np.hanning(len(time)) * np.cos(2 * np.pi * 12 * (time - time[-1] / 2))
    for onset in ONSETS:
        made["Cz"][onset + 10 * RATE_HZ :][: len(time)] += 500 * burst
    return made


def test_both_files_are_written_sorted_by_video_with_a_baseline(tmp_path, signals):
    write_bdf(tmp_path / "s01.bdf", signals, codes(SECONDS, ONSETS))
    write_ratings(tmp_path / "participant_ratings.csv", "s01", [9, 4])
    assert run(tmp_path) == 0
    dat = read_preprocessed(tmp_path / "out/python/s01.dat")
    mat = read_preprocessed(tmp_path / "out/matlab/s01.mat")
    np.testing.assert_array_equal(dat.data, mat.data)
    np.testing.assert_array_equal(dat.labels, [[5.5, 1, 9, 3.25]] * 2)
    assert dat.data.shape == (2, 40, 8064)
    peaks = dat.data[:, montage.EEG.index("Cz")].argmax(axis=1)
    assert np.abs(peaks - (3 + 10 + 0.25) * 128).max() <= 1
    assert [path.name for path in (tmp_path / "out").rglob("*.*")] in (
        ["s01.dat", "s01.mat"],
        ["s01.mat", "s01.dat"],
    )


def test_a_recording_without_all_its_videos_leaves_nothing(tmp_path, signals, capsys):
    write_bdf(tmp_path / "s01.bdf", signals, codes(SECONDS, ONSETS))
    write_ratings(tmp_path / "participant_ratings.csv", "s01", [9, 4, 7])
    assert run(tmp_path) == 1
    assert "3 rated trials" in capsys.readouterr().err
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []
