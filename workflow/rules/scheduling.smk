# Snakemake (9.27) looks for jobs to start once more a second for each job that has finished, to
# keep a rate of submissions. On this machine nothing is submitted, and hundreds of looks a second
# take a third of a core from the jobs.
if workflow.scheduling_settings and workflow.local_exec:
    workflow.scheduling_settings.max_jobs_per_timespan = None
