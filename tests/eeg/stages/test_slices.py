import json

import numpy as np
import pytest

from eeg2music import parquet
from eeg2music.corpora.tables import TRIALS
from eeg2music.deap import montage
from eeg2music.eeg.tables import SLICES
from eeg2music.stages.runner import main
from tests.deap.recordings import RATE_HZ, codes, noise, write_bdf, write_ratings

SECONDS, TRIAL_S, SLICE_S = 32, 8, 4
ONSETS = [1501, 7003]
CFG = {
    "grid.trial_s": 8.0,
    "grid.slice_s": 4.0,
    "slices.sampling_rate_hz": 128,
    "slices.low_hz": 4.0,
    "slices.high_hz": 45.0,
    "slices.regress_eog": True,
}


def run(folder, recording, subject="s01"):
    options = {
        "cfg": json.dumps(CFG),
        "recording": recording,
        "metadata": folder / "participant_ratings.csv",
        "reader": "bdf",
        "root": folder,
        "subject": subject,
        "epochs": folder / "out/s01.parquet",
        "trials": folder / "out/trials/s01.parquet",
    }
    return main(["slices", *(str(x) for k, v in options.items() for x in (f"--{k}", v))])


@pytest.fixture
def folder(tmp_path):
    write_ratings(tmp_path / "participant_ratings.csv", "s01", [9, 4])
    return tmp_path


@pytest.fixture(scope="module")
def marked():
    """Noise; an alpha burst on O1 1 s after each onset; blinks on Fp1 and the eye channel."""
    signals = {name: 0.05 * values for name, values in noise(SECONDS).items()}
    t = np.arange(RATE_HZ // 2) / RATE_HZ
    burst = np.hanning(len(t)) * np.cos(2 * np.pi * 12 * (t - t[-1] / 2))
    blink = np.random.default_rng(5).standard_normal(SECONDS * RATE_HZ)
    for onset in ONSETS:
        signals["O1"][onset + RATE_HZ : onset + RATE_HZ + len(t)] += 100 * burst
    signals["Fp1"] += 40 * blink
    signals["EXG3"] += 100 * blink
    return signals


@pytest.mark.parametrize(
    ("name", "high_bits", "order"),
    [("Status", 0, "s01"), ("", 0x18FF00, "s24")],
)
def test_slices_begin_at_the_onsets_in_canonical_order(folder, marked, name, high_bits, order):
    path = write_bdf(
        folder / "s01.bdf",
        marked,
        codes(SECONDS, ONSETS) + high_bits,
        order=montage.recording_channels(order),
        trigger_name=name,
    )
    assert run(folder, path) == 0
    table = parquet.read(folder / "out/s01.parquet", SLICES)
    assert table.frame["video"].tolist() == [4, 4, 9, 9]
    assert table.frame["slice"].tolist() == [0, 1, 0, 1]
    assert table.meta["channels"] == list(montage.GENEVA)
    assert table.meta["sampling_rate_hz"] == 128
    trials = parquet.read(folder / "out/trials/s01.parquet", TRIALS).frame
    assert trials["video"].tolist() == [4, 9]
    assert trials["excluded"].tolist() == ["", ""]
    assert trials["valence"].tolist() == [5.5, 5.5]
    eeg = table.array("eeg")
    assert eeg.shape == (4, 32, 512)
    assert np.abs(eeg.mean(axis=1)).max() < 1e-4
    occipital = eeg[[0, 2], montage.GENEVA.index("O1")]
    assert np.abs(occipital.argmax(axis=1) - 1.25 * 128).max() <= 1
    assert occipital.max() == pytest.approx(100, rel=0.1)
    frontal = eeg[:, montage.GENEVA.index("Fp1")]
    assert frontal.std() < 0.1 * 40


def refused(folder, recording, capsys, *messages):
    assert run(folder, recording) == 1
    told = capsys.readouterr().err
    for message in messages:
        assert message in told
    assert [path for path in (folder / "out").rglob("*") if path.is_file()] == []


def test_a_truncated_recording_stops_the_stage(folder, marked, capsys):
    path = write_bdf(folder / "s01.bdf", marked, codes(SECONDS, ONSETS))
    path.write_bytes(path.read_bytes()[:-100_000])
    refused(folder, path, capsys, str(path), "truncated", "Copy or download")


def test_a_recording_without_triggers_stops_the_stage(folder, marked, capsys):
    path = write_bdf(folder / "s01.bdf", marked, np.zeros(SECONDS * RATE_HZ))
    refused(folder, path, capsys, str(path), "code 4", "data_original")


def test_a_file_of_another_format_stops_the_stage(folder, capsys):
    path = folder / "s01.bdf"
    path.write_bytes(b"0       " + b" " * 1000)
    refused(folder, path, capsys, str(path), "24-bit BDF")


def test_a_missing_channel_stops_the_stage(folder, marked, capsys):
    order = [name for name in montage.recording_channels("s01") if name != "Cz"]
    path = write_bdf(folder / "s01.bdf", marked, codes(SECONDS, ONSETS), order=order)
    refused(folder, path, capsys, str(path), "Cz")


def test_a_missing_row_of_ratings_stops_the_stage(folder, marked, capsys):
    path = write_bdf(folder / "s01.bdf", marked, codes(SECONDS, ONSETS))
    ratings = write_ratings(folder / "participant_ratings.csv", "s01", [9])
    refused(folder, path, capsys, str(ratings), "trial 2", "metadata_csv.zip")


def test_a_recording_that_ends_within_a_trial_stops_the_stage(folder, marked, capsys):
    onsets = [1501, (SECONDS - 5) * RATE_HZ]
    path = write_bdf(folder / "s01.bdf", marked, codes(SECONDS, onsets))
    refused(folder, path, capsys, str(path), "around video 4")
