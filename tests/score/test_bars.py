import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.score.bars import bars, metre_of
from eeg2music.score.mapping import HIGHEST_BPM, LOWEST_BPM
from tests.score.pieces import FRAME_S, piece


@given(
    arousal=st.lists(st.floats(-1, 1), min_size=8, max_size=200).map(np.array),
    metre=st.sampled_from([3, 4]),
)
def test_bars_follow_one_another_and_end_with_the_music(arousal, metre):
    made = bars(piece(arousal=arousal, frames=len(arousal)), metre)
    assert made[0].start_s == 0
    assert made[-1].stop_s == pytest.approx(len(arousal) * FRAME_S)
    assert [bar.start_s for bar in made[1:]] == [bar.stop_s for bar in made[:-1]]
    assert [bar.first_beat for bar in made] == [metre * n for n in range(len(made))]


@pytest.mark.parametrize(("arousal", "bpm"), [(-1, LOWEST_BPM), (0, 105), (1, HIGHEST_BPM)])
def test_the_tempo_is_that_of_the_arousal(arousal, bpm):
    found = [60 / bar.beat_s for bar in bars(piece(arousal=arousal, frames=480), 4)]
    assert found == pytest.approx([bpm] * len(found), rel=0.02)


def test_the_tempo_rises_where_arousal_does():
    arousal = np.repeat([-0.8, 0.8], 60)
    made = bars(piece(arousal=arousal), 4)
    early, late = ([b.beat_s for b in made if (b.start_s < 26) is when] for when in (True, False))
    assert min(early) > 1.4 * max(late[1:])


def test_an_extreme_of_one_frame_bends_no_bar():
    arousal = np.zeros(120)
    arousal[60] = 1
    beats = [bar.beat_s for bar in bars(piece(arousal=arousal), 4)]
    assert max(beats) < 1.25 * min(beats)


@pytest.mark.parametrize(("period", "metre"), [(3, 3), (6, 3), (4, 4), (8, 4), (5, 4)])
def test_the_metre_is_that_in_which_music_repeats_itself(period, metre):
    assert metre_of(np.arange(120) % period) == metre


def test_the_shortest_piece_has_a_bar():
    assert len(bars(piece(frames=8), 4)) >= 1
    assert metre_of(np.zeros(1, int)) == 4
