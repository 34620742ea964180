"""What a run would refuse is told before it."""

import numpy as np
import pytest

from eeg2music.corpora import checkup
from eeg2music.corpora.checkup import PARTLY, UNUSABLE, USABLE, Finding
from eeg2music.corpora.contract import EVERYONE, EVERYTHING, Excluded
from eeg2music.deap.corpus import DeapCorpus
from eeg2music.errors import DataError
from eeg2music.params.grid import Grid
from tests.bids.folders import (
    CAP,
    GRID,
    SETTINGS,
    corpus,
    noise,
    session,
    write_run,
    write_stimuli,
)
from tests.deap.preprocessed_files import noise as preprocessed
from tests.deap.preprocessed_files import write, write_ratings

RATE_HZ = 250
EVENTS = [
    {"onset": 1.0, "duration": 0, "stim_file": "a.wav"},
    {"onset": 7.0, "duration": 0, "stim_file": "b.wav"},
]


def found(root, reader=None, grid=GRID, settings=SETTINGS):
    reader = reader or corpus(root)
    told = reader.inventory()
    of_people = checkup.subjects(reader, told.recordings, told.metadata, grid, settings)
    return {each.what: each for each in of_people}


def too_slow(signals):
    return signals[:, ::3], RATE_HZ / 3, 1e-6


def in_volts(signals):
    return signals, RATE_HZ, 1.0


def no_whole_rate(signals):
    return signals, 250.5, 1e-6


def many_in_millivolts(signals):
    signals[:3] *= 1000
    return signals, RATE_HZ, 1e-6


def dead_late(signals):
    signals[3, 7 * RATE_HZ :] = 5.0
    return signals, RATE_HZ, 1e-6


@pytest.mark.parametrize(
    "spoil", [too_slow, in_volts, no_whole_rate, many_in_millivolts, dead_late]
)
def test_the_doctor_refuses_what_the_run_does(tmp_path, spoil):
    write_stimuli(tmp_path, "a.wav", "b.wav")
    write_run(tmp_path, noise(8, 13, RATE_HZ), RATE_HZ, CAP, EVENTS)
    signals, rate_hz, unit_v = spoil(noise(8, 13, RATE_HZ))
    write_run(tmp_path, signals, rate_hz, CAP, EVENTS, subject="02", unit_v=unit_v)
    with pytest.raises(DataError) as refused:
        session(tmp_path, "02").cleaned(GRID, SETTINGS)
    told = found(tmp_path)
    assert (told["01"].state, told["01"].told) == (USABLE, "2 of 2 trials")
    assert (told["02"].state, told["02"].told) == (UNUSABLE, str(refused.value))


def test_a_subject_without_a_usable_trial_is_refused(tmp_path):
    write_stimuli(tmp_path, "a.wav", "b.wav")
    write_run(tmp_path, noise(8, 3, RATE_HZ), RATE_HZ, CAP, EVENTS)
    assert found(tmp_path)["01"].state == UNUSABLE


def test_a_subject_of_other_channels_is_refused(tmp_path):
    write_stimuli(tmp_path, "a.wav", "b.wav")
    write_run(tmp_path, noise(8, 13, RATE_HZ), RATE_HZ, CAP, EVENTS)
    write_run(tmp_path, noise(8, 13, RATE_HZ), RATE_HZ, CAP[::-1], EVENTS, subject="02")
    write_run(tmp_path, noise(8, 13, RATE_HZ), RATE_HZ, ["F3", *CAP[1:]], EVENTS, subject="03")
    told = found(tmp_path)
    assert told["01"].state == USABLE
    assert "other channels than 01 has (their order)" in told["02"].told
    assert "other channels than 01 has (F3, Fz): name those" in told["03"].told
    assert told["02"].state == told["03"].state == UNUSABLE


def test_what_is_interpolated_is_told(tmp_path):
    write_stimuli(tmp_path, "a.wav", "b.wav")
    signals = np.random.default_rng(0).standard_normal((1, 13 * RATE_HZ)) * 20
    signals = signals + noise(8, 13, RATE_HZ)
    signals[2] *= 40
    write_run(tmp_path, signals, RATE_HZ, CAP, [*EVENTS[:1], EVENTS[1] | {"onset": 10.0}])
    told = found(tmp_path)["01"]
    assert told.state == PARTLY
    assert "1 of 2 trials; without 02: " in told.told
    assert told.told.endswith("; in 01: interpolated Pz")


def test_preprocessed_recordings_of_other_settings_are_refused(tmp_path):
    recording = write(tmp_path / "s01.dat", preprocessed())
    ratings = write_ratings(tmp_path / "participant_ratings.csv")
    reader = DeapCorpus(tmp_path, "dat")
    told = checkup.subjects(
        reader,
        {"s01": [str(recording)]},
        [str(ratings)],
        Grid(trial_s=60.0, slice_s=4.0, frame_s=0.5),
        SETTINGS.model_copy(update={"sampling_rate_hz": 256}),
    )
    (each,) = told
    assert each.state == UNUSABLE
    assert "256" in each.told


def test_what_is_alike_is_told_once_and_the_worst_first():
    excluded = [
        *(Excluded(f"s{n:02d}", EVERYTHING, "no recording") for n in (4, 5, 6, 8, 9, 32)),
        *(Excluded(EVERYONE, n, "no file") for n in (1, 2, 3, 40)),
        *(Excluded("s01", n, "electrode came off") for n in (9, 8, 7)),
        Excluded(EVERYONE, EVERYTHING, "x.mp4: its name is no number"),
        Excluded("pilot", EVERYTHING, "a pilot"),
        Excluded(EVERYONE, 17, "another cut"),
    ]
    spoilt = [Finding(f"s{n}", UNUSABLE, "no table") for n in (10, 11, 12)]
    told = checkup.grouped([*checkup.absent(excluded), Finding("s01", USABLE, "all"), *spoilt])
    assert [(each.what, each.state, each.told) for each in told] == [
        ("s10 to s12", "unusable", "no table"),
        ("s04 to s06, s08, s09, s32", "absent", "no recording"),
        ("stimulus 01 to stimulus 03, stimulus 40", "absent", "no file"),
        ("file", "absent", "x.mp4: its name is no number"),
        ("pilot", "absent", "a pilot"),
        ("stimulus 17", "absent", "another cut"),
        ("s01", "partly", "without 07 to 09: electrode came off"),
        ("s01", "usable", "all"),
    ]
