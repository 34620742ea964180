# Hits@k of every system and control, under both protocols (Eq. 15, Table 2); identification.
use rule stage as scores with:
    input:
        **CORPUS,
        entry_chords="results/songs/{fold}/entry_chords/chords.parquet",
        weights=lambda wildcards: model_of(wildcards, "safetensors"),
        settings=lambda wildcards: model_of(wildcards, "json"),
    output:
        scores="results/{cohort}/{fold}/scores{shelf}/{system}{variant}-{seed}.parquet",
        segments="results/{cohort}/{fold}/scores{shelf}/{system}{variant}-{seed}.segments.parquet",
    resources:
        mem_mb=CORPUS_MB,
        runtime=growing(20),
    params:
        model=lambda wildcards: registry.model_of(wildcards.system),


use rule stage as controls with:
    input:
        audio_tokens="results/songs/{fold}/tokens/audio.parquet",
        entry_chords="results/songs/{fold}/entry_chords/chords.parquet",
        split_table="results/{cohort}/{fold}/split/split.parquet",
    output:
        scores="results/{cohort}/{fold}/controls/scores.parquet",
    resources:
        mem_mb=FEATURES_MB,
    params:
        systems=registry.names(registry.Blind),


use rule stage as evaluate with:
    input:
        scores=scores_of,
        segments=segments_of,
    output:
        hits=report(
            "results/{cohort}/{fold}/evaluate/hits.parquet",
            caption="../report/hits.rst",
            category="Hits@k",
        ),
        chord_hits="results/{cohort}/{fold}/evaluate/chord_hits.parquet",
        gains="results/{cohort}/{fold}/evaluate/gains.parquet",
        leads="results/{cohort}/{fold}/evaluate/leads.parquet",
        cluster_hits="results/{cohort}/{fold}/evaluate/cluster_hits.parquet",
        identification="results/{cohort}/{fold}/evaluate/identification.parquet",
        metrics="results/{cohort}/{fold}/evaluate/metrics.json",
    resources:
        mem_mb=FEATURES_MB,
    params:
        baselines=list(filter(registry.is_baseline, registry.names())),
        couplings=couplings_of,


use rule stage as protocol_hits with:
    input:
        scores=scores_of_protocols,
    output:
        table="results/{cohort}/{fold}/protocol_hits/protocols.parquet",
        csv="results/{cohort}/{fold}/protocol_hits/protocols.csv",
    resources:
        mem_mb=FEATURES_MB,


rule protocols:
    input:
        expand(rules.protocol_hits.output, cohort=FIRST, fold=FIRST_FOLD),
