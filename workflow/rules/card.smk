# What a run tells at its end: the reports among what it was asked for, and their music.
from snakemake_logger_plugin_eeg2music import LogHandler
from snakemake_logger_plugin_eeg2music.card import Made

TARGETS = frozenset(each.name for each in workflow.rules if each.norun)  # run nothing


def reported():
    """Every report that this run has made, or found up to date; the first cohort's first."""
    jobs = [job for job in workflow.dag.jobs if job.rule.name == "report"]
    ranks = {cohort: rank for rank, cohort in enumerate(COHORTS)}
    return sorted(map(made_by, jobs), key=lambda made: (ranks[made.cohort], made.fold))


def made_by(job):
    """Report of a job, and the music that stands in it."""
    tracks = [Path(file).with_suffix(".wav") for file in job.input.compositions]
    return Made(
        cohort=job.wildcards.cohort,
        fold=job.wildcards.fold,
        folder=Path(job.output.page),
        music=tracks[0].parent,
        tracks=tuple(tracks),
    )


for handler in workflow.logger_manager.plugin_handlers:
    if isinstance(handler, LogHandler):
        handler.run.reported = reported
        handler.run.tally.targets = TARGETS
