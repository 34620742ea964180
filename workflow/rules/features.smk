# Features on the frame grid that EEG and audio share (paper 3.1.2, 3.1.3).
use rule stage as eeg_features with:
    input:
        epochs="results/{cohort}/slices/{subject}.parquet",
    output:
        features="results/{cohort}/eeg_features/{subject}.parquet",


use rule stage as eeg_frames with:
    input:
        epochs="results/{cohort}/slices/{subject}.parquet",
        eeg_features="results/{cohort}/eeg_features/{subject}.parquet",
        split_table="results/{cohort}/{fold}/split/split.parquet",
    output:
        frames="results/{cohort}/{fold}/eeg_frames/{subject}.parquet",


use rule stage as audio_features with:
    input:
        dry=per_video("results/songs/reverb/{video}.dry.flac"),
    output:
        features=per_video("results/songs/audio_features/{video}.parquet"),
    params:
        videos=VIDEOS,
