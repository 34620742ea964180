from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from eeg2music.evidence.detection import DECODING, INTER_SUBJECT, SHIFTS, SONGS, detect
from eeg2music.evidence.params import Detection, SharedComponents
from tests.evidence.people import POSITIONS, music, people

STRENGTHS = [0.0, 0.05, 0.1, 0.4]
EVIDENCE = SharedComponents(components=2, shrinkage=0.1)


def detection(**other):
    told = {
        "seed": 1,
        "shifts": 199,
        "strengths": STRENGTHS,
        "electrodes": 2,
        "latest_delay_s": 1.0,
        "penalties": [10.0, 1000.0],
    }
    return Detection(**told | other)


def drawn(everyone, draw, **other):
    _, found = detect(
        *(everyone, music(), POSITIONS),
        draw=draw,
        detection=detection(**other),
        evidence=EVIDENCE,
    )
    return found


@pytest.fixture(scope="module")
def found():
    tables = [drawn(people(), draw) for draw in range(12)]
    return pd.concat(tables, keys=range(12), names=["draw", None]).reset_index("draw")


def test_every_test_is_made_at_every_strength(found):
    keys = [*found[["strength", "test", "against"]].iloc[:16].itertuples(index=False, name=None)]
    kinds = [(DECODING, SHIFTS), (DECODING, SONGS), (INTER_SUBJECT, SHIFTS), (INTER_SUBJECT, SONGS)]
    assert keys == [(strength, *kind) for strength in STRENGTHS for kind in kinds]
    assert len(found) == 12 * 16
    assert found["p"].between(1 / 200, 1).all()


def test_what_is_stronger_is_found_more_often(found):
    shares = (found["p"] <= 0.1).groupby([found.test, found.against, found.strength]).mean()
    for kind in ((DECODING, SHIFTS), (DECODING, SONGS), (INTER_SUBJECT, SHIFTS)):
        assert (np.diff(shares[kind]) >= -0.1).all()
        assert shares[kind][0.0] <= 0.3
        assert shares[kind][0.4] == 1


def test_strength_as_a_share_of_the_variance_grows_with_its_square(found):
    shares = found.groupby("strength")["variance_share"].mean()
    assert shares[0.0] == 0
    np.testing.assert_allclose(shares[0.4], 0.16 / (0.16 + 0.09), rtol=0.1)
    odds = shares / (1 - shares)
    np.testing.assert_allclose(odds[0.1] / odds[0.05], 4, rtol=0.02)


def test_recordings_that_follow_music_are_background_of_which_nothing_is_found():
    """Small p are as rare as they say, of every test."""
    follows = people(follows=0.6)
    rows = pd.concat(
        [drawn(follows, draw, strengths=[0.0], shifts=99, seed=2) for draw in range(120)]
    )
    for level in (0.05, 0.2, 0.5):
        shares = (rows["p"] <= level).groupby([rows.test, rows.against]).mean()
        assert (shares < level + 3 * np.sqrt(level * (1 - level) / 120)).all()
    shifts = rows[rows.against == SHIFTS]
    shares = (shifts["p"] <= 0.2).groupby(shifts.test).mean()
    assert (shares > 0.2 - 3 * np.sqrt(0.16 / 120)).all()


def test_a_draw_is_the_same_again_and_the_next_another():
    first, again, other = (drawn(people(), draw) for draw in (3, 3, 4))
    pd.testing.assert_frame_equal(first, again)
    assert not first["p"].equals(other["p"])


def test_strengths_do_not_depend_on_each_other():
    alone = drawn(people(), 3, strengths=[0.1, 0.4])
    whole = drawn(people(), 3)
    kept = whole[whole.strength >= 0.1].reset_index(drop=True)
    np.testing.assert_allclose(alone["p"], kept["p"], atol=0.011)


def test_recordings_are_left_as_they_were():
    everyone = people()
    before = everyone.entropy.copy()
    drawn(everyone, 0)
    np.testing.assert_array_equal(everyone.entropy, before)


def test_where_one_listener_trains_correlation_finds_nothing():
    everyone = people()
    only = replace(everyone, entropy=everyone.entropy.copy())
    only.entropy[3:] = np.nan
    rows = drawn(only, 0)
    assert (rows.loc[rows.test == INTER_SUBJECT, "p"] == 1).all()
    strongest = rows[(rows.test == DECODING) & (rows.strength == 0.4)]
    assert (strongest["p"] < 0.1).all()
