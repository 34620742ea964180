# Music from the EEG of held-out trials (paper 3.2).
use rule stage as compose with:
    input:
        weights=f"results/{{cohort}}/{{fold}}/train/{MODELS[0]}.safetensors",
        settings=f"results/{{cohort}}/{{fold}}/train/{MODELS[0]}.json",
        eeg_frames="results/{cohort}/{fold}/eeg_frames/{subject}.parquet",
        eeg_tokens="results/{cohort}/{fold}/tokens/eeg.parquet",
        audio_tokens="results/songs/{fold}/tokens/audio.parquet",
        audio_features=per_video("results/songs/audio_features/{video}.parquet"),
        dry=per_video("results/songs/reverb/{video}.dry.flac"),
        heard="results/songs/decode/{video}.flac",
        audio_dictionary="results/songs/{fold}/vocabulary/audio.parquet",
        split_table="results/{cohort}/{fold}/split/split.parquet",
    output:
        wav=report(
            "results/{cohort}/{fold}/compose/{subject}_{video}.wav",
            caption="../report/music.rst",
            category="Music",
        ),
        tokens="results/{cohort}/{fold}/compose/{subject}_{video}.parquet",
        resynthesised="results/{cohort}/{fold}/compose/{subject}_{video}.resynthesised.wav",
        reference="results/{cohort}/{fold}/compose/{subject}_{video}.reference.wav",
    params:
        system=registry.OURS,
