# Every frame to its nearest dictionary entry (Eqs. 5, 9).
use rule stage as eeg_tokens with:
    input:
        frames=per_subject("results/{twin}eeg_frames/{subject}.parquet"),
        dictionary="results/{twin}vocabulary/eeg.parquet",
        projection="results/{twin}vocabulary/eeg.safetensors",
    output:
        tokens=per_subject("results/{twin}tokens/eeg/{subject}.parquet"),


use rule stage as audio_tokens with:
    input:
        features=per_video("results/audio_features/{video}.parquet"),
        dictionary="results/vocabulary/audio.parquet",
        projection="results/vocabulary/audio.safetensors",
    output:
        tokens=per_video("results/tokens/audio/{video}.parquet"),
