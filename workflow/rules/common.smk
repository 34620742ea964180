# What the rules share: subjects and songs, parameters, modules, file lists.
import json
from functools import partial

from eeg2music import registry
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
EXPERIMENTS = settings.experiments(PARAMS)  # each is scored
MODELS = settings.models(PARAMS)  # each is trained
CORPUS_MB = 1000 + 3 * len(SUBJECTS) * len(VIDEOS)  # of a job that holds every trial
STATES = []  # files of known states per frame, where the dataset has them
BOUNDS = []  # scores of predictors that know what was planted, where anything was


def cfg(stage):
    """The parameters that a stage reads, key by key."""
    return settings.of_stage(PARAMS, stage, given=frozenset({COHORT.reader}))


def code_of(stage, *given):
    """Digest of what a job of a stage runs, given what it is called with."""
    return digest(stage, command.modules(stage, *given))


def by_job(tell, params):
    """Function of a job that tells something of its own parameters, wildcards and files."""

    def told(wildcards, input, output):
        called = {k: v(wildcards) if callable(v) else v for k, v in params.items()}
        return tell(
            called, *(dict(each.items()) for each in (wildcards, input, output))
        )

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


def per_model(pattern):
    """One file a trained model, of the rule's twin."""
    return expand(pattern, experiment=MODELS, allow_missing=True)


def per_trial(pattern):
    """One file a composed trial, of the rule's twin."""
    subjects, videos = zip(*TRIALS)
    return expand(pattern, zip, subject=subjects, video=videos, allow_missing=True)


def model_of(wildcards, suffix):
    """File of the model that a system predicts with."""
    trained = registry.model_of(wildcards.system)
    return f"results/{wildcards.twin}train/{trained}-{wildcards.seed}.{suffix}"


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
    cells = MODELS if name == "train" else EXPERIMENTS
    systems, seeds = zip(*(cell.split("-") for cell in cells))
    made = expand(outputs, zip, system=systems, seed=seeds, allow_missing=True)
    return expand(sorted(set(made)), twin="", subject=SUBJECTS, video=VIDEOS)
