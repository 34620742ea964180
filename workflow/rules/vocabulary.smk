# The two dictionaries, fitted on the training part only, and their health (paper 3.1).
use rule stage as eeg_vocabulary with:
    input:
        frames=per_subject("results/{cohort}/{fold}/eeg_frames/{subject}.parquet"),
        split_table="results/{cohort}/{fold}/split/split.parquet",
    output:
        dictionary="results/{cohort}/{fold}/vocabulary/eeg{montage}.parquet",
        projection="results/{cohort}/{fold}/vocabulary/eeg{montage}.safetensors",
        search="results/{cohort}/{fold}/vocabulary/eeg_search{montage}.parquet",
    resources:
        mem_mb=growing(3000 + HEARD // 4),
        runtime=growing(20),
    params:
        electrodes=electrodes,


use rule stage as audio_vocabulary with:
    input:
        features=per_video("results/songs/audio_features/{video}.parquet"),
        song_split="results/songs/{fold}/split/songs.parquet",
    output:
        dictionary="results/songs/{fold}/vocabulary/audio.parquet",
        projection="results/songs/{fold}/vocabulary/audio.safetensors",
        search="results/songs/{fold}/vocabulary/audio_search.parquet",
    resources:
        mem_mb=growing(3000),
        runtime=growing(20),


use rule stage as health with:
    input:
        eeg_tokens="results/{cohort}/{fold}/tokens/eeg.parquet",
        audio_tokens="results/songs/{fold}/tokens/audio.parquet",
        eeg_dictionary="results/{cohort}/{fold}/vocabulary/eeg.parquet",
        audio_dictionary="results/songs/{fold}/vocabulary/audio.parquet",
        eeg_search="results/{cohort}/{fold}/vocabulary/eeg_search.parquet",
        audio_search="results/songs/{fold}/vocabulary/audio_search.parquet",
        states=STATES,
        split_table="results/{cohort}/{fold}/split/split.parquet",
    output:
        health=report(
            "results/{cohort}/{fold}/vocabulary/health.json",
            caption="../report/health.rst",
            category="Vocabularies",
        ),
