# Hits@k of every system and control, under both protocols (Eq. 15, Table 2).
use rule stage as scores with:
    input:
        **CORPUS,
        weights=lambda wildcards: model_of(wildcards, "safetensors"),
        settings=lambda wildcards: model_of(wildcards, "json"),
    output:
        scores="results/{twin}scores/{system}-{seed}.parquet",
    resources:
        mem_mb=CORPUS_MB,
        runtime=20,
    params:
        model=lambda wildcards: registry.model_of(wildcards.system),
        coupling=coupling,


use rule stage as controls with:
    input:
        audio_tokens=per_video("results/tokens/audio/{video}.parquet"),
        audio_dictionary="results/vocabulary/audio.parquet",
        split_table="results/split/split.parquet",
    output:
        scores="results/{twin}controls/scores.parquet",
    params:
        systems=registry.names(registry.Blind),
        coupling=coupling,


use rule stage as evaluate with:
    input:
        scores=scores_of,
    output:
        hits=report(
            "results/{twin}evaluate/hits.parquet",
            caption="../report/hits.rst",
            category="Hits@k",
        ),
        metrics="results/{twin}evaluate/metrics.json",
