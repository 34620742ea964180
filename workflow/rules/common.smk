# What the rules share: cohorts, subjects and songs, parameters, modules, file lists.
import json
from functools import cache
from pathlib import Path

from eeg2music import registry
from eeg2music.eeg.montages import MONTAGES
from eeg2music.evaluation.tasks import regime_of
from eeg2music.params import root
from eeg2music.params.variants import varied
from eeg2music.pipeline import command, needs, raw_names, settings
from eeg2music.pipeline.axes import filled
from eeg2music.pipeline.cohort import cohorts, coupled
from eeg2music.pipeline.digests import Digests
from eeg2music.pipeline.trials import composed, lacking
from eeg2music.stages import catalogue

command.find_this_python()
PARAMS = root.parse(config)
DIGESTS = Digests(Path.cwd())
RECORDED = cohorts(PARAMS)  # people whose recordings have results of their own
FIRST = next(iter(RECORDED))  # the one that is meant where none is named
COUPLED = [
    coupled(each) for each in RECORDED.values()
]  # the same, with a coupling that is known
COHORTS = RECORDED | {each.name: each for each in COUPLED}
FOLDS = [f"fold-{n}" for n in range(PARAMS.split.folds)]  # with results of their own
FIRST_FOLD = FOLDS[0]  # the one that is run where not all are asked for
POOLED = "all-folds"  # what is pooled over them
RAW, READER = COHORTS[FIRST].raw, COHORTS[FIRST].reader
VIDEOS = COHORTS[FIRST].videos
LACKING = lacking(PARAMS, COHORTS[FIRST])  # why there is too little data to run, if so
EXPERIMENTS = settings.experiments(PARAMS)  # each is scored
MODELS = settings.models(PARAMS)  # each is trained
TABLES = PARAMS.experiments.tables  # of cells that are held against one of them
TRIED = (
    PARAMS.experiments.tuning.cells
)  # of which the training of each system is chosen
DRAWS = [str(n) for n in range(PARAMS.power.draws)]  # of couplings that are planted
LARGEST = max(len(each.subjects) for each in COHORTS.values())
SHELF = (
    "_of_tables"  # of models and scores that are no part of what DVC versions by folder
)
WITH_TABLES = "_with_tables"  # a report that shows all that was trained for them
STATES = []  # table of known states per frame, where the dataset has them
# What predictors that know what was planted reach, where anything was.
BOUNDS = {"scores": [], "segments": []}


def growing(amount):
    """Memory or time of a job: a cluster's `retries` are for one that had too little."""
    return lambda wildcards, attempt: amount * attempt


