# What the rules of all stages share. `use rule stage as NAME with:` leaves inputs, outputs and
# resources to be told; stages.smk adds what follows from the signature of stage NAME.
rule stage:
    conda:
        "../../environment.yml"
    params:
        shown="2>",
    shell:
        "python -m eeg2music.stages {params.stage} --cfg {params.cfg:q}"
        " {params.options} {params.shown} {log:q}"
