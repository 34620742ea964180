# Raw files to filtered, re-referenced slices of EEG; who trains and who tests.
use rule stage as manifest with:
    input:
        recordings=raw(lambda each, job: sum(map(list, each.recordings.values()), [])),
        stimuli=raw(lambda each, job: each.stimuli.values()),
        metadata=raw(lambda each, job: each.metadata),
    output:
        manifest="results/{cohort}/manifest/manifest.parquet",
    params:
        root=lambda wildcards: RAW,


use rule stage as slices with:
    input:
        recording=raw(lambda each, job: each.recordings[job.subject]),
        metadata=raw(lambda each, job: each.metadata),
    output:
        epochs="results/{cohort}/slices/{subject}.parquet",
        trials="results/{cohort}/trials/{subject}.parquet",
    wildcard_constraints:
        cohort="|".join(RECORDED),
    params:
        reader=READER,
        root=lambda wildcards: RAW,


use rule stage as exclusions with:
    input:
        trials=per_subject("results/{cohort}/trials/{subject}.parquet"),
    output:
        exclusions="results/{cohort}/exclusions/exclusions.parquet",
    params:
        known=of_cohort(lambda each: settings.exclusions(each.excluded)),


use rule stage as interpolated with:
    input:
        trials=per_subject("results/{cohort}/trials/{subject}.parquet"),
    output:
        interpolated="results/{cohort}/interpolated/interpolated.parquet",


use rule stage as song_split with:
    output:
        table="results/songs/{fold}/split/songs.parquet",
    params:
        videos=VIDEOS,
        number=number_of,


use rule stage as split with:
    input:
        trials=per_subject("results/{cohort}/trials/{subject}.parquet"),
        song_split="results/songs/{fold}/split/songs.parquet",
    output:
        table="results/{cohort}/{fold}/split/split.parquet",
    params:
        subjects=of_cohort(lambda each: each.subjects),
        number=number_of,
        groups=of_cohort(lambda each: json.dumps(each.groups, sort_keys=True)),
        excluded=settings.unwanted_trials(PARAMS),


# What else training may know, to show what that is worth: `snakemake protocols`.
use rule stage as regimes with:
    input:
        split_table="results/{cohort}/{fold}/split/split.parquet",
    output:
        calibration="results/{cohort}/{fold}/regimes/calibration.parquet",
        slice="results/{cohort}/{fold}/regimes/slice.parquet",
    params:
        number=number_of,
