"""BIDS folders as people put them."""

import pytest

from tests.bids.folders import CAP, corpus, noise, write_run, write_stimuli
from tests.moving import move

RATE_HZ = 250
EVENTS = [{"onset": 1.0, "duration": 0, "stim_file": "song one.wav"}]


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "data/raw/bids"
    write_stimuli(root, "song one.wav")
    write_run(root, noise(8, 6, RATE_HZ), RATE_HZ, CAP, EVENTS)
    return root


def test_what_lies_where_it_should_needs_no_word(root):
    assert corpus(root).inventory().hints == ()


@pytest.mark.parametrize("place", ["bids/ds003774", "../bids", "../BIDS"])
def test_a_folder_too_deep_or_beside(root, place):
    there = move(root, place)
    told = f"sub-01 lies in {there}: move it to {root}"
    assert list(corpus(root).inventory().hints) == [told]


def test_a_recording_outside_the_folder_eeg(root):
    folder = root / "sub-01/eeg"
    for path in folder.iterdir():
        path.rename(folder.parent / path.name)
    folder.rmdir()
    (told,) = corpus(root).inventory().hints
    assert "sub-01_task-listening_eeg.vhdr in" in told
    assert "BIDS has it as sub-*/eeg/sub-*_task-*_eeg.vhdr" in told


def test_another_task(root):
    (told,) = corpus(root, task="Listening to music").inventory().hints
    assert told == "there are recordings of task listening: `bids.task: listening` reads them"


def test_stimuli_in_another_folder(root):
    (root / "stimuli").rename(root / "stimulus")
    (told,) = corpus(root).inventory().hints
    assert told == f"{root}/stimulus is there: call it stimuli"


def test_a_stimulus_under_another_name(root):
    (root / "stimuli/song one.wav").rename(root / "stimuli/Song-One.wav")
    reasons = [each.reason for each in corpus(root).inventory().excluded]
    told = "1 recordings name song one.wav, of which there is no file under stimuli"
    assert f"{told}; Song-One.wav is there" in reasons
