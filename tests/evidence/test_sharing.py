import numpy as np
import pandas as pd
import pytest

from eeg2music.evidence.sharing import shared_table

BANDS, SUBJECTS, VIDEOS, FRAMES = ("alpha", "theta"), ("s01", "s02", "s03"), (3, 5, 7, 9), 40
TOLD = {"shifts": 999, "seed": 3, "confidence": 0.95, "power": 0.8}


def cells(r, seed=0):
    """One fold's rows: chance everywhere, and ``r`` where listener and song belong together."""
    rng = np.random.default_rng(seed)
    keys = [
        {"band": band, "component": component, "subject": subject, "video": video, "song": song}
        for band in BANDS
        for component in (1, 2)
        for subject in SUBJECTS
        for song, video in enumerate(VIDEOS)
    ]
    shifted = rng.normal(0, 0.1, (len(keys), FRAMES))
    songs = rng.normal(0, 0.1, (len(keys), len(VIDEOS)))
    shifted[:, 0] += [r if key["band"] == "alpha" else 0 for key in keys]
    keys = pd.DataFrame(keys)
    songs[np.arange(len(keys)), keys.song] = shifted[:, 0]
    return keys, shifted, songs


def row(table, band, component):
    (found,) = table[(table.band == band) & (table.component == component)].itertuples()
    return found


def test_a_row_is_the_mean_over_listeners_and_songs():
    keys, shifted, songs = cells(0.3)
    table = shared_table(keys, shifted, songs, **TOLD)
    own = (keys.band == "alpha") & (keys.component == 2)
    found = row(table, "alpha", 2)
    assert found.correlation == pytest.approx(shifted[own, 0].mean())
    assert found.ci_low < found.correlation < found.ci_high
    assert (found.n_subjects, found.n_songs) == (3, 4)
    summed = row(table, "alpha", 0)
    assert summed.correlation == pytest.approx(
        row(table, "alpha", 1).correlation + found.correlation
    )


def test_what_is_shared_is_found_and_the_rest_is_not():
    table = shared_table(*cells(0.3), **TOLD)
    assert row(table, "alpha", 0).p == 0.001
    assert row(table, "alpha", 0).p_other_songs < 0.01
    assert row(table, "theta", 0).p > 0.05
    assert row(table, "alpha", 0).chance < 0.2
    assert abs(row(table, "alpha", 0).other_songs) < 0.1


def test_what_is_shared_with_another_song_is_told():
    keys, shifted, songs = cells(0.3)
    table = shared_table(keys, shifted, songs, **TOLD)
    own = (keys.band == "theta") & (keys.component == 1)
    each = [np.delete(songs[row], keys.song[row]).mean() for row in np.flatnonzero(own)]
    assert row(table, "theta", 1).other_songs == pytest.approx(np.mean(each))


def test_where_nothing_is_shared_some_band_is_found_in_one_table_of_twenty():
    tables = [shared_table(*cells(0.0, seed), **TOLD | {"shifts": 199}) for seed in range(300)]
    found = np.mean([table[table.component == 0].p.min() <= 0.05 for table in tables])
    assert 0.02 < found < 0.09


def test_what_every_trial_brings_is_not_taken_for_the_music():
    """Something that all trials share from their beginning on stands out against shifts alone."""
    keys, shifted, songs = cells(0.3)
    songs[keys.band == "alpha"] += 0.3
    songs[np.arange(len(keys)), keys.song] = shifted[:, 0]
    table = shared_table(keys, shifted, songs, **TOLD)
    assert row(table, "alpha", 0).p == 0.001
    assert row(table, "alpha", 0).p_other_songs > 0.05


def test_the_order_of_rows_does_not_matter():
    keys, shifted, songs = cells(0.3)
    order = np.random.default_rng(1).permutation(len(keys))
    again = shared_table(keys.iloc[order], shifted[order], songs[order], **TOLD)
    pd.testing.assert_frame_equal(shared_table(keys, shifted, songs, **TOLD), again)
