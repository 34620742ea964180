# The two dictionaries, fitted on the training part only, and their health (paper 3.1).
rule eeg_vocabulary:
    input:
        features=per_subject("results/{twin}eeg_features/{subject}.parquet"),
        split_table="results/split/split.parquet",
    output:
        dictionary="results/{twin}vocabulary/eeg.parquet",
        projection="results/{twin}vocabulary/eeg.safetensors",
        search="results/{twin}vocabulary/eeg_search.parquet",
    log:
        "logs/{twin}eeg_vocabulary.log",
    benchmark:
        "benchmarks/rules/{twin}eeg_vocabulary.tsv"
    conda:
        "../../environment.yml"
    resources:
        mem_mb=3000,
        runtime=20,
    params:
        code=code("eeg_vocabulary"),
        cfg=cfg("eeg_vocabulary"),
    shell:
        "python -m eeg2music.stages eeg_vocabulary --cfg {params.cfg:q}"
        " --features {input.features:q} --split_table {input.split_table:q}"
        " --dictionary {output.dictionary:q} --projection {output.projection:q}"
        " --search {output.search:q} 2> {log:q}"


rule audio_vocabulary:
    input:
        features=per_video("results/audio_features/{video}.parquet"),
        split_table="results/split/split.parquet",
    output:
        dictionary="results/vocabulary/audio.parquet",
        projection="results/vocabulary/audio.safetensors",
        search="results/vocabulary/audio_search.parquet",
    log:
        "logs/audio_vocabulary.log",
    benchmark:
        "benchmarks/rules/audio_vocabulary.tsv"
    conda:
        "../../environment.yml"
    resources:
        mem_mb=3000,
        runtime=20,
    params:
        code=code("audio_vocabulary"),
        cfg=cfg("audio_vocabulary"),
    shell:
        "python -m eeg2music.stages audio_vocabulary --cfg {params.cfg:q}"
        " --features {input.features:q} --split_table {input.split_table:q}"
        " --dictionary {output.dictionary:q} --projection {output.projection:q}"
        " --search {output.search:q} 2> {log:q}"


rule health:
    input:
        eeg_tokens=per_subject("results/{twin}tokens/eeg/{subject}.parquet"),
        audio_tokens=per_video("results/tokens/audio/{video}.parquet"),
        eeg_dictionary="results/{twin}vocabulary/eeg.parquet",
        audio_dictionary="results/vocabulary/audio.parquet",
        eeg_search="results/{twin}vocabulary/eeg_search.parquet",
        audio_search="results/vocabulary/audio_search.parquet",
        states=STATES,
        split_table="results/split/split.parquet",
    output:
        health=report(
            "results/{twin}vocabulary/health.json",
            caption="../report/health.rst",
            category="Vocabularies",
        ),
    log:
        "logs/{twin}health.log",
    benchmark:
        "benchmarks/rules/{twin}health.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("health"),
        cfg=cfg("health"),
    shell:
        "python -m eeg2music.stages health --cfg {params.cfg:q}"
        " --eeg_tokens {input.eeg_tokens:q} --audio_tokens {input.audio_tokens:q}"
        " --eeg_dictionary {input.eeg_dictionary:q}"
        " --audio_dictionary {input.audio_dictionary:q} --eeg_search {input.eeg_search:q}"
        " --audio_search {input.audio_search:q} --states {input.states:q}"
        " --split_table {input.split_table:q} --health {output.health:q} 2> {log:q}"
