import numpy as np
import pandas as pd
import pytest
from scipy.signal import butter, sosfiltfilt

from eeg2music.eeg.differential_entropy import differential_entropy
from eeg2music.eeg.normalisation import reference_rows, standardise
from eeg2music.evidence.planting import (
    Coupling,
    draw_coupling,
    normalised,
    without_music,
    z_scored,
)
from tests.evidence.people import CHANNELS, FRAMES, POSITIONS, SONGS, music, people

RATE, FRAME = 128, 64
BANDS_HZ = {"theta": [4.0, 8.0], "alpha": [8.0, 14.0], "beta": [14.0, 31.0]}


def band_passed(noise, low, high):
    return sosfiltfilt(butter(6, (low, high), "bandpass", fs=RATE, output="sos"), noise)


def test_planting_in_entropy_is_what_scaling_the_signal_does():
    """A band's amplitude is multiplied by exp(strength x course), frame by frame, in µV."""
    rng = np.random.default_rng(0)
    noise = rng.normal(0, 20, (4, 3, FRAMES * FRAME))
    rest = band_passed(noise, 4, 6) + band_passed(noise, 17, 30)
    alpha = band_passed(noise, 9.5, 12.5)
    course = music()[:4, :, 0]
    for strength in (0.05, 0.2):
        louder = np.exp(strength * course).repeat(FRAME, axis=1)
        scaled = alpha.copy()
        scaled[:, 1] *= louder
        as_is, now = (
            differential_entropy(rest + each, RATE, BANDS_HZ, FRAME) for each in (alpha, scaled)
        )
        coupling = Coupling(course, electrodes=[1], band=1, delay=0)
        expected = coupling.planted(as_is[None], strength)[0, ..., 0, 0]
        added = expected - as_is[:, :, 1, 1]
        np.testing.assert_allclose(added, strength * course, atol=1e-6)
        assert rms(now[:, :, 1, 1] - expected) < 0.1 * rms(added)
        slope = np.polyfit(added.ravel(), (now - as_is)[:, :, 1, 1].ravel(), 1)[0]
        assert slope == pytest.approx(1, abs=0.05)
        for band in (0, 2):
            assert rms((now - as_is)[:, :, 1, band]) < 0.1 * rms(added)  # what steps spill
        np.testing.assert_array_equal(now[:, :, [0, 2]], as_is[:, :, [0, 2]])


def rms(values):
    return np.sqrt(np.mean(np.square(values)))


def coupling(seed, music, electrodes=3, latest=3):
    rng = np.random.default_rng(seed)
    return draw_coupling(music, POSITIONS, 2, electrodes=electrodes, latest=latest, rng=rng)


def test_a_course_is_the_music_s_some_frames_later_of_one_standard_deviation():
    drawn = [coupling(seed, music(1)) for seed in range(40)]
    assert {each.delay for each in drawn} == {0, 1, 2, 3}
    assert {each.band for each in drawn} == {0, 1}
    for each in drawn:
        np.testing.assert_allclose(each.course.mean(axis=1), 0, atol=1e-12)
        np.testing.assert_allclose(each.course.std(axis=1), 1)
        heard, late = music(1)[:, : FRAMES - each.delay, 0], each.course[:, each.delay :]
        r = [np.corrcoef(*pair)[0, 1] for pair in zip(heard, late, strict=True)]
        np.testing.assert_allclose(np.abs(r), 1)


def test_directions_are_drawn_anew():
    r = np.corrcoef([coupling(seed, music(), latest=0).course.ravel() for seed in range(6)])
    assert np.abs(r[np.triu_indices(6, 1)]).max() < 0.999


def test_electrodes_are_neighbours():
    expected = {
        "Oz": {"Oz", "Pz"},
        "T7": {"T7", "Cz"},
        "Fz": {"Fz", "Cz"},
        "Pz": {"Pz", "Oz", "Cz"},
    }
    seen = set()
    for seed in range(60):
        names = [CHANNELS[row] for row in coupling(seed, music(), electrodes=2).electrodes]
        seen.add(names[0])
        assert len(names) == 2
        assert {*names} <= expected.get(names[0], {*CHANNELS})
    assert seen == {*CHANNELS}


def test_an_electrode_of_unknown_place_has_no_neighbours():
    places = POSITIONS.copy()
    places[:5] = np.nan
    rng = np.random.default_rng(0)
    drawn = [
        draw_coupling(music(), places, 2, electrodes=3, latest=0, rng=rng).electrodes
        for _ in range(30)
    ]
    assert sorted({*map(tuple, drawn)}) == [(row,) for row in range(6)]


def test_a_song_in_which_nothing_changes_has_no_course():
    silent = music()
    silent[3] = -7.3
    assert (z_scored(silent)[3] == 0).all()
    assert (coupling(0, z_scored(silent)).course[3] == 0).all()


def test_trials_are_exchanged_within_a_listener_and_part_and_turned_in_a_circle():
    everyone = people()
    everyone.entropy[2, 7] = np.nan
    drawn = without_music(everyone.entropy, everyone.part, np.random.default_rng(0))
    as_is = everyone.entropy
    assert (np.isnan(drawn) == np.isnan(as_is)).all()
    moved = 0
    for listener, own in enumerate(everyone.part[:4]):
        for part in np.unique(own):
            songs = [song for song in np.flatnonzero(own == part) if (listener, song) != (2, 7)]
            sources = []
            for song in songs:
                found = [
                    (source, shift)
                    for source in songs
                    for shift in range(FRAMES)
                    if np.array_equal(
                        drawn[listener, song, :, 0, 0],
                        np.roll(as_is[listener, source, :, 0, 0], shift),
                    )
                ]
                ((source, shift),) = found
                np.testing.assert_array_equal(
                    drawn[listener, song], np.roll(as_is[listener, source], shift, axis=0)
                )
                sources.append(source)
                moved += source != song and shift > 0
            assert sorted(sources) == songs
    assert moved > 0.6 * 4 * SONGS


def test_normalising_is_what_the_pipeline_does_with_a_table():
    everyone = people()
    everyone.entropy[0, 8] = np.nan
    reference = (everyone.part == "train").any(axis=0)
    found = normalised(everyone.entropy, reference)
    keys = pd.DataFrame({"subject": "s00", "video": np.repeat(everyone.videos, FRAMES)})
    split = pd.DataFrame(
        [
            (subject, video, everyone.part[row, column])
            for row, subject in enumerate(everyone.subjects)
            for column, video in enumerate(everyone.videos)
        ],
        columns=["subject", "video", "part"],
    )
    kept = keys["video"] != 9
    own = everyone.entropy[0].reshape(-1, 6, 2)[kept]
    expected = standardise(own, reference_rows(keys[kept], split))
    np.testing.assert_array_equal(found[0].reshape(-1, 6, 2)[kept], expected)
    assert np.isnan(found[0, 8]).all()


def test_strength_as_a_share_of_variance():
    everyone = people()
    planted = coupling(0, music())
    before = planted.own_variance(everyone.entropy)
    assert before == pytest.approx(0.09, rel=0.1)
    planted_there = planted.planted(everyone.entropy, 0.5).var(axis=2).mean()
    assert planted_there == pytest.approx(before + 0.25, rel=0.05)
