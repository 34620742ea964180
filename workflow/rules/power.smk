# What could have been found: couplings planted into everyone's own recordings, and looked for.
use rule stage as detection with:
    input:
        eeg_features=per_subject("results/{cohort}/eeg_features/{subject}.parquet"),
        audio_features=per_video("results/songs/audio_features/{video}.parquet"),
        split_table="results/{cohort}/{fold}/split/split.parquet",
    output:
        found="results/{cohort}/{fold}/detection/{draw}.parquet",
    resources:
        mem_mb=CORPUS_MB,


use rule stage as detectability with:
    input:
        draws=per_draw("results/{cohort}/{fold}/detection/{draw}.parquet"),
    output:
        curve="results/{cohort}/{fold}/detectability/power.parquet",
        smallest="results/{cohort}/{fold}/detectability/smallest_effect.parquet",


rule power:
    input:
        expand(rules.detectability.output, cohort=FIRST, fold=FIRST_FOLD),


for COHORT in list(COHORTS)[1:]:

    rule:
        name:
            f"power_{COHORT}"
        input:
            expand(rules.detectability.output, cohort=COHORT, fold=FIRST_FOLD),
