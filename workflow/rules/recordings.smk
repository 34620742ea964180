# Raw files to filtered, re-referenced slices of EEG; who trains and who tests.
rule manifest:
    input:
        files=per_subject(f"{RAW}/data_original/{{subject}}.bdf")
        + per_video(f"{RAW}/stimuli/{{video}}.mp4")
        + expand(
            f"{RAW}/metadata_csv/{{table}}.csv",
            table=["participant_ratings", "video_list"],
        ),
    output:
        manifest="results/manifest/manifest.parquet",
    log:
        "logs/manifest.log",
    benchmark:
        "benchmarks/rules/manifest.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("manifest"),
        cfg=cfg("compute.threads"),
        root=lambda wildcards: RAW,
    shell:
        "python -m eeg2music.stages manifest --cfg {params.cfg:q}"
        " --files {input.files:q} --root {params.root:q}"
        " --manifest {output.manifest:q} 2> {log:q}"


rule split:
    input:
        manifest="results/manifest/manifest.parquet",  # subjects and songs that came or went
    output:
        table="results/split/split.parquet",
    log:
        "logs/split.log",
    benchmark:
        "benchmarks/rules/split.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("split"),
        cfg=cfg("compute.threads", "split"),
        subjects=SUBJECTS,
        videos=VIDEOS,
    shell:
        "python -m eeg2music.stages split --cfg {params.cfg:q}"
        " --subjects {params.subjects} --videos {params.videos}"
        " --table {output.table:q} 2> {log:q}"


rule slices:
    input:
        recording=f"{RAW}/{{twin}}data_original/{{subject}}.bdf",
        ratings=f"{RAW}/metadata_csv/participant_ratings.csv",
    output:
        epochs="results/{twin}slices/{subject}.parquet",
    log:
        "logs/{twin}slices/{subject}.log",
    benchmark:
        "benchmarks/rules/{twin}slices/{subject}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("slices"),
        cfg=cfg("compute.threads", "grid", "slices"),
    shell:
        "python -m eeg2music.stages slices --cfg {params.cfg:q}"
        " --subject {wildcards.subject} --recording {input.recording:q}"
        " --ratings {input.ratings:q} --epochs {output.epochs:q} 2> {log:q}"
