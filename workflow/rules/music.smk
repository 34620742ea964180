# The trained model as an instrument, and music of held-out trials' EEG on it (paper 3.2).
PLAYED = "results/{cohort}/{fold}/instrument"
INSTRUMENT = dict(  # what lies in its folder (compose/instrument.py)
    model=f"{PLAYED}/model.safetensors",
    model_settings=f"{PLAYED}/model.json",
    eeg=f"{PLAYED}/eeg.parquet",
    eeg_space=f"{PLAYED}/eeg.safetensors",
    entries=f"{PLAYED}/entries.parquet",
    sounds=f"{PLAYED}/sounds.flac",
    about=f"{PLAYED}/instrument.json",
)
COMPOSED = "results/{cohort}/{fold}/compose/{subject}_{video}"


use rule stage as instrument with:
    input:
        weights=f"results/{{cohort}}/{{fold}}/train/{MODELS[0]}.safetensors",
        settings=f"results/{{cohort}}/{{fold}}/train/{MODELS[0]}.json",
        eeg_dictionary="results/{cohort}/{fold}/vocabulary/eeg.parquet",
        eeg_projection="results/{cohort}/{fold}/vocabulary/eeg.safetensors",
        audio_dictionary="results/songs/{fold}/vocabulary/audio.parquet",
        audio_tokens="results/songs/{fold}/tokens/audio.parquet",
        audio_features=per_video("results/songs/audio_features/{video}.parquet"),
        accompaniment=per_video("results/songs/vocals/{video}.accompaniment.flac"),
        ratings=per_subject("results/{cohort}/trials/{subject}.parquet"),
        split_table="results/{cohort}/{fold}/split/split.parquet",
    output:
        **INSTRUMENT,
    params:
        system=registry.OURS,
        brains=of_cohort(lambda each: each.truth.about),
        are_generated=of_cohort(lambda each: int(each.truth.follows is not None)),


use rule stage as compose with:
    input:
        instrument=list(INSTRUMENT.values()),
        eeg_frames="results/{cohort}/{fold}/eeg_frames/{subject}.parquet",
        audio_tokens="results/songs/{fold}/tokens/audio.parquet",
        heard="results/songs/decode/{video}.flac",
        dry="results/songs/reverb/{video}.dry.flac",
    output:
        generated=report(
            f"{COMPOSED}.wav", caption="../report/music.rst", category="Music"
        ),
        tokens=f"{COMPOSED}.parquet",
        score_midi=f"{COMPOSED}.score.mid",
        score_sound=f"{COMPOSED}.score.wav",
        resynthesised=f"{COMPOSED}.resynthesised.wav",
        shuffled=f"{COMPOSED}.shuffled.wav",
        reference=f"{COMPOSED}.reference.wav",
        accompaniment=f"{COMPOSED}.accompaniment.wav",


use rule stage as performances with:
    input:
        instrument=list(INSTRUMENT.values()),
        eeg_frames=per_subject("results/{cohort}/{fold}/eeg_frames/{subject}.parquet"),
        audio_tokens="results/songs/{fold}/tokens/audio.parquet",
        audio_features=per_video("results/songs/audio_features/{video}.parquet"),
        ratings=per_subject("results/{cohort}/trials/{subject}.parquet"),
        states=STATES,
        split_table="results/{cohort}/{fold}/split/split.parquet",
    output:
        judgements="results/{cohort}/{fold}/performances/judgements.parquet",
    resources:
        mem_mb=FEATURES_MB,


use rule stage as music with:
    input:
        judgements=per_fold("results/{cohort}/{fold}/performances/judgements.parquet"),
    output:
        music="results/{cohort}/{fold}/music/music.parquet",
