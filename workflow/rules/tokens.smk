# Every frame to its nearest dictionary entry (Eqs. 5, 9).
use rule stage as eeg_tokens with:
    input:
        frames=per_subject("results/{cohort}/{fold}/eeg_frames/{subject}.parquet"),
        dictionary="results/{cohort}/{fold}/vocabulary/eeg{montage}.parquet",
        projection="results/{cohort}/{fold}/vocabulary/eeg{montage}.safetensors",
    output:
        tokens="results/{cohort}/{fold}/tokens/eeg{montage}.parquet",
    params:
        electrodes=electrodes,


use rule stage as audio_tokens with:
    input:
        features=per_video("results/songs/audio_features/{video}.parquet"),
        dictionary="results/songs/{fold}/vocabulary/audio.parquet",
        projection="results/songs/{fold}/vocabulary/audio.safetensors",
    output:
        tokens="results/songs/{fold}/tokens/audio.parquet",


use rule stage as entry_chords with:
    input:
        audio_dictionary="results/songs/{fold}/vocabulary/audio.parquet",
        audio_features=per_video("results/songs/audio_features/{video}.parquet"),
    output:
        chords="results/songs/{fold}/entry_chords/chords.parquet",
