"""BIDS folders that are not what they should be: each is refused, and told why."""

import shutil

import numpy as np
import pytest

from eeg2music.corpora.contract import Inventory
from tests.bids.folders import (
    CAP,
    GRID,
    SETTINGS,
    corpus,
    edit_channels,
    noise,
    session,
    sidecar,
    write_events,
    write_run,
    write_stimuli,
    write_table,
)
from tests.refusals import refusal

RATE_HZ = 250
EVENTS = [{"onset": 1.0, "duration": 0, "stim_file": "a.wav"}]
AS_BIDS = "Write it as BIDS asks"
SEE = "See docs/corpora.md"
SOURCE = "Restore the recording"
UNIT = "Check the unit in channels.tsv"
BAD = "Mark the channel bad"
RESAMPLE = "Resample the recording"


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    root = tmp_path_factory.mktemp("good")
    write_stimuli(root, "a.wav", "b.wav")
    write_run(root, noise(8, 7, RATE_HZ), RATE_HZ, CAP, EVENTS)
    return root


@pytest.fixture
def folder(good, tmp_path):
    """A usable folder to be spoilt, and its recording."""
    root = tmp_path / "raw"
    shutil.copytree(good, root)
    return root, root / "sub-01" / "eeg" / "sub-01_task-listening_eeg.vhdr"


