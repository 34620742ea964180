# The page: tables, figures and music in a folder that opens offline.


use rule stage as report with:
    input:
        hits="results/{twin}evaluate/hits.parquet",
        metrics="results/{twin}evaluate/metrics.json",
        health="results/{twin}vocabulary/health.json",
        curves=per_model("results/{twin}train/{experiment}.curve.parquet"),
        eeg_dictionary="results/{twin}vocabulary/eeg.parquet",
        audio_features=f"results/audio_features/{TRIALS[0][1]}.parquet",
        compositions=per_trial("results/{twin}compose/{subject}_{video}.parquet"),
        music=per_trial("results/{twin}compose/{subject}_{video}.wav")
        + per_trial("results/{twin}compose/{subject}_{video}.resynthesised.wav")
        + per_trial("results/{twin}compose/{subject}_{video}.reference.wav"),
        split_table="results/split/split.parquet",
        manifest="results/manifest/manifest.parquet",
        exclusions="results/{twin}exclusions/exclusions.parquet",
    output:
        page=report(
            directory("results/{twin}report"),
            caption="../report/page.rst",
            category="Report",
            htmlindex="index.html",
        ),
    params:
        systems=registry.names(),
