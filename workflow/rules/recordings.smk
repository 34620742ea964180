# Raw files to filtered, re-referenced slices of EEG; who trains and who tests.
rule manifest:
    input:
        recordings=[file for files in COHORT.recordings.values() for file in files],
        stimuli=COHORT.stimuli.values(),
        metadata=COHORT.metadata,
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
        cfg=cfg("manifest"),
        root=lambda wildcards: RAW,
    shell:
        "python -m eeg2music.stages manifest --cfg {params.cfg:q}"
        " --recordings {input.recordings:q} --stimuli {input.stimuli:q}"
        " --metadata {input.metadata:q} --root {params.root:q}"
        " --manifest {output.manifest:q} 2> {log:q}"


rule slices:
    input:
        recording=recording,
        metadata=COHORT.metadata,
    output:
        epochs="results/{twin}slices/{subject}.parquet",
        trials="results/{twin}trials/{subject}.parquet",
    log:
        "logs/{twin}slices/{subject}.log",
    benchmark:
        "benchmarks/rules/{twin}slices/{subject}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("slices"),
        cfg=cfg("slices"),
        reader=COHORT.reader,
        root=lambda wildcards: RAW,
    shell:
        "python -m eeg2music.stages slices --cfg {params.cfg:q}"
        " --subject {wildcards.subject} --reader {params.reader} --root {params.root:q}"
        " --recording {input.recording:q} --metadata {input.metadata:q}"
        " --epochs {output.epochs:q} --trials {output.trials:q} 2> {log:q}"


rule exclusions:
    input:
        trials=per_subject("results/{twin}trials/{subject}.parquet"),
    output:
        exclusions="results/{twin}exclusions/exclusions.parquet",
    log:
        "logs/{twin}exclusions.log",
    benchmark:
        "benchmarks/rules/{twin}exclusions.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("exclusions"),
        cfg=cfg("exclusions"),
        known=settings.exclusions(COHORT.excluded),
    shell:
        "python -m eeg2music.stages exclusions --cfg {params.cfg:q}"
        " --known {params.known:q} --trials {input.trials:q}"
        " --exclusions {output.exclusions:q} 2> {log:q}"


rule split:
    input:
        trials=expand("results/trials/{subject}.parquet", subject=SUBJECTS),
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
        cfg=cfg("split"),
        subjects=SUBJECTS,
        videos=VIDEOS,
        groups=json.dumps(COHORT.groups, sort_keys=True),
        excluded=settings.unwanted_trials(PARAMS),
    shell:
        "python -m eeg2music.stages split --cfg {params.cfg:q}"
        " --subjects {params.subjects} --videos {params.videos}"
        " --groups {params.groups:q} --trials {input.trials:q}"
        " --excluded {params.excluded:q} --table {output.table:q} 2> {log:q}"
