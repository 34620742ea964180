# The demo: songs, and brains that follow them, written in DEAP's formats.
STATES += ["results/songs/states/states.parquet"]
BOUNDS["scores"] += ["{folder}/demo_oracle/scores.parquet"]
BOUNDS["segments"] += ["{folder}/demo_oracle/segments.parquet"]


use rule stage as demo_song with:
    output:
        movie=f"{RAW}/stimuli/{{video}}.mp4",
        latents=f"{RAW}/ground_truth/latents/{{video}}.parquet",


use rule stage as demo_states with:
    input:
        latents=per_video(f"{RAW}/ground_truth/latents/{{video}}.parquet"),
    output:
        states=STATES[0],


use rule stage as demo_video_list with:  # apart from the ratings: songs depend on no listener
    output:
        videos=f"{RAW}/metadata_csv/video_list.csv",
    params:
        songs=PARAMS.demo.chosen.songs,


use rule stage as demo_ratings with:
    output:
        ratings=f"{RAW}/metadata_csv/participant_ratings.csv",
    params:
        subjects=PARAMS.demo.chosen.subjects,
        songs=PARAMS.demo.chosen.songs,


use rule stage as demo_recording with:
    output:
        recording=f"{RAW}/{{cohort}}/data_original/{{subject}}.bdf",
        sources=f"{RAW}/{{cohort}}/ground_truth/sources/{{subject}}.parquet",
    params:
        coupling=lambda job: PARAMS.demo.cohorts[job.cohort],
        songs=PARAMS.demo.chosen.songs,


use rule stage as demo_preprocessed with:
    input:
        recording=f"{RAW}/{{cohort}}/data_original/{{subject}}.bdf",
        ratings=rules.demo_ratings.output.ratings,
    output:
        dat=f"{RAW}/{{cohort}}/data_preprocessed_python/{{subject}}.dat",
        mat=f"{RAW}/{{cohort}}/data_preprocessed_matlab/{{subject}}.mat",


use rule stage as demo_oracle with:
    input:
        latents=STATES,
        sources=per_subject(
            f"{RAW}/{{cohort}}/ground_truth/sources/{{subject}}.parquet"
        ),
        eeg_frames=per_subject("results/{cohort}/{fold}/eeg_frames/{subject}.parquet"),
        audio_tokens="results/songs/{fold}/tokens/audio.parquet",
        split_table="results/{cohort}/{fold}/split/split.parquet",
        entry_chords="results/songs/{fold}/entry_chords/chords.parquet",
    output:
        scores="results/{cohort}/{fold}/demo_oracle/scores.parquet",
        segments="results/{cohort}/{fold}/demo_oracle/segments.parquet",
    resources:
        mem_mb=FEATURES_MB,
    params:
        coupling=lambda job: PARAMS.demo.cohorts[job.cohort],


rule demo_raw:  # what DEAP's licensees have, recordings of the first cohort in all three formats
    input:
        rules.demo_video_list.output,
        rules.demo_ratings.output,
        per_video(rules.demo_song.output.movie),
        expand(
            [rules.demo_recording.output.recording, *rules.demo_preprocessed.output],
            cohort=FIRST,
            subject=COHORTS[FIRST].subjects,
        ),
