# The page: tables, figures and music in a folder that opens offline.
MAPS = ["shared", "ablation"]
SOUNDS = ["", ".score", ".resynthesised", ".shuffled", ".reference", ".accompaniment"]
EVALUATED = {
    table: f"results/{{cohort}}/{{fold}}/evaluate/{table}.parquet"
    for table in ("hits", "gains", "leads", "identification")
} | {
    "metrics": "results/{cohort}/{fold}/evaluate/metrics.json",
    "music": "results/{cohort}/{fold}/music/music.parquet",
    "maps": [f"results/{{cohort}}/{{fold}}/scalp_maps/{each}.svg" for each in MAPS],
}
ACCOUNTS = {  # of the data
    table: f"results/{{cohort}}/{table}/{table}.parquet"
    for table in ("manifest", "exclusions", "interpolated")
} | {
    "evidence_tables": evidence_of,
    "evidence_elsewhere": evidence_of_compared,
    "recordings_page": "results/{cohort}/quality/quality.html",
}
OF_A_SONG = {
    "audio_features": a_song("results/songs/audio_features/{video}.parquet"),
    "dry": a_song("results/songs/reverb/{video}.dry.flac"),
}
COMPARED = {
    "comparisons": tables_of("parquet"),
    "protocols": protocols_of("parquet"),
    "written": written_of,
}
CURVE = "results/{cohort}/{fold}/train/{experiment}.curve.parquet"


use rule stage as quality with:
    input:
        epochs=per_subject("results/{cohort}/slices/{subject}.parquet"),
        trials=per_subject("results/{cohort}/trials/{subject}.parquet"),
    output:
        page=report(
            "results/{cohort}/quality/quality.html",
            caption="../report/quality.rst",
            category="Listeners",
        ),
    resources:
        mem_mb=FEATURES_MB,
    params:
        subjects=of_cohort(lambda each: each.subjects),


use rule stage as plots with:
    input:
        hits="results/{cohort}/{fold}/evaluate/hits.parquet",
        curves=of_first_fold(CURVE, experiment=MODELS),
        health=of_first_fold("results/{cohort}/{fold}/vocabulary/health.json"),
    output:
        hits_at_k="results/{cohort}/{fold}/plots/hits.csv",
        learning="results/{cohort}/{fold}/plots/learning.csv",
        vocabulary="results/{cohort}/{fold}/plots/vocabulary.csv",


use rule stage as report with:
    input:
        **EVALUATED,
        **ACCOUNTS,
        **OF_A_SONG,
        **COMPARED,
        hits_of_folds=per_fold(EVALUATED["hits"]),
        health=per_fold("results/{cohort}/{fold}/vocabulary/health.json"),
        curves=of_first_fold(CURVE, experiment=MODELS),
        eeg_dictionary=of_first_fold("results/{cohort}/{fold}/vocabulary/eeg.parquet"),
        compositions=per_trial(f"{COMPOSED}.parquet"),
        sounds=per_trial(*(f"{COMPOSED}{each}.wav" for each in SOUNDS)),
        split_table=of_first_fold("results/{cohort}/{fold}/split/split.parquet"),
    output:
        page=report(
            directory("results/{cohort}/{fold}/report{scope}"),
            caption="../report/page.rst",
            category="Report",
            htmlindex="index.html",
        ),
    params:
        cohorts=known_of,
        systems=registry.names(),
        folds=folds_of,
        of_folds=len(FOLDS),
