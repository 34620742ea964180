# Music from the EEG of held-out trials (paper 3.2).
rule compose:
    input:
        weights=f"results/{{twin}}train/{EXPERIMENTS[0]}.safetensors",
        settings=f"results/{{twin}}train/{EXPERIMENTS[0]}.json",
        epochs="results/{twin}slices/{subject}.parquet",
        eeg_features="results/{twin}eeg_features/{subject}.parquet",
        eeg_tokens="results/{twin}tokens/eeg/{subject}.parquet",
        audio_tokens=per_video("results/tokens/audio/{video}.parquet"),
        audio_features=per_video("results/audio_features/{video}.parquet"),
        dry=per_video("results/reverb/{video}.dry.flac"),
        heard="results/decode/{video}.flac",
        audio_dictionary="results/vocabulary/audio.parquet",
        split_table="results/split/split.parquet",
    output:
        wav=report(
            "results/{twin}compose/{subject}_{video}.wav",
            caption="../report/music.rst",
            category="Music",
        ),
        tokens="results/{twin}compose/{subject}_{video}.parquet",
        resynthesised="results/{twin}compose/{subject}_{video}.resynthesised.wav",
        reference="results/{twin}compose/{subject}_{video}.reference.wav",
    log:
        "logs/{twin}compose/{subject}_{video}.log",
    benchmark:
        "benchmarks/rules/{twin}compose/{subject}_{video}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code("compose"),
        cfg=cfg("compose"),
    shell:
        "python -m eeg2music.stages compose --cfg {params.cfg:q}"
        " --subject {wildcards.subject} --video {wildcards.video}"
        " --weights {input.weights:q} --settings {input.settings:q}"
        " --epochs {input.epochs:q} --eeg_features {input.eeg_features:q}"
        " --eeg_tokens {input.eeg_tokens:q}"
        " --audio_tokens {input.audio_tokens:q} --audio_features {input.audio_features:q}"
        " --dry {input.dry:q} --heard {input.heard:q}"
        " --audio_dictionary {input.audio_dictionary:q} --split_table {input.split_table:q}"
        " --wav {output.wav:q} --tokens {output.tokens:q}"
        " --resynthesised {output.resynthesised:q} --reference {output.reference:q} 2> {log:q}"
