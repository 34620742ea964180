# Music from the EEG of held-out trials (paper 3.2).
use rule stage as compose with:
    input:
        weights=f"results/{{twin}}train/{MODELS[0]}.safetensors",
        settings=f"results/{{twin}}train/{MODELS[0]}.json",
        eeg_frames="results/{twin}eeg_frames/{subject}.parquet",
        eeg_tokens="results/{twin}tokens/eeg/{subject}.parquet",
        audio_tokens=per_video("results/tokens/audio/{video}.parquet"),
        audio_features=per_video("results/audio_features/{video}.parquet"),
        dry=per_video("results/reverb/{video}.dry.flac"),
        heard="results/decode/{video}.flac",
        audio_dictionary="results/vocabulary/audio.parquet",
        split_table="results/split/split.parquet",
    output:
        wav=report(
            "results/{twin}compose/{subject}_{video}.wav",
            caption="../report/music.rst",
            category="Music",
        ),
        tokens="results/{twin}compose/{subject}_{video}.parquet",
        resynthesised="results/{twin}compose/{subject}_{video}.resynthesised.wav",
        reference="results/{twin}compose/{subject}_{video}.reference.wav",
    params:
        system=MODELS[0].split("-")[0],
