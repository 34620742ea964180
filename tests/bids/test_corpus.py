"""Folders as laboratories lay them out: a session for each song, or codes in one run."""

import math
from pathlib import Path

import numpy as np
import pytest

from eeg2music.corpora.contract import EVERYONE, EVERYTHING, Excluded
from tests.bids.folders import (
    CAP,
    GRID,
    NET,
    RATE_HZ,
    SETTINGS,
    burst,
    corpus,
    events,
    noise,
    session,
    write_events,
    write_run,
    write_stimuli,
    write_table,
)

SONGS = ["goth.wav", "jazz.wav", "raga.wav", "waltz.wav"]
HEARD = {"01": ["raga", "jazz", "goth"], "02": ["goth", "raga", "jazz"]}
ONSETS_S = [1.504, 2.0, 3.252]


def peak_s(signal):
    return np.abs(signal).argmax() / SETTINGS.sampling_rate_hz


@pytest.fixture(scope="module")
def songs(tmp_path_factory):
    """One session a song (BrainVision, net of E1...); a burst 2.5 s into every song."""
    root = tmp_path_factory.mktemp("songs")
    write_stimuli(root, *SONGS)
    for subject, order in HEARD.items():
        for number, (song, onset_s) in enumerate(zip(order, ONSETS_S, strict=True), 1):
            signals = noise(len(NET), 9, RATE_HZ, seed=number)
            signals[2] += burst(RATE_HZ, signals.shape[1], onset_s + 2.5)
            event = {"onset": onset_s, "duration": 5.0, "stim_file": f"{song.upper()}.wav"}
            write_run(
                root, signals, RATE_HZ, NET, [event], subject=subject, session=f"{number:02d}"
            )
    (root / "sub-03").mkdir()
    people = [{"participant_id": f"sub-{n}", "group": g} for n, g in (("01", "a"), ("02", "b"))]
    write_table(root / "participants.tsv", people)
    return root


@pytest.fixture(scope="module")
def codes(tmp_path_factory):
    """One EDF run, clips told by codes, each started by a later event 788."""
    root = tmp_path_factory.mktemp("codes")
    write_stimuli(root, "set1/005.mp3", "set1/006.mp3", "set1/257.mp3")  # 257 is no clip's code
    rows = [{"stimulus_id": 300 + n, "stim_file": f"set1/{n:03d}.mp3"} for n in (5, 6)]
    write_table(root / "stimuli" / "stimuli.tsv", rows)
    signals = noise(len(CAP), 16, 1000)
    for row, onset_s in enumerate([2.318, 9.0]):
        signals[row] += burst(1000, signals.shape[1], onset_s + 1.5)
    told = [
        (1.0, 786),
        (1.5, 306),
        (2.0, 257),
        (2.318, 788),
        (5.0, 257),
        (9.0, 788),
        (9.0, 305),
        (15.0, 901),
    ]
    events = [{"onset": at, "duration": 20, "trial_type": code} for at, code in told]
    write_run(root, signals, 1000, CAP, events, task="run2", kind="EDF")
    write_run(root, noise(len(CAP), 2, 1000), 1000, CAP, None, task="run1", kind="EDF")
    return root


def test_the_inventory_tells_what_is_there(songs):
    found = corpus(songs).inventory()
    assert sorted(found.recordings) == ["01", "02"]
    assert found.stimuli == {n: str(songs / "stimuli" / SONGS[n - 1]) for n in (1, 2, 3)}
    assert found.groups == {"01": "a", "02": "b"}
    assert {str(songs / "stimuli" / song) for song in SONGS} <= set(found.metadata)
    names = {Path(file).name for file in found.recordings["01"]}
    run = "sub-01_ses-02_task-listening"
    parts = ("eeg.vhdr", "eeg.eeg", "eeg.vmrk", "eeg.json", "events.tsv", "channels.tsv")
    assert names >= {f"{run}_{part}" for part in parts}
    assert not any("sub-02" in file for file in found.recordings["01"])
    assert all(Path(file).is_file() for file in found.recordings["01"])
    why = {(each.subject, each.video): each.reason for each in found.excluded}
    assert why.keys() == {("03", EVERYTHING), (EVERYONE, 4)}
    assert "waltz.wav" in why[EVERYONE, 4]


def test_the_inventory_opens_no_recording(songs, tmp_path):
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(songs, copy)
    for file in copy.rglob("*_eeg.*"):
        file.write_bytes(b"")
    assert corpus(copy).inventory().stimuli.keys() == {1, 2, 3}


def test_songs_of_different_sessions_are_found_at_their_onsets(songs):
    for subject, order in HEARD.items():
        opened = session(songs, subject)
        assert list(opened.channels) == NET
        assert [trial.video for trial in opened.trials] == [1, 2, 3]
        assert all(not trial.reason and math.isnan(trial.valence) for trial in opened.trials)
        cleaned = opened.cleaned(GRID, SETTINGS)
        assert cleaned.shape == (3, 8, 512)
        assert cleaned.dtype == np.float32
        assert len(order) == len(cleaned)
        for trial in cleaned:
            assert abs(trial).max(axis=1).argmax() == 2
            assert peak_s(trial[2]) == pytest.approx(2.5, abs=1 / 128)


