"""What is documented of DEAP's files, one fact a test; each fails if it is not heeded."""

import csv

import mne
import numpy as np
import pytest

from eeg2music.deap import montage
from eeg2music.deap.bdf import Header, read_header, trigger_codes
from eeg2music.deap.original import open_original
from eeg2music.deap.physiology import skin_resistance_ohm
from eeg2music.deap.ratings import read_ratings
from eeg2music.deap.recording import CODE_MASK, VIDEO_START, Recording, open_recording, rises
from eeg2music.deap.trials import Trial, find_trials, read_trials
from eeg2music.deap.videos import read_videos
from eeg2music.demo import session
from eeg2music.demo.artefacts import as_stored
from eeg2music.demo.brain import SOURCES
from eeg2music.demo.ratings import WITHOUT_FAMILIARITY, Affect, participant_ratings
from eeg2music.demo.recording import channels
from eeg2music.eeg.params import Slices
from eeg2music.params.grid import Grid
from tests.deap.recordings import (
    RATE_HZ,
    codes,
    noise,
    write_bdf,
    write_ratings,
    write_recording_of,
)

ALL = [f"s{number:02d}" for number in range(1, 33)]
VIDEOS, TRIAL_S = 40, 60


def subjects(first, last):
    return ALL[first - 1 : last]


