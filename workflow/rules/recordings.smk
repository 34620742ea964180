# Raw files to filtered, re-referenced slices of EEG; who trains and who tests.
use rule stage as manifest with:
    input:
        recordings=[file for files in COHORT.recordings.values() for file in files],
        stimuli=COHORT.stimuli.values(),
        metadata=COHORT.metadata,
    output:
        manifest="results/manifest/manifest.parquet",
    params:
        root=lambda wildcards: RAW,


use rule stage as slices with:
    input:
        recording=recording,
        metadata=COHORT.metadata,
    output:
        epochs="results/{twin}slices/{subject}.parquet",
        trials="results/{twin}trials/{subject}.parquet",
    params:
        reader=COHORT.reader,
        root=lambda wildcards: RAW,


use rule stage as exclusions with:
    input:
        trials=per_subject("results/{twin}trials/{subject}.parquet"),
    output:
        exclusions="results/{twin}exclusions/exclusions.parquet",
    params:
        known=settings.exclusions(COHORT.excluded),


use rule stage as split with:
    input:
        trials=expand("results/trials/{subject}.parquet", subject=SUBJECTS),
    output:
        table="results/split/split.parquet",
    params:
        subjects=SUBJECTS,
        videos=VIDEOS,
        groups=json.dumps(COHORT.groups, sort_keys=True),
        excluded=settings.unwanted_trials(PARAMS),