def test_units_are_microvolts_and_the_reference_is_the_average(songs):
    for trial in session(songs).cleaned(GRID, SETTINGS):
        assert np.abs(trial.mean(axis=0)).max() < 1e-4
        assert trial[2].max() == pytest.approx(200 * 7 / 8, rel=0.1)


def test_each_trial_holds_its_own_song(songs):
    order, rate = HEARD["01"], RATE_HZ
    cleaned = session(songs).cleaned(GRID, SETTINGS)
    for index, song in enumerate(["goth", "jazz", "raga"]):
        number = order.index(song) + 1
        onset = round(ONSETS_S[number - 1] * rate)
        planted = noise(8, 9, rate, seed=number)[:, onset : onset + 4 * rate]
        spectra = [np.fft.rfft(x[5] - x[6])[40:60] for x in (cleaned[index], planted)]
        alike = np.abs(np.vdot(*spectra)) / np.prod([np.linalg.norm(s) for s in spectra])
        assert alike > 0.95


def test_codes_name_clips_and_another_event_starts_them(codes):
    opened = session(codes, onset_event="788")
    assert [trial.video for trial in opened.trials] == [1, 2]
    assert list(opened.channels) == CAP
    cleaned = opened.cleaned(GRID, SETTINGS)
    assert cleaned.shape == (2, 8, 512)
    assert peak_s(cleaned[0][1]) == pytest.approx(1.5, abs=1 / 128)
    assert peak_s(cleaned[1][0]) == pytest.approx(1.5, abs=1 / 128)
    assert cleaned[1][0].max() == pytest.approx(200 * 7 / 8, rel=0.1)


def test_without_a_starting_event_the_code_itself_starts_the_clip(codes):
    cleaned = session(codes).cleaned(GRID, SETTINGS)
    assert peak_s(cleaned[1][0]) == pytest.approx(1.5 + 2.318 - 1.5, abs=1 / 128)


def test_only_the_task_that_is_asked_for_is_read(codes):
    assert not any("run2" in f for f in corpus(codes, task="run1").inventory().recordings["01"])


def test_eeglab_files_with_the_song_in_the_name(tmp_path):
    pytest.importorskip("eeglabio")
    write_stimuli(tmp_path, "01.wav", "02.wav")
    for number in (1, 2):
        signals = noise(8, 6, RATE_HZ, seed=number)
        signals[4] += burst(RATE_HZ, signals.shape[1], 1.0)
        late = [{"onset": 143.28, "duration": 1000, "stim_file": "n/a", "value": "stm+"}]
        label = f"{number:02d}"
        write_run(
            tmp_path, signals, RATE_HZ, NET, late, session=label, run=str(number), kind="EEGLAB"
        )
    opened = session(tmp_path, onset_event="recording")
    assert [(t.video, t.reason) for t in opened.trials] == [(1, ""), (2, "")]
    for trial in opened.cleaned(GRID, SETTINGS):
        assert peak_s(trial[4]) == pytest.approx(1.0, abs=1 / 128)
        assert trial[4].max() == pytest.approx(200 * 7 / 8, rel=0.1)
    beyond = session(tmp_path, onset_event="stm+")
    assert all("begins at 143.28 s" in trial.reason for trial in beyond.trials)


def reasons(root):
    return {trial.video: trial.reason for trial in session(root).trials}


def test_only_the_first_time_counts(single, caplog):
    root, data = single
    write_events(data, events((1.0, "a.wav"), (7.0, "b.wav"), (2.0, "a.wav")))
    opened = session(root)
    assert [placed.onset for placed in opened.placed] == [250, 1750]
    assert "stimulus 1 again at 2 s" in caplog.text


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"onset": 11.0}, "ends 3 s after the music began"),
        ({"onset": 99.0}, "begins at 99 s"),
        ({"onset": 7.0, "duration": 2.5}, "the music lasted 2.5 s, of 4 s"),
    ],
)
def test_a_trial_that_is_too_short_is_told_and_left_out(single, changed, reason):
    root, data = single
    first, second = events((1.0, "a.wav"), (7.0, "b.wav"))
    write_events(data, [first, second | changed])
    assert reasons(root)[1] == ""
    assert reason in reasons(root)[2]
    assert session(root).cleaned(GRID, SETTINGS).shape == (1, 8, 512)


def test_a_trial_across_a_cut_is_told_and_left_out(single):
    root, data = single
    rows = events((1.0, "a.wav"), (7.0, "b.wav"), trial_type="n/a")
    cut = {"onset": 8.0, "duration": 100, "stim_file": "n/a", "trial_type": "boundary"}
    write_events(data, [*rows, cut])
    assert reasons(root) == {
        1: "",
        2: f"{data.name} is cut 1 s after the music began, of 4 s",
    }


