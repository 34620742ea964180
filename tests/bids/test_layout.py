"""Names of files, whatever bytes are in them."""

import os
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from eeg2music.bids import layout
from eeg2music.corpora.contract import EVERYTHING
from tests.bids.folders import CAP, corpus, noise, session, write_run, write_stimuli

RATE_HZ = 250


@given(st.lists(st.integers(0, 10**6), min_size=2, unique=True))
def test_numbers_in_names_count_as_numbers(numbers):
    from pathlib import Path

    paths = [Path(f"sub-01/eeg/sub-01_run-{number}_eeg.edf") for number in numbers]
    told = [layout.entities(path)["run"] for path in sorted(paths, key=layout.natural)]
    assert list(map(int, told)) == sorted(numbers)


def test_run_two_is_heard_before_run_ten(tmp_path):
    write_stimuli(tmp_path, "a.wav")
    for run, onset_s in (("2", 1.0), ("10", 2.0)):
        events = [{"onset": onset_s, "duration": 0, "stim_file": "a.wav"}]
        write_run(tmp_path, noise(8, 8, RATE_HZ), RATE_HZ, CAP, events, run=run)
    (placed,) = session(tmp_path).placed
    assert placed.onset == 1.0 * RATE_HZ


def test_songs_are_numbered_as_people_count(tmp_path):
    names = [f"song {number}.wav" for number in range(1, 13)]
    write_stimuli(tmp_path, *sorted(names))
    files = layout.stimuli(tmp_path)
    assert [path.name for path in layout.numbered(tmp_path, files).values()] == names


def test_a_name_that_is_no_utf8_is_told_and_left_alone(tmp_path):
    write_stimuli(tmp_path, "a.wav")
    events = [{"onset": 1.0, "duration": 0, "stim_file": "a.wav"}]
    data = write_run(tmp_path, noise(8, 6, RATE_HZ), RATE_HZ, CAP, events)
    for folder, name in ((tmp_path / "stimuli", b"caf\xe9.mp3"), (data.parent, b"\xff_eeg.edf")):
        with open(os.path.join(os.fsencode(folder), name), "wb") as stream:
            stream.write(b"x")
    found = corpus(tmp_path).inventory()
    assert list(found.recordings) == ["01"]
    assert list(found.stimuli) == [1]
    told = [each.reason for each in found.excluded]
    assert any(reason.startswith(r"caf\xe9.mp3: the name is no UTF-8") for reason in told)
    assert any(reason.startswith(r"\xff_eeg.edf: the name is no UTF-8") for reason in told)


def test_a_label_that_is_none_is_told(tmp_path):
    write_stimuli(tmp_path, "a.wav")
    events = [{"onset": 1.0, "duration": 0, "stim_file": "a.wav"}]
    write_run(tmp_path, noise(8, 6, RATE_HZ), RATE_HZ, CAP, events)
    (tmp_path / "sub-01").rename(tmp_path / "sub-01 {old}")
    found = corpus(tmp_path).inventory()
    assert not found.recordings
    (told,) = [each for each in found.excluded if each.video == EVERYTHING]
    assert told.reason == (
        "sub-01 {old}: letters and digits alone make a subject's label; rename the folder"
    )


def test_accents_are_the_same_however_they_are_spelt(tmp_path):
    names = [unicodedata.normalize(form, "Où.wav") for form in ("NFC", "NFD")]
    assert names[0] != names[1]
    for number, (file, told) in enumerate((names, names[::-1])):
        root = tmp_path / str(number)
        write_stimuli(root, file)
        events = [{"onset": 1.0, "duration": 0, "stim_file": told}]
        write_run(root, noise(8, 6, RATE_HZ), RATE_HZ, CAP, events)
        assert list(corpus(root).inventory().stimuli) == [1]
