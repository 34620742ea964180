import dataclasses
from itertools import pairwise

import numpy as np
import pytest

from eeg2music.audio.peaks import peak
from eeg2music.compose.generation import evidence
from eeg2music.compose.synthesis import join
from eeg2music.deap.montage import EEG
from eeg2music.live.arrivals import Stretch
from eeg2music.live.ear import Ear
from eeg2music.live.player import Player
from tests.recital.test_recital import signals

RATE_HZ = 256
HALF = RATE_HZ // 2


@pytest.fixture(scope="module")
def hearings(instrument):
    """What is heard after every frame of twenty seconds."""
    ear, found = Ear(instrument, EEG, RATE_HZ, "a stream"), []
    eeg = signals(seconds=20).astype(np.float32)
    for start in range(0, eeg.shape[1], HALF):
        ear.take(Stretch(eeg[:, start : start + HALF].T, 0.0, start == 0))
        heard = ear.hear()
        if heard:
            found.append(heard)
    return found


def decoding(instrument, **changed):
    return instrument.about.decoding.model_copy(update=changed)


def played(player, hearings):
    """Frame by frame, each as soon as it is heard."""
    all_played = []
    for heard in hearings:
        newest = heard.first + len(heard.brain) - 1
        all_played.append(player.play(heard, newest))
    return all_played


def moments(all_played):
    return [moment for each in all_played for moment in each.moments]


def test_every_frame_is_played_once(instrument, hearings):
    found = moments(played(Player(instrument), hearings))
    assert [moment.frame for moment in found] == [*range(7, 40)]
    rate, frame_s = instrument.sounds.rate, instrument.about.grid.frame_s
    assert {moment.sound.shape[1] for moment in found} == {round(frame_s * rate)}
    assert all(0 < moment.probability <= 1 for moment in found)


def test_a_player_who_is_late_plays_what_it_has_missed(instrument, hearings):
    player = Player(instrument)
    first = player.play(hearings[0], 0).moments
    assert [moment.frame for moment in first] == [*range(8)]
    later = player.play(hearings[5], 8).moments
    assert [moment.frame for moment in later] == [*range(8, 13)]


def test_without_chance_and_prior_the_likeliest_entry_is_played(instrument, hearings):
    plain = decoding(instrument, temperature=0.0, prior_weight=0.0)
    found = moments(played(Player(instrument, plain), hearings))
    for heard, moment in zip(hearings, found, strict=True):
        told = evidence(instrument.model, instrument.shapes, heard.brain, instrument.hop)[-1]
        assert moment.token == told.argmax()
        assert moment.probability == pytest.approx(np.exp(told.max()), rel=1e-5)
        np.testing.assert_allclose(
            moment.emotion, instrument.affect.trajectory(np.exp(told)[None]).mean[0], atol=1e-6
        )


def test_the_prior_speaks_for_what_was_played(instrument, hearings):
    strong = decoding(instrument, temperature=0.0, prior_weight=1e3)
    evidence_ = np.ones_like(instrument.prior.evidence)
    prior = dataclasses.replace(instrument.prior, evidence=evidence_)
    stuck = dataclasses.replace(instrument, prior=prior)
    tokens = [moment.token for moment in moments(played(Player(stuck, strong), hearings))]
    assert len({*tokens}) == 1


def test_the_same_seed_plays_the_same(instrument, hearings):
    one, same = (moments(played(Player(instrument), hearings)) for _ in "ab")
    other = moments(played(Player(instrument, decoding(instrument, seed=99)), hearings))
    tokens = [[moment.token for moment in each] for each in (one, same, other)]
    assert tokens[0] == tokens[1] != tokens[2]
    np.testing.assert_array_equal(one[-1].sound, same[-1].sound)


def test_sounds_are_joined_as_a_collage_is(instrument, hearings):
    player = Player(instrument)
    chosen, sounds = [], []
    for each in hearings:
        (moment,) = player.play(each, each.first + len(each.brain) - 1).moments
        chosen.append(player._last.audio[player._chosen])
        sounds.append(moment.sound)
    together = np.concatenate(sounds, axis=1) / player._gain
    margin = player._margin
    expected = join(chosen, margin)
    np.testing.assert_allclose(
        together[:, 2 * margin :], expected[:, margin : together.shape[1] - margin], atol=1e-6
    )
    assert peak(np.concatenate(sounds, axis=1)) <= 1


def test_bars_follow_each_other_and_are_told_before_they_begin(instrument, hearings):
    frame_s = instrument.about.grid.frame_s
    bars, told_s = [], []
    for place, each in enumerate(played(Player(instrument), hearings), start=1):
        bars += [bar for bar, _ in each.bars]
        told_s += [place * frame_s] * len(each.bars)
    assert len(bars) > 4
    assert all(one.stop_s == other.start_s for one, other in pairwise(bars))
    early = [bar.start_s - told for bar, told in zip(bars, told_s, strict=True)]
    assert min(early) >= 0
    assert max(early) <= frame_s
