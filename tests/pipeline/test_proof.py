"""What may be certified as done."""

import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from eeg2music.pipeline import job, proof, receipts
from eeg2music.pipeline.workflow import Job
from tests.pipeline.test_contents import forge
from tests.pipeline.test_job import CFG, MADE, READ, argv, repository, write_trials
from tests.pipeline.test_review import remember

assert repository  # a fixture of those tests


@pytest.fixture
def planned(repository):
    """A job that has run, as Snakemake plans it."""
    assert job.main(argv()) == 0
    options = ["--known", "{}", "--trials", READ, "--exclusions", MADE]
    params = {"stage": "exclusions", "code": "1", "cfg": CFG, "options": shlex.join(options)}
    remember(repository, [MADE], shlex.join(argv()))
    return Job(
        rule="exclusions",
        inputs=(READ,),
        outputs=(MADE,),
        wildcards={},
        params={**params, "runner": "eeg2music.pipeline.job"},
        compared=(),
        needed=False,
    )


def done(*jobs):
    return {job.rule for job in jobs} - {job.rule for job in proof.undone(Path.cwd(), jobs)}


def test_a_job_whose_files_are_those_of_its_receipt_is_done(planned):
    assert done(planned) == {"exclusions"}


@pytest.mark.parametrize("path", [READ, MADE])
def test_a_file_with_another_content_under_its_old_date_is_not(planned, path):
    forge(Path(path), b"PARX")
    assert done(planned) == set()


def test_neither_is_what_is_lost_or_was_made_of_something_else(planned):
    other = {**planned.params, "code": "2"}
    assert done(replace(planned, params=other)) == set()
    assert done(replace(planned, needed=True)) == set()
    write_trials("s09")
    assert done(planned) == set()
    write_trials()
    assert done(planned) == {"exclusions"}
    Path(MADE).unlink()
    assert done(planned) == set()


def test_neither_is_what_snakemake_remembers_otherwise(planned, repository):
    remember(repository, [MADE], shlex.join(argv(known='{"s02": 1}')))
    assert done(planned) == set()


def test_a_stage_is_done_when_all_its_jobs_are(planned):
    other = replace(planned, outputs=("results/b/exclusions.parquet",))
    assert done(planned, other) == set()


def test_a_job_that_leaves_no_receipt_is_done_when_snakemake_says_so(planned):
    fetched = replace(planned, params={"runner": "eeg2music.stages"})
    assert done(fetched) == {"exclusions"}
    assert done(replace(fetched, needed=True)) == set()


def test_a_vouched_job_has_the_receipt_that_it_would_have_left(planned, repository):
    (left,) = receipts.history(repository, MADE)
    (repository / receipts.FOLDER / f"{MADE}.json").unlink()
    assert done(planned) == set()
    proof.vouch(repository, [planned])
    assert receipts.history(repository, MADE) == [left]
    assert done(planned) == {"exclusions"}


def test_an_input_that_is_not_here_is_left_open(planned, repository):
    Path(READ).unlink()
    proof.vouch(repository, [planned])
    told = receipts.history(repository, MADE)[0]
    assert (told.job, told.read) == ("", {READ: None})
    assert done(planned) == set()
