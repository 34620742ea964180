from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import torch

from eeg2music.model.tokens import ABSENT
from eeg2music.params.grid import Grid
from eeg2music.parquet import Table
from eeg2music.training.corpus import assemble
from eeg2music.training.pairing import with_eeg_of_other_songs, without_eeg
from eeg2music.training.windows import cut

GRID = Grid(trial_s=8.0, slice_s=4.0, frame_s=1.0)
KEYS = ["subject", "video", "slice", "frame"]
VIDEOS = np.array([2, 5, 9, 11])


def _keys(frames):
    video, slice_, frame = np.meshgrid(VIDEOS, range(2), range(frames), indexing="ij")
    return pd.DataFrame({"video": video.ravel(), "slice": slice_.ravel(), "frame": frame.ravel()})


def _corpus(parts=(), split=None):
    """Each frame's audio token tells song, slice and frame; the EEG tells its trial.

    Of a ``split`` of slices each is a trial.
    """
    rng = np.random.default_rng(0)
    recordings, tokens = [], []
    for subject in ("s01", "s02"):
        frames = _keys(4).assign(subject=subject, token=lambda f: f["video"])
        eeg, de = (rng.normal(size=(len(frames), 3, each)) for each in (8, 2))
        recordings.append(Table(frames, {"eeg": eeg, "de": de}, {}))
        tokens.append(frames)
    audio = _keys(4).assign(token=lambda f: 100 * f["video"] + 10 * f["slice"] + f["frame"])
    patch = rng.normal(size=(len(audio), 5, 2)).astype("f4")
    patch[:, 0, 0] = audio["token"]
    whole = pd.DataFrame(
        [(s, v, "train" if v < 10 else "headline") for s in ("s02", "s01") for v in VIDEOS],
        columns=["subject", "video", "part"],
    )
    return assemble(
        pd.concat([table.frame for table in recordings], ignore_index=True)[KEYS],
        iter(recordings),
        Table(pd.concat(tokens), {}, {}),
        Table(audio, {"point": patch[:, :, 0]}, {}),
        Table(audio, {"patch": patch}, {}),
        whole if split is None else split,
        GRID if split is None else GRID.of_a_slice(),
        parts,
    )


def test_everything_is_joined_on_the_same_frame():
    corpus = _corpus()
    assert corpus.eeg.shape == (8, 2, 4, 3, 8)
    for row, trial in corpus.trials.iterrows():
        assert (corpus.eeg_token[row] == trial["video"]).all()
        assert corpus.audio_token[row, 1, 2] == 100 * trial["video"] + 12
        for held in (corpus.patch[..., 0], corpus.audio_point):
            assert held[corpus.song[row], 1, 2, 0] == 100 * trial["video"] + 12
    assert list(corpus.rows("headline")) == [3, 7]


def test_of_parts_only_their_trials_are_kept_each_part_s_together():
    whole, some = _corpus(), _corpus(["train", "headline"])
    assert some.trials["part"].tolist() == ["headline"] * 2 + ["train"] * 6
    assert _corpus(["headline"]).trials["video"].tolist() == [11, 11]
    for part in ("train", "headline"):
        one, other = whole.select(whole.rows(part)), some.select(some.rows(part))
        assert one.trials.equals(other.trials)
        for name in ("eeg", "entropy", "eeg_token", "audio_token", "song"):
            assert np.array_equal(getattr(one, name), getattr(other, name))


def test_a_part_is_not_copied():
    corpus = _corpus(["train", "headline"])
    assert np.shares_memory(corpus.select(corpus.rows("train")).eeg, corpus.eeg)
    assert not np.shares_memory(corpus.select(np.array([0, 2])).eeg, corpus.eeg)


