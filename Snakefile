# From DEAP-format recordings to Hits@k and music: the only declaration of the pipeline.
# dvc.yaml is generated from it (`eeg2music dvc-yaml`); all parameters are in params.yaml.
from pathlib import Path

from eeg2music.params import root
from snakemake.utils import min_version, validate

min_version("9.0")
root.read(Path(workflow.basedir, "params.yaml"))  # which tells where it is no YAML


configfile: workflow.source_path("params.yaml")


report: "workflow/report/workflow.rst"


include: "workflow/rules/common.smk"


wildcard_constraints:
    cohort="|".join(COHORTS),
    fold="|".join([*FOLDS, POOLED]),
    subject=r"[A-Za-z0-9]+",
    video=r"\d\d+",
    system=r"[a-z_]+",
    variant=r"(\+[a-z][a-z0-9_]*)*",
    seed=r"\d+",
    draw=r"\d+",
    table="|".join(TABLES),
    shelf="|".join(["", SHELF]),
    scope="|".join(["", WITH_TABLES]),
    montage="|".join(["", *(rf"\+{name}" for name in MONTAGES)]),


include: "workflow/rules/stage.smk"


validate(config, "workflow/schemas/params.schema.json", set_default=False)


if PARAMS.dataset == "demo":

    include: "workflow/rules/demo.smk"

elif PARAMS.dataset == "deap":

    include: "workflow/rules/deap.smk"


include: "workflow/rules/elsewhere.smk"


if LACKING:

    rule all:  # too little of the dataset is there for a run: say what is, and what is missing
        default_target: True
        shell:
            "eeg2music doctor --quick; exit 1"

else:

    rule all:
        default_target: True
        input:
            reports(FIRST),

    rule cv:  # every subject and every song tested once
        input:
            reports(FIRST, POOLED),

    rule evidence:  # of every cohort, under every protocol, and what could have been found
        input:
            *map(evidence, RECORDED),

    for COHORT in RECORDED:

        rule:
            name:
                COHORT
            input:
                reports(COHORT),

    include: "workflow/rules/recordings.smk"
    include: "workflow/rules/audio.smk"
    include: "workflow/rules/features.smk"
    include: "workflow/rules/vocabulary.smk"
    include: "workflow/rules/tokens.smk"
    include: "workflow/rules/training.smk"
    include: "workflow/rules/evaluation.smk"
    include: "workflow/rules/evidence.smk"
    include: "workflow/rules/music.smk"
    include: "workflow/rules/report.smk"
    include: "workflow/rules/tables.smk"
    include: "workflow/rules/power.smk"
    include: "workflow/rules/targets.smk"


include: "workflow/rules/stages.smk"
include: "workflow/rules/review.smk"
include: "workflow/rules/card.smk"
