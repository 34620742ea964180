"""Items of the checklist against runs of which one thing is wrong each."""

from dataclasses import replace

import pandas as pd
import pytest

from eeg2music.audit.checklist import Run, items, markdown

FOUND = pd.DataFrame(
    [
        ("test_songs_eeg", "eeg_frames: frames", "frames", "stay", 0, 9, False),
        ("test_songs_eeg", "eeg_vocabulary: dictionary", "files", "stay", 0, 1, False),
        ("test_songs_eeg", "train: weights", "files", "stay", 0, 1, False),
    ],
    columns=["canary", "product", "what", "must", "moved", "of", "leak"],
)
SPLIT = pd.DataFrame(
    [("s01", 1, "train"), ("s01", 3, "validation_headline"), ("s02", 2, "headline")],
    columns=["subject", "video", "part"],
)
HITS = pd.DataFrame(
    [
        (name, "headline", 5, 0.2, 0.1, 0.3, 3, 10, 1)
        for name in ("ours", "random", "unigram", "no_eeg", "permuted")
    ],
    columns=[
        "system",
        "protocol",
        "k",
        "hits",
        "ci_low",
        "ci_high",
        "n_subjects",
        "n_songs",
        "seeds",
    ],
)
RUN = Run("planted, fold-0", SPLIT, HITS, FOUND, 4, {"headline-1": 7}, {"git revision": "abc"})


def leaking(product):
    rows = FOUND.assign(leak=FOUND["product"].str.startswith(product))
    return {"found": rows.assign(moved=rows["leak"].astype(int))}


def test_of_a_sound_run_every_item_holds():
    assert [item.holds for item in items(RUN)] == [True] * 8
    assert markdown(RUN).count(": yes\n") == 8


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        (1, {"split": SPLIT.assign(subject="s01")}),
        (1, {"split": SPLIT.assign(video=[1, 3, 1])}),
        (2, leaking("eeg_frames")),
        (3, {"split": pd.concat([SPLIT, SPLIT[:1].assign(part="unused")])}),
        (4, leaking("eeg_vocabulary")),
        (5, leaking("train")),
        (5, {"found": FOUND[:2]}),
        (6, {"hits": HITS[HITS["system"] != "permuted"]}),
        (7, {"hits": HITS.assign(n_subjects=1)}),
        (8, {"software": {"git revision": ""}}),
    ],
)
def test_what_is_wrong_is_told_by_its_item_alone(number, wrong):
    found = [item.holds for item in items(replace(RUN, **wrong))]
    assert [n for n, holds in enumerate(found, 1) if not holds] == [number]
    assert markdown(replace(RUN, **wrong)).count("**no**") == 1