def demo_recording(subject, folder):
    """The triggers of a full session of the demo, as the reader finds them."""
    shown = session.draw(3, subject, VIDEOS, TRIAL_S)
    onsets = rises(session.status(shown, subject) & CODE_MASK, VIDEO_START)
    names = montage.recording_channels(subject)
    header = Header(names, shown.samples // RATE_HZ, RATE_HZ, RATE_HZ)
    return shown, Recording(folder / f"{subject}.bdf", header, onsets)


def demo_ratings(subject, shown, folder):
    affect = dict.fromkeys(range(1, VIDEOS + 1), Affect(0.0, 0.0))
    file = folder / "participant_ratings.csv"
    participant_ratings(3, subject, shown, affect).to_csv(file, index=False)
    return read_ratings(file), file


# Channels


def test_s01_to_s22_are_of_twente_and_s23_to_s32_of_geneva():
    assert {montage.site(subject) for subject in subjects(1, 22)} == {"twente"}
    assert {montage.site(subject) for subject in subjects(23, 32)} == {"geneva"}


def test_the_sites_stored_the_electrodes_in_different_orders_and_geneva_s_is_canonical(tmp_path):
    signals, onset = noise(6), 1000
    windows = []
    for subject in ("s22", "s23"):
        path = write_recording_of(subject, tmp_path / f"{subject}.bdf", signals, codes(6, [onset]))
        assert read_header(path).names[:32] == montage.EEG_ORDER[montage.site(subject)]
        ((eeg, _),) = read_trials(open_recording(path), [Trial(1, onset)], 2.0, 0.5)
        windows.append(eeg)
    np.testing.assert_array_equal(*windows)
    first = signals["AF3"][onset - 256 : onset + 1280]
    assert np.abs(windows[0][1] - first).max() < 0.1
    assert montage.TWENTE.index("FC1") == 4
    assert montage.EEG[4] == "FC5"


def test_eight_external_electrodes_two_pairs_of_them_for_the_eyes(tmp_path):
    meanings = ["hEOG1", "hEOG2", "vEOG1", "vEOG2", "zEMG1", "zEMG2", "tEMG1", "tEMG2"]
    assert list(montage.EXTERNAL.items()) == [
        (f"EXG{number}", meaning) for number, meaning in enumerate(meanings, start=1)
    ]
    signals, onset = noise(6), 1000
    path = write_recording_of("s01", tmp_path / "s01.bdf", signals, codes(6, [onset]))
    ((_, eog),) = read_trials(open_recording(path), [Trial(1, onset)], 2.0, 0.5)
    for row, (one, other) in zip(eog, (("EXG1", "EXG2"), ("EXG3", "EXG4")), strict=True):
        difference = (signals[one] - signals[other])[onset - 256 : onset + 1280]
        assert np.abs(row - difference).max() < 0.1


def test_seven_sensors_of_the_body_follow_the_external_electrodes():
    sensors = ("GSR1", "GSR2", "Erg1", "Erg2", "Resp", "Plet", "Temp")
    for subject in ALL:
        assert montage.recording_channels(subject)[40:47] == sensors


@pytest.mark.parametrize("subject", ["s01", "s23", "s24", "s28"])
def test_s01_to_s28_have_48_channels(subject, tmp_path):
    path = write_recording_of(subject, tmp_path / "r.bdf", noise(3), codes(3, [700]))
    assert len(read_header(path).names) == 48
    assert open_recording(path).video_onsets.tolist() == [700]


@pytest.mark.parametrize("subject", subjects(29, 32))
def test_s29_to_s32_have_49_channels_of_which_the_last_two_are_unnamed(subject, tmp_path):
    path = write_recording_of(subject, tmp_path / "r.bdf", noise(3), codes(3, [700]))
    names = read_header(path).names
    assert len(names) == 49
    assert names[-3:] == ("Temp", "", "")
    assert open_recording(path).video_onsets.tolist() == [700]


def test_the_demo_has_as_many_channels_as_the_subject_s_recording():
    shown = session.draw(3, "s29", 2, 1)
    silent = np.zeros((shown.frames, len(SOURCES)))
    for subject in ("s01", "s24", "s29", "s32"):
        made = [name for name, _ in channels(subject, shown, silent, 3)]
        assert (*made, session.trigger_name(subject)) == montage.recording_channels(subject)


# Triggers


def test_the_trigger_channel_is_named_status_up_to_s23_and_unnamed_from_s24_on():
    for subject in subjects(1, 23):
        assert montage.recording_channels(subject)[-1] == "Status"
    for subject in subjects(24, 32):
        assert montage.recording_channels(subject)[-1] == ""


def test_codes_are_1_2_3_4_5_7_in_the_order_of_the_protocol(tmp_path):
    shown, recording = demo_recording("s01", tmp_path)
    told = [code for _, code in shown.triggers]
    assert told[:3] == [1, 1, 2]
    assert told[3:7] == [3, 4, 5, 1]
    assert told[-2:] == [2, 7]
    assert set(told) == {1, 2, 3, 4, 5, 7}
    starts = [sample for sample, code in shown.triggers if code == 4]
    assert recording.video_onsets.tolist() == starts


@pytest.mark.parametrize("name", ["", "Status"])
def test_s24_to_s32_add_0x18ff00_which_mne_does_not_take_off(tmp_path, name):
    assert 1638148 == 0x18FF00 + 4
    assert 1638148 & CODE_MASK == 4
    stored = codes(3, [700]) + 0x18FF00
    path = write_bdf(tmp_path / "s24.bdf", noise(3), stored, trigger_name=name)
    assert trigger_codes(path, read_header(path), CODE_MASK)[700] == 4
    assert open_recording(path).video_onsets.tolist() == [700]
    raw = mne.io.read_raw_bdf(path, verbose="error")
    kind = raw.get_channel_types()[-1]
    if name:
        assert kind == "stim"
        assert raw.get_data(47)[0, 700] == 65280 + 4
    else:
        assert kind == "eeg"


def test_every_demo_subject_from_s24_on_has_the_raised_bits():
    shown = session.draw(3, "s24", 2, 1)
    raised = {
        subject: set((session.status(shown, subject) & ~CODE_MASK).tolist()) for subject in ALL
    }
    assert {subject for subject, bits in raised.items() if bits == {0x18FF00}} == set(
        subjects(24, 32)
    )
    assert all(raised[subject] == {0} for subject in subjects(1, 23))


@pytest.mark.parametrize("subject", ["s22", *subjects(23, 32)])
def test_s23_to_s32_have_one_more_3_and_two_more_5_before_the_first_trial(subject, tmp_path):
    shown, recording = demo_recording(subject, tmp_path)
    before = [code for sample, code in shown.triggers if sample < shown.onsets[0]]
    strays = (0, 0) if subject == "s22" else (1, 2)
    assert (before.count(3) - 1, before.count(5)) == strays
    assert recording.video_onsets[0] == shown.onsets[0]


def test_s28_has_37_triggers_for_40_trials_which_the_times_tell_apart(tmp_path):
    shown, recording = demo_recording("s28", tmp_path)
    assert len(recording.video_onsets) == 37
    ratings, file = demo_ratings("s28", shown, tmp_path)
    found = find_trials(recording, "s28", ratings, file)
    kept = [place for place in range(VIDEOS) if place not in (22, 23, 24)]
    expected = {shown.videos[place]: int(shown.onsets[place]) for place in kept}
    assert {trial.video: trial.onset for trial in found} == expected
    counted = dict(zip(shown.videos, recording.video_onsets.tolist(), strict=False))
    wrong = [video for video, onset in counted.items() if expected.get(video) != onset]
    assert len(wrong) == 15


def test_the_three_videos_of_s28_are_told_as_lost(tmp_path):
    shown = session.draw(3, "s28", VIDEOS, 4)
    silence = dict.fromkeys(noise(1), np.zeros(shown.samples))
    triggers = session.status(shown, "s28") & CODE_MASK
    path = write_recording_of("s28", tmp_path / "s28.bdf", silence, triggers)
    ratings, file = demo_ratings("s28", shown, tmp_path)
    trials = open_original(path, "s28", ratings, file).trials
    assert [trial.video for trial in trials] == list(range(1, 41))
    lost = {trial.video for trial in trials if trial.reason}
    assert lost == set(shown.videos[22:25])
    assert {trial.reason for trial in trials if trial.video in lost} == {
        "no trigger in the recording (of 40 rated trials, 37 have one)"
    }


def test_a_trial_is_the_minute_after_its_trigger(tmp_path):
    signals, onset = noise(70), 3 * RATE_HZ
    at = onset + np.array([0, 59]) * RATE_HZ
    for sample in at:
        signals["Cz"][sample : sample + 26] += 200 * np.hanning(26)
    path = write_recording_of("s01", tmp_path / "s01.bdf", signals, codes(70, [onset]))
    file = write_ratings(tmp_path / "r.csv", "s01", [12])
    settings = Slices(sampling_rate_hz=128, low_hz=4.0, high_hz=45.0, regress_eog=False)
    opened = open_original(path, "s01", read_ratings(file), file)
    eeg = opened.cleaned(Grid(trial_s=60.0, slice_s=4.0, frame_s=0.5), settings)
    assert eeg.shape == (1, 32, 60 * 128)
    loudest = np.argsort(-eeg[0, montage.EEG.index("Cz")])[:4]
    assert {round((sample - 3) / 128) for sample in loudest} == {0, 59}


# Start_time


@pytest.mark.parametrize(("unit", "told"), [(1.0, "1 s"), (1e3, "0.001 s"), (1e6, "1e-06 s")])
def test_the_unit_of_start_time_is_disputed_and_therefore_inferred(tmp_path, caplog, unit, told):
    caplog.set_level("INFO")
    shown, recording = demo_recording("s28", tmp_path)
    times = (shown.onsets / RATE_HZ - 12.5) * unit
    file = write_ratings(tmp_path / "r.csv", "s28", shown.videos, times)
    assert len(find_trials(recording, "s28", read_ratings(file), file)) == 37
    assert f"Start_time counts {told} (37 onsets" in caplog.text


def test_the_unit_of_start_time_is_told_of_complete_recordings_too(tmp_path, caplog):
    caplog.set_level("INFO")
    shown, recording = demo_recording("s05", tmp_path)
    ratings, file = demo_ratings("s05", shown, tmp_path)
    assert len(find_trials(recording, "s05", ratings, file)) == 40
    assert "s05.bdf: Start_time counts 1e-06 s (40 onsets" in caplog.text


# Sensors


def test_skin_resistance_is_in_ohm_at_geneva_and_a_conductance_in_ns_at_twente():
    conductance_ns = np.array([8000.0, 7200.0])
    for subject in ("s01", "s22", "s23", "s32"):
        stored = as_stored("GSR1", conductance_ns, subject)
        resistance = skin_resistance_ohm(stored, montage.site(subject))
        assert resistance == pytest.approx([125e3, 1e9 / 7200])


# Tables


def test_participant_ratings_have_1280_rows_and_may_begin_with_a_byte_order_mark(tmp_path):
    parts = [
        write_ratings(tmp_path / subject, subject, range(VIDEOS, 0, -1)).read_text("utf-8-sig")
        for subject in ALL
    ]
    heading = parts[0].splitlines()[0]
    rows = [row for part in parts for row in part.splitlines()[1:]]
    for encoding in ("utf-8", "utf-8-sig"):
        file = tmp_path / "participant_ratings.csv"
        file.write_text("\n".join([heading, *rows, ""]), encoding=encoding)
        ratings = read_ratings(file)
        assert len(ratings) == 1280
        seen = np.unique(ratings[["Participant_id", "Experiment_id"]])
        assert np.bincount(seen["Participant_id"])[1:].tolist() == [40] * 32


def test_familiarity_is_blank_for_participants_2_15_and_23(tmp_path):
    blank = []
    for subject in ALL:
        shown = session.draw(3, subject, VIDEOS, 1)
        ratings, _ = demo_ratings(subject, shown, tmp_path)
        for scale in ("Valence", "Arousal", "Dominance", "Liking"):
            assert np.isfinite(ratings[scale]).all()
        if np.isnan(ratings["Familiarity"]).all():
            blank.append(int(subject[1:]))
    assert tuple(blank) == WITHOUT_FAMILIARITY == (2, 15, 23)


def test_the_video_list_has_120_rows_of_which_40_have_an_experiment_id(tmp_path):
    file = tmp_path / "video_list.csv"
    with file.open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(
            ["Online_id", "Experiment_id", "Artist", "Title", "Youtube_link", "Highlight_start"]
        )
        for row in range(1, 121):
            number = row // 3 if row % 3 == 0 else ""
            table.writerow([row, number, "A, the", "É", "https://v.example/x", row + 0.5])
    videos = read_videos(file)
    assert sorted(videos) == list(range(1, 41))
    assert [videos[number].highlight_start_s for number in (1, 40)] == [3.5, 120.5]
