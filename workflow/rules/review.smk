# What is there, held against the receipts of jobs, before Snakemake decides what to do.
import sys

from eeg2music.pipeline.review import review
from snakemake_interface_executor_plugins.settings import ExecMode

if workflow.exec_mode == ExecMode.DEFAULT:  # not in jobs that a cluster runs
    for line in review(Path.cwd()).lines():
        print(line, file=sys.stderr)
