"""Feelings read from brains whose power tells them, and the music that goes with them."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy.stats import multivariate_normal

from eeg2music.errors import DataError
from eeg2music.model.network import Batch, Shapes
from eeg2music.model.params import Peers
from eeg2music.peers.band_power import Linear, Sides, boundaries, regressions
from eeg2music.peers.regression import Regression, descent
from eeg2music.peers.retrieval import MIDDLE, REACH, places
from eeg2music.training.windows import Windows
from tests.small import small_model

FRAMES, CHANNELS, BANDS, ENTRIES, TRIALS = 12, 4, 2, 6, 60
SHAPES = Shapes(FRAMES, CHANNELS, 16, BANDS, 6, 3, 10, 5, ENTRIES, 7)
PEERS = Peers(span_frames=4, penalties=[1.0, 1e6], trusts=[0.0, 1.0], learning_rate=0.02, epochs=25)
MODEL = small_model(peers=PEERS)
KINDS = [(Linear, regressions), (Sides, boundaries), (Regression, descent)]
every_peer = pytest.mark.parametrize(("kind", "path"), KINDS)


def _windows(seed=0):
    """Power of one channel tells valence, of another arousal; entries follow valence."""
    rng = np.random.default_rng(seed)
    felt = rng.uniform(-1, 1, (TRIALS, 2)).astype("f4")
    entropy = 0.1 * rng.normal(size=(TRIALS, FRAMES, CHANNELS, BANDS)).astype("f4")
    entropy[:, :, [0, 2], 1] += felt[:, None]
    eeg = rng.normal(size=(TRIALS, FRAMES, CHANNELS, 16)).astype("f4")
    eeg[:, :, [0, 2]] *= np.exp(felt)[:, None, :, None]
    token = rng.integers(0, 3, (TRIALS, FRAMES)) + 3 * (felt[:, :1] > 0)
    told = [torch.from_numpy(each) for each in (eeg, entropy, token, token)]
    nothing = torch.zeros(1, FRAMES, 6, 3), torch.zeros(1, FRAMES, 7)
    rows = torch.zeros(TRIALS, dtype=torch.int64)
    return Windows(*told, *nothing, rows, torch.from_numpy(MIDDLE + REACH * felt))


def _batch(windows) -> Batch:
    return windows.batch(torch.arange(len(windows)), torch.ones(len(windows), FRAMES).bool())


def _fitted(kind, path, windows):
    """The network under its weakest penalty and fullest trust."""
    torch.manual_seed(0)
    network = kind(SHAPES, MODEL)
    *_, (_, state) = path(network, windows)
    network.load_state_dict(state)
    return network.eval()


@every_peer
def test_a_feeling_that_brains_tell_is_read(kind, path):
    network, unseen = _fitted(kind, path, _windows()), _windows(seed=1)
    read = network.feeling(_batch(unseen)).detach()
    assert read.shape == (TRIALS, FRAMES // PEERS.span_frames, 2)
    felt = (unseen.rating - MIDDLE) / REACH
    for axis in (0, 1):
        r = np.corrcoef(read.mean(dim=1)[:, axis], felt[:, axis])[0, 1]
        assert r > (0.8 if kind is Sides else 0.9)
    assert kind is not Sides or set(read.unique().tolist()) == {-1.0, 1.0}


@every_peer
def test_music_that_goes_with_the_feeling_comes_first(kind, path):
    network, unseen = _fitted(kind, path, _windows()), _windows(seed=1)
    logits = network(_batch(unseen))
    assert logits.shape == (TRIALS, FRAMES, ENTRIES)
    high = logits[..., 3:].logsumexp(-1) > logits[..., :3].logsumexp(-1)
    sure = (unseen.rating[:, 0] - MIDDLE).abs() > 1
    assert (high[sure] == (unseen.rating[sure, :1] > MIDDLE)).float().mean() > 0.9


@every_peer
def test_each_penalty_is_tried_with_each_trust_and_none_is_the_unigram(kind, path):
    windows = _windows()
    network = kind(SHAPES, MODEL)
    states = list(path(network, windows))
    readers = PEERS.epochs if kind is Regression else len(PEERS.penalties)
    assert len(states) == readers * len(PEERS.trusts)
    penalties = [penalty for penalty, _ in states]
    assert penalties == sorted(penalties, reverse=True)
    network.load_state_dict(states[0][1])
    counts = torch.bincount(windows.audio_token.flatten(), minlength=ENTRIES) + 1.0
    told = network.eval()(_batch(windows)).softmax(dim=-1)
    assert torch.allclose(told, (counts / counts.sum()).expand_as(told), atol=1e-5)


@every_peer
def test_each_span_is_read_by_itself(kind, path):
    network, batch = _fitted(kind, path, _windows()), _batch(_windows(seed=1))
    first = slice(0, PEERS.span_frames)
    other = replace(batch, eeg=batch.eeg.clone(), entropy=batch.entropy.clone())
    other.eeg[:, first], other.entropy[:, first] = 3 * batch.eeg[:, first], -batch.entropy[:, first]
    before, after = network(batch), network(other)
    assert torch.equal(after[:, PEERS.span_frames :], before[:, PEERS.span_frames :])
    assert not torch.allclose(after[:, first], before[:, first])
    # Nothing that is heard is looked at.
    assert torch.equal(network(replace(batch, audio_token=0 * batch.audio_token)), before)


@every_peer
def test_who_rated_nothing_teaches_no_feeling_and_nobody_rating_is_refused(kind, path):
    windows = _windows()
    some = windows.rating.clone()
    some[::3, 1] = torch.nan
    network = _fitted(kind, path, replace(windows, rating=some))
    assert all(value.isfinite().all() for value in network.state_dict().values())
    nobody = replace(windows, rating=torch.full_like(some, torch.nan))
    with pytest.raises(DataError, match=r"ratings of valence and arousal.*found none"):
        list(path(kind(SHAPES, MODEL), nobody))


def test_logits_are_bayes_rule_over_feelings():
    windows = _windows()
    network = _fitted(Linear, regressions, windows)
    known = {name: value.numpy() for name, value in places(windows, ENTRIES).items()}
    batch = _batch(windows)
    told = network(batch).detach().numpy()
    read = network.feeling(batch).detach().numpy()
    for window, span in ((0, 0), (7, 2)):
        expected = [
            known["share"][entry]
            + multivariate_normal.logpdf(
                read[window, span], known["place"][entry], np.diag(1 / known["precision"])
            )
            for entry in range(ENTRIES)
        ]
        gaps = told[window, span * PEERS.span_frames] - expected
        assert np.ptp(gaps) < 1e-4


def test_entries_lie_where_those_who_heard_them_felt():
    windows = _windows()
    told = places(windows, ENTRIES)
    felt = ((windows.rating - MIDDLE) / REACH).numpy()
    frames = [
        (felt[w], int(windows.audio_token[w, t])) for w in range(TRIALS) for t in range(FRAMES)
    ]
    mean = np.mean([point for point, _ in frames], axis=0)
    spread = []
    for entry in range(ENTRIES):
        own = [point for point, token in frames if token == entry]
        place = (np.sum(own, axis=0) + 60 * mean) / (len(own) + 60)
        assert told["place"][entry].numpy() == pytest.approx(place, abs=1e-5)
        spread += [np.square(point - place) for point in own]
    assert told["precision"].numpy() == pytest.approx(1 / np.mean(spread, axis=0), rel=1e-4)


@pytest.mark.parametrize(("length", "span"), [(12, 4), (10, 2), (4, 4), (3, 1)])
def test_a_span_divides_what_is_seen_at_once(length, span):
    assert Linear(replace(SHAPES, length=length), MODEL).span == span
