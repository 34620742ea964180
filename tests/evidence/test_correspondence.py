import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest, pearsonr

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.evaluation.params import Confidence
from eeg2music.evaluation.tables import SPLIT
from eeg2music.evidence.canonical import directions, whitening
from eeg2music.evidence.correspondence import (
    Trials,
    chance,
    correlations,
    exchanged,
    fitting,
    shifted,
)
from eeg2music.evidence.corresponding import Fold, correspondence_table
from eeg2music.evidence.params import Evidence
from eeg2music.evidence.stages.correspondence import correspondence
from eeg2music.evidence.tables import CORRESPONDENCE
from eeg2music.vocabulary.tables import EEG_TOKENS

SONGS, FRAMES, COEFFICIENTS, ENTRIES = 6, 60, 5, 8
EVIDENCE = Evidence(components=2, shrinkage=0.1, shifts=199, seed=1)
MIX = np.random.default_rng(9).normal(size=(COEFFICIENTS, ENTRIES))


def trials(follows, seed, listeners=4):
    """Smooth MFCC; entries that follow them as far as is told, and each other in no case."""
    rng = np.random.default_rng(seed)
    music = rng.normal(size=(SONGS, FRAMES + 2, COEFFICIENTS))
    music = music[:, :-2] + music[:, 1:-1] + music[:, 2:]
    song = np.tile(np.arange(SONGS), listeners)
    noise = rng.gumbel(size=(len(song), FRAMES + 2, ENTRIES))
    noise = noise[:, :-2] + noise[:, 1:-1] + noise[:, 2:]
    return Trials(music, song, (follows * (music @ MIX)[song] + noise).argmax(axis=2))