def files(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def refuse(root, file, **told):
    """Refuse when the session is opened, or read at the latest; touch nothing."""
    settings = told.pop("settings", {})
    before = files(root)
    refusal(
        lambda: session(root, **settings).cleaned(GRID, SETTINGS),
        file=file,
        **told,
    )
    assert files(root) == before


def rows(*onsets, **changed):
    return [{**EVENTS[0], "onset": onset, **changed} for onset in onsets]


@pytest.mark.parametrize(
    ("table", "expected", "found", "cure"),
    [
        (b"", "onset", "an empty file", AS_BIDS),
        (b"time\tstim_file\n1.0\ta.wav\n", "columns onset", "columns time, stim_file", AS_BIDS),
        (b"onset,stim_file\n1.0,a.wav\n", "columns onset", "onset,stim_file", AS_BIDS),
        (b"onset\tonset\n1.0\ta.wav\n", "columns onset", "onset, onset", AS_BIDS),
        (b"onset\tstim_file\n1.0\n", "2 cells in line 2", "1 cells", AS_BIDS),
        (b"onset\tstim_file\n1\ta\tb\n", "2 cells in line 2", "3 cells", AS_BIDS),
        (b"onset\tstim_file\n1.0\t\xff\xfe.wav\n", "UTF-8", "invalid start byte", AS_BIDS),
        (b"onset\tstim_file\nn/a\ta.wav\n", "onset of every stimulus", "'n/a'", "Write the time"),
        (b"onset\tstim_file\n-3\ta.wav\n", "onset of every stimulus", "'-3'", "Write the time"),
        (b"onset\tstim_file\ninf\ta.wav\n", "onset of every stimulus", "'inf'", "Write the time"),
        (b"onset\tstim_file\n1\tc.wav\n", "names one of 2 files", "without a file: c.wav", SEE),
        (b"onset\tstim_file\n1\tn/a\n", "names one of 2 files", "no event that names", SEE),
        (b"onset\ttrial_type\n1\tmusic\n", "names one of 2 files", "no event that names", SEE),
    ],
)
def test_events(folder, table, expected, found, cure):
    root, data = folder
    events = sidecar(data, "events.tsv")
    events.write_bytes(table)
    refuse(root, events, expected=expected, found=found, cure=cure)


def test_no_events_at_all(folder):
    root, data = folder
    write_events(data, None)
    refuse(root, data, expected="a table of events", found="no events.tsv", cure=SEE)


def test_a_starting_event_that_never_comes(folder):
    root, data = folder
    refuse(
        root,
        sidecar(data, "events.tsv"),
        settings={"onset_event": "788"},
        expected="788 where it starts",
        found="no event",
        cure=SEE,
    )


def test_a_recording_whose_name_tells_no_stimulus(folder):
    root, data = folder
    refuse(
        root,
        data,
        settings={"onset_event": "recording"},
        expected="a session, run or task named like one of 2 files",
        found=data.name,
        cure=SEE,
    )


def test_a_name_that_fits_two_stimuli(folder):
    root, data = folder
    write_stimuli(root, "other/a.wav")
    expected, cure = "names that fit one file", "Name the stimulus by its path"
    write_events(data, rows(1.0, stim_file="a"))
    events = sidecar(data, "events.tsv")
    refuse(root, events, expected=expected, found="'a', which fits", cure=cure)


@pytest.mark.parametrize("size", [0, 20, 300])
@pytest.mark.parametrize("kind", [".vhdr", ".set", ".edf", ".bdf", ".fif"])
def test_damaged_recordings(folder, kind, size):
    root, data = folder
    content = data.read_bytes()[:size]
    for file in data.parent.glob(f"{data.stem}.*"):
        file.unlink()
    damaged = data.with_suffix(kind)
    damaged.write_bytes(content)
    refuse(root, damaged, expected="a recording that MNE can read", found="", cure=SOURCE)


def edf(tmp_path):
    write_stimuli(tmp_path, "a.wav")
    return write_run(tmp_path, noise(8, 9, RATE_HZ), RATE_HZ, CAP, EVENTS, kind="EDF")


def test_annotations_alone(tmp_path):
    data = edf(tmp_path)
    fields = ["0", "X X X X", "Startdate 01-JAN-2020 X X X", "01.01.20", "00.00.00", "512"]
    fields += ["EDF+C", "4", "1", "1"]
    sizes = [8, 80, 80, 8, 8, 8, 44, 8, 8, 4]
    fields += ["EDF Annotations", "", "", "-1", "1", "-32768", "32767", "", "60", ""]
    sizes += [16, 80, 8, 8, 8, 8, 8, 80, 8, 32]
    head = "".join(f"{field:<{size}}" for field, size in zip(fields, sizes, strict=True))
    records = [f"+{n}\x14\x14\0+{n}\x14stim\x14\0".ljust(120, "\0") for n in range(4)]
    data.write_text(head + "".join(records), encoding="latin-1", newline="")
    refuse(tmp_path, data, expected="signals", found="annotations", cure="Put the file that holds")


def test_a_set_of_matlab_7_3(tmp_path):
    write_stimuli(tmp_path, "a.wav")
    data = write_run(tmp_path, noise(8, 7, RATE_HZ), RATE_HZ, CAP, EVENTS, kind="EEGLAB")
    data.write_bytes(b"MATLAB 7.3 MAT-file".ljust(124) + b"\x00\x02IM" + b"\x89HDF\r\n\x1a\n" * 9)
    refuse(tmp_path, data, expected="MNE can read", found="", cure="pip install pymatreader")


def test_what_mne_warns_of_is_told_once(tmp_path, caplog):
    data = edf(tmp_path)
    content = data.read_bytes()
    data.write_bytes(content[:236] + b"20      " + content[244:])
    session(tmp_path).cleaned(GRID, SETTINGS)
    told = [line for line in caplog.messages if line.startswith(f"{data.name}: Number of records")]
    assert len(told) == 1


def test_signals_that_are_not_there(folder):
    root, data = folder
    data.with_suffix(".eeg").unlink()
    refuse(root, data, expected="a recording that MNE can read", found=".eeg", cure=SOURCE)


def test_signals_cut_off_after_the_recording_was_opened(folder):
    root, data = folder
    opened = session(root)
    signals = data.with_suffix(".eeg")
    signals.write_bytes(signals.read_bytes()[: 4 * 8 * RATE_HZ * 2])
    refusal(
        lambda: opened.cleaned(GRID, SETTINGS),
        file=data,
        expected="a recording that MNE can read, whole",
        found="",
        cure=SOURCE,
    )


@pytest.mark.parametrize(("unit_v", "found"), [(1.0, "e+06 µV"), (1e-3, "e+03 µV"), (1e-9, "µV")])
def test_wrong_units(tmp_path, unit_v, found):
    write_stimuli(tmp_path, "a.wav")
    data = write_run(tmp_path, noise(8, 7, RATE_HZ), RATE_HZ, CAP, EVENTS, unit_v=unit_v)
    refuse(tmp_path, data, expected="0.1 to 1000 µV", found=found, cure=UNIT)


@pytest.mark.parametrize(
    ("value", "found"), [(0.0, "constant: Pz"), (np.nan, "not finite: Pz"), (np.inf, "not finite")]
)
def test_signals_of_no_use(folder, value, found):
    root, data = folder
    signals = np.fromfile(data.with_suffix(".eeg"), dtype="<f4").reshape(-1, 8)
    signals[:, CAP.index("Pz")] = value
    signals.tofile(data.with_suffix(".eeg"))
    expected = "a finite signal that varies"
    refuse(root, data, expected=expected, found=f"{found}", cure=BAD)


@pytest.mark.parametrize(
    ("change", "expected", "found", "cure"),
    [
        ({"type": "MISC"}, "channels of type EEG", "types MISC", "Give the electrodes"),
        ({"name": "X"}, "channels of", "not in the recording: X", "Write the names"),
        ({"name": "Fz"}, "channels of", "a name twice", "Write the names"),
    ],
)
def test_channels_that_do_not_fit(folder, change, expected, found, cure):
    root, data = folder
    table = edit_channels(data, lambda row: row | change)
    refuse(root, table, expected=expected, found=found, cure=cure)


def test_channels_that_are_not_there(folder):
    root, data = folder
    refuse(
        root,
        data,
        settings={"channels": ["Fz", "Oz"]},
        expected="bids.channels`, Fz, Oz",
        found="none of type EEG named Oz",
        cure="Name channels that every recording has",
    )


def mark_bad(data, *names):
    change = {name: {"status": "bad"} for name in names}
    return edit_channels(data, lambda row: row | change.get(row["name"], {}))


def test_more_bad_channels_than_others_can_tell(folder):
    root, data = folder
    mark_bad(data, "Fz", "Cz", "Pz")
    cure = "Choose good ones"
    refuse(root, data, expected="at most 25% of the 8", found="3: Fz, Cz, Pz", cure=cure)


@pytest.mark.parametrize("named", [["Cz", "Fz", "Pz"], ["Fz", "Pz", "C3", "C4", "O1"]])
def test_bad_channels_without_a_position(folder, named):
    root, data = folder
    mark_bad(data, "Cz")
    places = [{"name": name, "x": n, "y": n * n, "z": -n} for n, name in enumerate(named)]
    table = write_table(sidecar(data, "electrodes.tsv"), places)
    expected, cure = "the position of every bad channel", "Add electrodes.tsv"
    refuse(root, table, expected=expected, found="none for Cz", cure=cure)


def test_runs_of_different_sampling_rates(folder):
    root, _ = folder
    told = rows(1.0, stim_file="b.wav")
    other = write_run(root, noise(8, 7, 500), 500, CAP, told, task="listening", run="2")
    refuse(root, other, expected="250 Hz, the rate of", found="500 Hz", cure=RESAMPLE)


@pytest.mark.parametrize(
    ("rate_hz", "expected"), [(90, "at least 98 Hz"), (250.5, "a whole number of Hz")]
)
def test_sampling_rates_that_do_not_suit(tmp_path, rate_hz, expected):
    write_stimuli(tmp_path, "a.wav")
    data = write_run(tmp_path, noise(8, 7, rate_hz), rate_hz, CAP, EVENTS)
    refuse(tmp_path, data, expected=expected, found=f"{rate_hz:g} Hz", cure=RESAMPLE)


@pytest.mark.parametrize(
    ("name", "content", "expected", "found"),
    [
        ("participants.tsv", "subject\tgroup\n01\ta\n", "participant_id", "subject, group"),
        ("stimuli/stimuli.tsv", "code\tfile\n301\ta.wav\n", "stimulus_id, stim_file", "code"),
        ("stimuli/stimuli.tsv", "stimulus_id\tstim_file\n301\n", "2 cells", "1 cells"),
    ],
)
def test_tables_of_everyone(folder, name, content, expected, found):
    root, _ = folder
    (root / name).write_text(content)
    before = files(root)
    refusal(corpus(root).inventory, file=root / name, expected=expected, found=found, cure=AS_BIDS)
    assert files(root) == before


@pytest.mark.parametrize("exists", [False, True])
def test_a_folder_of_nothing_is_an_empty_inventory(tmp_path, exists):
    root = tmp_path / "raw"
    if exists:
        (root / "stimuli").mkdir(parents=True)
    assert corpus(root).inventory() == Inventory({}, {}, [], excluded=[])


def test_a_subject_whose_recordings_are_links_to_nothing_takes_no_part(folder):
    root, data = folder
    data.unlink()
    data.symlink_to(root / "annex")
    found = corpus(root).inventory()
    assert not found.recordings
    assert any("datalad get" in each.reason for each in found.excluded)
