# Features on the frame grid that EEG and audio share (paper 3.1.2, 3.1.3).
use rule stage as eeg_features with:
    input:
        epochs="results/{twin}slices/{subject}.parquet",
    output:
        features="results/{twin}eeg_features/{subject}.parquet",


use rule stage as filter_bank with:
    output:
        bank="results/filter_bank/bank.parquet",


use rule stage as audio_features with:
    input:
        filter_bank="results/filter_bank/bank.parquet",
        dry="results/reverb/{video}.dry.flac",
    output:
        features="results/audio_features/{video}.parquet",
