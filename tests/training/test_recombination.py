"""Made brains, against sums written out frame by frame."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from eeg2music.model.tokens import ABSENT
from eeg2music.training.medley import Cuts, medley
from eeg2music.training.recombination import recombination
from eeg2music.training.windows import cut
from eeg2music.vocabulary.dictionary import encode
from tests.training.test_loop import _corpus, known

SONG = np.array([0, 0, 0, 1, 1, 2, 3, 3, 3, 3])
"""Songs 0 to 3 have three, two, one and four listeners."""


@pytest.fixture
def windows():
    rng = np.random.default_rng(4)
    corpus = _corpus().select(np.arange(10))
    entropy = rng.normal(size=corpus.entropy.shape).astype("f4")
    return cut(replace(corpus, song=SONG, entropy=entropy), 1)


@pytest.fixture
def told(windows):
    """Windows, what is known of them, and a batch of all from which every other is to be new."""
    random = torch.Generator().manual_seed(1)
    of = known(_corpus())
    heard, beside = (medley(len(windows), 4, Cuts(2, 1), 60, random) for _ in range(2))
    batch = windows.gather(*heard, torch.ones(60, 4, dtype=torch.bool))
    return of, batch, heard, beside, torch.arange(60) % 2 == 0


def made(windows, told):
    of, batch, *places = told
    return recombination(windows, of)(windows, batch, *places)


def listeners(windows, window):
    """Windows in which the same stretch of a song is heard."""
    return [w for w in range(len(windows)) if windows.song_row[w] == windows.song_row[window]]


def expected(windows, heard, beside):
    """What the frame is to be, and whether it can be made."""
    (song, frame), (other, moment) = heard, beside
    same, others = listeners(windows, song), listeners(windows, other)
    if min(len(same), len(others)) < 2:
        return None
    mean = windows.entropy[same, frame].mean(dim=0)
    rest = windows.entropy[other, moment] - windows.entropy[others, moment].mean(dim=0)
    return mean + rest * np.sqrt(len(others) / (len(others) - 1))


def test_entropy_is_what_all_listeners_share_and_what_one_had_beside(windows, told):
    _, batch, heard, beside, chosen = told
    new, kinds = made(windows, told), set()
    for row in range(60):
        for place in range(4):
            where = [tuple(int(each[row, place]) for each in of) for of in (heard, beside)]
            sum_ = expected(windows, *where) if chosen[row] else None
            wanted = batch.entropy[row, place] if sum_ is None else sum_
            assert torch.allclose(new.entropy[row, place], wanted, atol=1e-5)
            kept = torch.equal(new.eeg[row, place], batch.eeg[row, place])
            assert kept == (sum_ is None)
            assert kept or not new.eeg[row, place].any()
            kinds.add((bool(chosen[row]), sum_ is None))
    assert kinds == {(False, True), (True, True), (True, False)}


def test_its_token_is_the_nearest_entry_and_music_stays(windows, told):
    of, batch, *_ = told
    new = made(windows, told)
    changed = ~torch.isclose(new.entropy, batch.entropy).all(dim=-1).all(dim=-1)
    points = new.entropy.flatten(-2) @ of.eeg_axes.T + of.eeg_offset
    nearest, _ = encode(points[changed].numpy(), of.eeg_centroids.numpy())
    assert (new.eeg_token[changed].numpy() == nearest).all()
    assert torch.equal(new.eeg_token[~changed], batch.eeg_token[~changed])
    for name in ("audio_token", "patch", "audio_point", "masked"):
        assert torch.equal(getattr(new, name), getattr(batch, name))


def test_brains_that_are_absent_stay_absent(windows, told):
    of, batch, *places = told
    windows = replace(windows, entropy=torch.zeros_like(windows.entropy))
    absent = replace(
        batch,
        entropy=torch.zeros_like(batch.entropy),
        eeg_token=torch.full_like(batch.eeg_token, ABSENT),
    )
    new = made(windows, (of, absent, *places))
    assert not new.entropy.any()
    assert (new.eeg_token == ABSENT).all()


def test_what_is_beside_keeps_its_variance():
    """Of noise alone, made brains are as loud as any."""
    rng = np.random.default_rng(0)
    corpus = _corpus()
    loud = rng.normal(size=(20, *corpus.entropy.shape[1:])).astype("f4")
    windows = cut(replace(corpus, song=np.arange(20) // 10, entropy=loud), 1)
    of = recombination(windows, known(corpus))
    everywhere = torch.arange(4).expand(40, -1)
    window = torch.arange(40)[:, None].expand(-1, 4)
    batch = windows.gather(window, everywhere, torch.ones(40, 4, dtype=torch.bool))
    new = of(windows, batch, (window, everywhere), (window.flip(0), everywhere), torch.ones(40) > 0)
    assert new.entropy.var().item() == pytest.approx(1.1, abs=0.1)


def test_songs_that_no_two_hear_are_left_alone():
    corpus = _corpus()
    assert recombination(cut(corpus, 1), known(corpus)) is None