def test_a_window_is_rated_as_its_trial():
    corpus = _corpus()
    assert cut(corpus, 1).rating.isnan().all()
    rated = corpus.trials.assign(valence=np.arange(8.0), arousal=np.arange(8.0) + 10)
    windows = cut(replace(corpus, trials=rated), 1)
    assert windows.rating.tolist() == [[row // 2, row // 2 + 10] for row in range(16)]


@pytest.mark.parametrize("context", [1, 2])
def test_windows_keep_frames_in_order_and_music_beside_its_brain(context):
    corpus = _corpus()
    windows = cut(corpus, context)
    assert windows.frames == 4 * context
    rows = torch.arange(len(windows))
    batch = windows.batch(rows, torch.ones(windows.audio_token.shape, dtype=torch.bool))
    assert torch.equal(batch.patch[..., 0, 0].long(), batch.audio_token)
    assert torch.equal(batch.audio_token // 100, batch.eeg_token)
    assert np.array_equal(batch.eeg.numpy().ravel(), corpus.eeg.ravel())


def test_slices_must_divide_into_windows():
    with pytest.raises(ValueError, match="do not divide"):
        cut(_corpus(), 3)


def test_wrong_pairing_moves_eeg_between_songs_within_subject_and_part():
    corpus = _corpus()
    wrong = with_eeg_of_other_songs(corpus, seed=1)
    train = corpus.rows("train")
    for row in train:
        source = next(i for i in train if np.array_equal(corpus.eeg[i], wrong.eeg[row]))
        assert corpus.trials["subject"][source] == corpus.trials["subject"][row]
        assert source != row
        assert np.array_equal(wrong.eeg_token[row], corpus.eeg_token[source])
    assert np.array_equal(wrong.audio_token, corpus.audio_token)


def test_without_eeg_nothing_of_it_remains():
    silent = without_eeg(_corpus())
    assert not silent.eeg.any()
    assert (silent.eeg_token == ABSENT).all()


def test_a_selection_keeps_what_belongs_to_a_trial_together():
    corpus, order = _corpus(), np.array([7, 2, 4])
    chosen = corpus.select(order)
    for row, (at, trial) in zip(order, chosen.trials.iterrows(), strict=True):
        assert (trial["subject"], trial["video"]) == (("s01", "s02")[row // 4], VIDEOS[row % 4])
        assert (chosen.eeg_token[at] == trial["video"]).all()
        assert chosen.audio_token[at, 1, 2] == 100 * trial["video"] + 12
        assert chosen.patch[chosen.song[at], 1, 2, 0, 0] == 100 * trial["video"] + 12
        assert np.array_equal(chosen.eeg[at], corpus.eeg[row])
        assert np.array_equal(chosen.entropy[at], corpus.entropy[row])


def test_single_slices_are_trials_that_keep_their_music_and_their_brain():
    corpus = _corpus()
    keys = [(s, v, n) for s in ("s01", "s02") for v in VIDEOS for n in range(2)]
    split = pd.DataFrame(keys, columns=["subject", "video", "slice"])
    split["part"] = np.where((split["video"] + split["slice"]) % 2, "train", "headline")
    single = _corpus(split=split.sample(frac=1, random_state=1))
    assert single.trials[["subject", "video", "slice"]].to_numpy().tolist() == list(map(list, keys))
    assert (single.trials["part"] == split["part"]).all()
    assert np.array_equal(single.eeg.ravel(), corpus.eeg.ravel())
    for row, trial in single.trials.iterrows():
        where = 100 * trial["video"] + 10 * trial["slice"]
        assert single.audio_token[row, 0].tolist() == [where + frame for frame in range(4)]
        for held in (single.patch[..., 0], single.audio_point):
            assert held[single.song[row], 0, 2, 0] == where + 2
        assert (single.eeg_token[row] == trial["video"]).all()
    windows = cut(single, 1)
    assert torch.equal(windows.patch[windows.song_row, 2, 0, 0].long(), windows.audio_token[:, 2])


def test_listeners_of_a_slice_share_it():
    """What they have in common is looked for among those who heard the same slice."""
    split = pd.DataFrame([(v, n) for v in VIDEOS for n in range(2)], columns=["video", "slice"])
    parts = [split.assign(subject=subject, part="train") for subject in ("s01", "s02")]
    single = _corpus(split=pd.concat(parts))
    assert np.bincount(single.song).tolist() == [2] * 8
