"""Recordings that pause: whatever tells it, no trial goes across."""

import mne
import numpy as np
import pytest

from eeg2music.bids.continuity import annotated_cuts_s, is_cut, record_cuts_s
from eeg2music.errors import DataError
from tests.bids.folders import (
    CAP,
    GRID,
    SETTINGS,
    noise,
    session,
    sidecar,
    write_events,
    write_run,
    write_stimuli,
)

RATE_HZ = 128
CUTS = [
    *("boundary", "BOUNDARY", "boundary event", "BAD boundary", "EDGE boundary"),
    *("New Segment", "New Segment/", "New Segment/LostSamples", "LostSamples: 12", "lost samples"),
    *("BAD_ACQ_SKIP", "bad_acq_skip", "BAD_GAP", "break cnt", "Discontinuity"),
    *("Recording paused", "Recording resumed", "EEG recording stopped", "pause", "Resumed"),
]
OTHERS = [
    "phrase_boundary",
    "break",
    "stim",
    "",
    "segment",
    "new",
    "gap",
    "pausefigure",
    "boundary tone",
]


@pytest.mark.parametrize("text", CUTS)
def test_every_known_mark_of_a_cut_is_one(text):
    assert is_cut(text)


@pytest.mark.parametrize("text", OTHERS)
def test_what_merely_resembles_one_is_none(text):
    assert not is_cut(text)


def heard(root):
    (trial,) = session(root).trials
    return trial.reason


@pytest.fixture
def run(tmp_path):
    """12 s, in which a song of 4 s begins at 5 s."""
    write_stimuli(tmp_path, "song.wav")
    song = {"onset": 5.0, "duration": 4.0, "trial_type": "stim", "stim_file": "song.wav"}
    return tmp_path, write_run(tmp_path, noise(8, 12, RATE_HZ), RATE_HZ, CAP, [song]), song


@pytest.mark.parametrize("text", CUTS)
def test_a_trial_across_an_event_of_a_cut_is_left_out(run, text):
    root, data, song = run
    cut = {"onset": 6.5, "duration": 0, "trial_type": text, "stim_file": "n/a"}
    write_events(data, [song, cut])
    assert "is cut 1.5 s after the music began" in heard(root)
    write_events(data, [song, {**cut, "onset": 9.5}])
    assert heard(root) == ""


def test_what_was_not_stored_is_no_part_of_a_trial_to_its_end(run):
    root, data, song = run
    gap = {"onset": 3.0, "duration": 2.5, "trial_type": "BAD_ACQ_SKIP", "stim_file": "n/a"}
    write_events(data, [song, gap])
    assert "is cut 0.5 s after the music began" in heard(root)


@pytest.mark.parametrize(("first_s", "text"), [(0.0, "BAD boundary"), (3.0, "New Segment/")])
def test_a_recordings_own_annotations_count(first_s, text):
    info = mne.create_info(CAP, RATE_HZ, "eeg")
    raw = mne.io.RawArray(noise(8, 12, RATE_HZ), info, first_samp=round(first_s * RATE_HZ))
    raw.set_annotations(mne.Annotations([2.0, 4.0, 6.0], [0, 0, 1.5], [text, "stim", text]))
    assert annotated_cuts_s(raw) == pytest.approx([2.0, 6.0, 7.5])


def edf(path, starts_s, kind=b"EDF+D", texts=True):
    """A file as the standard has it: records of 1 s, and when each begins."""
    labels = [*CAP, "EDF Annotations" if texts else "other"]
    counts = [RATE_HZ] * len(CAP) + [30]
    fields = [
        (16, labels),
        (80, [""] * 9),
        (8, ["uV"] * 8 + [""]),
        (8, ["-3276.8"] * 8 + ["-1"]),
        (8, ["3276.7"] * 8 + ["1"]),
        (8, ["-32768"] * 9),
        (8, ["32767"] * 9),
        (80, [""] * 9),
        (8, counts),
        (32, [""] * 9),
    ]
    fixed = [(8, "0"), (80, "X X X X"), (80, "Startdate 01-JAN-2020 X X X"), (8, "01.01.20")]
    fixed += [
        (8, "00.00.00"),
        (8, 256 * 10),
        (44, kind.decode()),
        (8, len(starts_s)),
        (8, 1),
        (4, 9),
    ]
    header = b"".join(str(text).ljust(size).encode() for size, text in fixed)
    header += b"".join(str(t).ljust(size).encode() for size, told in fields for t in told)
    signals = noise(8, len(starts_s), RATE_HZ).reshape(8, len(starts_s), RATE_HZ)
    records = [
        (10 * signals[:, n]).astype("<i2").tobytes() + f"+{at:g}\x14\x14".encode().ljust(60, b"\0")
        for n, at in enumerate(starts_s)
    ]
    path.write_bytes(header + b"".join(records))
    return path


@pytest.mark.parametrize(
    ("starts_s", "cuts_s"),
    [
        (np.arange(12.0), []),
        (np.arange(12.0) + 0.25, []),
        ([*range(6), *range(9, 15)], [6.0]),
        ([0, 1, 2.5, 3.5, 4.5, 700], [2.0, 5.0]),
        ([0, 1, 1.5, 2.5], [2.0]),
    ],
)
def test_the_times_of_records_tell_where_a_file_pauses(tmp_path, starts_s, cuts_s):
    assert record_cuts_s(edf(tmp_path / "a.edf", starts_s)) == cuts_s
    assert record_cuts_s(edf(tmp_path / "a.edf", starts_s, kind=b"EDF+C")) == []


def test_a_discontinuous_file_without_times_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"the time of every record.*no signal of annotations"):
        record_cuts_s(edf(tmp_path / "a.edf", range(5), texts=False))


def test_a_trial_across_a_pause_of_an_edf_file_is_left_out(run):
    root, data, _ = run
    for suffix in (".vhdr", ".eeg", ".vmrk"):
        data.with_suffix(suffix).unlink()
    sidecar(data, "channels.tsv").unlink()
    edf(data.with_suffix(".edf"), [*range(7), *range(9, 14)])
    assert "is cut 2 s after the music began" in heard(root)
    edf(data.with_suffix(".edf"), range(12))
    opened = session(root)
    assert opened.trials[0].reason == ""
    assert opened.cleaned(GRID, SETTINGS).shape == (1, 8, 512)


@pytest.mark.parametrize("suffix", ["edf", "vhdr"])
def test_what_macos_puts_beside_a_file_is_no_file_of_ours(run, suffix):
    root, data, _ = run
    before = repr(session(root).trials)
    data.with_name(f"._{data.stem}.{suffix}").write_bytes(b"\0\5\x16\7")
    sidecar(data, "events.tsv").with_name("._sub-01_task-listening_events.tsv").write_bytes(b"\0")
    (root / "stimuli/._song.wav").write_bytes(b"\0")
    (root / "stimuli/.hidden").mkdir()
    (root / "stimuli/.hidden/a.wav").write_bytes(b"\0")
    (root / "._participants.tsv").write_bytes(b"\0")
    assert repr(session(root).trials) == before
