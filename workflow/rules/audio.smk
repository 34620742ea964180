# Stimulus videos to accompaniment without voice and room (paper 4.2.1).
rule decode:
    input:
        movie=lambda wildcards: COHORT.stimuli[wildcards.video],
        metadata=COHORT.metadata,
    output:
        audio="results/decode/{video}.flac",
    log:
        "logs/decode/{video}.log",
    benchmark:
        "benchmarks/rules/decode/{video}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("decode"),
        cfg=cfg("decode"),
        reader=COHORT.reader,
        root=lambda wildcards: RAW,
    shell:
        "python -m eeg2music.stages decode --cfg {params.cfg:q}"
        " --video {wildcards.video} --reader {params.reader} --root {params.root:q}"
        " --movie {input.movie:q} --metadata {input.metadata:q}"
        " --audio {output.audio:q} 2> {log:q}"


rule vocals:
    input:
        audio="results/decode/{video}.flac",
    output:
        accompaniment="results/vocals/{video}.accompaniment.flac",
        voice="results/vocals/{video}.voice.flac",
    log:
        "logs/vocals/{video}.log",
    benchmark:
        "benchmarks/rules/vocals/{video}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("vocals"),
        cfg=cfg("vocals"),
    shell:
        "python -m eeg2music.stages vocals --cfg {params.cfg:q}"
        " --audio {input.audio:q} --accompaniment {output.accompaniment:q}"
        " --voice {output.voice:q} 2> {log:q}"


rule reverb:
    input:
        accompaniment="results/vocals/{video}.accompaniment.flac",
    output:
        dry="results/reverb/{video}.dry.flac",
        reverberant="results/reverb/{video}.reverberant.flac",
    log:
        "logs/reverb/{video}.log",
    benchmark:
        "benchmarks/rules/reverb/{video}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("reverb"),
        cfg=cfg("reverb"),
    shell:
        "python -m eeg2music.stages reverb --cfg {params.cfg:q}"
        " --accompaniment {input.accompaniment:q} --dry {output.dry:q}"
        " --reverberant {output.reverberant:q} 2> {log:q}"
