"""Jobs, as the rules start them, on a stage that reads one table and writes another."""

import json
import shutil
from pathlib import Path

import pytest

from eeg2music import parquet
from eeg2music.corpora.tables import TRIALS
from eeg2music.pipeline import job, objects, receipts
from eeg2music.pipeline.contents import look
from eeg2music.pipeline.job import Call
from eeg2music.stages import runner
from tests.pipeline.test_contents import forge

READ, MADE = "trials.parquet", "results/a/exclusions.parquet"
CFG = json.dumps({"compute.threads": 1})


def argv(code="1", known="{}"):
    files = ["--trials", READ, "--exclusions", MADE]
    return ["exclusions", "--code", code, "--cfg", CFG, "--known", known, *files]


def write_trials(subject="s01"):
    ratings = {name: [5.0] for name in ("valence", "arousal", "dominance", "liking")}
    rows = {"subject": [subject], "video": [1], "excluded": ["no video"], "interpolated": ["[]"]}
    rows |= ratings
    parquet.write(Path(READ), TRIALS, rows)


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A folder with a job's input, in which DVC keeps what jobs made."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".dvc").mkdir()
    write_trials()
    return tmp_path


@pytest.fixture
def ran(monkeypatch):
    """Stages that were really run."""
    told = []

    def spied(argv):
        told.append(argv[0])
        return plain(argv)

    plain = runner.main
    monkeypatch.setattr(runner, "main", spied)
    return told


def keep(root):
    """What ``dvc commit`` does with a job's output, and what Snakemake does before the next run."""
    path = root / MADE
    made = path.read_bytes()
    objects.move(objects.store(root), path)
    return made


def test_files_are_told_from_other_values_by_the_signature():
    words = argv(known='{"--trials": 1}')
    told = Call.of(words[0], "1", words[3:])
    assert (told.inputs, told.outputs) == ([READ], [MADE])


def test_a_job_leaves_a_receipt_of_what_it_read_and_made(repository):
    assert job.main(argv()) == 0
    (told,) = receipts.history(repository, MADE)
    assert told.read == {READ: look(Path(READ)).md5}
    assert told.made == {MADE: look(Path(MADE)).md5}
    assert told.outputs == [MADE]


def test_a_job_that_fails_leaves_none(repository, capsys):
    Path(READ).write_bytes(b"no table")
    assert job.main(argv()) == 1
    assert READ in capsys.readouterr().err
    assert receipts.history(repository, MADE) == []


def test_what_was_made_of_the_same_is_brought_back(repository, ran):
    assert job.main(argv()) == 0
    made = keep(repository)
    assert job.main(argv()) == 0
    assert ran == ["exclusions"]
    assert Path(MADE).read_bytes() == made
    assert len(receipts.history(repository, MADE)) == 1


@pytest.mark.parametrize("other", [{"code": "2"}, {"known": '{"why": {"s02": [1]}}'}])
def test_other_code_or_parameters_make_it_again_and_can_be_taken_back(repository, ran, other):
    assert job.main(argv()) == 0
    made = keep(repository)
    assert job.main(argv(**other)) == 0
    assert len(ran) == 2
    Path(MADE).unlink()
    assert job.main(argv()) == 0
    assert len(ran) == 2
    assert Path(MADE).read_bytes() == made


def test_another_input_makes_it_again(repository, ran):
    assert job.main(argv()) == 0
    made = keep(repository)
    write_trials("s09")
    assert job.main(argv()) == 0
    assert len(ran) == 2
    assert Path(MADE).read_bytes() != made


def test_what_the_cache_holds_is_not_believed(repository, ran):
    assert job.main(argv()) == 0
    made = keep(repository)
    (kept,) = (path for path in Path(".dvc/cache").rglob("*") if path.is_file())
    forge(kept, b"PARX")
    assert job.main(argv()) == 0
    assert len(ran) == 2
    assert Path(MADE).read_bytes() == made
    assert [path.name for path in Path(MADE).parent.iterdir()] == ["exclusions.parquet"]


def test_nothing_is_brought_back_where_dvc_keeps_nothing(repository, ran):
    assert job.main(argv()) == 0
    shutil.rmtree(".dvc")
    assert job.main(argv()) == 0
    assert len(ran) == 2


def test_the_cache_is_where_dvc_is_told_that_it_is(repository):
    (repository / ".dvc/config.local").write_text("[cache]\n    dir = ../elsewhere\n")
    assert objects.store(repository).resolve() == repository / "elsewhere/files/md5"


def test_an_input_that_changes_meanwhile_is_told(repository, monkeypatch, capsys):
    def changes(argv):
        forge(Path(READ), b"PARX")
        return 0

    monkeypatch.setattr(runner, "main", changes)
    assert job.main(argv()) == 1
    assert f"error: {READ}: changed while this job read it" in capsys.readouterr().err
    assert receipts.history(repository, MADE) == []
