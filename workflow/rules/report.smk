# The page: tables, figures and music in a folder that opens offline.


rule report:
    input:
        hits="results/{twin}evaluate/hits.parquet",
        metrics="results/{twin}evaluate/metrics.json",
        health="results/{twin}vocabulary/health.json",
        curves=expand(
            "results/{{twin}}train/{experiment}.curve.parquet", experiment=EXPERIMENTS
        ),
        eeg_dictionary="results/{twin}vocabulary/eeg.parquet",
        audio_features=f"results/audio_features/{TRIALS[0][1]}.parquet",
        compositions=per_trial("results/{twin}compose/{subject}_{video}.parquet"),
        music=per_trial("results/{twin}compose/{subject}_{video}.wav")
        + per_trial("results/{twin}compose/{subject}_{video}.resynthesised.wav")
        + per_trial("results/{twin}compose/{subject}_{video}.reference.wav"),
        split_table="results/split/split.parquet",
        manifest="results/manifest/manifest.parquet",
        exclusions="results/{twin}exclusions/exclusions.parquet",
    output:
        page=report(
            directory("results/{twin}report"),
            caption="../report/page.rst",
            category="Report",
            htmlindex="index.html",
        ),
    log:
        "logs/{twin}report.log",
    benchmark:
        "benchmarks/rules/{twin}report.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("report"),
        cfg=cfg("report"),
    shell:
        "python -m eeg2music.stages report --cfg {params.cfg:q}"
        " --hits {input.hits:q} --metrics {input.metrics:q} --health {input.health:q}"
        " --curves {input.curves:q} --eeg_dictionary {input.eeg_dictionary:q}"
        " --audio_features {input.audio_features:q} --compositions {input.compositions:q}"
        " --music {input.music:q} --split_table {input.split_table:q}"
        " --manifest {input.manifest:q} --exclusions {input.exclusions:q}"
        " --page {output.page:q} 2> {log:q}"
