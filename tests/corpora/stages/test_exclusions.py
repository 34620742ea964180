import json

from eeg2music import parquet
from eeg2music.corpora.contract import Excluded
from eeg2music.corpora.tables import EXCLUSIONS, INTERPOLATED, TRIALS
from eeg2music.pipeline.settings import exclusions
from eeg2music.stages.runner import main


def write_trials(path, subject, reasons, bad=()):
    ratings = {name: [5.0] * len(reasons) for name in ("valence", "arousal", "dominance", "liking")}
    columns = {"subject": [subject] * len(reasons), "video": range(1, len(reasons) + 1)}
    bads = [json.dumps(dict(bad).get(video, [])) for video in columns["video"]]
    parquet.write(path, TRIALS, {**columns, "excluded": reasons, "interpolated": bads, **ratings})
    return str(path)


def run(tmp_path, known, *trials):
    out = tmp_path / "exclusions.parquet"
    words = ["--known", exclusions(known), "--trials", *trials, "--exclusions", str(out)]
    assert main(["exclusions", *words]) == 0
    return list(parquet.read(out, EXCLUSIONS).frame.itertuples(index=False, name=None))


def test_what_was_known_and_what_recordings_lack_are_one_list(tmp_path):
    known = [Excluded("", 39, "no file"), Excluded("s09", 0, "asleep"), Excluded("s01", 2, "moved")]
    trials = [
        write_trials(tmp_path / "1", "s01", ["", "", "no trigger"]),
        write_trials(tmp_path / "2", "s02", ["", ""]),
    ]
    assert run(tmp_path, known, *trials) == [
        ("", 39, "no file"),
        ("s01", 2, "moved"),
        ("s01", 3, "no trigger"),
        ("s09", 0, "asleep"),
    ]


def test_bad_channels_are_listed_with_their_trials(tmp_path):
    trials = [
        write_trials(tmp_path / "1", "s01", [""] * 3, {3: ["T7", "odd, name"], 1: ["T7"]}),
        write_trials(tmp_path / "2", "s02", ["", ""]),
    ]
    out = tmp_path / "interpolated.parquet"
    assert main(["interpolated", "--trials", *trials, "--interpolated", str(out)]) == 0
    told = parquet.read(out, INTERPOLATED).frame
    assert list(told.itertuples(index=False, name=None)) == [
        ("s01", "T7", "01, 03"),
        ("s01", "odd, name", "03"),
    ]


def test_a_whole_dataset_leaves_an_empty_table(tmp_path):
    assert run(tmp_path, [], write_trials(tmp_path / "1", "s01", ["", ""])) == []


def test_thousands_of_trials_that_were_never_played_fit_into_one_argument():
    known = [Excluded(f"{s:02d}", v, "not played") for s in range(31) for v in range(1, 361)]
    assert len(exclusions(known)) < 100_000
    assert json.loads(exclusions(known))["not played"]["30"] == list(range(1, 361))