def test_a_trial_at_either_end_is_mirrored_and_whole(tmp_path):
    write_stimuli(tmp_path, "a.wav", "b.wav")
    signals = noise(8, 8, RATE_HZ)
    signals[0] += burst(RATE_HZ, signals.shape[1], 0.5) + burst(RATE_HZ, signals.shape[1], 7.5)
    write_run(tmp_path, signals, RATE_HZ, CAP, events((0.0, "a.wav"), (4.0, "b.wav")))
    first, last = session(tmp_path).cleaned(GRID, SETTINGS)
    assert peak_s(first[0]) == pytest.approx(0.5, abs=1 / 128)
    assert peak_s(last[0]) == pytest.approx(3.5, abs=1 / 128)


def test_names_of_stimuli_may_be_paths_names_or_stems(tmp_path):
    write_stimuli(tmp_path, "x/a.wav", "y/a.wav", "b.mp3")
    told = events((0.5, "stimuli/X/A.wav"), (1.0, "B"), (1.5, "y/a.wav"))
    write_run(tmp_path, noise(8, 10, RATE_HZ), RATE_HZ, CAP, told)
    assert [p.onset for p in session(tmp_path).placed] == [250, 125, 375]


def test_ratings_come_from_events_or_answers_on_a_scale_of_nine(single, caplog):
    root, data = single
    write_events(data, events((1.0, "a.wav"), (7.0, "b.wav"), Valence=6.5, arousal=80))
    answers = [
        {"stim_file": "b.wav", "valence": 2, "liking": 3, "arousal": 4},
        {"stim_file": "a.wav", "valence": "n/a", "liking": 8, "arousal": "n/a"},
    ]
    write_table(root / "sub-01" / "beh" / "sub-01_task-listening_beh.tsv", answers)
    first, second = session(root).trials
    assert (first.valence, first.liking) == (6.5, 8.0)
    assert math.isnan(first.arousal)
    assert math.isnan(first.dominance)
    assert (second.valence, second.arousal, second.liking) == (6.5, 4.0, 3.0)
    assert "arousal 80" in caplog.text


def test_ratings_of_a_phenotype_table_are_the_subjects_own(single):
    root, _ = single
    rows = [
        {"participant_id": f"sub-{who}", "stim_file": "a.wav", "arousal": value}
        for who, value in (("02", 1), ("01", 7))
    ]
    write_table(root / "phenotype" / "ratings.tsv", rows)
    assert session(root).trials[0].arousal == 7.0


def test_tables_further_up_apply_where_there_are_no_nearer_ones(tmp_path):
    write_stimuli(tmp_path, "a.wav")
    data = write_run(tmp_path, noise(8, 7, RATE_HZ), RATE_HZ, CAP)
    write_table(tmp_path / "task-listening_events.tsv", events((2.0, "a.wav")))
    write_table(tmp_path / "task-other_events.tsv", events((1.0, "a.wav")))
    assert [placed.onset for placed in session(tmp_path).placed] == [500]
    write_events(data, events((0.4, "a.wav")))
    assert [placed.onset for placed in session(tmp_path).placed] == [100]


def test_what_is_lacking_is_listed(single):
    root, data = single
    write_events(data, events((1.0, "a.wav"), (7.0, "gone.wav")))
    write_stimuli(root, "readme.txt")
    other = write_run(
        root, noise(8, 7, RATE_HZ), RATE_HZ, CAP, events((1.0, "b.wav")), subject="02"
    )
    hollow = other.with_name("sub-02_task-rest_eeg.set")
    hollow.symlink_to(root / "annex" / "object")
    assert set(corpus(root).inventory().excluded) == {
        Excluded("01", 2, "not heard by this subject"),
        Excluded("02", 1, "not heard by this subject"),
        Excluded(
            EVERYONE,
            EVERYTHING,
            "1 recordings name gone.wav, of which there is no file under stimuli",
        ),
        Excluded(
            EVERYONE,
            EVERYTHING,
            f"{hollow.name}: the name is there, the content is not (fetch it, with `datalad get` "
            "say)",
        ),
    }


def test_excerpts_start_with_their_file(single):
    assert corpus(single[0]).start_s(1, []) == 0.0


def test_a_recording_at_the_wanted_rate_is_filtered_as_any_other(tmp_path):
    write_stimuli(tmp_path, "song.wav")
    rate_hz = SETTINGS.sampling_rate_hz
    signals = noise(8, 8, rate_hz)
    signals[0] += burst(rate_hz, signals.shape[1], 4.0)
    events = [{"onset": 2.0, "duration": 5.0, "stim_file": "song.wav"}]
    write_run(tmp_path, signals, rate_hz, CAP, events)
    cleaned = session(tmp_path).cleaned(GRID, SETTINGS)
    assert peak_s(cleaned[0][0]) == pytest.approx(2.0, abs=1 / 128)
    assert cleaned[0][0].max() == pytest.approx(200 * 7 / 8, rel=0.1)
