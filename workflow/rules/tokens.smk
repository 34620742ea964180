# Every frame to its nearest dictionary entry (Eqs. 5, 9).
rule eeg_tokens:
    input:
        features="results/{twin}eeg_features/{subject}.parquet",
        split_table="results/split/split.parquet",
        dictionary="results/{twin}vocabulary/eeg.parquet",
        projection="results/{twin}vocabulary/eeg.safetensors",
    output:
        tokens="results/{twin}tokens/eeg/{subject}.parquet",
    log:
        "logs/{twin}eeg_tokens/{subject}.log",
    benchmark:
        "benchmarks/rules/{twin}eeg_tokens/{subject}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("eeg_tokens"),
        cfg=cfg("eeg_tokens"),
    shell:
        "python -m eeg2music.stages eeg_tokens --cfg {params.cfg:q}"
        " --features {input.features:q} --split_table {input.split_table:q}"
        " --dictionary {input.dictionary:q} --projection {input.projection:q}"
        " --tokens {output.tokens:q} 2> {log:q}"


rule audio_tokens:
    input:
        features="results/audio_features/{video}.parquet",
        dictionary="results/vocabulary/audio.parquet",
        projection="results/vocabulary/audio.safetensors",
    output:
        tokens="results/tokens/audio/{video}.parquet",
    log:
        "logs/audio_tokens/{video}.log",
    benchmark:
        "benchmarks/rules/audio_tokens/{video}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("audio_tokens"),
        cfg=cfg("audio_tokens"),
    shell:
        "python -m eeg2music.stages audio_tokens --cfg {params.cfg:q}"
        " --features {input.features:q} --dictionary {input.dictionary:q}"
        " --projection {input.projection:q} --tokens {output.tokens:q} 2> {log:q}"