def fold(follows, seed):
    headline = trials(follows, seed + 1000)
    where = pd.DataFrame(
        {"subject": np.arange(len(headline.song)) // SONGS, "video": headline.song}
    )
    return Fold(trials(follows, seed), headline, where, ENTRIES)


def table(*folds, **evidence):
    told = correspondence_table(folds, EVIDENCE.model_copy(update=evidence), 0.95)
    return told.set_index(["fitted_on", "component"])


def test_a_trial_is_correlated_with_the_music_that_it_heard():
    told = trials(0.5, 0)
    found = fitting(told, ENTRIES, 2, 0.1)(told.music)
    r = correlations(told, found)
    music, active = told.music[told.song[7]] @ found.left, found.right[told.tokens[7]]
    expected = [pearsonr(a, b)[0] for a, b in zip(music.T, active.T, strict=True)]
    np.testing.assert_allclose(r[7], expected)


def test_an_entry_that_is_active_throughout_correlates_with_nothing():
    told = trials(0.5, 0)
    told.tokens[3] = 2
    found = fitting(told, ENTRIES, 2, 0.1)(told.music)
    assert (correlations(told, found)[3] == 0).all()


def test_every_trial_counts_alike_however_many_heard_its_song():
    told = trials(0.5, 0)
    told = replace(told, song=told.song[5:], tokens=told.tokens[5:])
    found = fitting(told, ENTRIES, 2, 0.1)(told.music)
    spread = np.sqrt(
        (told.music - told.music.mean(axis=1, keepdims=True))[told.song].var(axis=(0, 1))
    )
    heard = (told.music / spread)[told.song]
    active = np.eye(ENTRIES)[told.tokens]
    left, right = (
        (side - side.mean(axis=1, keepdims=True)).reshape(-1, side.shape[2])
        for side in (heard, active)
    )
    whitened = (whitening(side.T @ side, 0.1) for side in (left, right))
    stacked = directions(left.T @ right, *whitened, 2)
    np.testing.assert_allclose(abs(found.left), abs(stacked.left / spread[:, None]), rtol=1e-6)
    np.testing.assert_allclose(abs(found.right), abs(stacked.right), rtol=1e-6, atol=1e-12)


def test_levels_of_songs_and_loud_coefficients_do_not_matter():
    told = trials(0.5, 0)
    gain = np.array([100.0, 1, 1, 0.01, 1])
    level = np.arange(SONGS)[:, None, None] * 50.0
    other = replace(told, music=told.music * gain + level)
    once, again = (
        correlations(each, fitting(each, ENTRIES, 2, 0.1)(each.music)) for each in (told, other)
    )
    np.testing.assert_allclose(once, again, atol=1e-9)


@given(st.integers(0, 1000))
def test_shifts_turn_each_song_alone_and_exchanges_keep_each_whole(seed):
    music = trials(0, 0, 1).music
    rng = np.random.default_rng(seed)
    turned, other = shifted(music, rng), exchanged(music, rng)
    for song, own in enumerate(turned):
        places = [n for n in range(FRAMES) if (np.roll(music[song], n, axis=0) == own).all()]
        assert len(places) == 1
        assert places != [0]
    assert sorted(map(np.sum, other)) == sorted(map(np.sum, music))
    assert all(any((each == song).all() for song in music) for each in other)


def test_music_that_is_drawn_is_the_same_for_all_listeners_of_a_song():
    """Who are one here: ten copies of a trial tell no more than one of them."""
    one = trials(0, 3, 1)
    ten = Trials(one.music, np.tile(one.song, 10), np.tile(one.tokens, (10, 1)))
    found = fitting(one, ENTRIES, 1, 0.1)(one.music)
    for draw in (shifted, exchanged):
        alone, together = (
            chance(each, found, draw, 50, np.random.default_rng(0)) for each in (one, ten)
        )
        np.testing.assert_allclose(together, 10 * alone)


def test_directions_are_fitted_anew_to_what_is_drawn_where_they_know_the_trials():
    told = trials(0.0, 3)
    fit = fitting(told, ENTRIES, 1, 0.1)
    (drawn,) = chance(told, fit, shifted, 1, np.random.default_rng(4))
    other = replace(told, music=shifted(told.music, np.random.default_rng(4)))
    refitted = fitting(other, ENTRIES, 1, 0.1)(other.music)
    np.testing.assert_allclose(drawn, correlations(other, refitted).sum(axis=0))
    assert drawn > chance(told, fit(told.music), shifted, 1, np.random.default_rng(4))


def test_what_corresponds_is_found_in_trials_that_were_not_fitted():
    found = table(fold(0.5, 0)).loc["train"]
    assert found.p[0] == 1 / 200
    assert found.p_other_songs[0] < 0.02
    assert found.ci_low[0] > found.chance_high[0]
    assert found.chance_low[0] < 0 < found.chance_high[0]


def test_what_was_fitted_corresponds_where_nothing_does():
    found = table(fold(0.0, 5)).loc["headline"]
    assert found.correlation[1] > 0.1
    assert found.chance_low[1] > 0.05
    assert found.other_songs[1] > 0.05
    assert found.p[0] > 0.05
    assert found[["ci_low", "ci_high"]].isna().all(axis=None)


def test_where_nothing_corresponds_small_p_are_as_rare_as_they_say():
    """However directions are fitted, and whichever chance is asked."""
    tables = [table(fold(0.0, seed), shifts=19) for seed in range(60)]
    for part, name in itertools.product(PARTS, ("p", "p_other_songs")):
        told = np.array([each.loc[part][name][0] for each in tables])
        assert kstest(told, "uniform").pvalue > 0.01


def test_folds_are_pooled_trial_by_trial():
    one, other = fold(0.5, 0), fold(0.0, 7)
    other = replace(other, where=other.where + 50)
    alone = [table(each) for each in (one, other)]
    both = table(one, other)
    expected = (alone[0].correlation + alone[1].correlation) / 2
    pd.testing.assert_series_equal(both.correlation, expected)
    assert (both.n_trials == 48).all()
    assert (both.n_subjects == 8).all()
    assert both.chance_high["train", 0] < alone[0].chance_high["train", 0]


def test_the_sum_is_that_of_all_pairs():
    found = table(fold(0.5, 0))
    for part in ("train", "headline"):
        pairs = found.correlation[part]
        assert pairs[0] == pytest.approx(pairs[1] + pairs[2])


PLACE = {"slice": np.arange(FRAMES) // 4, "frame": np.arange(FRAMES) % 4}
PARTS = ["train", "headline"]
FEATURES = {"de": 3, "chroma": 12, "onset": 2, "mfcc": COEFFICIENTS}


def write(folder, told, parts):
    """Trials of listeners as the pipeline's tables; a trial without a part was not heard."""
    songs = []
    for song, mfcc in enumerate(told.music):
        columns = {name: np.zeros((FRAMES, size)) for name, size in FEATURES.items()}
        columns |= {"mfcc": mfcc, "patch": np.zeros((FRAMES, 2, 2)), "video": [song + 1] * FRAMES}
        columns |= PLACE
        songs.append(folder / f"{song}.parquet")
        parquet.write(songs[-1], AUDIO_FEATURES, columns)
    rows = [
        (f"s{row // SONGS}", song + 1, part, told.tokens[row])
        for row, (song, part) in enumerate(zip(told.song, parts, strict=True))
    ]
    subject, video, part, tokens = zip(*(row for row in rows if row[2]), strict=True)
    split = {"subject": subject, "video": video, "part": part}
    columns = {"subject": np.repeat(subject, FRAMES), "video": np.repeat(video, FRAMES)}
    columns |= {name: np.tile(each, len(video)) for name, each in PLACE.items()}
    columns |= {"token": np.concatenate(tokens), "distance": np.zeros(len(video) * FRAMES)}
    parquet.write(folder / "split.parquet", SPLIT, split)
    parquet.write(folder / "eeg.parquet", EEG_TOKENS, columns)
    return {"audio_features": songs[::-1]} | {
        "eeg_tokens": [folder / "eeg.parquet"],
        "split_tables": [folder / "split.parquet"],
    }


def test_the_stage_fits_on_training_trials_and_follows_headline_ones(tmp_path):
    """In any order of songs' files, and with a trial that nobody heard, one that is excluded."""
    told = trials(0.5, 0)
    people = np.arange(len(told.song)) // SONGS
    parts = np.select(
        [(people < 3) & (told.song < 3), (people == 3) & (told.song > 3)], PARTS, "unused"
    )
    parts[0], parts[1] = "", "excluded"
    files = write(tmp_path, told, parts)
    table = tmp_path / "table.parquet"
    confident = {"evidence": EVIDENCE, "evaluate": Confidence(confidence=0.95)}
    correspondence(**files, cohort="people", **confident, table=table)
    found = parquet.read(table, CORRESPONDENCE).frame.set_index(["fitted_on", "component"])
    train, headline = (select(told, parts == part) for part in PARTS)
    fitted = fitting(train, told.tokens.max() + 1, 2, 0.1)(train.music)
    expected = correlations(headline, fitted).mean(axis=0)
    np.testing.assert_allclose(found.correlation["train"][1:], expected)
    assert (found.n_trials == 2).all()
    assert (found.n_subjects == 1).all()
    assert (found.cohort == "people").all()


def select(told, own):
    """Trials of some rows, whose music holds the songs that they heard."""
    heard, song = np.unique(told.song[own], return_inverse=True)
    music = told.music[heard].astype(np.float32).astype(float)
    return Trials(music, song, told.tokens[own])
