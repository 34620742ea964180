"""What the stage writes, held against the scores of the same model."""

import numpy as np
import pytest

from eeg2music import parquet
from eeg2music.evaluation.params import ShiftedHits
from eeg2music.evaluation.stages.sensitivity import sensitivity
from eeg2music.evaluation.tables import ABLATION, TIME_SHIFTS
from eeg2music.stages.params import Compute
from tests.evaluation.stages.test_scores import ours, root  # noqa: F401
from tests.stages import test_training_part_only as run

ASKED = ShiftedHits(k=[1, 5], confidence=0.95, largest_shift_s=1.0)


@pytest.fixture(scope="module")
def curve(root):  # noqa: F811
    sensitivity(
        system="ours",
        cohort="small",
        eeg_frames=[root / f"{subject}.frames.parquet" for subject in run.SUBJECTS],
        eeg_tokens=root / "eeg.tokens",
        audio_tokens=root / "audio.tokens",
        audio_features=[root / f"{video}.audio.parquet" for video in run.VIDEOS],
        split_table=root / "split.parquet",
        weights=root / "m.safetensors",
        settings=root / "m.json",
        grid=run.GRID,
        compute=Compute(threads=1, device="cpu"),
        evaluate=ASKED,
        time_shifts=root / "curve",
        ablation=root / "ablation",
    )
    return parquet.read(root / "curve", TIME_SHIFTS).frame


@pytest.fixture(scope="module")
def lost(root, curve):  # noqa: F811
    return parquet.read(root / "ablation", ABLATION).frame


def test_every_shift_has_its_hits(curve):
    shifts = np.arange(-2, 3) * run.GRID.frame_s
    assert curve["shift_s"].unique().tolist() == shifts.tolist()
    assert (curve.groupby("shift_s")["k"].apply(list).map(tuple) == (1, 5)).all()
    assert curve["hits"].between(curve["ci_low"], curve["ci_high"]).all()
    assert (curve["n_songs"] == 2).all()


def test_without_a_shift_they_are_those_of_the_scores(curve, ours):  # noqa: F811
    rows = ours[0][ours[0]["protocol"] == "headline"]
    for k in ASKED.k:
        told = curve[(curve["shift_s"] == 0) & (curve["k"] == k)]
        assert told["hits"].item() == pytest.approx((rows["rank"] <= k).mean())


def test_a_shift_changes_what_is_told(curve):
    assert curve[curve["k"] == 5]["hits"].nunique() > 1


def test_every_electrode_is_silenced_once(lost):
    assert lost["channel"].unique().tolist() == run.WHICH["channels"]
    assert (lost.groupby("channel")["k"].apply(list).map(tuple) == (1, 5)).all()
    assert lost["lost"].between(lost["ci_low"], lost["ci_high"]).all()
    assert lost["lost"].nunique() > 2


def test_nothing_more_is_lost_than_there_was(lost, curve):
    whole = curve[curve["shift_s"] == 0].set_index("k")["hits"]
    assert (lost["lost"] <= lost["k"].map(whole) + 1e-12).all()
    assert (lost["lost"] >= lost["k"].map(whole) - 1).all()
