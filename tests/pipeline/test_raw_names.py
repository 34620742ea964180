"""Raw files under whatever names a file system takes, planned and run by both tools."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
import yaml
from dvc.parsing import interpolate
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.bids.layout import natural
from eeg2music.pipeline import dvc_yaml, planned
from eeg2music.pipeline.raw_names import masked, unmasked
from eeg2music.pipeline.workflow import ELSEWHERE, jobs, plan
from tests.bids.folders import CAP, noise, write_run
from tests.pipeline.parameters import ROOT
from tests.tiny import call, told

RATE_HZ, TRIAL_S = 250, 4.0
RAW = "data/raw/bids"
SONGS = [
    "01 {live} [official].wav",
    "-02 a, b (c).wav",
    "03 $HOME `id` \"q\" 'r'.wav",
    "04 a*b?c!.wav",
    "05 ${x} \\n #;&|<>.wav",
    "06 e\u0301 \u2603 \U0001f3b5.wav",
    "07 {.wav",
    "08 }{0} %s %(a)s ${{y}}.wav",
    "09 x: y = z @ ~.wav",
    "10  two  blanks .wav",
    "11 {cohort} {{video}}.wav",
    "12 \\${z}.wav",
]
WORST = [1, 5]


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """Four listeners to songs of odd names, one of which an event names and is not there."""
    root = tmp_path_factory.mktemp("odd")
    for file in ("Snakefile", "environment.yml"):
        shutil.copy(ROOT / file, root)
    for folder in ("workflow", "profiles"):
        shutil.copytree(ROOT / folder, root / folder)
    (root / "src").symlink_to(ROOT / "src")
    params = yaml.safe_load((ROOT / "params.yaml").read_text())
    params["dataset"], params["vocals"]["separator"] = "bids", "htdemucs"
    params["grid"] |= {"trial_s": TRIAL_S, "slice_s": 2.0}
    params["split"] |= {"folds": 2, "validation_subjects": 0.0}
    (root / "params.yaml").write_text(yaml.safe_dump(params))
    heard = [*SONGS, "{gone}, 'lost' (x).wav"]
    events = [{"onset": 1.0 + 5 * n, "duration": 0, "stim_file": s} for n, s in enumerate(heard)]
    signals = noise(8, 5 * len(heard) + 5, RATE_HZ)
    for number in range(1, 5):
        write_run(root / RAW, signals, RATE_HZ, CAP, events, subject=f"{number:02d}")
    (root / RAW / "stimuli").mkdir()
    sound = 0.1 * np.random.default_rng(0).standard_normal((6 * 22050, 2))
    for song in SONGS:
        soundfile.write(root / RAW / "stimuli" / song, sound, 22050)
    return root


@given(st.lists(st.text(st.characters(exclude_characters="\0/", exclude_categories=("Cs",)))))
def test_names_come_back_and_have_no_braces_meanwhile(names):
    assert [unmasked(name) for name in masked(names)] == names
    assert not any("{" in name for name in masked(names))


def test_every_file_is_an_input_under_its_own_name(repository):
    songs = {f"{RAW}/stimuli/{song}" for song in SONGS}
    every = jobs(repository)
    (excluded,) = [job for job in every if job.rule == "exclusions"]
    assert any("{gone}, 'lost' (x).wav" in word for word in excluded.call.words)
    (manifest,) = [job for job in every if job.rule == "manifest"]
    assert songs <= set(manifest.inputs)
    decoded = {file for job in every if job.rule == "decode" for file in job.inputs}
    assert songs == decoded & songs


def test_dvc_depends_on_every_file_under_its_own_name(repository):
    """A dollar and a brace would have DVC fill in a parameter."""
    told = yaml.safe_load(dvc_yaml.text(repository))["stages"]["decode"]["deps"]
    assert not any(interpolate.get_matches(path) for path in told)
    deps = {interpolate.str_interpolate(path, [], None) for path in told}
    assert {f"{RAW}/stimuli/{song}" for song in SONGS} <= deps


def test_jobs_read_such_files(repository):
    numbers = [
        f"{1 + sorted(SONGS, key=lambda song: natural(Path(song))).index(SONGS[n - 1]):02d}"
        for n in WORST
    ]
    made = [f"results/songs/decode/{number}.flac" for number in numbers]
    made += ["results/bids/manifest/manifest.parquet"]
    done = call(repository, sys.executable, "-m", "snakemake", "--cores", "2", *made)
    assert done.returncode == 0, told(done)
    assert all((repository / file).is_file() for file in made)


def test_elsewhere_they_are_missed_by_name(repository, tmp_path):
    planned.write_inventory(repository)
    shutil.move(repository / "data", tmp_path / "data")
    try:
        with plan(repository) as told_of:
            every = told_of.jobs
    finally:
        shutil.move(tmp_path / "data", repository / "data")
    missed = {file for job in every if job.rule == ELSEWHERE for file in job.outputs}
    assert {f"{RAW}/stimuli/{song}" for song in SONGS} <= missed
