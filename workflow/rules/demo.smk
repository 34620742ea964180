# The demo: songs, and brains that follow them, written in DEAP's formats.
STATES += per_video(f"{RAW}/ground_truth/latents/{{video}}.parquet")
BOUNDS += ["results/{twin}demo_oracle/scores.parquet"]


rule demo_song:
    output:
        movie=f"{RAW}/stimuli/{{video}}.mp4",
        latents=f"{RAW}/ground_truth/latents/{{video}}.parquet",
    log:
        "logs/demo_song/{video}.log",
    benchmark:
        "benchmarks/rules/demo_song/{video}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("demo_song"),
        cfg=cfg("demo_song"),
    shell:
        "python -m eeg2music.stages demo_song --cfg {params.cfg:q}"
        " --video {wildcards.video} --movie {output.movie:q}"
        " --latents {output.latents:q} 2> {log:q}"


rule demo_metadata:
    output:
        ratings=f"{RAW}/metadata_csv/participant_ratings.csv",
        videos=f"{RAW}/metadata_csv/video_list.csv",
    log:
        "logs/demo_metadata.log",
    benchmark:
        "benchmarks/rules/demo_metadata.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("demo_metadata"),
        cfg=cfg("demo_metadata"),
        subjects=PARAMS.demo.chosen.subjects,
        songs=PARAMS.demo.chosen.songs,
    shell:
        "python -m eeg2music.stages demo_metadata --cfg {params.cfg:q}"
        " --subjects {params.subjects} --songs {params.songs}"
        " --ratings {output.ratings:q} --videos {output.videos:q} 2> {log:q}"


rule demo_recording:
    output:
        recording=f"{RAW}/{{twin}}data_original/{{subject}}.bdf",
        sources=f"{RAW}/{{twin}}ground_truth/sources/{{subject}}.parquet",
    log:
        "logs/{twin}demo_recording/{subject}.log",
    benchmark:
        "benchmarks/rules/{twin}demo_recording/{subject}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("demo_recording"),
        cfg=cfg("demo_recording"),
        coupling=coupling,
        songs=PARAMS.demo.chosen.songs,
    shell:
        "python -m eeg2music.stages demo_recording --cfg {params.cfg:q}"
        " --subject {wildcards.subject} --coupling {params.coupling}"
        " --songs {params.songs}"
        " --recording {output.recording:q} --sources {output.sources:q} 2> {log:q}"


rule demo_preprocessed:
    input:
        recording=f"{RAW}/{{twin}}data_original/{{subject}}.bdf",
        ratings=f"{RAW}/metadata_csv/participant_ratings.csv",
    output:
        dat=f"{RAW}/{{twin}}data_preprocessed_python/{{subject}}.dat",
        mat=f"{RAW}/{{twin}}data_preprocessed_matlab/{{subject}}.mat",
    log:
        "logs/{twin}demo_preprocessed/{subject}.log",
    benchmark:
        "benchmarks/rules/{twin}demo_preprocessed/{subject}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("demo_preprocessed"),
        cfg=cfg("demo_preprocessed"),
    shell:
        "python -m eeg2music.stages demo_preprocessed --cfg {params.cfg:q}"
        " --subject {wildcards.subject} --recording {input.recording:q}"
        " --ratings {input.ratings:q} --dat {output.dat:q} --mat {output.mat:q} 2> {log:q}"


rule demo_oracle:
    input:
        latents=STATES,
        sources=per_subject(f"{RAW}/{{twin}}ground_truth/sources/{{subject}}.parquet"),
        eeg_features=per_subject("results/{twin}eeg_features/{subject}.parquet"),
        audio_tokens=per_video("results/tokens/audio/{video}.parquet"),
        split_table="results/split/split.parquet",
    output:
        scores="results/{twin}demo_oracle/scores.parquet",
    log:
        "logs/{twin}demo_oracle.log",
    benchmark:
        "benchmarks/rules/{twin}demo_oracle.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("demo_oracle"),
        cfg=cfg("demo_oracle"),
        coupling=coupling,
    shell:
        "python -m eeg2music.stages demo_oracle --cfg {params.cfg:q}"
        " --coupling {params.coupling} --latents {input.latents:q}"
        " --sources {input.sources:q} --eeg_features {input.eeg_features:q}"
        " --audio_tokens {input.audio_tokens:q} --split_table {input.split_table:q}"
        " --scores {output.scores:q} 2> {log:q}"


rule demo_raw:  # a folder as DEAP's licensees have it, recordings in all three formats
    input:
        rules.demo_metadata.output,
        per_video(rules.demo_song.output.movie),
        per_subject(
            expand(rules.demo_recording.output.recording, twin="", allow_missing=True)
        ),
        per_subject(expand(rules.demo_preprocessed.output, twin="", allow_missing=True)),
