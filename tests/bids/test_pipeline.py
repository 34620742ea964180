"""The pipeline takes a BIDS folder as it takes DEAP."""

import json
from pathlib import Path

import pytest

from eeg2music import parquet
from eeg2music.corpora.tables import TRIALS
from eeg2music.eeg.tables import SLICES
from eeg2music.params.root import load, parse
from eeg2music.pipeline.cohort import cohorts
from eeg2music.stages import runner
from tests.bids.folders import CAP, noise, write_run, write_stimuli

ROOT = Path(__file__).parents[2]
RAW = Path("data/raw/bids")
CONFIG = {
    "bids.task": "all",
    "bids.stimulus_column": "stim_file",
    "bids.onset_event": "",
    "bids.channels": [],
    "grid.trial_s": 4.0,
    "grid.slice_s": 2.0,
    "slices.sampling_rate_hz": 128,
    "slices.low_hz": 4.0,
    "slices.high_hz": 45.0,
    "slices.regress_eog": True,
}


@pytest.fixture
def found(tmp_path, monkeypatch):
    """Cohort of two subjects and two songs, in a working directory of its own."""
    monkeypatch.chdir(tmp_path)
    write_stimuli(RAW, "a.wav", "b.wav")
    told = [
        {"onset": 1.0, "duration": 0, "stim_file": "b.wav", "valence": 3},
        {"onset": 11.0, "duration": 0, "stim_file": "a.wav", "valence": 4},
    ]
    for subject in ("01", "02"):
        write_run(RAW, noise(8, 14, 250), 250, CAP, told, subject=subject)
    whole = load(ROOT / "params.yaml").model_dump()
    whole |= {"dataset": "bids", "exclude": []}
    whole["vocals"] |= {"separator": "htdemucs"}  # the other one knows generated voices only
    return cohorts(parse(whole))["bids"]


def test_the_cohort_is_of_paths_below_the_working_directory(found):
    assert found.reader == "bids"
    assert found.subjects == ["01", "02"]
    assert found.videos == ["01", "02"]
    every = [file for files in found.recordings.values() for file in files]
    for file in [*every, *found.stimuli.values(), *found.metadata]:
        assert not Path(file).is_absolute()
        assert Path(file).is_file()


def test_the_slicing_stage_reads_what_the_cohort_names(found):
    status = runner.main(
        [
            *("slices", "--cfg", json.dumps(CONFIG), "--subject", "01"),
            *("--reader", found.reader, "--root", found.raw),
            *("--recording", *found.recordings["01"], "--metadata", *found.metadata),
            *("--epochs", "epochs.parquet", "--trials", "trials.parquet"),
        ]
    )
    assert status == 0
    epochs = parquet.read(Path("epochs.parquet"), SLICES)
    assert epochs.array("eeg").shape == (2, 8, 256)
    assert epochs.meta["channels"] == CAP
    assert epochs.frame["video"].tolist() == [2, 2]
    trials = parquet.read(Path("trials.parquet"), TRIALS).frame
    assert trials["video"].tolist() == [1, 2]
    assert trials["valence"].tolist() == [4, 3]
    assert "ends 3 s after the music began" in trials["excluded"][0]
    assert trials["excluded"][1] == ""
