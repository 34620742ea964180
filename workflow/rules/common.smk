# What the rules share: subjects and songs, parameters, modules, file lists.
import json

from eeg2music.params import root
from eeg2music.pipeline import command, settings
from eeg2music.pipeline.code import digest
from eeg2music.pipeline.cohort import cohort
from eeg2music.pipeline.trials import composed, lacking
from eeg2music.stages import catalogue

PARAMS = root.parse(config)
COHORT = cohort(PARAMS)
RAW, SUBJECTS, VIDEOS = COHORT.raw, COHORT.subjects, COHORT.videos
LACKING = lacking(PARAMS, COHORT)  # why there is too little data to run at all, if so
TRIALS = [] if LACKING else composed(PARAMS, COHORT)
EXPERIMENTS = settings.experiments(PARAMS)
CORPUS_MB = 1000 + 3 * len(SUBJECTS) * len(VIDEOS)  # of a job that holds every trial
STATES = []  # files of known states per frame, where the dataset has them
BOUNDS = []  # scores of predictors that know what was planted, where anything was


def cfg(stage):
    """The parameters that a stage reads, key by key."""
    return settings.of_stage(PARAMS, stage, given=frozenset({COHORT.reader}))


def options(stage, params):
    """Function of a job that tells its stage's options on the command line."""

    def told(wildcards, input, output):
        called = {k: v(wildcards) if callable(v) else v for k, v in params.items()}
        files = (dict(each.items()) for each in (wildcards, input, output))
        return command.options(stage, called, *files)

    return told


def coupling(wildcards):
    """What the tables call a twin's recordings."""
    return "null" if wildcards.twin else COHORT.coupling


def recording(wildcards):
    """Files that a subject's recording is read from; the null twin has its own."""
    files = COHORT.recordings[wildcards.subject]
    return [
        file.replace(RAW, f"{RAW}/null", 1) if wildcards.twin else file
        for file in files
    ]


def per_subject(pattern):
    """One file a subject, of the rule's twin."""
    return expand(pattern, subject=SUBJECTS, allow_missing=True)


def per_video(pattern):
    """One file a song."""
    return expand(pattern, video=VIDEOS)


def per_trial(pattern):
    """One file a composed trial, of the rule's twin."""
    subjects, videos = zip(*TRIALS)
    return expand(pattern, zip, subject=subjects, video=videos, allow_missing=True)


def scores_of(wildcards):
    """Scores of this twin, and beside the null twin's those of the recordings proper."""
    patterns = [
        *expand("results/{{twin}}scores/{experiment}.parquet", experiment=EXPERIMENTS),
        "results/{twin}controls/scores.parquet",
        *BOUNDS,
    ]
    return expand(patterns, twin=["", "null/"] if wildcards.twin else [""])


def files_of(name):
    """All files that a rule makes of this dataset."""
    outputs = getattr(rules, name).output
    if name == "compose":
        return per_trial(expand(outputs, twin="", allow_missing=True))
    lists = dict(subject=SUBJECTS, video=VIDEOS, experiment=EXPERIMENTS)
    return expand(outputs, twin="", **lists)
