# What recordings tell without a model: what listeners of the same music share.
use rule stage as inter_subject with:
    input:
        eeg_frames=per_subject("results/{cohort}/{fold}/eeg_frames/{subject}.parquet"),
        split_table="results/{cohort}/{fold}/split/split.parquet",
    output:
        correlations="results/{cohort}/{fold}/inter_subject/correlations.parquet",
        patterns="results/{cohort}/{fold}/inter_subject/patterns.parquet",
    resources:
        mem_mb=CORPUS_MB,


use rule stage as shared with:
    input:
        correlations=per_fold(
            "results/{cohort}/{fold}/inter_subject/correlations.parquet"
        ),
    output:
        table="results/{cohort}/{fold}/shared/shared.parquet",


use rule stage as scalp_maps with:
    input:
        patterns=of_first_fold("results/{cohort}/{fold}/inter_subject/patterns.parquet"),
    output:
        shared=report(
            "results/{cohort}/{fold}/scalp_maps/shared.svg",
            caption="../report/scalp.rst",
            category="Listeners",
        ),
