import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from eeg2music.cli import main
from tests.audio.movies import chirps, write_movie
from tests.audio.standin import write_standin
from tests.deap.recordings import codes, noise, write_bdf
from tests.deap.zips import write_zip
from tests.pipeline.parameters import ROOT

SECONDS, TRIAL_S = 40, 8.0
ONSETS = [1501, 9003]
RATINGS = (
    "Participant_id,Trial,Experiment_id,Start_time,Valence,Arousal,Dominance,Liking,Familiarity"
)
VIDEOS = "Experiment_id,Artist,Title,Youtube_link,Highlight_start"


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recording")
    return write_bdf(folder / "s01.bdf", noise(SECONDS), codes(SECONDS, ONSETS))


@pytest.fixture
def raw(tmp_path, monkeypatch, recording):
    """Three subjects and four videos of DEAP, of which not all can be used."""
    told = yaml.safe_load((ROOT / "params.yaml").read_text())
    told["dataset"], told["grid"]["trial_s"] = "deap", TRIAL_S
    told["split"] |= {"folds": 3, "validation_subjects": 0.0}
    told["vocals"] |= {"separator": "htdemucs", "weights": str(write_standin(tmp_path / "weights"))}
    told["exclude"] = [{"video": 40, "reason": "the only copy is a cover version"}]
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(told))
    monkeypatch.chdir(tmp_path)
    raw = tmp_path / "data/raw/deap"
    for folder in ("data_original", "stimuli", "metadata_csv"):
        (raw / folder).mkdir(parents=True)
    for subject in ("s01", "s02", "s03"):
        shutil.copy(recording, raw / f"data_original/{subject}.bdf")
    rated = [f"{s},{t},{v},{20 * t},5,5,5,5," for s in (1, 2) for t, v in ((1, 3), (2, 7))]
    rated += [f"3,{t},{v},{s},5,5,5,5," for t, v, s in ((1, 3, 0), (2, 7, 15), (3, 9, 80))]
    (raw / "metadata_csv/participant_ratings.csv").write_text("\n".join([RATINGS, *rated]))
    shown = [f"{video},A,B,C,1.5" for video in (3, 7, 9, 40)]
    (raw / "metadata_csv/video_list.csv").write_text("\n".join([VIDEOS, *shown]))
    for number in (3, 7, 40):
        write_movie(raw / f"stimuli/{number}.mp4", chirps(TRIAL_S + 2))
    write_movie(raw / "stimuli/09.mp4", chirps(TRIAL_S))
    return raw


def told(capsys, *options):
    """Exit status, and what is said of each thing."""
    status = main(["doctor", *options])
    head, _, rest = capsys.readouterr().out.partition("\n\n")
    states = "unusable|absent|partly|packed|usable"
    lines = [re.fullmatch(rf"(.*?) +({states}) +(.*)", line) for line in rest.splitlines()]
    assert all(lines)
    said = {line[1]: f"{line[2]} {line[3]}" for line in lines}
    return status, said | {"verdict": head}


def test_every_subject_and_stimulus_is_told_apart(raw, capsys):
    status, said = told(capsys)
    assert status == 1
    assert said["verdict"].startswith("2 unusable, whose jobs will fail")
    assert "deap: data/raw/deap, recordings as bdf; 3 subjects, 3 stimuli." in said["verdict"]
    assert said["s01, s02"] == "usable 2 of 2 trials"
    assert said["s03"].startswith("unusable")
    assert "expected one trigger for each of the 3 rated trials" in said["s03"]
    assert said["s04 to s32"] == "absent no recording in data_original"
    assert said["stimulus 03"] == "usable 3.mp4, 1.5 s to 9.5 s"
    assert "an end at 8.0" in said["stimulus 09"]
    assert said["stimulus 40"] == "absent the only copy is a cover version"
    stimuli = "stimulus 01, stimulus 02, stimulus 04 to stimulus 06, stimulus 08"
    assert said[f"{stimuli}, stimulus 10 to stimulus 39"] == "absent no file in stimuli"
    assert said["htdemucs"] == "usable 0a1b2c3d.safetensors"
    assert said["disk"].startswith("usable")


def test_a_quick_look_opens_nothing(raw, capsys):
    (raw / "data_original/s01.bdf").write_bytes(b"no recording")
    status, said = told(capsys, "--quick")
    assert status == 0
    assert "s01" not in said
    assert said["s04 to s32"].startswith("absent")


def test_archives_are_told_to_be_unpacked_by_the_run(raw, capsys):
    inside = {"data_original/s01.bdf": b"packed", "data_original/s05.bdf": b"packed"}
    write_zip(raw / "data_original.zip", inside)
    _, said = told(capsys)
    assert said["s05"] == "packed in an archive"
    assert said["s01, s02"].startswith("usable")


def test_snakemake_itself_says_what_is_missing(tmp_path):
    told = yaml.safe_load((ROOT / "params.yaml").read_text())
    told["dataset"], told["vocals"]["separator"] = "deap", "htdemucs"
    (tmp_path / "params.yaml").write_text(yaml.safe_dump(told))
    words = ["snakemake", "--snakefile", str(ROOT / "Snakefile"), "--directory", str(tmp_path)]
    words += ["--cores", "1", "--config", "dataset=deap", "vocals={separator: htdemucs}"]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "A run cannot start: data/raw/deap has none of the tables" in done.stdout
    assert "set DEAP_USER and DEAP_PASSWORD and run `snakemake archives`" in done.stdout
