# What the rules of all stages share. `use rule stage as NAME with:` leaves inputs, outputs and
# resources to be told; stages.smk adds what follows from the signature of stage NAME.
rule stage:
    conda:
        "../../environment.yml"
    params:
        runner="eeg2music.pipeline.job",
    shell:
        "python -m {params.runner} {params.stage} --code {params.code} --cfg {params.cfg:q}"
        " {params.options} 2> {log:q}"
