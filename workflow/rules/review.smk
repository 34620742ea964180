# What is there, held against the receipts of jobs, before Snakemake decides what to do.
import os
import sys
from pathlib import Path

from eeg2music.errors import DataError
from eeg2music.pipeline import job, keeping
from eeg2music.pipeline.locks import Lock
from eeg2music.pipeline.review import review
from eeg2music.pipeline.tidy import tidy
from snakemake.exceptions import WorkflowError
from snakemake.settings.enums import Quietness
from snakemake_interface_executor_plugins.settings import ExecMode

LOCK = Lock(Path.cwd())


def declared():
    """Every file that a job of any cohort makes and leaves a receipt of."""
    if LACKING:  # then hardly any rule is there
        return set()
    return {
        file
        for each in STAGED
        if dict(each.params.items()).get("runner") == job.__name__
        for cohort in COHORTS
        for file in files_of(each.name, cohort, [*FOLDS, POOLED], with_tables=True)
    }


def tidy_up(asked=()):
    """Take away results that no job of any cohort makes, and that were not asked for."""
    if not LACKING:
        tidy(Path.cwd(), ["songs", *COHORTS], declared().union(asked))


def begin():
    """Have the results for this run alone, and in order."""
    try:
        LOCK.take()
    except DataError as error:
        raise WorkflowError(str(error))
    tidy_up(file for each in workflow.dag.jobs for file in each.output)
    overwritten = [file for each in workflow.dag.needrun_jobs() for file in each.output]
    keeping.keep(Path.cwd(), overwritten)
    if "DVC_STAGE" not in os.environ:
        keeping.expect_record(Path.cwd())


if workflow.exec_mode == ExecMode.DEFAULT:  # not in jobs that a cluster runs
    told = [*review(Path.cwd(), declared()).lines()]
    if keeping.is_record_due(Path.cwd()) and "DVC_STAGE" not in os.environ:
        told.append("a run was not recorded: `eeg2music record`, unless it goes on")
    if Quietness.ALL not in (workflow.output_settings.quiet or ()):
        print(*told, sep="\n", end="\n" if told else "", file=sys.stderr)
    if "DVC_STAGE" in os.environ:  # which takes all that lies in a folder, done or not
        tidy_up()


def look_when_a_job_has_finished():
    """Start jobs as others finish, and not by a timer.

    Snakemake (9.27) looks for jobs to start again and again, once more a second for each job
    that has finished, to keep a rate of submissions. On this machine nothing is submitted, and
    hundreds of looks a second take a quarter of a core from the jobs.
    """
    if workflow.local_exec:
        workflow.scheduler.job_rate_limiter = None


onstart:
    begin()
    look_when_a_job_has_finished()


onsuccess:
    LOCK.release()
    shell("eeg2music record")


onerror:
    LOCK.release()
    shell("eeg2music record")
