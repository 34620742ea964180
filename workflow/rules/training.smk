# The encoder-decoder Transformer and the trained controls (paper 3.2, 3.3).
CORPUS = dict(
    eeg_frames=per_subject("results/{cohort}/{fold}/eeg_frames/{subject}.parquet"),
    eeg_tokens=on_electrodes("results/{cohort}/{fold}/tokens/eeg{montage}.parquet"),
    audio_tokens="results/songs/{fold}/tokens/audio.parquet",
    audio_features=per_video("results/songs/audio_features/{video}.parquet"),
    split_table=split_of,
)
VOCABULARY = "results/{cohort}/{fold}/vocabulary"


use rule stage as train with:
    input:
        **CORPUS,
        eeg_dictionary=on_electrodes(f"{VOCABULARY}/eeg{{montage}}.parquet"),
        eeg_projection=on_electrodes(f"{VOCABULARY}/eeg{{montage}}.safetensors"),
        ratings=per_subject("results/{cohort}/trials/{subject}.parquet"),
        audio_dictionary="results/songs/{fold}/vocabulary/audio.parquet",
    output:
        weights="results/{cohort}/{fold}/train{shelf}/{system}{variant}-{seed}.safetensors",
        settings="results/{cohort}/{fold}/train{shelf}/{system}{variant}-{seed}.json",
        curve="results/{cohort}/{fold}/train{shelf}/{system}{variant}-{seed}.curve.parquet",
    resources:
        mem_mb=CORPUS_MB,
        runtime=growing(240),
