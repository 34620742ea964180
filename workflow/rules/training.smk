# The encoder-decoder Transformer and the trained controls (paper 3.2, 3.3).
CORPUS = dict(
    eeg_frames=per_subject("results/{cohort}/{fold}/eeg_frames/{subject}.parquet"),
    eeg_tokens="results/{cohort}/{fold}/tokens/eeg.parquet",
    audio_tokens="results/songs/{fold}/tokens/audio.parquet",
    audio_features=per_video("results/songs/audio_features/{video}.parquet"),
    split_table="results/{cohort}/{fold}/split/split.parquet",
)


use rule stage as train with:
    input:
        **CORPUS,
        eeg_dictionary="results/{cohort}/{fold}/vocabulary/eeg.parquet",
        eeg_projection="results/{cohort}/{fold}/vocabulary/eeg.safetensors",
        audio_dictionary="results/songs/{fold}/vocabulary/audio.parquet",
    output:
        weights="results/{cohort}/{fold}/train/{system}{variant}-{seed}.safetensors",
        settings="results/{cohort}/{fold}/train/{system}{variant}-{seed}.json",
        curve="results/{cohort}/{fold}/train/{system}{variant}-{seed}.curve.parquet",
    resources:
        mem_mb=CORPUS_MB,
        runtime=240,
    params:
        shown="2>&1 | tee",  # epochs, as they pass
