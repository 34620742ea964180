import pytest

from eeg2music.corpora.contract import RECORDED, Excluded
from eeg2music.errors import DataError
from eeg2music.pipeline.cohort import cohorts
from eeg2music.pipeline.trials import composed, lacking
from tests.pipeline.parameters import parameters

SONGS = ["01", "02", "03", "04", "05", "06", "07", "08"]


def cohort(params):
    """The only cohort of recordings proper."""
    (told,) = cohorts(params).values()
    return told


def recorded(**changes):
    few = {"split__folds": 3, "vocals__separator": "htdemucs"}
    return parameters(dataset="deap", **few | changes)


@pytest.fixture
def deap(tmp_path, monkeypatch):
    """A folder of DEAP's in which three subjects, four videos and the tables are."""
    names = [f"data_original/{subject}.bdf" for subject in ("s11", "s02", "s24")]
    names += ["data_original/notes.txt", "stimuli/07.webm", "stimuli/12.mp4", "stimuli/notes.txt"]
    names += ["stimuli/3.mkv", "stimuli/40.mp3"]
    names += [f"metadata_csv/{name}.csv" for name in ("participant_ratings", "video_list")]
    raw = tmp_path / "data/raw/deap"
    for name in names:
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_bytes(b"something")
    monkeypatch.chdir(tmp_path)
    return raw


def test_the_demo_takes_its_size_from_the_parameters():
    told = cohorts(parameters(demo__size="tiny"))["planted"]
    assert (told.subjects, told.videos) == (["s01", "s02", "s23", "s24"], SONGS)
    assert told.recordings["s23"] == ["data/raw/demo/planted/data_original/s23.bdf"]
    assert told.groups["s23"] == "geneva"
    preprocessed = cohorts(parameters(eeg_source="dat"))["planted"]
    assert preprocessed.recordings["s01"] == [
        "data/raw/demo/planted/data_preprocessed_python/s01.dat"
    ]


def test_a_cohort_of_the_demo_is_a_line_of_the_parameters():
    told = cohorts(parameters(demo__cohorts={"planted": 0.5, "weak": 0.1, None: 0.0}))
    assert list(told) == ["planted", "weak", "null"]
    truths = {name: (each.truth.coupling, each.truth.follows) for name, each in told.items()}
    assert truths == {
        "planted": ("planted", True),
        "weak": ("planted", True),
        "null": ("null", False),
    }
    assert told["weak"].recordings["s01"] == ["data/raw/demo/weak/data_original/s01.bdf"]
    assert told["weak"].stimuli == told["planted"].stimuli


@pytest.mark.parametrize("name", ["songs", "all", "a/b", "..", "", "Null"])
def test_a_cohort_must_not_be_called_what_folders_are(name):
    with pytest.raises(DataError, match=r"demo\.cohorts"):
        parameters(demo__cohorts={name: 0.5})


def test_nobody_knows_whether_recorded_brains_follow(deap):
    told = cohorts(recorded())
    assert list(told) == ["deap"]
    assert told["deap"].truth == RECORDED


def test_recordings_proper_are_whatever_lies_in_their_folder(deap):
    told = cohort(recorded())
    assert (told.subjects, told.videos) == (["s02", "s11", "s24"], ["03", "07", "12", "40"])
    assert told.stimuli["07"] == "data/raw/deap/stimuli/07.webm"
    assert [path.split("/")[-1] for path in told.metadata] == [
        "participant_ratings.csv",
        "video_list.csv",
    ]
    assert told.groups == {"s02": "twente", "s11": "twente", "s24": "geneva"}
    reasons = {(each.subject, each.video): each.reason for each in told.excluded}
    assert reasons["s01", 0] == "no recording in data_original"
    assert reasons["", 39] == "no file in stimuli"
    assert len(reasons) == 29 + 36


def test_exclusions_leave_out_people_songs_and_single_trials(deap):
    unwanted = [
        {"subject": "s11", "reason": "asleep"},
        {"video": 7, "reason": "wrong cut"},
        {"subject": "s02", "video": 12, "reason": "sneezed"},
    ]
    told = cohort(recorded(exclude=unwanted))
    assert (told.subjects, told.videos) == (["s02", "s24"], ["03", "12", "40"])
    assert told.excluded_trials == [("s02", 12)]
    assert Excluded("s11", 0, "asleep") in told.excluded
    assert "s11" not in told.groups


def test_an_excluded_trial_is_never_composed(deap):
    params = recorded(compose__trials=9, split__validation_subjects=0.0)
    chosen = composed(params, cohort(params), 0)
    subject, video = chosen[0]
    unwanted = [{"subject": subject, "video": int(video), "reason": "no"}]
    fewer = recorded(exclude=unwanted, compose__trials=9, split__validation_subjects=0.0)
    assert set(composed(fewer, cohort(fewer), 0)) == set(chosen[1:])


def test_an_empty_folder_is_told_to_lack_its_tables(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = cohort(recorded())
    assert (told.subjects, told.videos) == ([], [])
    assert "data/raw/deap has none of the tables" in lacking(recorded(), told)


def test_too_few_people_are_told(deap):
    assert lacking(recorded(), cohort(recorded())) == ""
    greedy = recorded(split__folds=9)
    assert "expected at least one subject and one song for training" in lacking(
        greedy, cohort(greedy)
    )
