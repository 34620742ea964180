"""What the stages of scoring write, held against tokens, split and model."""

import numpy as np
import pytest
import torch

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.eeg.tables import EEG_FRAMES
from eeg2music.evaluation.params import Predictions
from eeg2music.evaluation.stages.controls import controls
from eeg2music.evaluation.stages.entry_chords import entry_chords
from eeg2music.evaluation.stages.scores import scores
from eeg2music.evaluation.tables import ENTRY_CHORDS, SCORES, SEGMENTS
from eeg2music.evaluation.tasks import HEADLINE
from eeg2music.model.network import Batch
from eeg2music.score.chords import LABELS, triads
from eeg2music.stages.params import Compute
from eeg2music.training import checkpoint
from eeg2music.vocabulary.tables import AUDIO_TOKENS, DICTIONARY, EEG_TOKENS
from tests.stages import test_training_part_only as run

ASKED = Predictions(mask_ratios=[0.5], seed=0, largest_shift_s=0.5)
PLACE = ["video", "slice", "frame"]
HEARD = {
    "headline": {(run.TEST_SUBJECT, video) for video in (7, 8)},
    "paper": {(run.TEST_SUBJECT, video) for video in run.TRAIN_VIDEOS},
    "within_subject": {(subject, video) for subject in run.TRAIN_SUBJECTS for video in (7, 8)},
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = run.fitted_on_random_inputs(tmp_path_factory.mktemp("run"))
    entry_chords(
        audio_dictionary=folder / "audio.parquet",
        audio_features=[folder / f"{video}.audio.parquet" for video in run.VIDEOS],
        chords=folder / "chords",
    )
    return folder


@pytest.fixture(scope="module")
def heard(root):
    """Audio token of each frame of each song."""
    return parquet.read(root / "audio.tokens", AUDIO_TOKENS).frame.set_index(PLACE)["token"]


@pytest.fixture(scope="module")
def blind(root):
    controls(
        systems=["unigram", "copy"],
        audio_tokens=root / "audio.tokens",
        entry_chords=root / "chords",
        split_table=root / "split.parquet",
        cohort="small",
        grid=run.GRID,
        evaluate=ASKED,
        scores=root / "controls",
    )
    return parquet.read(root / "controls", SCORES).frame


@pytest.fixture(scope="module")
def ours(root):
    """Scores and segments."""
    scores(
        system="ours",
        model="ours",
        variant="",
        seed=0,
        cohort="small",
        eeg_frames=[root / f"{subject}.frames.parquet" for subject in run.SUBJECTS],
        eeg_tokens=root / "eeg.tokens",
        audio_tokens=root / "audio.tokens",
        audio_features=[root / f"{video}.audio.parquet" for video in run.VIDEOS],
        split_table=root / "split.parquet",
        entry_chords=root / "chords",
        weights=root / "m.safetensors",
        settings=root / "m.json",
        grid=run.GRID,
        compute=Compute(threads=1, device="cpu"),
        evaluate=ASKED,
        scores=root / "scores",
        segments=root / "segments",
    )
    kinds = {"scores": SCORES, "segments": SEGMENTS}
    return tuple(parquet.read(root / name, kind).frame for name, kind in kinds.items())


def test_every_system_is_scored_on_the_positions_of_its_part(blind, ours, heard):
    for rows in (ours[0], *(rows for _, rows in blind.groupby("system"))):
        for protocol, here in rows.groupby("protocol"):
            trials = here[["subject", "video"]].itertuples(index=False, name=None)
            assert set(trials) == HEARD[protocol]
            share = len(here) / (len(HEARD[protocol]) * 16)
            assert share == (0.5 if protocol == "paper" else 1.0)
        tokens = rows.join(heard, on=PLACE)["token"]
        assert (rows["target"] == tokens).all()


def test_a_unigram_counts_the_training_songs_alone(root, blind, heard):
    entries = len(parquet.read(root / "audio.parquet", DICTIONARY).frame)
    trained = heard[heard.index.get_level_values("video").isin(run.TRAIN_VIDEOS)]
    counts = np.bincount(trained, minlength=entries)
    rows = blind[blind["system"] == "unigram"]
    assert (rows["rank"] == [(counts >= counts[token]).sum() for token in rows["target"]]).all()


def shown(root, video):
    """What the model sees of the test subject and a song, slice by slice."""
    eeg = parquet.read(root / f"{run.TEST_SUBJECT}.frames.parquet", EEG_FRAMES)
    mine = (eeg.frame["video"] == video).to_numpy()
    token = parquet.read(root / "eeg.tokens", EEG_TOKENS).frame
    token = token.set_index(["subject", "video"]).loc[(run.TEST_SUBJECT, video), "token"]
    patch = parquet.read(root / f"{video}.audio.parquet", AUDIO_FEATURES).array("patch")
    seen = (eeg.array("eeg")[mine], eeg.array("de")[mine], token.to_numpy(), patch)
    return [torch.tensor(each).reshape(2, 8, *each.shape[1:]) for each in seen]


def test_ranks_are_those_of_the_model_s_logits(root, ours):
    network, _ = checkpoint.load("ours", HEADLINE, root / "m.safetensors", root / "m.json")
    network.eval()
    rows = ours[0][ours[0]["protocol"] == "headline"]
    for video, here in rows.groupby("video"):
        eeg, entropy, token, patch = shown(root, video)
        unknown, masked = torch.zeros_like(token), torch.ones(2, 8, dtype=torch.bool)
        with torch.no_grad():
            nowhere = torch.zeros(2, 8, network.shapes.audio_components)
            logits = network(Batch(eeg, entropy, token, unknown, patch, nowhere, masked)).numpy()
        for row in here.itertuples():
            told = logits[row.slice, row.frame]
            assert row.rank == (told >= told[row.target]).sum()


def test_segments_are_those_of_the_headline_part(ours):
    rows = ours[1]
    assert set(rows[["subject", "video"]].itertuples(index=False, name=None)) == HEARD["headline"]
    assert rows.groupby("shift")["others"].unique().map(list).to_dict() == {-1: [1], 0: [3], 1: [1]}


def test_an_entry_is_of_the_chord_that_its_representatives_sound_like(root):
    """By the mean of their pitch classes, as the music made of it has it."""
    told = parquet.read(root / "chords", ENTRY_CHORDS).frame
    dictionary = parquet.read(root / "audio.parquet", DICTIONARY)
    assert told["id"].tolist() == dictionary.frame["id"].tolist()
    tables = {
        video: parquet.read(root / f"{video}.audio.parquet", AUDIO_FEATURES) for video in run.VIDEOS
    }
    for chord, segments in zip(told["chord"], dictionary.array("segments"), strict=True):
        heard = [
            tables[video].array("chroma")[slice_ * run.GRID.frames + frame]
            for _, video, slice_, frame in segments.tolist()
        ]
        (expected,) = triads(np.mean(heard, axis=0)[None])
        assert chord == LABELS[expected]


def test_a_chord_is_ranked_among_chords_by_all_of_its_entries(root, blind, heard):
    chords = parquet.read(root / "chords", ENTRY_CHORDS).frame["chord"].to_numpy()
    trained = heard[heard.index.get_level_values("video").isin(run.TRAIN_VIDEOS)]
    counts = np.bincount(trained, minlength=len(chords))
    of_chord = {chord: counts[chords == chord].sum() for chord in set(chords)}
    rows = blind[blind["system"] == "unigram"]
    expected = [
        sum(other >= of_chord[chords[token]] for other in of_chord.values())
        for token in rows["target"]
    ]
    assert rows["chord_rank"].tolist() == expected
