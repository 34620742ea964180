# Features on the frame grid that EEG and audio share (paper 3.1.2, 3.1.3).
rule eeg_features:
    input:
        epochs="results/{twin}slices/{subject}.parquet",
        code=code("eeg_features"),
    output:
        features="results/{twin}eeg_features/{subject}.parquet",
    log:
        "logs/{twin}eeg_features/{subject}.log",
    benchmark:
        "benchmarks/rules/{twin}eeg_features/{subject}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
    params:
        cfg=cfg("compute.threads", "grid", "eeg_features"),
    shell:
        "python -m eeg2music.stages eeg_features --cfg {params.cfg:q}"
        " --epochs {input.epochs:q} --features {output.features:q} 2> {log:q}"


rule audio_features:
    input:
        dry="results/reverb/{video}.dry.flac",
        code=code("audio_features"),
    output:
        features="results/audio_features/{video}.parquet",
    log:
        "logs/audio_features/{video}.log",
    benchmark:
        "benchmarks/rules/audio_features/{video}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    resources:
        mem_mb=1000,
        runtime=5,
    params:
        cfg=cfg("compute.threads", "grid", "audio_features"),
    shell:
        "python -m eeg2music.stages audio_features --cfg {params.cfg:q}"
        " --video {wildcards.video} --dry {input.dry:q}"
        " --features {output.features:q} 2> {log:q}"
