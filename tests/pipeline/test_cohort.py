from eeg2music.pipeline.cohort import Cohort, cohort
from tests.pipeline.parameters import parameters

RECORDED = parameters(dataset="deap", vocals__separator="htdemucs")


def test_the_demo_takes_its_size_from_the_parameters():
    told = cohort(parameters(demo__size="tiny", demo__coupling="null"))
    songs = ["01", "02", "03", "04", "05", "06", "07", "08"]
    assert told == Cohort("data/raw/demo", ["s01", "s02", "s23", "s24"], songs, "null")


def test_recordings_proper_are_whatever_lies_in_their_folder(tmp_path, monkeypatch):
    raw = tmp_path / "data/raw/deap"
    for name in ("data_original/s11.bdf", "data_original/s02.bdf", "data_original/notes.txt"):
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).touch()
    (raw / "stimuli").mkdir()
    (raw / "stimuli/07.mp4").touch()
    (raw / "stimuli/trailer.mp4").touch()
    monkeypatch.chdir(tmp_path)
    told = cohort(RECORDED)
    assert told == Cohort("data/raw/deap", ["s02", "s11"], ["07"], "recorded")


def test_no_recordings_are_an_empty_cohort(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = cohort(RECORDED)
    assert (told.subjects, told.videos) == ([], [])
