# The two dictionaries, fitted on the training part only, and their health (paper 3.1).
use rule stage as eeg_vocabulary with:
    input:
        frames=per_subject("results/{twin}eeg_frames/{subject}.parquet"),
        features=per_subject("results/{twin}eeg_features/{subject}.parquet"),
        split_table="results/split/split.parquet",
    output:
        dictionary="results/{twin}vocabulary/eeg.parquet",
        projection="results/{twin}vocabulary/eeg.safetensors",
        search="results/{twin}vocabulary/eeg_search.parquet",
    resources:
        mem_mb=3000,
        runtime=20,


use rule stage as audio_vocabulary with:
    input:
        features=per_video("results/audio_features/{video}.parquet"),
        split_table="results/split/split.parquet",
    output:
        dictionary="results/vocabulary/audio.parquet",
        projection="results/vocabulary/audio.safetensors",
        search="results/vocabulary/audio_search.parquet",
    resources:
        mem_mb=3000,
        runtime=20,


use rule stage as health with:
    input:
        eeg_tokens=per_subject("results/{twin}tokens/eeg/{subject}.parquet"),
        audio_tokens=per_video("results/tokens/audio/{video}.parquet"),
        eeg_dictionary="results/{twin}vocabulary/eeg.parquet",
        audio_dictionary="results/vocabulary/audio.parquet",
        eeg_search="results/{twin}vocabulary/eeg_search.parquet",
        audio_search="results/vocabulary/audio_search.parquet",
        states=STATES,
        split_table="results/split/split.parquet",
    output:
        health=report(
            "results/{twin}vocabulary/health.json",
            caption="../report/health.rst",
            category="Vocabularies",
        ),
