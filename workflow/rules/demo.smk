# The demo: songs, and brains that follow them, written in DEAP's formats.
STATES += per_video(f"{RAW}/ground_truth/latents/{{video}}.parquet")
BOUNDS += ["results/{twin}demo_oracle/scores.parquet"]


use rule stage as demo_song with:
    output:
        movie=f"{RAW}/stimuli/{{video}}.mp4",
        latents=f"{RAW}/ground_truth/latents/{{video}}.parquet",


use rule stage as demo_metadata with:
    output:
        ratings=f"{RAW}/metadata_csv/participant_ratings.csv",
        videos=f"{RAW}/metadata_csv/video_list.csv",
    params:
        subjects=PARAMS.demo.chosen.subjects,
        songs=PARAMS.demo.chosen.songs,


use rule stage as demo_recording with:
    output:
        recording=f"{RAW}/{{twin}}data_original/{{subject}}.bdf",
        sources=f"{RAW}/{{twin}}ground_truth/sources/{{subject}}.parquet",
    params:
        coupling=coupling,
        songs=PARAMS.demo.chosen.songs,


use rule stage as demo_preprocessed with:
    input:
        recording=f"{RAW}/{{twin}}data_original/{{subject}}.bdf",
        ratings=f"{RAW}/metadata_csv/participant_ratings.csv",
    output:
        dat=f"{RAW}/{{twin}}data_preprocessed_python/{{subject}}.dat",
        mat=f"{RAW}/{{twin}}data_preprocessed_matlab/{{subject}}.mat",


use rule stage as demo_oracle with:
    input:
        latents=STATES,
        sources=per_subject(f"{RAW}/{{twin}}ground_truth/sources/{{subject}}.parquet"),
        eeg_frames=per_subject("results/{twin}eeg_frames/{subject}.parquet"),
        audio_tokens=per_video("results/tokens/audio/{video}.parquet"),
        split_table="results/split/split.parquet",
    output:
        scores="results/{twin}demo_oracle/scores.parquet",
    params:
        coupling=coupling,


rule demo_raw:  # a folder as DEAP's licensees have it, recordings in all three formats
    input:
        rules.demo_metadata.output,
        per_video(rules.demo_song.output.movie),
        per_subject(
            expand(rules.demo_recording.output.recording, twin="", allow_missing=True)
        ),
        per_subject(expand(rules.demo_preprocessed.output, twin="", allow_missing=True)),
