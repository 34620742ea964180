"""What the stages of the vocabularies write, held against what they read."""

import json

import numpy as np
import pytest

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.corpora.tables import LATENTS
from eeg2music.eeg.tables import EEG_FRAMES
from eeg2music.evaluation.params import Candidates
from eeg2music.vocabulary.stages.health import health
from eeg2music.vocabulary.tables import AUDIO_TOKENS, DICTIONARY, EEG_TOKENS
from tests.stages import test_training_part_only as run

WHERE = ["video", "slice", "frame"]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return run.fitted_on_random_inputs(tmp_path_factory.mktemp("run"))


def read(path, kind, *names):
    """Features of each frame, by where it lies."""
    table = parquet.read(path, kind)
    features = np.concatenate([table.array(n).reshape(len(table.frame), -1) for n in names], axis=1)
    places = table.frame[WHERE].itertuples(index=False, name=None)
    return dict(zip(places, features, strict=True))


def representatives(root, name):
    """Place and features of each representative frame, and what the dictionary tells of itself."""
    book = parquet.read(root / f"{name}.parquet", DICTIONARY)
    segments, features = (book.array(each) for each in ("segments", "features"))
    rows = features.reshape(-1, features.shape[-1])
    return zip(segments.reshape(-1, 4).tolist(), rows, strict=True), book


def test_representative_sounds_lie_where_the_dictionary_says(root):
    songs = {
        v: read(root / f"{v}.audio.parquet", AUDIO_FEATURES, "chroma", "de") for v in range(9)[1:]
    }
    told, _ = representatives(root, "audio")
    for (subject, video, *place), features in told:
        assert subject == 0
        assert video in run.TRAIN_VIDEOS
        assert np.allclose(features, songs[video][video, *place])


def test_representative_brains_lie_where_the_dictionary_says(root):
    frames = {s: read(root / f"{s}.frames.parquet", EEG_FRAMES, "de") for s in run.SUBJECTS}
    told, book = representatives(root, "eeg")
    assert set(book.meta["subjects"]) == run.TRAIN_SUBJECTS
    for (subject, *place), features in told:
        assert place[0] in run.TRAIN_VIDEOS
        assert np.allclose(features, frames[book.meta["subjects"][subject]][tuple(place)])


@pytest.fixture(scope="module")
def told(root):
    """Health with and without known states."""

    def figures(states):
        health(
            eeg_tokens=root / "eeg.tokens",
            audio_tokens=root / "audio.tokens",
            **{f"{name}_dictionary": root / f"{name}.parquet" for name in ("eeg", "audio")},
            **{f"{name}_search": root / f"{name}.search.parquet" for name in ("eeg", "audio")},
            states=states,
            split_table=root / "split.parquet",
            evaluate=Candidates(k=[1, 3]),
            health=root / "health.json",
        )
        return json.loads((root / "health.json").read_text())

    keys = {name: values.ravel() for name, values in run._keys(2, 8).items()}
    rng = np.random.default_rng(0)
    levels = {
        name: rng.integers(0, 3, len(keys["video"])) for name in ("valence", "arousal", "chord")
    }
    parquet.write(root / "states.parquet", LATENTS, keys | levels)
    return figures([root / "states.parquet"]), figures([])


@pytest.mark.parametrize(("name", "kind"), [("eeg", EEG_TOKENS), ("audio", AUDIO_TOKENS)])
def test_health_counts_frames_of_the_training_and_of_the_headline_part(root, told, name, kind):
    frame = parquet.read(root / f"{name}.tokens", kind).frame
    trained, tested = frame["video"].isin(run.TRAIN_VIDEOS), frame["video"].isin([7, 8])
    if "subject" in frame:
        trained &= frame["subject"].isin(run.TRAIN_SUBJECTS)
        tested &= frame["subject"] == run.TEST_SUBJECT
    train, test = frame.loc[trained, "token"], frame.loc[tested, "token"]
    counts = train.value_counts()
    found = told[0][name]
    assert found["largest_after"] == pytest.approx(counts.max() / len(train))
    assert found["top_five"] == pytest.approx(counts.nlargest(5).sum() / len(train))
    assert found["unseen_test_tokens"] == pytest.approx(1 - test.isin(train).mean())
    for part, tokens in (("train", train), ("test", test)):
        for k in (1, 3):  # a tie counts against the guess
            hit = [(counts >= counts.get(token, 0)).sum() <= k for token in tokens]
            assert found[f"unigram_{part}"][str(k)] == pytest.approx(np.mean(hit))


def test_only_known_states_are_agreed_with(told):
    known, unknown = told
    for name in ("eeg", "audio"):
        assert known[name].keys() - unknown[name].keys() == {"ami_state"}
        assert abs(known[name]["ami_state"]) < 0.2  # drawn by chance
        assert {k: v for k, v in known[name].items() if k != "ami_state"} == unknown[name]
