# Hits@k of every system and control, under both protocols (Eq. 15, Table 2).
rule scores:
    input:
        **CORPUS,
        weights="results/{twin}train/{experiment}.safetensors",
        settings="results/{twin}train/{experiment}.json",
    output:
        scores="results/{twin}scores/{experiment}.parquet",
    log:
        "logs/{twin}scores/{experiment}.log",
    benchmark:
        "benchmarks/rules/{twin}scores/{experiment}.tsv"
    conda:
        "../../environment.yml"
    resources:
        mem_mb=CORPUS_MB,
        runtime=20,
    params:
        code=code("scores"),
        cfg=cfg("scores"),
        coupling=coupling,
    shell:
        "python -m eeg2music.stages scores --cfg {params.cfg:q}"
        " --experiment {wildcards.experiment} --coupling {params.coupling}"
        " --epochs {input.epochs:q} --eeg_features {input.eeg_features:q}"
        " --eeg_tokens {input.eeg_tokens:q}"
        " --audio_tokens {input.audio_tokens:q} --audio_features {input.audio_features:q}"
        " --split_table {input.split_table:q}"
        " --weights {input.weights:q} --settings {input.settings:q}"
        " --scores {output.scores:q} 2> {log:q}"


rule controls:
    input:
        audio_tokens=per_video("results/tokens/audio/{video}.parquet"),
        audio_dictionary="results/vocabulary/audio.parquet",
        split_table="results/split/split.parquet",
    output:
        scores="results/{twin}controls/scores.parquet",
    log:
        "logs/{twin}controls.log",
    benchmark:
        "benchmarks/rules/{twin}controls.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("controls"),
        cfg=cfg("controls"),
        coupling=coupling,
    shell:
        "python -m eeg2music.stages controls --cfg {params.cfg:q}"
        " --coupling {params.coupling} --audio_tokens {input.audio_tokens:q}"
        " --audio_dictionary {input.audio_dictionary:q}"
        " --split_table {input.split_table:q} --scores {output.scores:q} 2> {log:q}"


rule evaluate:
    input:
        scores=scores_of,
    output:
        hits=report(
            "results/{twin}evaluate/hits.parquet",
            caption="../report/hits.rst",
            category="Hits@k",
        ),
        metrics="results/{twin}evaluate/metrics.json",
    log:
        "logs/{twin}evaluate.log",
    benchmark:
        "benchmarks/rules/{twin}evaluate.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("evaluate"),
        cfg=cfg("evaluate"),
    shell:
        "python -m eeg2music.stages evaluate --cfg {params.cfg:q}"
        " --scores {input.scores:q} --hits {output.hits:q}"
        " --metrics {output.metrics:q} 2> {log:q}"
