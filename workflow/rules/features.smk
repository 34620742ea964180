# Features on the frame grid that EEG and audio share (paper 3.1.2, 3.1.3).
rule eeg_features:
    input:
        epochs="results/{twin}slices/{subject}.parquet",
    output:
        features="results/{twin}eeg_features/{subject}.parquet",
    log:
        "logs/{twin}eeg_features/{subject}.log",
    benchmark:
        "benchmarks/rules/{twin}eeg_features/{subject}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("eeg_features"),
        cfg=cfg("eeg_features"),
    shell:
        "python -m eeg2music.stages eeg_features --cfg {params.cfg:q}"
        " --epochs {input.epochs:q} --features {output.features:q} 2> {log:q}"


rule filter_bank:
    output:
        bank="results/filter_bank/bank.parquet",
    log:
        "logs/filter_bank.log",
    benchmark:
        "benchmarks/rules/filter_bank.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("filter_bank"),
        cfg=cfg("filter_bank"),
    shell:
        "python -m eeg2music.stages filter_bank --cfg {params.cfg:q}"
        " --bank {output.bank:q} 2> {log:q}"


rule audio_features:
    input:
        filter_bank="results/filter_bank/bank.parquet",
        dry="results/reverb/{video}.dry.flac",
    output:
        features="results/audio_features/{video}.parquet",
    log:
        "logs/audio_features/{video}.log",
    benchmark:
        "benchmarks/rules/audio_features/{video}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("audio_features"),
        cfg=cfg("audio_features"),
    shell:
        "python -m eeg2music.stages audio_features --cfg {params.cfg:q}"
        " --video {wildcards.video} --dry {input.dry:q} --filter_bank {input.filter_bank:q}"
        " --features {output.features:q} 2> {log:q}"
