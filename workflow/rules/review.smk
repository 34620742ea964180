# What is there, held against the receipts of jobs, before Snakemake decides what to do.
import os
import sys
from pathlib import Path

from eeg2music.errors import DataError
from eeg2music.pipeline.locks import Lock
from eeg2music.pipeline.review import review
from eeg2music.pipeline.tidy import tidy
from snakemake.exceptions import WorkflowError
from snakemake.settings.enums import Quietness
from snakemake_interface_executor_plugins.settings import ExecMode

LOCK = Lock(Path.cwd())


def tidy_up():
    """Take away results that no job of any cohort makes."""
    if LACKING:  # then hardly any rule is there
        return
    declared = {
        file
        for each in STAGED
        for cohort in COHORTS
        for file in files_of(each.name, cohort)
    }
    tidy(Path.cwd(), ["songs", *COHORTS], declared)


def begin():
    """Have the results for this run alone, and in order."""
    try:
        LOCK.take()
    except DataError as error:
        raise WorkflowError(str(error))
    tidy_up()


if workflow.exec_mode == ExecMode.DEFAULT:  # not in jobs that a cluster runs
    for line in review(Path.cwd()).lines():
        if Quietness.ALL not in (workflow.output_settings.quiet or ()):
            print(line, file=sys.stderr)
    if "DVC_STAGE" in os.environ:  # which takes all that lies in a folder, done or not
        tidy_up()


onstart:
    begin()


onsuccess:
    LOCK.release()
    shell("eeg2music record")


onerror:
    LOCK.release()
