import json

import pytest

from eeg2music import parquet
from eeg2music.corpora.tables import TRIALS
from eeg2music.evaluation.tables import SPLIT
from eeg2music.stages.runner import main
from tests.evaluation.test_split import EIGHT, holders, sites

PEOPLE = {"seed": 3, "folds": 4, "validation_subjects": 0.125}
SONGS = {"seed": 3, "folds": 4, "validation_songs": 0.125}
VIDEOS = range(1, 41)


def run_stage(stage, settings, options):
    cfg = {"cfg": [json.dumps({f"split.{key}": value for key, value in settings.items()})]}
    words = [str(x) for name, values in (cfg | options).items() for x in (f"--{name}", *values)]
    assert main([stage, *words]) == 0


@pytest.fixture
def cells(tmp_path):
    """Run the stage; return its table and the part of each trial."""

    def run(lost=(), excluded=()):
        for subject in EIGHT:
            listed = [video for video in VIDEOS if (subject, video) != ("s02", 40)]
            columns = {
                "subject": [subject] * len(listed),
                "video": listed,
                "excluded": ["no trigger" if (subject, v) in lost else "" for v in listed],
                "interpolated": ["[]"] * len(listed),
            }
            ratings = ("valence", "arousal", "dominance", "liking")
            columns |= {name: [5.0] * len(listed) for name in ratings}
            parquet.write(tmp_path / f"{subject}.parquet", TRIALS, columns)
        songs = {"videos": VIDEOS, "number": [0], "table": [tmp_path / "songs.parquet"]}
        run_stage("song_split", SONGS, songs)
        options = {
            "subjects": EIGHT,
            "number": [0],
            "song_split": [tmp_path / "songs.parquet"],
            "groups": [json.dumps(sites(EIGHT))],
            "trials": [tmp_path / f"{subject}.parquet" for subject in EIGHT],
            "excluded": [json.dumps(excluded)],
            "table": [tmp_path / "split.parquet"],
        }
        run_stage("split", PEOPLE, options)
        table = parquet.read(tmp_path / "split.parquet", SPLIT)
        return table, table.frame.set_index(["subject", "video"])["part"].to_dict()

    return run


def test_the_table_spreads_both_sites(cells):
    table, parts = cells()
    assert table.meta["split"] == PEOPLE
    assert len(parts) == 8 * 40
    assert set(sites(holders(parts, "headline")[0]).values()) == {"twente", "geneva"}


def test_trials_that_were_not_recorded_or_not_wanted_take_no_part(cells):
    _, before = cells()
    _, after = cells(lost=[("s23", 4)], excluded=[["s01", 7]])
    changed = {trial for trial in before if before[trial] != after[trial]}
    assert changed == {("s23", 4), ("s01", 7)}
    assert {trial for trial, part in after.items() if part == "excluded"} == {
        ("s23", 4),
        ("s01", 7),
        ("s02", 40),
    }
