"""What is wrong with one subject's files is no concern of the others."""

import pytest

from eeg2music.errors import DataError
from tests.bids.folders import CAP, corpus, noise, session, sidecar, write_run, write_stimuli
from tests.bids.folders import write_table as table

RATE_HZ = 250
EVENTS = [{"onset": 1.0, "duration": 0, "stim_file": "a.wav"}]


@pytest.fixture
def folder(tmp_path):
    """Three subjects who heard a song; the second one's files are about to be spoilt."""
    write_stimuli(tmp_path, "a.wav", "other/a.wav", "b.wav")
    told = [{"onset": 1.0, "duration": 0, "stim_file": "b.wav"}]
    for subject in ("01", "02", "03"):
        write_run(tmp_path, noise(8, 6, RATE_HZ), RATE_HZ, CAP, told, subject=subject)
    return tmp_path


def events(root, text):
    data = root / "sub-02/eeg/sub-02_task-listening_eeg.vhdr"
    sidecar(data, "events.tsv").write_bytes(text)


def people(root, text):
    (root / "participants.tsv").write_bytes(text)


def answers(root, text):
    (root / "phenotype").mkdir()
    (root / "phenotype/songs.tsv").write_bytes(text)


HEADER = b"onset\tduration\tstim_file\n"


@pytest.mark.parametrize(
    ("spoil", "text", "told"),
    [
        (events, HEADER + b"soon\t0\tb.wav\n", "onset 'soon'"),
        (events, HEADER + b"1.0\t0\n", "2 cells"),
        (events, HEADER + b"-1.0\t0\tb.wav\n", "onset '-1.0'"),
        (events, HEADER + b"1.0\t0\ta\n", "'a', which fits"),
        (events, HEADER + b"1.0\t0\tb\xff.wav\n", "UTF-8"),
        (events, b"start\tstim_file\n1.0\tb.wav\n", "columns start"),
        (events, b"", "an empty file"),
        (events, HEADER + b"n/a\t0\tn/a\n1.0\t0\ta\n", "'a', which fits"),
        (people, b"participant_id\tgroup\nsub-01\tx\nsub-02\ty\tz\nsub-03\tx\n", "3 cells"),
        (
            answers,
            b"participant_id\tstim_file\tvalence\nsub-01\tb.wav\t4\nsub-02\tb.wav\n"
            b"sub-03\tb.wav\t5\n",
            "2 cells",
        ),
        (
            answers,
            b"participant_id\tstim_file\tvalence\nsub-01\tb.wav\t4\nsub-02\ta\t5\n",
            "'a', which fits",
        ),
    ],
)
def test_a_spoilt_table_stops_its_own_subject_only(folder, spoil, text, told):
    spoil(folder, text)
    found = corpus(folder).inventory()
    assert sorted(found.recordings) == ["01", "02", "03"]
    assert len(found.stimuli) == 1
    for subject in ("01", "03"):
        assert [trial.reason for trial in session(folder, subject).trials] == [""]
    with pytest.raises(DataError) as refused:
        session(folder, "02")
    assert told in str(refused.value)


def test_groups_and_answers_of_the_others_count(folder):
    rows = [{"participant_id": f"sub-0{n}", "group": g} for n, g in ((1, "x"), (2, "n/a"))]
    table(folder / "participants.tsv", rows)
    people(folder, (folder / "participants.tsv").read_bytes() + b"sub-03\ty\tz\n")
    assert corpus(folder).inventory().groups == {"01": "x"}
