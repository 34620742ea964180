# What could have been found: couplings planted into everyone's own recordings, and looked for.
use rule stage as detection with:
    input:
        eeg_features=per_subject("results/{cohort}/eeg_features/{subject}.parquet"),
        audio_features=per_video("results/songs/audio_features/{video}.parquet"),
        split_table="results/{cohort}/{fold}/split/split.parquet",
    output:
        found="results/{cohort}/{fold}/detection/{draw}.parquet",
    resources:
        mem_mb=FEATURES_MB,


use rule stage as detectability with:
    input:
        draws=per_draw("results/{cohort}/{fold}/detection/{draw}.parquet"),
    output:
        curve="results/{cohort}/{fold}/detectability/power.parquet",
        smallest="results/{cohort}/{fold}/detectability/smallest_effect.parquet",


# The same people, whose brains follow the music in one way that is known: what a model makes of it.
use rule stage as coupled with:
    input:
        epochs="results/{origin}/slices/{subject}.parquet",
        trials="results/{origin}/trials/{subject}.parquet",
        audio_features=per_video("results/songs/audio_features/{video}.parquet"),
    output:
        planted="results/{origin}_coupled/slices/{subject}.parquet",
        listed="results/{origin}_coupled/trials/{subject}.parquet",
    wildcard_constraints:
        origin="|".join(RECORDED),
    params:
        videos=VIDEOS,


use rule stage as model_detection with:
    input:
        scores=scores_of_coupled,
    output:
        table="results/{cohort}/{fold}/detectability/model.parquet",
    wildcard_constraints:
        cohort="|".join(RECORDED),
    resources:
        mem_mb=FEATURES_MB,


for COHORT in RECORDED:

    rule:
        name:
            "power" if COHORT == FIRST else f"power_{COHORT}"
        input:
            expand(rules.detectability.output, cohort=COHORT, fold=FIRST_FOLD),
            expand(rules.model_detection.output, cohort=COHORT, fold=FIRST_FOLD),
