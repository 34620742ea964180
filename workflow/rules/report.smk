# The page: tables, figures and music in a folder that opens offline.


use rule stage as plots with:
    input:
        hits="results/{cohort}/{fold}/evaluate/hits.parquet",
        curves=per_model("results/{cohort}/{fold}/train/{experiment}.curve.parquet"),
        health="results/{cohort}/{fold}/vocabulary/health.json",
    output:
        hits_at_k="results/{cohort}/{fold}/plots/hits.csv",
        learning="results/{cohort}/{fold}/plots/learning.csv",
        vocabulary="results/{cohort}/{fold}/plots/vocabulary.csv",


COMPOSED = "results/{cohort}/{fold}/compose/{subject}_{video}"
VOICES = ["", ".resynthesised", ".reference"]


use rule stage as report with:
    input:
        hits="results/{cohort}/{fold}/evaluate/hits.parquet",
        gains="results/{cohort}/{fold}/evaluate/gains.parquet",
        metrics="results/{cohort}/{fold}/evaluate/metrics.json",
        health="results/{cohort}/{fold}/vocabulary/health.json",
        curves=per_model("results/{cohort}/{fold}/train/{experiment}.curve.parquet"),
        eeg_dictionary="results/{cohort}/{fold}/vocabulary/eeg.parquet",
        audio_features=a_song("results/songs/audio_features/{video}.parquet"),
        compositions=per_trial(f"{COMPOSED}.parquet"),
        music=per_trial(*(f"{COMPOSED}{voice}.wav" for voice in VOICES)),
        split_table="results/{cohort}/{fold}/split/split.parquet",
        manifest="results/{cohort}/manifest/manifest.parquet",
        exclusions="results/{cohort}/exclusions/exclusions.parquet",
    output:
        page=report(
            directory("results/{cohort}/{fold}/report"),
            caption="../report/page.rst",
            category="Report",
            htmlindex="index.html",
        ),
    params:
        cohorts=known_of,
        systems=registry.names(),
