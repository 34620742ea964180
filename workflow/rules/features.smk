# Features on the frame grid that EEG and audio share (paper 3.1.2, 3.1.3).
use rule stage as eeg_features with:
    input:
        epochs="results/{twin}slices/{subject}.parquet",
    output:
        features="results/{twin}eeg_features/{subject}.parquet",


use rule stage as eeg_frames with:
    input:
        epochs="results/{twin}slices/{subject}.parquet",
        eeg_features="results/{twin}eeg_features/{subject}.parquet",
        split_table="results/split/split.parquet",
    output:
        frames="results/{twin}eeg_frames/{subject}.parquet",


use rule stage as audio_features with:
    input:
        dry=per_video("results/reverb/{video}.dry.flac"),
    output:
        features=per_video("results/audio_features/{video}.parquet"),
    params:
        videos=VIDEOS,
