# What recordings tell without a score: what listeners share, what features hold, how EEG goes with music.
OURS = dict(  # the report's own model, and all that it may be shown
    **{name: file for name, file in CORPUS.items() if name != "eeg_tokens"},
    eeg_tokens="results/{cohort}/{fold}/tokens/eeg.parquet",
    weights=f"results/{{cohort}}/{{fold}}/train/{MODELS[0]}.safetensors",
    settings=f"results/{{cohort}}/{{fold}}/train/{MODELS[0]}.json",
)


use rule stage as inter_subject with:
    input:
        eeg_frames=per_subject("results/{cohort}/{fold}/eeg_frames/{subject}.parquet"),
        split_table="results/{cohort}/{fold}/split/split.parquet",
    output:
        correlations="results/{cohort}/{fold}/inter_subject/correlations.parquet",
        patterns="results/{cohort}/{fold}/inter_subject/patterns.parquet",
    resources:
        mem_mb=FEATURES_MB,


use rule stage as shared with:
    input:
        correlations=per_fold(
            "results/{cohort}/{fold}/inter_subject/correlations.parquet"
        ),
    output:
        table="results/{cohort}/{fold}/shared/shared.parquet",


use rule stage as scalp_maps with:
    input:
        patterns=of_first_fold("results/{cohort}/{fold}/inter_subject/patterns.parquet"),
        ablation=of_first_fold("results/{cohort}/{fold}/sensitivity/ablation.parquet"),
    output:
        shared=report(
            "results/{cohort}/{fold}/scalp_maps/shared.svg",
            caption="../report/shared.rst",
            category="Listeners",
        ),
        ablation_map=report(
            "results/{cohort}/{fold}/scalp_maps/ablation.svg",
            caption="../report/ablation.rst",
            category="Listeners",
        ),


use rule stage as correspondence with:
    input:
        audio_features=per_video("results/songs/audio_features/{video}.parquet"),
        eeg_tokens=per_fold("results/{cohort}/{fold}/tokens/eeg.parquet"),
        split_tables=per_fold("results/{cohort}/{fold}/split/split.parquet"),
    output:
        table="results/{cohort}/{fold}/correspondence/correspondence.parquet",
    resources:
        mem_mb=FEATURES_MB,


use rule stage as probes with:
    input:
        **OURS,
        eeg_features=per_subject("results/{cohort}/eeg_features/{subject}.parquet"),
        ratings=per_subject("results/{cohort}/trials/{subject}.parquet"),
    output:
        cells="results/{cohort}/{fold}/probes/probes.parquet",
    resources:
        mem_mb=CORPUS_MB,
    params:
        system=registry.OURS,


use rule stage as sensitivity with:
    input:
        **OURS,
    output:
        time_shifts="results/{cohort}/{fold}/sensitivity/time_shifts.parquet",
        ablation="results/{cohort}/{fold}/sensitivity/ablation.parquet",
    resources:
        mem_mb=CORPUS_MB,
    params:
        system=registry.OURS,


use rule stage as readable with:
    input:
        cells=per_fold("results/{cohort}/{fold}/probes/probes.parquet"),
    output:
        table="results/{cohort}/{fold}/readable/readable.parquet",
