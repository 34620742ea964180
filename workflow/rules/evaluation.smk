# Hits@k of every system and control, under both protocols (Eq. 15, Table 2).
use rule stage as scores with:
    input:
        **CORPUS,
        weights="results/{twin}train/{experiment}.safetensors",
        settings="results/{twin}train/{experiment}.json",
    output:
        scores="results/{twin}scores/{experiment}.parquet",
    resources:
        mem_mb=CORPUS_MB,
        runtime=20,
    params:
        coupling=coupling,


use rule stage as controls with:
    input:
        audio_tokens=per_video("results/tokens/audio/{video}.parquet"),
        audio_dictionary="results/vocabulary/audio.parquet",
        split_table="results/split/split.parquet",
    output:
        scores="results/{twin}controls/scores.parquet",
    params:
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
