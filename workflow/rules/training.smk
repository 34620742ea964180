# The encoder-decoder Transformer and the trained controls (paper 3.2, 3.3).
CORPUS = dict(
    eeg_frames=per_subject("results/{twin}eeg_frames/{subject}.parquet"),
    eeg_tokens=per_subject("results/{twin}tokens/eeg/{subject}.parquet"),
    audio_tokens=per_video("results/tokens/audio/{video}.parquet"),
    audio_features=per_video("results/audio_features/{video}.parquet"),
    split_table="results/split/split.parquet",
)


use rule stage as train with:
    input:
        **CORPUS,
        eeg_dictionary="results/{twin}vocabulary/eeg.parquet",
        audio_dictionary="results/vocabulary/audio.parquet",
    output:
        weights="results/{twin}train/{system}-{seed}.safetensors",
        settings="results/{twin}train/{system}-{seed}.json",
        curve="results/{twin}train/{system}-{seed}.curve.parquet",
    resources:
        mem_mb=CORPUS_MB,
        runtime=240,
    params:
        shown="2>&1 | tee",  # epochs, as they pass
