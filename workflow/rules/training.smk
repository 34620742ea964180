# The encoder-decoder Transformer and the trained controls (paper 3.2, 3.3).
CORPUS = dict(
    epochs=per_subject("results/{twin}slices/{subject}.parquet"),
    eeg_features=per_subject("results/{twin}eeg_features/{subject}.parquet"),
    eeg_tokens=per_subject("results/{twin}tokens/eeg/{subject}.parquet"),
    audio_tokens=per_video("results/tokens/audio/{video}.parquet"),
    audio_features=per_video("results/audio_features/{video}.parquet"),
    split_table="results/split/split.parquet",
)


rule train:
    input:
        **CORPUS,
        eeg_dictionary="results/{twin}vocabulary/eeg.parquet",
        audio_dictionary="results/vocabulary/audio.parquet",
    output:
        weights="results/{twin}train/{experiment}.safetensors",
        settings="results/{twin}train/{experiment}.json",
        curve="results/{twin}train/{experiment}.curve.parquet",
    log:
        "logs/{twin}train/{experiment}.log",
    benchmark:
        "benchmarks/rules/{twin}train/{experiment}.tsv"
    conda:
        "../../environment.yml"
    resources:
        mem_mb=CORPUS_MB,
        runtime=240,
    params:
        code=code("train"),
        cfg=cfg("train"),
    shell:
        "python -m eeg2music.stages train --cfg {params.cfg:q}"
        " --experiment {wildcards.experiment}"
        " --epochs {input.epochs:q} --eeg_features {input.eeg_features:q}"
        " --eeg_tokens {input.eeg_tokens:q}"
        " --audio_tokens {input.audio_tokens:q} --audio_features {input.audio_features:q}"
        " --split_table {input.split_table:q}"
        " --eeg_dictionary {input.eeg_dictionary:q}"
        " --audio_dictionary {input.audio_dictionary:q} --weights {output.weights:q}"
        " --settings {output.settings:q} --curve {output.curve:q} 2>&1 | tee {log:q}"