# docs/scale.md tells how they were measured; HEARD is minutes of music, by all listeners together.
HEARD = round(LARGEST * len(VIDEOS) * PARAMS.grid.trial_s / 60)
CORPUS_MB = growing(2500 + HEARD // 10)  # of all EEG, in a file beyond a gibibyte
FEATURES_MB = growing(1000 + HEARD)  # of everyone's features or ranks, in memory


@cache
def cfg(stage, variant="", system=""):
    """The parameters that a stage reads, key by key."""
    told = varied(PARAMS, variant.removeprefix("+"), system)
    return settings.of_stage(told, stage, given=frozenset({READER}))


def cfg_of(stage):
    """Those that a job of a stage reads, which follow from its wildcards."""

    def told(wildcards):
        own = dict(wildcards.items())
        return cfg(stage, own.get("variant", ""), own.get("system", ""))

    return told


def called(params, wildcards):
    """A job's own parameters."""
    return {k: v(wildcards) if callable(v) else v for k, v in params.items()}


def code_of(stage, params):
    """Digest of what a job of a stage runs, which follows from its wildcards and parameters.

    It must not ask for input or output: Snakemake does not compare parameters that do.
    """
    return lambda wildcards: DIGESTS.digest(
        stage,
        command.modules(stage, called(params, wildcards), dict(wildcards.items())),
    )


def options_of(stage, params):
    """What a job tells its stage on the command line."""

    def told(wildcards, input, output):
        files = (dict(each.items()) for each in (wildcards, input, output))
        return command.options(stage, called(params, wildcards), *files)

    return told


def of_cohort(told):
    """Function of a job that tells something of its cohort."""
    return lambda wildcards: told(COHORTS[wildcards.cohort])


def raw(told):
    """Raw files of a job's cohort, whatever is in their names; songs are of the first."""

    def found(wildcards):
        own = COHORTS[dict(wildcards.items()).get("cohort", FIRST)]
        return raw_names.masked(told(own, wildcards))

    return found


def number_of(wildcards):
    """Number of the job's fold, from 0."""
    return FOLDS.index(wildcards.fold)


def folds_of(wildcards):
    """The job's fold, or all that it pools."""
    return FOLDS if wildcards.fold == POOLED else [wildcards.fold]


def reports(cohort, fold=FIRST_FOLD):
    """The report of a cohort, and what DVC plots of it."""
    made = ["report", "plots/hits.csv"]
    return expand("results/{cohort}/{fold}/{made}", cohort=cohort, fold=fold, made=made)


def report_with_tables(cohort):
    """The report of a cohort that shows tables besides."""
    return f"results/{cohort}/{FIRST_FOLD}/report{WITH_TABLES}"


def evidence(cohort):
    """All that is known of a cohort in one fold: its report, and what is trained anew for it."""
    folder = f"results/{cohort}/{FIRST_FOLD}"
    return [
        *reports(cohort),
        f"{folder}/protocol_hits/protocols.parquet",
        f"{folder}/detectability/model.parquet",
    ]


def per_video(pattern):
    """One file a song."""
    return expand(pattern, video=VIDEOS)


def per_subject(pattern):
    """One file a subject of the job's cohort."""
    return lambda wildcards: expand(
        pattern, subject=COHORTS[wildcards.cohort].subjects, **dict(wildcards.items())
    )


def per_draw(pattern):
    """One file a planted coupling."""
    return expand(pattern, draw=DRAWS, allow_missing=True)


def per_trial(*patterns):
    """One file of each pattern a composed trial of the job's cohort."""
    return lambda wildcards: expand(
        of_trials(patterns, wildcards.cohort, folds_of(wildcards)[0]),
        **dict(wildcards.items()),
    )


def of_trials(patterns, cohort, fold):
    """Patterns of each composed trial of a cohort."""
    subjects, videos = zip(*trials_of(cohort, fold))
    told = expand(patterns, zip, subject=subjects, video=videos, allow_missing=True)
    return expand(told, fold=fold, allow_missing=True)


def trials_of(cohort, fold):
    """Trials of which music is made, as (subject, video)."""
    return composed(PARAMS, COHORTS[cohort], FOLDS.index(fold))


def a_song(pattern):
    """The file of one song that the job's cohort composes."""

    def chosen(wildcards):
        first, *_ = trials_of(wildcards.cohort, folds_of(wildcards)[0])
        return expand(pattern, video=first[1])

    return chosen


def per_fold(pattern):
    """One file a fold that the job pools."""
    return lambda wildcards: expand(
        pattern, fold=folds_of(wildcards), cohort=wildcards.cohort
    )


def of_first_fold(pattern, **axes):
    """Files of the job's fold; of the first one that it pools."""
    return lambda wildcards: expand(
        pattern, fold=folds_of(wildcards)[0], cohort=wildcards.cohort, **axes
    )


def evidence_of(wildcards):
    """Tables beside Hits@k of the job's cohort."""
    return beside(wildcards.cohort, wildcards)


def evidence_of_compared(wildcards):
    """The same of the cohort that the job's is held against."""
    others = [name for name in compared(wildcards) if name != wildcards.cohort]
    return [path for name in others for path in beside(name, wildcards)]


def beside(cohort, wildcards):
    """Tables beside Hits@k; those of one model, or of one split, are the first fold's."""
    pooled = [
        "evaluate/chord_hits",
        "evaluate/cluster_hits",
        "shared/shared",
        "correspondence/correspondence",
        "readable/readable",
    ]
    single = [
        "sensitivity/time_shifts",
        "sensitivity/ablation",
        "detectability/power",
        "detectability/smallest_effect",
    ]
    folder = f"results/{cohort}/{{fold}}/{{table}}.parquet"
    return [
        *expand(folder, fold=wildcards.fold, table=pooled),
        *expand(folder, fold=folds_of(wildcards)[0], table=single),
    ]


def electrodes(wildcards):
    """Which electrodes the job's files are of, as its stage is told."""
    return wildcards.montage.removeprefix("+")


def split_of(wildcards):
    """The split that the job's model is trained under, and scored on."""
    regime = regime_of(dict(wildcards.items()).get("variant", ""))
    file = f"regimes/{regime}.parquet" if regime else "split/split.parquet"
    return f"results/{wildcards.cohort}/{wildcards.fold}/{file}"


def on_electrodes(pattern):
    """The file that is of the electrodes which the job's system sees."""

    def chosen(wildcards):
        seen = registry.electrodes_of(wildcards.system)
        told = dict(cohort=wildcards.cohort, fold=wildcards.fold)
        return pattern.format(montage=seen and f"+{seen}", **told)

    return chosen


def model_of(wildcards, suffix):
    """File of the model that a system predicts with."""
    experiment = "{model}{variant}-{seed}".format(
        model=registry.model_of(wildcards.system), **dict(wildcards.items())
    )
    folder = f"results/{wildcards.cohort}/{wildcards.fold}/train{shelf_of(experiment)}"
    return f"{folder}/{experiment}.{suffix}"


def shelf_of(experiment):
    """Which folder of models or scores an experiment's lie in: tables' have one of their own."""
    return "" if experiment in (*EXPERIMENTS, *MODELS) else SHELF


def shelved(pattern, cells):
    """Files of cells, each where it lies; a pattern has `{shelf}` and `{cell}`."""
    experiments = expand("{cell}-{seed}", cell=cells, seed=PARAMS.experiments.seeds)
    return [
        expand(pattern, shelf=shelf_of(each), cell=each, allow_missing=True)[0]
        for each in experiments
    ]


def compared(wildcards):
    """A cohort, and the first one to compare it with."""
    return dict.fromkeys([FIRST, wildcards.cohort])


def scores_of(wildcards):
    """Scores of the cohorts that are compared."""
    patterns = [
        *expand("{{folder}}/scores/{experiment}.parquet", experiment=EXPERIMENTS),
        "{folder}/controls/scores.parquet",
        *BOUNDS["scores"],
    ]
    return in_compared(patterns, wildcards)


def segments_of(wildcards):
    """Ranks of segments in the cohorts that are compared; without what looks at no brain."""
    named = "{{folder}}/scores/{experiment}.segments.parquet"
    patterns = [*expand(named, experiment=EXPERIMENTS), *BOUNDS["segments"]]
    return in_compared(patterns, wildcards)


def in_compared(patterns, wildcards):
    """Files of the cohorts that are compared, of each fold that the job pools."""
    folders = expand(
        "results/{cohort}/{fold}",
        cohort=compared(wildcards),
        fold=folds_of(wildcards),
    )
    return expand(patterns, folder=folders)


def scores_of_table(wildcards):
    """Scores of a table's cells in its folds, and of what needs no model."""
    told = TABLES[wildcards.table]
    patterns = [
        *shelved("{folder}/scores{shelf}/{cell}.parquet", told.cells),
        "{folder}/controls/scores.parquet",
        *BOUNDS["scores"],
    ]
    folder = "results/{cohort}/{fold}"
    return expand(
        patterns,
        folder=expand(folder, cohort=wildcards.cohort, fold=FOLDS[: told.folds]),
    )


def scores_of_protocols(wildcards):
    """Scores of the systems that are held against each other under every protocol."""
    folder = "results/{cohort}/{fold}"
    told = shelved(
        f"{folder}/scores{{shelf}}/{{cell}}.parquet", PARAMS.experiments.protocols.cells
    )
    told.append(f"{folder}/controls/scores.parquet")
    return expand(told, cohort=wildcards.cohort, fold=folds_of(wildcards))


def scores_of_coupled(wildcards):
    """Scores of the systems that are trained where a coupling was planted into the recordings."""
    folder = "results/{cohort}_coupled/{fold}"
    cells = PARAMS.experiments.coupled.cells
    told = shelved(f"{folder}/scores{{shelf}}/{{cell}}.parquet", cells)
    told.append(f"{folder}/controls/scores.parquet")
    return expand(told, cohort=wildcards.cohort, fold=wildcards.fold)


def montages_of_table(wildcards):
    """Dictionaries of the montages that a table's systems see, in the first fold."""
    systems = {cell.split("+")[0] for cell in TABLES[wildcards.table].cells}
    seen = sorted({*filter(None, map(registry.electrodes_of, systems))})
    pattern = "results/{cohort}/{fold}/vocabulary/eeg+{montage}.parquet"
    return expand(pattern, cohort=wildcards.cohort, fold=FIRST_FOLD, montage=seen)


def tables_of(*formats):
    """Files of the tables that the job's report shows; of any cohort but the first, one table's."""

    def told(wildcards):
        every = list(TABLES) if wildcards.cohort == FIRST else list(TABLES)[:1]
        shown = every if wildcards.scope == WITH_TABLES else []
        pattern = "results/{cohort}/tables/{table}.{format}"
        return expand(pattern, cohort=wildcards.cohort, table=shown, format=formats)

    return told


def protocols_of(*formats):
    """Files of what other splits are worth, where the job's report shows tables."""

    def told(wildcards):
        shown = formats if wildcards.scope == WITH_TABLES else []
        folder = f"results/{wildcards.cohort}/{FIRST_FOLD}/protocol_hits"
        return [f"{folder}/protocols.{each}" for each in shown]

    return told


def written_of(wildcards):
    """The same tables, for programs and for papers."""
    return [*tables_of("csv", "md", "tex")(wildcards), *protocols_of("csv")(wildcards)]


def of_table(told):
    """Function of a job that tells something of its table."""
    return lambda wildcards: told(TABLES[wildcards.table])


def curves_of_tuning(wildcards):
    """Learning curves of all that is tried in the job's fold."""
    told = dict(wildcards.items())
    curve = "results/{cohort}/{fold}/train{shelf}/{cell}.curve.parquet"
    return expand(shelved(curve, TRIED), **told)


def guesses_in(table):
    """Cells of a table that look at no brain, and guesses that no model makes."""
    return [
        *filter(registry.is_baseline, registry.names(registry.Blind)),
        *(cell for cell in table.cells if registry.is_baseline(cell.split("+")[0])),
    ]


def known_of(wildcards):
    """JSON text of what is known of the cohorts that are compared."""
    told = {name: COHORTS[name].truth for name in compared(wildcards)}
    return json.dumps(
        [dict(name=n, about=t.about, follows=t.follows) for n, t in told.items()]
    )


def couplings_of(wildcards):
    """JSON text of what the brains of the cohorts are called."""
    return json.dumps({n: COHORTS[n].truth.coupling for n in compared(wildcards)})


def files_of(name, cohort=FIRST, folds=(FIRST_FOLD,), with_tables=False):
    """All files that a rule makes of a cohort in some folds; of what tables need, if wanted."""
    outputs = getattr(rules, name).output
    if name == "compose":
        of_fold = [of_trials(outputs, cohort, fold) for fold in folds if fold in FOLDS]
        outputs = sum(of_fold, [])
    if with_tables:
        cells = settings.trained(PARAMS) if name == "train" else settings.scored(PARAMS)
    else:
        cells = MODELS if name == "train" else EXPERIMENTS
    named = {
        each.replace("{system}{variant}-{seed}", cell).replace(
            "{shelf}", shelf_of(cell)
        )
        for each in outputs
        for cell in (cells if "{system}" in each else cells[:1])
    }
    axes = dict(cohort=[cohort], origin=[cohort], fold=folds, table=list(TABLES))
    axes |= dict(subject=COHORTS[cohort].subjects, video=VIDEOS, draw=DRAWS)
    axes["scope"] = ["", WITH_TABLES] if with_tables else [""]
    axes["montage"] = ["", *(f"+{name}" for name in MONTAGES)] if with_tables else [""]
    return list(filled(sorted(named), axes))
