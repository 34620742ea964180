"""The page of recordings: what it counts, names and draws."""

import base64
import json
import re

import numpy as np
import pytest

from eeg2music import parquet
from eeg2music.corpora.tables import TRIALS
from eeg2music.eeg.tables import SLICES
from eeg2music.report.stages.quality import quality

CHANNELS = ["Fz", "Cz", "Oz"]
CLEANING = {"low_hz": 4.0, "high_hz": 45.0, "regress_eog": True, "sampling_rate_hz": 128}
REASON = "Oz & its wire came off"


def write(folder, subject, excluded):
    """Four trials of two slices, of which some are excluded; Oz is ten times as large."""
    songs = [1, 2, 5, 9]
    used = [song for song in songs if song not in excluded]
    eeg = np.random.default_rng(0).normal(size=(2 * len(used), 3, 512)).astype(np.float32)
    eeg[:, 2] *= 10
    columns = {"subject": subject, "video": np.repeat(used, 2), "slice": [0, 1] * len(used)}
    columns["subject"] = [subject] * len(eeg)
    meta = {"channels": CHANNELS, "sampling_rate_hz": 128, "slices": CLEANING}
    recording = folder / f"{subject}.slices.parquet"
    parquet.write(recording, SLICES, columns | {"eeg": eeg}, meta)
    trials = folder / f"{subject}.trials.parquet"
    rated = dict.fromkeys(("valence", "arousal", "dominance", "liking"), [5.0] * 4)
    told = [json.dumps(["Cz", "Fz"] if song == 2 else []) for song in songs]
    reasons = [REASON if song in excluded else "" for song in songs]
    who = {"subject": [subject] * 4, "video": songs, "excluded": reasons, "interpolated": told}
    parquet.write(trials, TRIALS, who | rated)
    return recording, trials


@pytest.fixture
def page(tmp_path):
    files = [write(tmp_path, "s01", excluded=[5, 9]), write(tmp_path, "s02", [1, 2, 5, 9])]
    epochs, trials = map(list, zip(*files, strict=True))
    target = tmp_path / "quality.html"
    quality(cohort="people", subjects=["s01", "s02"], epochs=epochs, trials=trials, page=target)
    return target.read_text()


def section(page, name):
    return re.search(rf'<section id="{name}".*?</section>', page, re.DOTALL)[0]


def test_what_is_used_interpolated_and_left_out_is_told(page):
    told = section(page, "s01")
    assert "2 of 4 trials are used. Interpolated: Cz in 1 trial, Fz in 1 trial." in told
    assert "05, 09" in told
    assert REASON.replace("&", "&amp;") in told
    assert "0 of 4 trials are used" in section(page, "s02")


def test_a_listener_without_a_trial_has_no_figure(page):
    assert section(page, "s01").count("<img") == 2
    assert "<img" not in section(page, "s02")


def test_figures_name_every_channel_and_song_and_lie_in_the_page(page):
    assert not re.search(r'(src|href)="(?!data:|#)', page)
    spectrum, sizes = (
        base64.b64decode(held).decode()
        for held in re.findall(r'src="data:image/svg\+xml;base64,(.*?)"', page)
    )
    for text in (*CHANNELS, "01", "02"):
        assert f">{text}<" in sizes
    assert ">Oz<" in spectrum  # ten times as large: furthest from the median
