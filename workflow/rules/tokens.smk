# Every frame to its nearest dictionary entry (Eqs. 5, 9).
use rule stage as eeg_tokens with:
    input:
        features="results/{twin}eeg_features/{subject}.parquet",
        split_table="results/split/split.parquet",
        dictionary="results/{twin}vocabulary/eeg.parquet",
        projection="results/{twin}vocabulary/eeg.safetensors",
    output:
        tokens="results/{twin}tokens/eeg/{subject}.parquet",


use rule stage as audio_tokens with:
    input:
        features="results/audio_features/{video}.parquet",
        dictionary="results/vocabulary/audio.parquet",
        projection="results/vocabulary/audio.safetensors",
    output:
        tokens="results/tokens/audio/{video}.parquet",
