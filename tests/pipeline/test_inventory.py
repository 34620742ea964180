"""Who takes part, where their recordings are not."""

import json
from dataclasses import replace

import pytest

from eeg2music.corpora.contract import EVERYONE, Excluded, Inventory
from eeg2music.demo.cohorts import PLANTED
from eeg2music.pipeline import inventory
from eeg2music.pipeline.cohort import cohorts
from tests.pipeline.parameters import parameters

RAW = "data/raw/deap"
FOUND = Inventory(
    recordings={"s01": [f"{RAW}/data_original/s01.bdf"], "s24": [f"{RAW}/data_original/s24.bdf"]},
    stimuli={1: f"{RAW}/stimuli/01.mp4", 12: f"{RAW}/stimuli/12.mp4"},
    metadata=[f"{RAW}/a.csv", f"{RAW}/b.csv"],
    timetable=[f"{RAW}/b.csv"],
    excluded=[Excluded(EVERYONE, 2, "no file")],
    groups={"s01": "Twente", "s24": "Geneva"},
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_inventory_comes_back_as_it_was_written(here):
    told = {"deap": FOUND, "other": replace(FOUND, truth=PLANTED)}
    inventory.write(here, RAW, "bdf", told)
    assert inventory.read(here, RAW, "bdf") == told


def test_it_is_written_anew_only_when_it_has_changed(here):
    inventory.write(here, RAW, "bdf", {"deap": FOUND})
    before = (here / inventory.PATH).stat()
    inventory.write(here, RAW, "bdf", {"deap": FOUND})
    assert (here / inventory.PATH).stat() == before
    inventory.write(here, RAW, "dat", {"deap": FOUND})
    assert inventory.read(here, RAW, "bdf") == {}


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"raw": 1}', json.dumps({"raw": RAW, "reader": "bdf"})]
)
def test_a_damaged_one_is_none(here, text):
    (here / "results").mkdir()
    (here / inventory.PATH).write_text(text)
    assert inventory.read(here, RAW, "bdf") == {}


def test_the_rules_are_made_from_it_where_nothing_raw_is(here):
    params = parameters(dataset="deap", vocals__separator="htdemucs")
    assert cohorts(params)["deap"].subjects == []
    inventory.write(here, RAW, "bdf", {"deap": FOUND})
    told = cohorts(params)["deap"]
    assert (told.subjects, told.videos) == (["s01", "s24"], ["01", "12"])
    assert told.raw_files == sorted(
        [
            *FOUND.metadata,
            *FOUND.stimuli.values(),
            *(f for fs in FOUND.recordings.values() for f in fs),
        ]
    )
    (here / RAW / "stimuli").mkdir(parents=True)
    (here / RAW / "stimuli/03.mp4").touch()
    assert cohorts(params)["deap"].videos == ["03"]
